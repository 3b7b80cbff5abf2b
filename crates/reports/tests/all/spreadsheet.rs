//! A spreadsheet, read back by another program's library.

use std::io::Cursor;

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use model::ids::PeriodId;
use model::plan::{Plan, PlanSource};
use model::window::Ask;
use reports::{Of, SpreadsheetError, spreadsheet};
use serde_json::{Value as Json, json};

fn plan() -> Plan {
    let source = PlanSource::new(
        include_str!("../../../../data/mang-yang-2019/units.toml"),
        include_str!("../../../../data/mang-yang-2019/plan.toml"),
        include_str!("../../../../data/mang-yang-2019/indicators.toml"),
    );
    Plan::load(&source).unwrap()
}

/// What a district with one row of each kind answers; `number` stands in its figure.
fn district(number: &str) -> impl Fn(&Ask) -> Result<Json, String> {
    let matrix = json!({
        "period": "Q3", "asOf": "2019-10-01T17:05:00+07:00",
        "fields": [{ "code": "III", "name": "Cải cách thủ tục hành chính", "tasks": [{ "id": "III.6a", "title": "Giải quyết" }, { "id": "III.6b", "title": "Xin lỗi" }] }],
        "rows": [{
            "unit": "ayun", "unitName": "UBND xã Ayun", "complete": 50, "handedIn": null, "onTime": null,
            "lastHeard": "2019-09-30T23:30:00+00:00", "waitingFiles": 2, "waitingBytes": 10,
            "cells": [{ "shown": "accepted", "role": "lead", "percent": 100, "conflict": true, "arrivedLater": false, "evidence": 1, "evidenceWaiting": 0 }, null],
        }],
        "assignments": 1, "begun": 1, "closed": 1, "accepted": 1, "overdue": 0, "conflicts": 1,
    });
    let figure = json!({
        "indicator": "ho-so-dung-han", "name": "Hồ sơ đúng hạn", "task": "III.6a", "field": "III", "unit": "ayun",
        "unitName": "=1+1", "target": ">= 100 %", "values": [number, "1.250"], "checks": false, "scope": null,
        "result": "98,7 %", "met": false, "base": null, "year": null, "portal": null, "yearBefore": null, "warning": null,
    });
    let late = json!([{
        "unit": "ayun", "unitName": "UBND xã Ayun", "task": "III.6a", "title": "Giải quyết", "role": "lead",
        "shown": "overdue", "date": "2019-09-05", "lateness": { "is": "late", "days": 26 },
    }]);
    let short = json!([{
        "register": "pakn", "name": "Phản ánh, kiến nghị", "kind": "petition", "task": "III.6a", "field": "III", "own": false,
        "sums": { "records": 1, "owed": 0, "late": 0, "unproved": 0 },
    }]);
    let column = |name: &str, label: &str, holds: &str| json!({ "name": name, "label": label, "holds": holds, "needed": true, "choices": [] });
    let cell = |text: &str| json!({ "text": text, "shown": text });
    let register = json!({
        "register": "pakn", "name": "Phản ánh, kiến nghị", "kind": "petition", "one": "phản ánh", "task": "III.6a", "taskTitle": "",
        "notes": [], "ends": true, "units": [], "periods": [], "indicators": [], "editable": false,
        "columns": [column("code", "Số tiếp nhận", "words"), column("received-on", "Ngày tiếp nhận", "day"), column("count", "Số lượng", "number")],
        "records": [{
            "unit": "ayun", "unitName": "UBND xã Ayun", "id": "a", "missing": [], "conflict": false,
            "cells": [cell("007"), cell("05/8/2019"), cell("1.234,5")], "standing": { "is": "ended", "on": "2019-08-20" },
        }],
    });
    move |ask| {
        Ok(match ask {
            Ask::Matrix { .. } => matrix.clone(),
            Ask::Figures { .. } => json!({ "rows": [figure], "sums": [] }),
            Ask::Late { .. } => late.clone(),
            Ask::Registers { .. } => short.clone(),
            Ask::Register { .. } => register.clone(),
            Ask::Evidence { .. } => json!([]),
            other => return Err(format!("nobody asks {other:?}")),
        })
    }
}

fn made(number: &str) -> Vec<u8> {
    let (plan, period) = (plan(), PeriodId::new("Q3"));
    let of = Of { plan: &plan, period: &period, seen_by: "Toàn huyện" };
    spreadsheet(of, district(number)).unwrap()
}

