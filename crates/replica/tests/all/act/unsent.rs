//! What was not sent, saved as a plain text.

use model::refusal::Refusal;

use crate::support::{District, Laptop, narrative, percent, write};

#[test]
fn what_waits_and_what_came_back_can_be_read_without_the_program() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let to = ayun.path().join("chưa gửi.txt");
    district.refuse = Some(Box::new(|_| Some(Refusal::DoesNotApply)));
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    ayun.sync(&mut district);
    ayun.act(write(narrative("III.6b"), "Đã giải quyết 98 hồ sơ;\ncòn 2 hồ sơ.")).unwrap();
    ayun.store.export_unsent(&to).unwrap();
    let text = std::fs::read_to_string(&to).unwrap();
    assert!(text.starts_with('\u{feff}'), "Notepad of an old Windows reads it");
    for line in [
        "Xã Ayun",
        "SỬA ĐỔI CHỜ GỬI (1)",
        "III.6b · Nội dung thực hiện · mang-yang-2019",
        "Đã giải quyết 98 hồ sơ;\r\ncòn 2 hồ sơ.",
        "BỊ MÁY CHỦ TỪ CHỐI (1)",
        "55 %",
    ] {
        assert!(text.contains(line), "{line:?} is not in:\n{text}");
    }
    assert!(text.contains(&Refusal::DoesNotApply.to_string()) && text.contains("Y Blưm"), "{text}");
    let nowhere = ayun.store.export_unsent(&ayun.path().join("không có/chưa gửi.txt")).unwrap_err();
    assert!(nowhere.to_string().contains("hãy chọn chỗ khác"), "{nowhere}");
}
