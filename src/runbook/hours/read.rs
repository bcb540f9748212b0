//! Hours as people write them: `24/7`, `Mon-Fri 09:00-17:00`, `weekdays 8am to 6pm, Sat 10-14 (Europe/Berlin)`.
//!
//! Days and times alternate; times count for the days before them, or for those behind them where the text begins with
//! times. What cannot be told for certain is not guessed: `9-5` is no hours.

use super::token::{EVERY_DAY, Time, Token, tokens};
use super::zone::zone;
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

pub(super) fn wrong<T>(message: impl Into<String>) -> Result<T, Misread> {
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
