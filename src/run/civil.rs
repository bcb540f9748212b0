//! Dates and times of day from milliseconds, in UTC or at a given distance from it.
//!
//! The distance comes with each event, from the device that wrote it, so that a change to or from daylight-saving time
//! within a run needs no table of time zones here.

use crate::text::Date;

/// A moment on a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// The day.
    pub date: Date,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

impl Civil {
    /// The moment `at` (milliseconds since 1970-01-01 UTC) where clocks are `zone` minutes ahead of UTC.
    pub fn new(at: i64, zone: i32) -> Self {
        let local = at.saturating_add(i64::from(zone) * MINUTE);
        let (days, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        let seconds = rest / 1_000;
        Self {
            date: Date::nearest(days),
            hour: (seconds / 3_600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
        }
    }

    /// `2026-03-29`.
    pub fn date(self) -> String {
        self.date.to_string()
    }

    /// `03:04:05`.
    pub fn time(self) -> String {
        [&self.minutes(), ":", &two(self.second)].concat()
    }

    /// `03:04`.
    pub fn minutes(self) -> String {
        [&two(self.hour), ":", &two(self.minute)].concat()
    }
}

/// The day of the moment `at` (milliseconds since 1970-01-01 UTC) where clocks are `zone` minutes ahead of UTC; `None`
/// outside the calendar.
pub fn day(at: i64, zone: i32) -> Option<Date> {
    let local = at.checked_add(i64::from(zone) * MINUTE)?;
    Date::from_days(i32::try_from(local.div_euclid(DAY)).ok()?)
}

fn two(number: u8) -> String {
    let digits = number.to_string();
    if digits.len() < 2 {
        ["0", &digits].concat()
    } else {
        digits
    }
}

/// `+01:00`.
pub fn zone(minutes: i32) -> String {
    let sign = if minutes < 0 { "-" } else { "+" };
    let minutes = minutes.unsigned_abs();
    [sign, &two((minutes / 60) as u8), ":", &two((minutes % 60) as u8)].concat()
}

/// The day of `at` in minutes since 1970 that a local date and time (`2026-03-29T03:04`, as a field for dates gives it)
/// means where clocks are `zone` minutes ahead of UTC. `None` for anything else.
pub fn parse_local(text: &str, zone: i32) -> Option<i64> {
    let (date, time) = text.split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let mut parts = time.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let date = Date::new(
        i32::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )?;
    if !((0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second)) {
        return None;
    }
    let seconds = hour * 3_600 + minute * 60 + second;
    Some(i64::from(date.days()) * DAY + seconds * 1_000 - i64::from(zone) * MINUTE)
}

/// The time from the start of a run: `T+00:12`, `T+27:03` (hours and minutes), `T-00:05` for what happened before.
pub fn since(start: i64, at: i64) -> String {
    let minutes = (at - start).abs() / MINUTE;
    let sign = if at < start { "T-" } else { "T+" };
    let hours = (minutes / 60).to_string();
    let padding = if hours.len() < 2 { "0" } else { "" };
    [sign, padding, &hours, ":", &two((minutes % 60) as u8)].concat()
}

/// A length of time for a reader: `45 s`, `12 min`, `3 h 05 min`, `2 d 4 h`.
pub fn length(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1_000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    if minutes == 0 {
        [&seconds.to_string(), " s"].concat()
    } else if hours == 0 {
        [&minutes.to_string(), " min"].concat()
    } else if days < 2 {
        [&hours.to_string(), " h ", &two((minutes % 60) as u8), " min"].concat()
    } else {
        [&days.to_string(), " d ", &(hours % 24).to_string(), " h"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_dates() {
        let at = 1_774_746_245_000; // 2026-03-29 01:04:05 UTC, one hour after which clocks in Berlin go forward
        assert_eq!(
            Civil::new(at, 0).date() + " " + &Civil::new(at, 0).time(),
            "2026-03-29 01:04:05"
        );
        assert_eq!(Civil::new(at, 120).time(), "03:04:05");
        assert_eq!(
            Civil::new(at, -90).date() + &Civil::new(at, -90).minutes(),
            "2026-03-2823:34"
        );
        assert_eq!(Civil::new(951_782_400_000, 0).date(), "2000-02-29");
        assert_eq!(Civil::new(0, 0).date(), "1970-01-01");
        assert_eq!(Civil::new(-1, 0).time(), "23:59:59");
        assert_eq!(Civil::new(i64::MAX, 60).date(), "9999-12-31");
        assert_eq!(Civil::new(i64::MIN, -60).date(), "0001-01-01");
        assert_eq!(zone(-570), "-09:30");
        assert_eq!(zone(345), "+05:45");
    }

    #[test]
    fn local_times_are_read_back() {
        for zone in [-720, -90, 0, 60, 345, 840] {
            for at in (0..400).map(|n| 951_700_000_000 + n * 86_399_000_000 / 1_000 * 1_000) {
                let civil = Civil::new(at, zone);
                let text = format!("{}T{}", civil.date(), civil.time());
                assert_eq!(parse_local(&text, zone), Some(at / 1_000 * 1_000), "{text}");
            }
        }
        for text in [
            "",
            "2026-13-01T00:00",
            "2026-02-29T00:00",
            "2026-01-01",
            "x",
            "2026-01-01T25:00",
            "99999999999999-1-1T1:1",
        ] {
            assert_eq!(parse_local(text, 0), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(length(45_999), "45 s");
        assert_eq!(length(12 * 60_000), "12 min");
        assert_eq!(length(185 * 60_000), "3 h 05 min");
        assert_eq!(length(52 * 3_600_000), "2 d 4 h");
        assert_eq!(since(0, 12 * 60_000), "T+00:12");
        assert_eq!(since(0, 27 * 3_600_000 + 180_000), "T+27:03");
        assert_eq!(since(300_000, 0), "T-00:05");
    }

    #[test]
    fn a_day_is_that_of_its_own_time_zone() {
        // 2026-02-28 23:30 UTC.
        let at = 1_772_321_400_000;
        assert_eq!(day(at, 0).unwrap().to_string(), "2026-02-28");
        assert_eq!(day(at, 60).unwrap().to_string(), "2026-03-01");
        assert_eq!(day(at, -600).unwrap().to_string(), "2026-02-28");
        assert_eq!(day(-1, 0).unwrap().to_string(), "1969-12-31");
        assert_eq!(day(i64::MAX, 0), None);
        assert_eq!(day(i64::MAX, 1), None);
    }
}
