//! Hours as people write them: `24/7`, `Mon-Fri 09:00-17:00`, `weekdays 8am to 6pm, Sat 10-14 (Europe/Berlin)`.
//!
//! Days and times alternate; times count for the days before them, or for those behind them where the text begins with
//! times. What cannot be told for certain is not guessed: `9-5` is no hours.

use super::{DAY, Hours};

/// Hours, and the time zone where the text names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The hours.
    pub hours: Hours,
    /// The zone, as a browser knows it.
    pub zone: Option<String>,
}

impl Given {
    /// The hours with the time zone that they are of: `own`, which stands beside the text, before the text's. `None` where
    /// there is none, but for hours round the clock, which need none.
    pub fn told(self, own: Option<&str>) -> Option<(Hours, Option<String>)> {
        let zone = own.and_then(zone).or(self.zone);
        (zone.is_some() || self.hours.is_always()).then_some((self.hours, zone))
    }
}

/// Why a text is no hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It is words that say when in another way, such as "by arrangement".
    Words,
    /// It is meant as days and times, and this is wrong with it.
    Wrong(String),
}

/// Reads hours.
///
/// # Errors
/// Why they cannot be told from the text.
pub fn read(text: &str) -> Result<Given, Misread> {
    let tokens = tokens(text)?;
    let mut zone = None;
    let mut groups: Vec<Group> = vec![Group::default()];
    // What the text begins with decides whether days or times come first in all of it.
    let begins_with_times = tokens.iter().find_map(|token| match token {
        Token::Day(_) | Token::Days(_) => Some(false),
        Token::Time(_) | Token::Always => Some(true),
        _ => None,
    });
    let begins_with_times = begins_with_times.ok_or(Misread::Words)?;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let is_range = matches!(tokens.get(at), Some(Token::To));
        let end = tokens.get(at + 1).filter(|_| is_range);
        match token {
            Token::Day(day) => {
                let days = match end {
                    Some(Token::Day(last)) => range(*day, *last),
                    None if !is_range => 1 << day,
                    _ => return wrong("a day must follow the dash behind a day"),
                };
                at += if is_range { 2 } else { 0 };
                days_of(&mut groups, days, begins_with_times);
            }
            Token::Days(days) => days_of(&mut groups, *days, begins_with_times),
            Token::Time(from) => {
                let Some(Token::Time(to)) = end else {
                    return wrong("a time needs another behind a dash: `09:00-17:00`");
                };
                at += 2;
                times_of(&mut groups, span(*from, *to)?, begins_with_times);
            }
            Token::Always => times_of(&mut groups, (0, DAY), begins_with_times),
            Token::Zone(name) => {
                if zone.replace(name.clone()).is_some_and(|other| other != *name) {
                    return wrong("there are two time zones; write hours of one");
                }
            }
            Token::To => return wrong("there is nothing before a dash"),
        }
    }
    let mut hours = Hours::default();
    for group in groups {
        let days = if group.days == 0 { EVERY_DAY } else { group.days };
        let all_day = [(0, DAY)];
        let times: &[(u16, u16)] = if group.times.is_empty() { &all_day } else { &group.times };
        for day in (0..7u16).filter(|day| days & (1 << day) != 0) {
            for (start, length) in times {
                hours.add(day * DAY + start, *length);
            }
        }
    }
    Ok(Given { hours, zone })
}

fn wrong<T>(message: impl Into<String>) -> Result<T, Misread> {
    Err(Misread::Wrong(message.into()))
}

/// Days that have the same times.
#[derive(Default)]
struct Group {
    /// A bit for each day, Monday the lowest; 0 where none is named.
    days: u8,
    /// Minute of the day and length.
    times: Vec<(u16, u16)>,
}

const EVERY_DAY: u8 = 0b111_1111;

fn days_of(groups: &mut Vec<Group>, days: u8, after_times: bool) {
    if !after_times && groups.last().is_some_and(|group| !group.times.is_empty()) {
        groups.push(Group::default());
    }
    if let Some(group) = groups.last_mut() {
        group.days |= days;
    }
}

fn times_of(groups: &mut Vec<Group>, time: (u16, u16), before_days: bool) {
    if before_days && groups.last().is_some_and(|group| group.days != 0) {
        groups.push(Group::default());
    }
    if let Some(group) = groups.last_mut() {
        group.times.push(time);
    }
}

