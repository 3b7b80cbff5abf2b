//! What befell the server's clock.

use sync_server::admin::JumpLine;

use super::say;

pub fn tell(jumps: &[JumpLine]) -> anyhow::Result<()> {
    if jumps.is_empty() {
        return say("Đồng hồ máy chủ chưa lần nào bị chỉnh quá một giờ.");
    }
    let moment = "%H:%M ngày %d/%m/%Y";
    let line = |jump: &JumpLine| {
        let (expected, stood) = (jump.expected.format(moment), jump.stood.format(moment));
        format!("Từ mục {} của nhật ký: đáng lẽ {expected}, đồng hồ chỉ {stood}.", jump.position)
    };
    let lines: Vec<String> = jumps.iter().map(line).collect();
    say(&format!(
        "{}\nThứ tự các nội dung không bị ảnh hưởng; giờ nhận ghi theo đồng hồ khi đó. Hãy bật đồng bộ giờ (NTP) cho máy chủ.",
        lines.join("\n")
    ))
}
