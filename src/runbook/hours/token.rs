//! The words of hours: days, times, zones.

use super::read::{Misread, wrong};
use super::zone::zone;

/// All days of a week, a bit for each.
pub(super) const EVERY_DAY: u8 = 0b111_1111;

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// 0 to 24.
    pub(super) hour: u16,
    pub(super) minute: u16,
    /// Whether it says `pm`, or `am` (`false`).
    pub(super) is_pm: Option<bool>,
    /// Whether it can only be of a clock of 24 hours: `09`, `17`, `0`.
    pub(super) is_of_24: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Day(u8),
    Days(u8),
    Time(Time),
    Always,
    To,
    Zone(String),
}

/// Words that say nothing of their own beside days and times.
const FILLERS: [&str; 14] = [
    "and", "on", "from", "hours", "hour", "hrs", "between", "time", "local", "h", "uhr", "at", "of", "are",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Misread> {
    let text = text.trim().to_lowercase();
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some((zone, length)) = zone_at(rest) {
            out.push(Token::Zone(zone));
            rest = rest.get(length..).unwrap_or("");
        } else if first.is_ascii_digit() {
            let (token, length) = number(rest)?;
            out.push(token);
            rest = rest.get(length..).unwrap_or("");
        } else if first.is_alphabetic() {
            let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(length);
            if let Some(token) = word_token(word) {
                out.push(token);
            } else if word == "round" || word == "around" {
                // `around the clock`
            } else if word == "the" && behind.trim_start().starts_with("clock") {
                out.push(Token::Always);
                rest = behind.trim_start().get("clock".len()..).unwrap_or("");
                continue;
            } else if !FILLERS.contains(&word) {
                let is_of_days = matches!(out.last(), Some(Token::To)) || behind.starts_with(['-', '–']);
                return match near_day(word).filter(|_| is_of_days) {
                    Some(day) => wrong(format!("`{word}` is no day; did you mean `{day}`?")),
                    None => Err(Misread::Words),
                };
            }
            rest = behind;
        } else {
            if matches!(first, '-' | '–' | '—' | '−' | '‑' | '~') {
                out.push(Token::To);
            } else if !first.is_whitespace() && !",;:.()[]&+/|".contains(first) {
                return Err(Misread::Words);
            }
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
    }
    Ok(out)
}

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn word_token(word: &str) -> Option<Token> {
    let singular = word.strip_suffix('s').filter(|word| word.len() > 4).unwrap_or(word);
    let day = |name: &str| {
        let short = |length: usize| name.get(..length) == Some(word);
        singular == name || (2..=5).any(short)
    };
    if let Some(at) = DAYS.iter().position(|name| day(name)) {
        return u8::try_from(at).ok().map(Token::Day);
    }
    let noon = |hour| {
        Some(Token::Time(Time {
            hour,
            minute: 0,
            is_pm: None,
            is_of_24: true,
        }))
    };
    match word {
        "weekdays" | "weekday" | "workdays" | "workday" => Some(Token::Days(0b001_1111)),
        "weekends" | "weekend" => Some(Token::Days(0b110_0000)),
        "daily" | "everyday" | "every" | "day" | "days" | "all" => Some(Token::Days(EVERY_DAY)),
        "always" | "anytime" => Some(Token::Always),
        "to" | "till" | "until" | "through" | "thru" => Some(Token::To),
        "noon" => noon(12),
        "midnight" => noon(24),
        _ => None,
    }
}

/// The day that a word was probably meant to be.
fn near_day(word: &str) -> Option<&'static str> {
    let near = |name: &&&'static str| {
        let short = name.get(..word.len().min(name.len())).unwrap_or("");
        word.len() >= 3 && word.chars().zip(short.chars()).filter(|(a, b)| a != b).count() <= 1
    };
    DAYS.iter().find(near).copied()
}

/// A time or `24/7` at the start of `rest`, which begins with a digit; and its length.
fn number(rest: &str) -> Result<(Token, usize), Misread> {
    for always in [
        "24/7", "24x7", "24×7", "24 × 7", "24 x 7", "7x24", "7/24", "24/365", "24h", "24 hours", "24 h", "24-7",
    ] {
        if let Some(behind) = rest.strip_prefix(always)
            && !behind.starts_with(|c: char| c.is_alphanumeric() || c == ':')
        {
            // `24/7/365`
            let more = behind.strip_prefix("/365").map_or(0, |_| "/365".len());
            return Ok((Token::Always, always.len() + more));
        }
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let count = digits(rest);
    let mut length = count;
    let whole = rest.get(..count).unwrap_or("");
    let (hour, minute) = match count {
        1 | 2 => {
            let behind = rest.get(count..).unwrap_or("");
            let minutes = behind
                .strip_prefix([':', '.', 'h'])
                .filter(|minutes| digits(minutes) == 2);
            match minutes {
                Some(minutes) => {
                    length += 3;
                    (whole, minutes.get(..2).unwrap_or(""))
                }
                None => (whole, "0"),
            }
        }
        4 => whole.split_at(2),
        _ => return wrong(format!("`{whole}` is no time")),
    };
    let is_of_24 = hour.starts_with('0') || hour.parse::<u16>().is_ok_and(|hour| hour > 12);
    let written = rest.get(..length).unwrap_or("");
    let behind = rest.get(length..).unwrap_or("");
    let gap = behind.len() - behind.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let suffix = ["a.m.", "p.m.", "am", "pm"].into_iter().find(|suffix| {
        // `17:00 America/…` is no morning.
        let rest = behind.get(gap..).and_then(|behind| behind.strip_prefix(suffix));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let (hour, minute) = (hour.parse().unwrap_or(99), minute.parse().unwrap_or(99));
    let most = if suffix.is_some() { 12 } else { 24 };
    if hour > most || minute > 59 || (hour == 24 && minute > 0) {
        return wrong(format!("`{}{}` is no time of a day", written, suffix.unwrap_or("")));
    }
    let time = Time {
        hour,
        minute,
        is_pm: suffix.map(|suffix| suffix.starts_with('p')),
        is_of_24,
    };
    Ok((
        Token::Time(time),
        length + suffix.map_or(0, |suffix| gap + suffix.len()),
    ))
}

/// A time zone's name at the start of a text in lower case, and its length.
fn zone_at(rest: &str) -> Option<(String, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-' | ':');
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    let word = rest.get(..length)?;
    let name = zone(word)?;
    Some((name, length))
}
