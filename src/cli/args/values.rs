//! Values of options: what is typed to what is meant. An error says what to give instead, as clap prints it.

use crate::review::window;
use crate::text::Date;
use std::net::SocketAddr;

/// A stretch of time, in days.
pub fn window(text: &str) -> Result<i32, String> {
    window::days(text).ok_or_else(|| "give a time such as 14d, 2w, 3m or 1y".to_string())
}

/// A day.
pub fn date(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| "give a day such as 2026-11-25".to_string())
}

/// An address to listen on; `localhost` is the one that every machine has.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    let local = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    let address = local.as_deref().unwrap_or(text).parse();
    address.map_err(|_| "give an address with a port, such as 127.0.0.1:9000".to_string())
}

/// How many results: one at least.
pub fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("give a number from 1 on".to_string()),
    }
}

/// A base path: begins and ends with `/`.
pub fn base(text: &str) -> Result<String, String> {
    let inner = text.trim_matches('/');
    let plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
    };
    if inner.is_empty() {
        return Ok("/".to_string());
    }
    if !inner.split('/').all(plain) {
        return Err("give a path such as /ops/runbooks/ (letters, digits, - _ . ~)".to_string());
    }
    Ok(format!("/{inner}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_begins_and_ends_with_a_slash_and_stays_below_the_root() {
        for (typed, meant) in [
            ("", "/"),
            ("/", "/"),
            ("ops", "/ops/"),
            ("/ops/runbooks/", "/ops/runbooks/"),
        ] {
            assert_eq!(base(typed).as_deref(), Ok(meant), "{typed}");
        }
        for typed in ["../ops", "/a//b/", "/a/./b/", "/a b/", "/a?b/", "/ü/"] {
            assert!(base(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn localhost_is_an_address_and_a_port_is_required() {
        assert_eq!(address("localhost:9000"), address("127.0.0.1:9000"));
        assert!(address("[::1]:9000").is_ok());
        for typed in [
            "",
            "9000",
            "localhost",
            "127.0.0.1",
            "example.com:80",
            "127.0.0.1:65536",
        ] {
            assert!(address(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_limit_is_one_at_least() {
        assert_eq!(limit("1"), Ok(1));
        for typed in ["0", "-1", "", "ten"] {
            assert!(limit(typed).is_err(), "{typed}");
        }
    }
}
