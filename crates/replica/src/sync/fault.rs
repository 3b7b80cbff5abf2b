//! What stands between a laptop and its server: found in what the network's libraries report, and told as what it is.

use std::error::Error as StdError;
use std::io;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use model::due::vi_time;
use model::time::hanoi;
use model::window::Fault;
use reqwest::StatusCode;
use rustls::CertificateError;
use rustls::pki_types::UnixTime;
use thiserror::Error;

/// Before this day there was no program: a clock that tells an earlier one is wrong.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day of the calendar");

/// A moment for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(DateTime<FixedOffset>);

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&vi_time(self.0))
    }
}

impl Moment {
    fn unix(at: UnixTime) -> Option<Self> {
        let seconds = i64::try_from(at.as_secs()).ok()?;
        Some(Self(DateTime::<Utc>::from_timestamp(seconds, 0)?.with_timezone(&hanoi())))
    }

    fn now() -> Self {
        Self(Utc::now().with_timezone(&hanoi()))
    }

    fn is_before_the_program(self) -> bool {
        self.0.date_naive() < FIRST_DAY
    }
}

/// What is in the way, in words that say what it is, what is safe and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Barrier {
    #[error(
        "Đồng hồ máy này sai: đang là {0}. Vì vậy máy không kiểm tra được chứng chỉ của máy chủ và chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy chỉnh lại ngày giờ của máy, máy sẽ tự gửi."
    )]
    Clock(Moment),
    #[error(
        "Theo đồng hồ máy này ({now}), chứng chỉ của máy chủ đã hết hạn{}. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Nếu ngày giờ trên máy sai, hãy chỉnh lại; nếu đúng, hãy báo cán bộ CNTT của huyện gia hạn chứng chỉ.",
        .until.map(|until| format!(" từ {until}")).unwrap_or_default()
    )]
    Expired { now: Moment, until: Option<Moment> },
    #[error(
        "Theo đồng hồ máy này ({now}), chứng chỉ của máy chủ chưa đến ngày có hiệu lực{}. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Nếu ngày giờ trên máy sai, hãy chỉnh lại; nếu đúng, hãy báo cán bộ CNTT của huyện.",
        .from.map(|from| format!(" ({from})")).unwrap_or_default()
    )]
    NotYet { now: Moment, from: Option<Moment> },
    #[error(
        "Nơi trả lời mang chứng chỉ của tên khác, không phải của địa chỉ máy chủ này. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy kiểm tra địa chỉ máy chủ; nếu địa chỉ đúng, hãy báo cán bộ CNTT của huyện."
    )]
    OtherName,
    #[error(
        "Kết nối bị chen vào giữa: chứng chỉ của nơi trả lời không do tổ chức mà máy này tin cậy cấp (thường do tường lửa hoặc phần mềm diệt vi-rút mở kết nối ra xem). Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy nhờ cán bộ CNTT cho kết nối tới máy chủ của huyện đi thẳng, hoặc cài chứng chỉ gốc của cơ quan vào máy."
    )]
    Intercepted,
    #[error(
        "Proxy của cơ quan đòi tên và mật khẩu. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy nhập tên và mật khẩu proxy do cán bộ CNTT của cơ quan cấp."
    )]
    ProxyPassword,
    #[error(
        "Proxy của cơ quan chỉ nhận đăng nhập kiểu {0} (tài khoản Windows của cơ quan), là kiểu chương trình này không làm được: nhập tên và mật khẩu cũng không qua. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy nhờ cán bộ CNTT của cơ quan cho phép đi tới địa chỉ máy chủ này không cần đăng nhập proxy, hoặc dùng mạng khác."
    )]
    ProxyScheme(String),
    #[error(
        "Mạng này dùng tệp cấu hình proxy tự động (PAC), là tệp mà chương trình không chạy; đi thẳng thì không tới được máy chủ. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy mở “Proxy của cơ quan” và nhập {}.",
        script_says(.0)
    )]
    ProxyScript(Vec<String>),
    #[error(
        "Không tới được proxy của cơ quan. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy và sẽ tự gửi. Nếu máy đang có mạng, hãy kiểm tra địa chỉ proxy hoặc hỏi cán bộ CNTT của cơ quan."
    )]
    ProxyAway,
    #[error(
        "Proxy của cơ quan không cho đi tới máy chủ của huyện. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy nhờ cán bộ CNTT của cơ quan cho phép địa chỉ máy chủ này."
    )]
    ProxyRefuses,
    #[error(
        "Tường lửa hoặc proxy ở giữa không cho gửi tới máy chủ của huyện (mã {0}). Mọi sửa đổi vẫn còn trên máy. Hãy nhờ cán bộ CNTT của cơ quan cho phép GET và POST tới địa chỉ máy chủ này."
    )]
    Blocked(u16),
    #[error(
        "Có một trang web khác trả lời thay cho máy chủ của huyện. Mọi sửa đổi vẫn còn trên máy. Hãy kiểm tra địa chỉ máy chủ, và mở trình duyệt xem mạng có đòi đăng nhập hay không."
    )]
    OtherPage,
    #[error(
        "Ở địa chỉ máy chủ có một chương trình khác, không phải máy chủ của huyện. Chưa gửi gì; mọi sửa đổi vẫn còn trên máy. Hãy kiểm tra địa chỉ và cổng của máy chủ, hoặc hỏi cán bộ CNTT của huyện."
    )]
    OtherProgram,
    #[error(
        "Chưa thấy máy chủ trả lời: đường truyền rất chậm hay vừa đứt, hoặc máy chủ đang treo. Mọi sửa đổi vẫn còn trên máy; máy vẫn chờ, và sẽ tự gửi lại. Nếu kéo dài, hãy báo cán bộ CNTT của huyện."
    )]
    NoAnswer,
}