/// The days from one to another, over the week's end where that comes first.
fn range(from: u8, to: u8) -> u8 {
    (0..7)
        .map(|step| (from + step) % 7)
        .scan(false, |is_over, day| {
            let was_over = std::mem::replace(is_over, *is_over || day == to);
            Some((day, was_over))
        })
        .filter(|(_, was_over)| !was_over)
        .fold(0, |days, (day, _)| days | 1 << day)
}

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Time {
    /// 0 to 24.
    hour: u16,
    minute: u16,
    /// Whether it says `pm`, or `am` (`false`).
    is_pm: Option<bool>,
    /// Whether it can only be of a clock of 24 hours: `09`, `17`, `0`.
    is_of_24: bool,
}

/// Start and length of the time from `from` to `to`.
fn span(from: Time, to: Time) -> Result<(u16, u16), Misread> {
    let clock = |time: Time, is_pm: bool| (time.hour % 12 + if is_pm { 12 } else { 0 }) * 60 + time.minute;
    let plain = |time: Time| time.hour * 60 + time.minute;
    let (start, end) = match (from.is_pm, to.is_pm) {
        (None, None) => {
            let is_told = from.is_of_24 || to.is_of_24 || plain(from) < plain(to);
            if !is_told {
                return wrong("morning or evening? write `09:00-17:00` or `9am-5pm`");
            }
            (plain(from), plain(to))
        }
        (Some(first), Some(last)) => (clock(from, first), clock(to, last)),
        // `1-5pm` is an afternoon, `9-5pm` begins in the morning.
        (None, Some(last)) => {
            let end = clock(to, last);
            let same = clock(from, last);
            (
                if from.hour > 12 {
                    plain(from)
                } else if same < end {
                    same
                } else {
                    clock(from, !last)
                },
                end,
            )
        }
        (Some(first), None) => (clock(from, first), plain(to)),
    };
    let length = (end + DAY - start % DAY) % DAY;
    Ok((start % DAY, if length == 0 { DAY } else { length }))
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
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

fn tokens(text: &str) -> Result<Vec<Token>, Misread> {
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

/// Zones with a name of one word, as the zone database has them. Other abbreviations mean several zones.
const SHORT: [&str; 7] = ["UTC", "GMT", "CET", "EET", "WET", "MET", "Z"];

/// The regions of the zone database.
const REGIONS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
    "Etc",
];

/// The name under which browsers know a time zone: `Europe/Berlin`, `UTC`, and for `UTC+2` `Etc/GMT-2`, whose sign counts
/// the other way. `None` for what has not the form of a zone; whether there is one of this name only a zone database knows.
pub fn zone(text: &str) -> Option<String> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    if let Some(short) = SHORT.into_iter().find(|short| *short == upper) {
        return Some(if short == "Z" { "UTC" } else { short }.to_string());
    }
    let offset = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT"));
    if let Some(offset) = offset {
        let (sign, number) = offset
            .strip_prefix('+')
            .map(|number| ("-", number))
            .or_else(|| Some(("+", offset.strip_prefix(['-', '−'])?)))?;
        let number = number.strip_suffix(":00").unwrap_or(number);
        let hours: u8 = number.parse().ok()?;
        let most = if sign == "-" { 14 } else { 12 };
        return match hours {
            0 => Some("UTC".to_string()),
            hours if hours <= most => Some(["Etc/GMT", sign, &hours.to_string()].concat()),
            _ => None,
        };
    }
    let (region, place) = text.split_once('/')?;
    let region = REGIONS.into_iter().find(|known| known.eq_ignore_ascii_case(region))?;
    let is_place = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    (place.starts_with(|c: char| c.is_ascii_alphabetic()) && place.chars().all(is_place)).then(|| {
        // Browsers find `europe/berlin`, too; where nothing is capital, names are written as they are usual.
        let mut start = !place.contains(|c: char| c.is_ascii_uppercase());
        let is_lower = start;
        let capital = place.chars().map(|c| {
            let first = std::mem::replace(&mut start, is_lower && matches!(c, '/' | '_' | '-'));
            if first { c.to_ascii_uppercase() } else { c }
        });
        [region, "/", &capital.collect::<String>()].concat()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, minutes: &str) {
        let found = read(text).map(|given| given.hours.minutes());
        assert_eq!(found, Ok(minutes.to_string()), "{text}");
    }

    const OFFICE: &str = "540-1020 1980-2460 3420-3900 4860-5340 6300-6780";

    #[test]
    fn all_the_time() {
        for text in [
            "24/7",
            "24x7",
            "24/7/365",
            "24 hours",
            "24h",
            "Always",
            "around the clock",
            "Round the clock.",
            "Mon-Sun",
            "daily",
            "all days",
            "Mon–Sun 00:00–24:00",
            "0-24",
            "00:00-00:00",
            "Thu-Wed",
        ] {
            check(text, "0-10080");
        }
    }

    #[test]
    fn days_and_times() {
        for text in [
            "Mon-Fri 09:00-17:00",
            "Mon–Fri 9:00 – 17:00",
            "Monday to Friday, 9am to 5pm",
            "mo-fr 9-17",
            "weekdays 0900-1700",
            "Weekdays: 9 a.m. - 5 p.m.",
            "Mon, Tue, Wed, Thu & Fri 9-5pm",
            "09.00-17.00 on weekdays",
            "9h-17h Mon-Fri",
            "Mondays - Fridays from 9h00 to 17h00",
            "Mon-Wed 9-17; Thurs/Fri 09:00-17:00",
            "Mon-Fri 9-12, 12-17",
        ] {
            check(text, OFFICE);
        }
        check("Fri-Mon 10-12", "600-720 6360-6480 7800-7920 9240-9360");
        check("Mon 1-5pm", "780-1020");
        check("Sat noon - midnight", "7920-8640");
        check("Mon 8-12, 13-17 Tue 9-10", "480-720 780-1020 1980-2040");
        check("Sun 22:00-06:00", "0-360 9960-10080");
        check("Mon 12am-12pm", "0-720");
        check("weekend", "7200-10080");
    }

    #[test]
    fn a_zone_may_stand_with_them() {
        for (text, zone) in [
            ("Mon-Fri 09:00-17:00 Europe/Berlin", "Europe/Berlin"),
            ("Mon-Fri 9-17 (europe/berlin)", "Europe/Berlin"),
            (
                "9am-5pm America/Argentina/Buenos_Aires Mon-Fri",
                "America/Argentina/Buenos_Aires",
            ),
            ("Mon-Fri 09:00-17:00 UTC", "UTC"),
            ("Mon-Fri 09:00-17:00 CET", "CET"),
            ("Mon-Fri 09:00-17:00 UTC+2", "Etc/GMT-2"),
            ("Mon-Fri 09:00-17:00 GMT-05:00", "Etc/GMT+5"),
        ] {
            let given = read(text).unwrap();
            assert_eq!(
                (given.hours.minutes().as_str(), given.zone.as_deref()),
                (OFFICE, Some(zone)),
                "{text}"
            );
        }
        assert_eq!(read("24/7").unwrap().zone, None);
    }

    #[test]
    fn what_is_certain_only_in_words_is_left_as_words() {
        for text in [
            "",
            "business hours",
            "by arrangement",
            "Mon-Fri 9-17 except public holidays",
            "second week of the month",
            "Europe/Berlin",
            "ext. 9-17",
            "5-10 minutes",
            "Mon-Fri 9-17 IST",
            "#channel",
        ] {
            assert_eq!(read(text), Err(Misread::Words), "{text}");
        }
    }

    #[test]
    fn what_is_meant_as_hours_and_is_none_is_told() {
        for (text, part) in [
            ("Mon-Fri 25:00-17:00", "`25:00` is no time of a day"),
            ("Mon-Fri 09:61-17:00", "`09:61`"),
            ("Mon-Fri 13pm-5pm", "`13pm`"),
            ("Mon-Fri 9", "another behind a dash"),
            ("Mon-Fri 9-", "another behind a dash"),
            ("9-5", "morning or evening"),
            ("Mun-Fri 09:00-17:00", "did you mean `monday`?"),
            ("Mon-Fru 09:00-17:00", "did you mean `friday`?"),
            ("Mon- 09:00-17:00", "a day must follow"),
            ("- 9", "nothing before a dash"),
            ("123-456", "`123` is no time"),
        ] {
            match read(text) {
                Err(Misread::Wrong(message)) => assert!(message.contains(part), "{text}: {message}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn zones_have_a_form() {
        assert_eq!(zone(" utc "), Some("UTC".into()));
        assert_eq!(zone("Asia/Ho_Chi_Minh"), Some("Asia/Ho_Chi_Minh".into()));
        for bad in [
            "Berlin",
            "IST",
            "Europe/",
            "Europe/Ber lin",
            "UTC+15",
            "UTC+5:30",
            "Mars/Olympus",
            "Europe/<b>",
            "",
        ] {
            assert_eq!(zone(bad), None, "{bad}");
        }
    }
}
