use model::doc_id::DocId;
use model::permission::{may_read, readers};

use crate::support::mang_yang;

#[test]
fn the_readers_of_a_document_are_all_who_may_read_it() {
    let plan = mang_yang();
    let units: Vec<_> = plan.units().iter().map(|unit| unit.id.clone()).collect();
    let mut docs = vec![DocId::plan(plan.year()), DocId::plan(plan.year() - 1)];
    for unit in &units {
        docs.push(DocId::workbook(plan.year(), unit.clone()));
        docs.extend(units.iter().map(|office| DocId::review(plan.year(), office.clone(), unit.clone())));
    }
    for doc in &docs {
        let mut asked: Vec<_> = units.iter().filter(|unit| may_read(&plan, unit, doc)).collect();
        asked.sort_unstable();
        assert_eq!(readers(&plan, doc), asked, "{doc}: who is told of it is who may read it");
    }
}
