//! Calendar dates without time or zone: read, written, counted on. Small and pure, so that both targets agree.

use std::fmt;

/// A day of the Gregorian calendar, years 1 to 9999. Dates order as they follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

/// Names of the months by their first three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Date {
    /// The day, where the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The date that `text` begins with: `2025-10-25` (also with `/` or `.`, and with a time behind it), `25.10.2025`,
    /// `25 October 2025`, `October 25, 2025`. Months may be shortened to three letters. All-number dates that begin with
    /// a day or month and use slashes are not read: `03/04/2025` is two days.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let tokens = tokens(text);
        let word = |at: usize| tokens.get(at).map(|(word, _)| *word);
        let number = |at: usize| word(at).and_then(|word| word.parse::<i32>().ok());
        let mark = |at: usize| tokens.get(at).map(|(_, mark)| mark.trim());
        let (first, second, third) = (word(0)?, word(1)?, word(2)?);
        let part = |number: Option<i32>| number.and_then(|number| u8::try_from(number).ok());
        let day_of = |word: &str| {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            (digits.len() <= 2).then(|| digits.parse::<u8>().ok()).flatten()
        };
        if first.len() == 4 && first.bytes().all(|b| b.is_ascii_digit()) {
            let separator = mark(0)?;
            if !matches!(separator, "-" | "/" | ".") || mark(1)? != separator {
                return None;
            }
            // `2025-10-25T08:00Z`: the time is not the date's business.
            let day = third.split(['T', 't']).next()?;
            return Self::new(number(0)?, part(number(1))?, day.parse().ok()?);
        }
        if mark(0)? == "." && mark(1)? == "." && third.len() == 4 {
            return Self::new(number(2)?, part(number(1))?, part(number(0))?);
        }
        let year = number(2).filter(|_| third.len() == 4)?;
        match (month_of(first), month_of(second)) {
            (None, Some(month)) => Self::new(year, month, day_of(first)?),
            (Some(month), None) => Self::new(year, month, day_of(second)?),
            _ => None,
        }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The same day `months` later (or earlier); where that month is shorter, its last day. `None` outside the calendar.
    pub fn plus_months(self, months: i32) -> Option<Self> {
        let count = (self.year.checked_mul(12)?)
            .checked_add(i32::from(self.month) - 1)?
            .checked_add(months)?;
        let (year, month) = (count.div_euclid(12), u8::try_from(count.rem_euclid(12)).ok()? + 1);
        Self::new(year, month, self.day.min(days_in(year, month)))
    }

    /// `days` days later (or earlier). `None` outside the calendar.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        Self::from_days(self.days().checked_add(days)?)
    }

    /// Days since 1970-01-01.
    ///
    /// From the civil-from-days and days-from-civil algorithms of the proleptic Gregorian calendar: years are counted
    /// from March, so that the leap day is the last of its year, and eras of 400 years have 146097 days.
    pub fn days(self) -> i32 {
        let year = self.year - i32::from(self.month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (i32::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day that is `days` after 1970-01-01, or the calendar's first or last for what lies outside: a device whose
    /// clock is broken says such.
    pub fn nearest(days: i64) -> Self {
        let (year, month, day) = if days < 0 { (1, 1, 1) } else { (9_999, 12, 31) };
        let end = Self { year, month, day };
        i32::try_from(days).ok().and_then(Self::from_days).unwrap_or(end)
    }

    /// The day that is `days` after 1970-01-01; `None` outside the calendar.
    pub fn from_days(days: i32) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + i32::from(month <= 2);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

impl fmt::Display for Date {
    /// `2025-10-25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let found = |name: &str| {
        word == name || name.get(..3) == Some(word.as_str()) || (word == "sept" && name.starts_with("sep"))
    };
    let at = MONTHS.iter().position(|name| found(name))?;
    u8::try_from(at + 1).ok()
}

/// The first words (letters and digits) of `text`, each with what stands between it and the next.
fn tokens(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut rest = text;
    while out.len() < 3 {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        if word.is_empty() {
            break;
        }
        let next = behind.find(char::is_alphanumeric).unwrap_or(behind.len());
        let (mark, behind) = behind.split_at(next);
        out.push((word, mark));
        rest = behind;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::read(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2025-10-05",
            " 2025-10-05 ",
            "2025/10/05",
            "2025.10.05",
            "2025-10-5",
            "2025-10-05T08:00:00Z",
            "2025-10-05 08:00",
            "2025-10-05 (moved to Helm)",
            "5.10.2025",
            "05.10.2025",
            "5 October 2025",
            "5th Oct 2025",
            "5-Oct-2025",
            "October 5, 2025",
            "Oct 5th, 2025",
            "OCT. 5 2025",
        ] {
            assert_eq!(date(text).to_string(), "2025-10-05", "{text}");
        }
        for text in [
            "",
            "soon",
            "2025",
            "2025-10",
            "October 2025",
            "03/04/2025",
            "2025-13-01",
            "2025-02-29",
            "2025-10/05",
            "0000-01-01",
            "[date]",
            "YYYY-MM-DD",
            "5 5 2025",
            "Oct Oct 2025",
            "99999-01-01",
            "5 October 25",
            "2025-10-051",
            "٢٠٢٥-١٠-٠٥",
        ] {
            assert_eq!(Date::read(text), None, "{text}");
        }
    }

    #[test]
    fn months_end_where_they_end() {
        for (from, months, to) in [
            ("2025-01-31", 1, "2025-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2025-12-15", 1, "2026-01-15"),
            ("2025-03-31", -1, "2025-02-28"),
            ("2025-01-01", -1, "2024-12-01"),
            ("2025-10-31", 6, "2026-04-30"),
        ] {
            assert_eq!(
                date(from).plus_months(months).map(|d| d.to_string()).as_deref(),
                Some(to),
                "{from} {months}"
            );
        }
        assert_eq!(date("9999-12-01").plus_months(1), None);
        assert_eq!(date("9999-12-31").plus_days(1), None);
        assert_eq!(date("2025-01-01").plus_months(i32::MAX), None);
    }

    #[test]
    fn every_day_of_the_calendar_is_counted_once() {
        assert_eq!(date("1970-01-01").days(), 0);
        assert_eq!(date("2000-03-01").days(), 11_017);
        let mut day = date("0001-01-01");
        let mut number = day.days();
        while let Some(next) = day.plus_days(1) {
            number += 1;
            assert!(next > day);
            assert_eq!((next.days(), Date::from_days(number)), (number, Some(next)));
            day = next;
        }
        assert_eq!(day.to_string(), "9999-12-31");
    }
}
