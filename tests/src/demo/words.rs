//! What officers write, varied.

use super::Dice;

const DONE: [&str; 8] = [
    "Đã ban hành Kế hoạch số {n}/KH-UBND và triển khai đến {m} thôn, làng",
    "Đã tiếp nhận {n} hồ sơ, giải quyết đúng hạn {m} hồ sơ",
    "Tổ chức {m} hội nghị tuyên truyền với {n} lượt người tham dự",
    "Rà soát {n} văn bản, kiến nghị bãi bỏ {m} văn bản không còn phù hợp",
    "Niêm yết công khai {n} thủ tục hành chính tại Bộ phận một cửa",
    "Cử {m} công chức tham gia lớp bồi dưỡng do Phòng Nội vụ tổ chức",
    "Trao đổi {n} văn bản điện tử, đạt trên {m} % tổng số văn bản đi",
    "Kiểm tra đột xuất {m} lần việc chấp hành giờ giấc; nhắc nhở {n} trường hợp",
];

const MORE: [&str; 6] = [
    "Đường vào làng Đê Kjêng bị ngập nên phải làm bù vào tuần sau.",
    "Số liệu tính đến ngày 28/9/2019.",
    "Kết quả đã báo cáo UBND huyện tại Công văn số {n}/BC-UBND.",
    "Người dân hài lòng với cách làm mới ở Bộ phận một cửa.",
    "Đang hoàn thiện hồ sơ minh chứng, sẽ bổ sung trong quý IV.",
    "Phối hợp tốt với Văn phòng HĐND và UBND huyện.",
];

const HARD: [&str; 6] = [
    "Mạng Internet tại trụ sở chập chờn, có tuần mất hẳn {m} ngày.",
    "Công chức kiêm nhiệm {m} việc nên còn chậm.",
    "Kinh phí chưa bố trí kịp ({n} triệu đồng).",
    "Máy quét hỏng, phải nhờ xã bên cạnh quét {m} văn bản.",
    "Nhiều hộ đi làm rẫy xa, {n} hộ chưa gặp được.",
    "Phần mềm một cửa báo lỗi {m} lần khi nộp hồ sơ trực tuyến.",
];

const ASKED: [&str; 3] = [
    "Đề nghị UBND huyện bố trí {n} triệu đồng để thay máy tính của Bộ phận một cửa.",
    "Đề nghị Phòng Nội vụ mở thêm lớp bồi dưỡng cho {m} công chức.",
    "Kiến nghị nâng cấp đường truyền tại trụ sở.",
];

const OF: [&str; 4] = ["UBND xã", "UBND huyện Mang Yang", "Phòng Nội vụ", "Văn phòng HĐND và UBND huyện"];
const ABOUT: [&str; 5] = [
    "V/v đẩy mạnh cải cách hành chính năm 2019",
    "Phê duyệt kế hoạch tuyên truyền",
    "Báo cáo kết quả rà soát thủ tục hành chính",
    "Biểu tổng hợp hồ sơ giải quyết đúng hạn",
    "Phân công công chức trực Bộ phận một cửa",
];

const WHY: [&str; 3] =
    ["Thiếu biểu tổng hợp kèm theo", "Số liệu chưa khớp với báo cáo quý II", "Chưa có minh chứng"];

fn fill(pattern: &str, dice: &mut Dice) -> String {
    let (large, small) = (dice.between(20, 480), dice.between(2, 12));
    pattern.replace("{n}", &large.to_string()).replace("{m}", &small.to_string())
}

pub fn narrative(dice: &mut Dice) -> String {
    let first = fill(dice.word(&DONE), dice);
    let second = fill(dice.word(&MORE), dice);
    if dice.percent(40) { format!("{first}.\n{second}") } else { format!("{first}.") }
}

pub fn addition(dice: &mut Dice) -> String {
    fill(dice.word(&MORE), dice)
}

pub fn difficulty(dice: &mut Dice) -> String {
    fill(dice.word(&HARD), dice)
}

pub fn recommendation(dice: &mut Dice) -> String {
    fill(dice.word(&ASKED), dice)
}

pub fn issuer(dice: &mut Dice) -> &'static str {
    dice.word(&OF)
}

pub fn about(dice: &mut Dice) -> &'static str {
    dice.word(&ABOUT)
}

pub fn reason(dice: &mut Dice) -> &'static str {
    dice.word(&WHY)
}

/// Jrai, Bahnar and Kinh names, as on the doors of a commune's offices.
pub fn person(dice: &mut Dice) -> String {
    let family = ["Đinh", "Rơ Châm", "Siu", "Ksor", "Nguyễn Thị", "Trần Văn", "Lê Thị", "Hyưk", "Puih"];
    let given = ["Hmưk", "Lan", "Blơi", "Hoa", "Nhân", "Thưk", "Yến", "Pyưnh", "Dũng", "Mai", "Kiên"];
    format!("{} {}", dice.word(&family), dice.word(&given))
}