struct Opened(Xlsx<Cursor<Vec<u8>>>);

impl Opened {
    fn at(&mut self, sheet: &str, row: u32, column: u32) -> Data {
        self.0.worksheet_range(sheet).unwrap().get_value((row, column)).cloned().unwrap_or(Data::Empty)
    }
}

fn opened(bytes: Vec<u8>) -> Opened {
    Opened(Xlsx::new(Cursor::new(bytes)).unwrap())
}

fn moment(text: &str) -> NaiveDateTime {
    DateTime::parse_from_rfc3339(text).unwrap().naive_local()
}

#[test]
fn numbers_are_numbers_dates_are_dates_and_words_are_words() {
    let mut book = opened(made("1.234"));
    assert_eq!(
        book.0.sheet_names(),
        ["Thông tin", "Ma trận", "Chỉ tiêu", "Trễ hạn", "Phản ánh, kiến nghị", "Minh chứng"]
    );
    assert_eq!(book.at("Thông tin", 2, 1).to_string(), "Quý III/2019");
    assert_eq!(book.at("Thông tin", 4, 1).to_string(), "17:05 ngày 01/10/2019");
    assert_eq!(book.at("Ma trận", 1, 1), Data::Float(0.5));
    assert_eq!(
        book.at("Ma trận", 1, 5).as_datetime(),
        Some(moment("2019-10-01T06:30:00+07:00")),
        "by the clocks of Viet Nam"
    );
    assert_eq!(book.at("Ma trận", 1, 7), Data::String("nhận!".into()));
    assert_eq!(book.at("Trễ hạn", 1, 5).as_date(), NaiveDate::from_ymd_opt(2019, 9, 5));
    assert_eq!(book.at("Trễ hạn", 1, 6), Data::Float(26.0));
    let register = "Phản ánh, kiến nghị";
    assert_eq!(
        book.at(register, 1, 1),
        Data::String("007".into()),
        "a number of a document keeps its noughts"
    );
    assert_eq!(book.at(register, 1, 2).as_date(), NaiveDate::from_ymd_opt(2019, 8, 5));
    assert_eq!(book.at(register, 1, 3), Data::Float(1234.5));
    assert_eq!(
        book.at("Chỉ tiêu", 1, 0),
        Data::String("=1+1".into()),
        "what people typed is never a formula"
    );
}

#[test]
fn figures_have_formulas_that_come_to_what_the_program_says() {
    let mut book = opened(made("1.234"));
    let formulas = book.0.worksheet_formula("Chỉ tiêu").unwrap();
    assert_eq!(formulas.get_value((1, 8)).map(String::as_str), Some("E2/G2"));
    assert_eq!(book.at("Chỉ tiêu", 1, 8), Data::Float(1234.0 / 1250.0), "told as it will be worked out");
    assert_eq!(book.at("Chỉ tiêu", 1, 9).to_string(), "98,7 %");

    let mut empty = opened(made(""));
    assert_eq!(empty.at("Chỉ tiêu", 1, 4), Data::Empty, "what nobody told is not nought");
    assert!(matches!(empty.at("Chỉ tiêu", 1, 8), Data::Empty | Data::String(_)));
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    assert_eq!(made("1.234"), made("1.234"), "on a laptop and on the server");
    assert_ne!(made("1.234"), made("1.235"));
}

#[test]
fn what_cannot_be_asked_is_told_and_an_answer_of_another_program_too() {
    let (plan, period) = (plan(), PeriodId::new("Q9"));
    let of = Of { plan: &plan, period: &period, seen_by: "Toàn huyện" };
    let told = spreadsheet(of, district("1")).unwrap_err();
    assert!(matches!(told, SpreadsheetError::NoPeriod) && told.to_string().contains("Hãy chọn"), "{told}");
    let period = PeriodId::new("Q3");
    let of = Of { period: &period, ..of };
    let refused = spreadsheet(of, |_| Err("Đơn vị không được xem".to_owned())).unwrap_err();
    assert_eq!(refused.to_string(), "Đơn vị không được xem");
    let unread = spreadsheet(of, |_| Ok::<_, String>(json!({ "rows": 1 }))).unwrap_err();
    assert!(unread.to_string().contains("Hãy cập nhật chương trình"), "{unread}");
}
