//! Figures out of a portal's table.

use model::ids::{PeriodId, UnitId};
use model::input::BadValue;
use model::record::{
    BadTelling, LineFault, MAX_PORTAL_LINES, NewPortalFigure, PortalOf, PortalSheet, SheetFault, read_portal,
    tell_portal,
};

use crate::support::{date, mang_yang};

const IN_TIME: &str = "Hồ sơ TTHC được giải quyết đúng hạn";

fn read(text: &str) -> Result<PortalSheet, SheetFault> {
    let (unit, period) = (UnitId::new("ayun"), PeriodId::new("Q3"));
    read_portal(&mang_yang(), PortalOf { unit: &unit, period: &period, today: date("2019-09-05") }, text)
}

/// What each line comes to: the thousandths, or why not.
fn told(text: &str) -> Vec<Result<i64, LineFault>> {
    let lines = read(text).unwrap().lines;
    lines.into_iter().map(|line| line.told.map(|figure| figure.amount.thousandths())).collect()
}

#[test]
fn a_line_is_of_the_indicator_unit_period_and_day_that_it_names() {
    let text = format!(
        "Đơn vị\tChỉ tiêu\tKỳ báo cáo\tGiá trị\tNgày\n\
         Xã Ayun\t{IN_TIME}\tQuý III/2019\t98,7 %\t05/9/2019\n\
         ayun\tho-so-dung-han\tQuý I\t97,5\t\n\
         UBND xã Ayun\t{IN_TIME}\t\t1,5\t\n\
         Xã Hra\t{IN_TIME}\t\t1,5\t\n"
    );
    let sheet = read(&text).unwrap();
    let first = sheet.lines[0].told.clone().unwrap();
    assert_eq!((first.indicator.as_str(), first.period.as_str()), ("ho-so-dung-han", "Q3"));
    assert_eq!(
        (first.amount.thousandths(), first.read_on.map(|day| day.to_string())),
        (98_700, Some("2019-09-05".into()))
    );
    let second = sheet.lines[1].told.clone().unwrap();
    assert_eq!((second.period.as_str(), second.read_on), ("Q1", None));
    assert_eq!(sheet.lines[2].told, Err(LineFault::Twice(2)), "the same row, whatever it calls its unit");
    assert_eq!(sheet.lines[3].told, Err(LineFault::OtherUnit));
}

#[test]
fn what_cannot_be_taken_is_told_line_by_line_and_the_others_are_taken() {
    let text = "Chỉ tiêu;Đơn vị;Giá trị;Kỳ;Ngày\n\
        Chỉ tiêu lạ;;98,7;;\n\
        ho-so-dung-han;Xã Không Có;98,7;;\n\
        ho-so-dung-han;;98,7;Quý IX;\n\
        ho-so-dung-han;;98,7;;31/8/2019 x\n\
        ho-so-dung-han;;98,7;Quý I;31/9/2019\n\
        ho-so-dung-han;;98,7;Quý I;06/9/2019 07:00\n\
        ho-so-dung-han;;100,5;Quý I;\n\
        ho-so-dung-han;;-1;Quý I;\n\
        ho-so-dung-han;;chín mươi;;\n\
        ho-so-dung-han;;;;\n\
        ke-hoach-cchc;;1;;\n\
        ho-so-dung-han;Xã Ayun;98,7;;";
    let faults: Vec<LineFault> = told(text).into_iter().filter_map(Result::err).collect();
    assert_eq!(&faults[..3], [LineFault::NoIndicator, LineFault::NoUnit, LineFault::NoPeriod]);
    let bad = [
        BadValue::Date { year: 2019 },
        BadValue::Ahead { day: date("2019-09-06"), today: date("2019-09-05") },
        BadValue::OverWhole,
        BadValue::Negative,
    ];
    assert_eq!(&faults[3..7], bad.map(LineFault::Value));
    assert!(matches!(faults[7..9], [LineFault::Amount(_), LineFault::Amount(_)]), "{faults:?}");
    assert_eq!(&faults[9..], [LineFault::NoPortal, LineFault::Twice(5)]);
    assert_eq!(
        told(text)[3],
        Ok(98_700),
        "in spite of the lines before, and what stands behind its day is passed over"
    );
}