fn script_says(proxies: &[String]) -> String {
    match proxies {
        [] => "địa chỉ proxy do cán bộ CNTT của cơ quan cấp".to_owned(),
        [one] => format!("địa chỉ ghi trong tệp đó: {one}"),
        several => format!("một trong các địa chỉ ghi trong tệp đó: {}", several.join(", ")),
    }
}

impl Barrier {
    pub fn fault(&self) -> Fault {
        match self {
            Self::Clock(_) => Fault::Clock,
            Self::Expired { .. } => Fault::CertificateExpired,
            Self::NotYet { .. } => Fault::CertificateNotYet,
            Self::OtherName => Fault::CertificateOfOther,
            Self::Intercepted => Fault::Intercepted,
            Self::ProxyPassword => Fault::ProxyPassword,
            Self::ProxyScheme(_) => Fault::ProxyScheme,
            Self::ProxyScript(_) => Fault::ProxyScript,
            Self::ProxyAway => Fault::ProxyAway,
            Self::ProxyRefuses => Fault::Proxy,
            Self::Blocked(_) => Fault::Blocked,
            Self::OtherPage | Self::OtherProgram => Fault::OtherPage,
            Self::NoAnswer => Fault::NoAnswer,
        }
    }

    /// A proxy that wants a password, by the ways of logging in that it offers: none of them may be one that this program knows.
    pub(super) fn with_schemes(self, schemes: &[String]) -> Self {
        let basic = schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic"));
        match self {
            Self::ProxyPassword if !basic && !schemes.is_empty() => Self::ProxyScheme(schemes.join(", ")),
            other => other,
        }
    }

    /// About a certificate's days, on a laptop whose clock is earlier than the server's was when it was last heard: it is the
    /// clock that is wrong.
    pub(crate) fn by_what_was_heard(self, heard: Option<DateTime<FixedOffset>>) -> Self {
        match self {
            Self::Expired { now, .. } | Self::NotYet { now, .. }
                if heard.is_some_and(|at| now.0 + TimeDelta::days(1) < at) =>
            {
                Self::Clock(now)
            }
            other => other,
        }
    }

    /// Found in an error and what caused it; none: there is no network, or no answer.
    pub(super) fn of_error(error: &(dyn StdError + 'static)) -> Option<Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            // An I/O error hides what it is made of from `source`.
            let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            if let Some(found) = inner.and_then(|inner| Self::of_error(inner)).or_else(|| Self::of_one(error))
            {
                return Some(found);
            }
            next = error.source();
        }
        None
    }

