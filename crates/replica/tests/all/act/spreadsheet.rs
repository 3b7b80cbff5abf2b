//! A period as a spreadsheet, made without a network.

use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use model::ids::PeriodId;
use model::target::Target;
use model::window::{Act, InPlan};

use crate::support::{District, Laptop, entry, percent, write};

fn texts(path: &Path, sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn of(period: &str) -> InPlan<PeriodId> {
    PeriodId::new(period).into()
}

#[test]
fn what_a_unit_told_stands_in_its_spreadsheet_as_in_its_windows() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    let figure = |figure: &str| Target::Figure {
        entry: entry("III.6a"),
        indicator: "ho-so-dung-han".into(),
        figure: figure.into(),
    };
    ayun.act(write(figure("part"), "1.234")).unwrap();
    ayun.act(write(figure("whole"), "1.250")).unwrap();
    let to = ayun.path().join("quý III.xlsx");
    ayun.store.export_spreadsheet(&of("Q3"), &to).unwrap();
    let matrix = texts(&to, "Ma trận");
    assert!(matrix[1][0].to_string().contains("Ayun"), "{:?}", matrix[1]);
    assert!(matrix[1].contains(&Data::String("đang".into())), "what is being done is told: {:?}", matrix[1]);
    let figures = texts(&to, "Chỉ tiêu");
    let row = figures.iter().find(|row| row.contains(&Data::Float(1250.0))).expect("the figure is there");
    assert_eq!((&row[4], &row[8]), (&Data::Float(1234.0), &Data::Float(1234.0 / 1250.0)));

    let before = std::fs::read(&to).unwrap();
    ayun.store.export_spreadsheet(&of("Q3"), &to).unwrap();
    assert_eq!(std::fs::read(&to).unwrap(), before, "the same moment, the same bytes");
    let refused = ayun.store.export_spreadsheet(&of("Q9"), &to).unwrap_err();
    assert!(refused.to_string().contains("Không có kỳ này"), "{refused}");
    assert_eq!(std::fs::read(&to).unwrap(), before, "what was saved before stays");
    let nowhere = ayun.store.export_spreadsheet(&of("Q3"), &ayun.path().join("không có/a.xlsx")).unwrap_err();
    assert!(nowhere.to_string().contains("chưa") || nowhere.to_string().contains("Không"), "{nowhere}");
    let by_act = ayun.act(Act::SaveSpreadsheet { period: "Q3".into() });
    assert!(by_act.is_err(), "where to, the window's dialog says");
}
