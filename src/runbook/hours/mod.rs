//! When a contact answers: the hours of a week, and whether a moment is among them.
//!
//! People write hours in words ([`mod@read`]). The page carries them as minutes of the week ([`Hours::minutes`]), so that the
//! app, which knows what time it is, needs no reader for the words.

mod read;

pub use read::{Given, Misread, read, zone};

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
        self.spans.sort_unstable();
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

    /// Reads what [`Hours::minutes`] wrote. `None` for anything else.
    pub fn from_minutes(text: &str) -> Option<Self> {
        let mut spans = Vec::new();
        let mut last = None;
        for span in text.split(' ') {
            let (from, to) = span.split_once('-')?;
            let (from, to) = (from.parse::<u16>().ok()?, to.parse::<u16>().ok()?);
            if from >= to || to > WEEK || last.is_some_and(|last| from <= last) {
                return None;
            }
            last = Some(to);
            spans.push((from, to));
        }
        Some(Self { spans })
    }

    /// Whether `minute` of the week is among the hours, and until or from when. `None` where there are no hours at all.
    pub fn at(&self, minute: u16) -> Option<Duty> {
        if self.is_always() {
            return Some(Duty::Always);
        }
        let first = self.spans.first()?;
        if let Some((_, end)) = self.spans.iter().find(|(from, to)| (*from..*to).contains(&minute)) {
            // Sunday night goes on into Monday.
            let goes_on = *end == WEEK && first.0 == 0;
            return Some(Duty::Until(if goes_on { first.1 } else { *end % WEEK }));
        }
        let next = self.spans.iter().find(|(from, _)| *from > minute).unwrap_or(first);
        Some(Duty::From(next.0))
    }
}

/// The day of the week and the time of a minute of it: `Mon 09:00`.
pub fn words(minute: u16) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = DAYS.get(usize::from(minute % WEEK / DAY)).copied().unwrap_or("");
    let two = |number: u16| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let minute = minute % DAY;
    [day, " ", &two(minute / 60), ":", &two(minute % 60)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MON_9: u16 = 9 * 60;

    fn hours(text: &str) -> Hours {
        match read(text) {
            Ok(given) => given.hours,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_moment_is_among_them_or_not() {
        let office = hours("Mon-Fri 09:00-17:00");
        assert_eq!(office.at(MON_9), Some(Duty::Until(17 * 60)));
        assert_eq!(office.at(MON_9 - 1), Some(Duty::From(MON_9)));
        assert_eq!(office.at(17 * 60), Some(Duty::From(DAY + MON_9)));
        // Friday evening: on Monday again.
        assert_eq!(office.at(4 * DAY + 18 * 60), Some(Duty::From(MON_9)));
        assert_eq!(hours("24/7").at(0), Some(Duty::Always));
        assert_eq!(Hours::default().at(0), None);
    }

    #[test]
    fn nights_go_over_midnight_and_over_the_weeks_end() {
        let night = hours("daily 22:00-06:00");
        for day in 0..7 {
            assert_eq!(
                night.at(day * DAY + 23 * 60),
                Some(Duty::Until((day + 1) % 7 * DAY + 6 * 60)),
                "{day}"
            );
            assert_eq!(night.at(day * DAY + 6 * 60), Some(Duty::From(day * DAY + 22 * 60)));
        }
        // All of it but Sunday night.
        assert_eq!(
            hours("Mon 00:00-24:00, Sun 22:00-06:00").at(6 * DAY + 23 * 60),
            Some(Duty::Until(DAY))
        );
    }

    #[test]
    fn what_the_page_carries_is_read_back() {
        for text in ["24/7", "Mon-Fri 09:00-17:00", "Sat, Sun 10:00-14:00", "22:00-06:00"] {
            let own = hours(text);
            assert_eq!(Hours::from_minutes(&own.minutes()), Some(own), "{text}");
        }
        assert_eq!(hours("Mon-Tue 9:00-17:00").minutes(), "540-1020 1980-2460");
        for bad in ["", "x", "5", "5-5", "9-8", "0-10081", "0-5 5-9", "0-5  7-9", "-1-5"] {
            assert_eq!(Hours::from_minutes(bad), None, "{bad}");
        }
    }

    #[test]
    fn moments_of_a_week_have_words() {
        assert_eq!(words(0), "Mon 00:00");
        assert_eq!(words(6 * DAY + 23 * 60 + 5), "Sun 23:05");
        assert_eq!(words(WEEK), "Mon 00:00");
    }
}