    fn of_one(error: &(dyn StdError + 'static)) -> Option<Self> {
        match error.downcast_ref::<rustls::Error>() {
            Some(rustls::Error::InvalidCertificate(why)) => return Some(Self::of_certificate(why)),
            // What answers does not speak TLS: a page that takes every connection.
            Some(rustls::Error::InvalidMessage(_)) => return Some(Self::OtherPage),
            _ => {}
        }
        if error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
            return Some(Self::OtherProgram);
        }
        // The tunnel's own type has no name outside its crate. Tests hold these words.
        match error.to_string().strip_prefix("tunnel error: ")? {
            "proxy authorization required" => Some(Self::ProxyPassword),
            "failed to create underlying connection" => Some(Self::ProxyAway),
            "unsuccessful" => Some(Self::ProxyRefuses),
            _ => None,
        }
    }

    fn of_certificate(why: &CertificateError) -> Self {
        let dated = |now: Moment, or: Self| if now.is_before_the_program() { Self::Clock(now) } else { or };
        match why {
            CertificateError::ExpiredContext { time, not_after } => {
                let now = Moment::unix(*time).unwrap_or_else(Moment::now);
                dated(now, Self::Expired { now, until: Moment::unix(*not_after) })
            }
            CertificateError::NotValidYetContext { time, not_before } => {
                let now = Moment::unix(*time).unwrap_or_else(Moment::now);
                dated(now, Self::NotYet { now, from: Moment::unix(*not_before) })
            }
            CertificateError::Expired => {
                let now = Moment::now();
                dated(now, Self::Expired { now, until: None })
            }
            CertificateError::NotValidYet => {
                let now = Moment::now();
                dated(now, Self::NotYet { now, from: None })
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::OtherName
            }
            _ => Self::Intercepted,
        }
    }

    /// Of an answer that is not the server's own: its status, and whether it is a page.
    pub(super) fn of_answer(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => Some(Self::ProxyPassword),
            status if status.is_redirection() || status.is_success() => Some(Self::OtherPage),
            StatusCode::NOT_FOUND | StatusCode::NETWORK_AUTHENTICATION_REQUIRED => Some(Self::OtherPage),
            status if status.is_client_error() || status == StatusCode::NOT_IMPLEMENTED => {
                Some(Self::Blocked(status.as_u16()))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment(DateTime::parse_from_rfc3339(text).expect("a moment"))
    }

    #[test]
    fn a_clock_that_is_earlier_than_what_was_heard_is_wrong_and_one_that_is_later_may_be_right() {
        let now = at("2027-03-01T08:00:00+07:00");
        let expired = Barrier::Expired { now, until: None };
        let not_yet = Barrier::NotYet { now, from: None };
        let heard = |text: &str| Some(at(text).0);
        for barrier in [&expired, &not_yet] {
            let explained = |heard| barrier.clone().by_what_was_heard(heard);
            assert_eq!(explained(heard("2027-03-09T08:00:00+07:00")), Barrier::Clock(now));
            assert_eq!(explained(heard("2027-02-01T08:00:00+07:00")), *barrier);
            assert_eq!(explained(None), *barrier);
        }
        let other = Barrier::OtherName.by_what_was_heard(heard("2027-03-09T08:00:00+07:00"));
        assert_eq!(other, Barrier::OtherName);
    }

    #[test]
    fn days_of_a_certificate_are_told_with_what_this_clock_tells() {
        let expired = |time, not_after| {
            let [time, not_after] = [time, not_after]
                .map(|seconds| UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)));
            Barrier::of_certificate(&CertificateError::ExpiredContext { time, not_after })
        };
        let told = expired(1_800_000_000, 1_799_000_000).to_string();
        assert!(
            told.contains("15:00 ngày 15/01/2027") && told.contains("hết hạn từ 01:13 ngày 04/01/2027"),
            "{told}"
        );
        let before = expired(1_500_000_000, 1_499_000_000);
        assert_eq!(before.fault(), Fault::Clock, "there was no program then");
    }
}
