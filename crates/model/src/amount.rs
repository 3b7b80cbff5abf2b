//! Numbers as an office writes them: dots between thousands, a comma before at most three decimals.

use thiserror::Error;

use crate::letters::tidy_line;

/// A number in thousandths: exact, and large enough for any budget in đồng.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Why a text is not a number. The message says what to type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadAmount {
    #[error("Chưa có số. Hãy nhập chữ số, ví dụ 1.234,5.")]
    Empty,
    #[error(
        "Không đọc được số này. Chỉ nhập chữ số, dấu chấm giữa các nhóm ba chữ số và dấu phẩy cho phần thập phân, ví dụ 1.234,5."
    )]
    NotANumber,
    #[error(
        "Dấu chấm chỉ dùng để ngăn các nhóm ba chữ số (1.234). Hãy dùng dấu phẩy cho phần thập phân, ví dụ 1,23."
    )]
    DotAsDecimal,
    #[error("Các nhóm chữ số chưa đúng: sau nhóm đầu, mỗi nhóm có đúng ba chữ số, ví dụ 1.234.567.")]
    BadGroups,
    #[error("Chỉ dùng một dấu phẩy, trước phần thập phân; ngăn hàng nghìn bằng dấu chấm, ví dụ 1.234.567,5.")]
    ManyCommas,
    #[error("Sau dấu phẩy phải có từ một đến ba chữ số, ví dụ 98,7.")]
    BadDecimals,
    #[error("Số quá lớn. Số lớn nhất nhập được là {}.", Amount::MAX.to_vi())]
    TooLarge,
}

impl Amount {
    pub const MAX: Self = Self(i64::MAX);
    pub const ZERO: Self = Self(0);

    pub fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    pub fn thousandths(self) -> i64 {
        self.0
    }

    pub fn is_whole(self) -> bool {
        self.0 % 1000 == 0
    }

    /// Whether a number is ten times away from another one, or further: a digit too many or too few. Nothing is far from none.
    pub fn is_far_from(self, other: Self) -> bool {
        let (small, large) = (
            self.0.unsigned_abs().min(other.0.unsigned_abs()),
            self.0.unsigned_abs().max(other.0.unsigned_abs()),
        );
        small > 0 && large / 10 >= small
    }

    /// Reads what a person typed: `1.234,5`, `1234,5`, `1 234,5`, `98,7 %`, `-3`. A per cent sign is passed
    /// over. `1.23` is refused rather than guessed at: it may mean 1,23 or 123. Digits of another width, spaces of any
    /// kind and characters that nobody sees are read as one sees them.
    pub fn parse_vi(text: &str) -> Result<Self, BadAmount> {
        let text = tidy_line(text);
        let text = text.strip_suffix('%').unwrap_or(&text).trim_end();
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        if digits.is_empty() {
            return Err(if negative { BadAmount::NotANumber } else { BadAmount::Empty });
        }
        if !digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',' || c == ' ') {
            return Err(BadAmount::NotANumber);
        }
        let (whole, decimals) = match digits.split_once(',') {
            Some((_, rest)) if rest.contains(',') => return Err(BadAmount::ManyCommas),
            Some((whole, decimals)) => (whole, thousandths_of(decimals)?),
            None => (digits, 0),
        };
        let whole = ungrouped(whole)?;
        let size =
            whole.checked_mul(1000).and_then(|size| size.checked_add(decimals)).ok_or(BadAmount::TooLarge)?;
        let size = if negative { -size } else { size };
        i64::try_from(size).map(Self).map_err(|_| BadAmount::TooLarge)
    }

    /// `1.234,5`: grouped by dots, without zeros at the end of the decimals.
    pub fn to_vi(self) -> String {
        vi_decimal(i128::from(self.0), 3)
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_vi())
    }
}

/// Writes `value / 10^places` with grouped thousands and a comma, without zeros at the end.
pub(crate) fn vi_decimal(value: i128, places: u32) -> String {
    let scale = 10u128.pow(places);
    let size = value.unsigned_abs();
    let whole = (size / scale).to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    let rest = format!("{:0width$}", size % scale, width = places as usize);
    let rest = rest.trim_end_matches('0');
    if places > 0 && !rest.is_empty() {
        text.push(',');
        text.push_str(rest);
    }
    text
}

fn thousandths_of(decimals: &str) -> Result<i128, BadAmount> {
    if decimals.contains('.') {
        // "1,234.5", the English way round.
        return Err(BadAmount::DotAsDecimal);
    }
    if decimals.is_empty() || decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadAmount::BadDecimals);
    }
    format!("{decimals:0<3}").parse().map_err(|_| BadAmount::NotANumber)
}

/// The whole part without its separators, which must all be of one kind and stand between groups of three.
fn ungrouped(whole: &str) -> Result<i128, BadAmount> {
    let dots = whole.contains('.');
    if dots && whole.contains(' ') {
        return Err(BadAmount::BadGroups);
    }
    let groups: Vec<&str> = whole.split(['.', ' ']).collect();
    let (first, rest) = groups.split_first().ok_or(BadAmount::NotANumber)?;
    if first.is_empty() {
        return Err(if dots { BadAmount::DotAsDecimal } else { BadAmount::NotANumber });
    }
    let grouped_well =
        rest.iter().all(|group| group.len() == 3) && first.len() <= 3 && !first.starts_with('0');
    if !rest.is_empty() && !grouped_well {
        // One dot: most likely a decimal point. Several: groups gone wrong.
        return Err(if dots && rest.len() == 1 { BadAmount::DotAsDecimal } else { BadAmount::BadGroups });
    }
    groups.concat().parse().map_err(|_| BadAmount::TooLarge)
}
