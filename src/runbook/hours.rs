//! When a contact answers: the hours of a week, and whether a moment is among them.
//!
//! People write hours in words ([`mod@read`]). The page carries them as minutes of the week ([`Hours::minutes`]), so that the
//! app, which knows what time it is, needs no reader for the words.

mod read;
mod token;
mod within;
mod zone;

use crate::text::order;
pub use read::{Given, Misread, read};
pub use within::within;
pub use zone::zone;

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;

/// Minutes of a week; it begins on Monday at 00:00.
pub const WEEK: u16 = 7 * DAY;

/// Times of a week at which somebody answers: minutes since Monday 00:00, in the contact's own time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// From (included) to (excluded), in order, none touching the next; at most [`WEEK`].
    spans: Vec<(u16, u16)>,
}

/// Whether a moment is among the hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// At all times.
    Always,
    /// Now, until this minute of the week.
    Until(u16),
    /// Not now; again from this minute of the week.
    From(u16),
}

impl Hours {
    /// All the time.
    pub fn always() -> Self {
        Self { spans: vec![(0, WEEK)] }
    }

    /// Whether there is no moment that is not among them.
    pub fn is_always(&self) -> bool {
        self.spans.as_slice() == [(0, WEEK)]
    }

    /// Adds `length` minutes from `start` of the week on; what goes beyond Sunday goes on at Monday.
    fn add(&mut self, start: u16, length: u16) {
        let (start, length) = (u32::from(start % WEEK), u32::from(length.min(WEEK)));
        let (end, week) = (start + length, u32::from(WEEK));
        let minute = |at: u32| u16::try_from(at).unwrap_or(WEEK);
        self.spans.push((minute(start), minute(end.min(week))));
        if end > week {
            self.spans.push((0, minute(end - week)));
        }
        order::sort(&mut self.spans, &Ord::cmp);
        let mut joined: Vec<(u16, u16)> = Vec::new();
        for (from, to) in self.spans.drain(..) {
            match joined.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => joined.push((from, to)),
            }
        }
        self.spans = joined;
    }

    /// For the page: `540-1020 1980-2460`.
    pub fn minutes(&self) -> String {
        let spans = self
            .spans
            .iter()
            .map(|(from, to)| [&from.to_string(), "-", &to.to_string()].concat());
        spans.collect::<Vec<String>>().join(" ")
    }
}

/// Whether `minute` of the week is among hours as [`Hours::minutes`] writes them, and until or from when. `None` where they are
/// none. It makes no [`Hours`]: this is all that the app needs of them.
pub fn at(hours: &str, minute: u16) -> Option<Duty> {
    let (mut first, mut next, mut until) = (None, None, None);
    for span in hours.split(' ') {
        let (from, to) = span.split_once('-')?;
        let (from, to) = (number(from)?, number(to)?);
        first = first.or(Some((from, to)));
        if from <= minute && minute < to {
            until = Some(to);
        } else if from > minute && next.is_none() {
            next = Some(from);
        }
    }
    let (from, to) = first?;
    Some(match until {
        Some(WEEK) if from == 0 && to == WEEK => Duty::Always,
        // Sunday night goes on into Monday.
        Some(WEEK) if from == 0 => Duty::Until(to),
        Some(until) => Duty::Until(until % WEEK),
        None => Duty::From(next.unwrap_or(from)),
    })
}

/// A minute of the week.
fn number(text: &str) -> Option<u16> {
    let mut number = 0u32;
    for byte in text.bytes() {
        number = number * 10 + u32::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
        if number > u32::from(WEEK) {
            return None;
        }
    }
    (!text.is_empty()).then_some(number as u16)
}

/// The day of the week and the time of a minute of it: `Mon 09:00`.
pub fn words(minute: u16) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = DAYS.get(usize::from(minute % WEEK / DAY)).copied().unwrap_or("");
    let mut text = [day, " "].concat();
    let minute = minute % DAY;
    for (number, behind) in [(minute / 60, ":"), (minute % 60, "")] {
        for digit in [number / 10, number % 10] {
            text.push(char::from(b'0' + (digit % 10) as u8));
        }
        text.push_str(behind);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const MON_9: u16 = 9 * 60;

    fn hours(text: &str) -> String {
        match read(text) {
            Ok(given) => given.hours.minutes(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_moment_is_among_them_or_not() {
        let office = hours("Mon-Fri 09:00-17:00");
        assert_eq!(at(&office, MON_9), Some(Duty::Until(17 * 60)));
        assert_eq!(at(&office, MON_9 - 1), Some(Duty::From(MON_9)));
        assert_eq!(at(&office, 17 * 60), Some(Duty::From(DAY + MON_9)));
        // Friday evening: on Monday again.
        assert_eq!(at(&office, 4 * DAY + 18 * 60), Some(Duty::From(MON_9)));
        assert_eq!(at(&hours("24/7"), 0), Some(Duty::Always));
        assert_eq!(at(&hours("24/7"), WEEK - 1), Some(Duty::Always));
    }

    #[test]
    fn nights_go_over_midnight_and_over_the_weeks_end() {
        let night = hours("daily 22:00-06:00");
        for day in 0..7 {
            assert_eq!(
                at(&night, day * DAY + 23 * 60),
                Some(Duty::Until((day + 1) % 7 * DAY + 6 * 60)),
                "{day}"
            );
            assert_eq!(at(&night, day * DAY + 6 * 60), Some(Duty::From(day * DAY + 22 * 60)));
        }
        assert_eq!(
            at(&hours("Mon 00:00-24:00, Sun 22:00-06:00"), 6 * DAY + 23 * 60),
            Some(Duty::Until(DAY))
        );
        assert_eq!(at(&hours("Sun 12-24"), 6 * DAY + 23 * 60), Some(Duty::Until(0)));
    }

    #[test]
    fn the_page_carries_minutes_of_the_week() {
        assert_eq!(hours("Mon-Tue 9:00-17:00"), "540-1020 1980-2460");
        for bad in ["", "x", "5", "0-10081", "0-5  7-9", "-1-5", "0-99999999999"] {
            assert_eq!(at(bad, 3), None, "{bad}");
        }
    }

    #[test]
    fn moments_of_a_week_have_words() {
        assert_eq!(words(0), "Mon 00:00");
        assert_eq!(words(6 * DAY + 23 * 60 + 5), "Sun 23:05");
        assert_eq!(words(WEEK), "Mon 00:00");
    }
}