#[test]
fn marks_between_thousands_are_told_from_decimals_by_the_tables_own_numbers_or_not_at_all() {
    let table = |values: &[&str]| {
        let lines: Vec<String> = values
            .iter()
            .zip(["Q1", "H1", "Q3", "Y"])
            .map(|(value, period)| format!("ho-so-dung-han\t{period}\t{value}"))
            .collect();
        told(&format!("Chỉ tiêu\tKỳ\tGiá trị\n{}", lines.join("\n")))
    };
    let over = || Err(LineFault::Value(BadValue::OverWhole));
    assert_eq!(table(&["1,234", "98,7"]), [Ok(1_234), Ok(98_700)], "a comma before decimals");
    assert_eq!(table(&["1.234", "98,7"]), [over(), Ok(98_700)]);
    assert_eq!(table(&["1,234", "98.7"]), [over(), Ok(98_700)], "as an English table has them");
    assert_eq!(table(&["1.234", "98.7"]), [Ok(1_234), Ok(98_700)]);
    let both = |typed: &str| Err(LineFault::TwoWays(typed.to_owned()));
    assert_eq!(table(&["1,234", "1.234", "100"]), [both("1,234"), both("1.234"), Ok(100_000)]);
    assert_eq!(table(&["1,234", "98.7", "98,7"])[0], both("1,234"), "the table contradicts itself");
    assert_eq!(table(&["1.234,5", "1,234.5", "1.234.567", "0,125"]), [over(), over(), over(), Ok(125)]);
}

#[test]
fn a_table_that_nobody_can_read_is_told_to_be_one() {
    assert_eq!(read(" \n\t\n"), Err(SheetFault::Empty));
    assert_eq!(read("Ch\u{fffd} ti\u{fffd}u;Gi\u{fffd} tr\u{fffd}\na;1"), Err(SheetFault::Encoding));
    assert_eq!(read("ho-so-dung-han\t98,7"), Err(SheetFault::NoColumns), "which is which is not guessed");
    assert_eq!(read("Chỉ tiêu\tĐơn vị\nho-so-dung-han\tXã Ayun"), Err(SheetFault::NoColumns));
    let quoted = "\u{feff}\"Chỉ tiêu\",\"Giá trị\"\r\n\"ho-so-dung-han\",\"98,7\"\r\n";
    assert_eq!(told(quoted), [Ok(98_700)], "a file with a mark of its bytes, commas and quotation marks");
    let long = format!("Chỉ tiêu\tGiá trị\n{}", "la\t1\n".repeat(MAX_PORTAL_LINES + 3));
    assert_eq!(read(&long).unwrap().too_many, 3);
}

#[test]
fn a_figure_is_told_with_its_page_and_its_day_or_not_at_all() {
    let plan = mang_yang();
    let figure = |text: &str, read_on: Option<&str>| NewPortalFigure {
        indicator: "ho-so-dung-han".into(),
        period: PeriodId::new("Q3"),
        text: text.into(),
        read_on: read_on.map(str::to_owned),
        why: None,
    };
    let tell = |figure: &NewPortalFigure, source: &str, read_on: &str| {
        tell_portal(&plan, figure, (source, read_on), date("2019-09-05")).map(|edits| edits.len())
    };
    assert_eq!(tell(&figure("98,7", None), "Biểu 06a", "05/9/2019"), Ok(3));
    assert_eq!(
        tell(&figure("98,7", Some("05/9/2019")), "Biểu 06a", ""),
        Ok(3),
        "the line's own day is enough"
    );
    let explained = NewPortalFigure {
        why: Some("Tính cả hồ sơ đang giải quyết".into()),
        ..figure("98,7", None)
    };
    assert_eq!(tell(&explained, "Biểu 06a", "05/9/2019"), Ok(4));
    assert_eq!(tell(&figure("98,7", None), " ", "05/9/2019"), Err(BadTelling::NoSource));
    assert_eq!(tell(&figure("98,7", None), "Biểu 06a", " "), Err(BadTelling::NoDay));
    assert_eq!(tell(&figure("", None), "Biểu 06a", "05/9/2019"), Err(BadTelling::NoNumber));
    let gone = NewPortalFigure { indicator: "la".into(), ..figure("98,7", None) };
    assert_eq!(tell(&gone, "Biểu 06a", "05/9/2019"), Err(BadTelling::Gone));
}
