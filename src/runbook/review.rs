//! When a runbook is due for review.

use super::metadata::Metadata;
use crate::text::Date;

/// How often a runbook is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cycle {
    /// Every so many days, at least one.
    Days(u16),
    /// Every so many months, at least one.
    Months(u16),
    /// After an incident or a change: no date says when.
    AfterIncidents,
}

/// Words and the cycle they name. "Biweekly" and "bimonthly" mean two things and are not among them.
const WORDS: &[(&str, Cycle)] = &[
    ("daily", Cycle::Days(1)),
    ("weekly", Cycle::Days(7)),
    ("fortnightly", Cycle::Days(14)),
    ("monthly", Cycle::Months(1)),
    ("quarterly", Cycle::Months(3)),
    ("half-yearly", Cycle::Months(6)),
    ("half yearly", Cycle::Months(6)),
    ("semi-annually", Cycle::Months(6)),
    ("semiannually", Cycle::Months(6)),
    ("semi-annual", Cycle::Months(6)),
    ("semiannual", Cycle::Months(6)),
    ("twice a year", Cycle::Months(6)),
    ("yearly", Cycle::Months(12)),
    ("annually", Cycle::Months(12)),
    ("annual", Cycle::Months(12)),
];

impl Cycle {
    /// Reads `Monthly`, `6 months`, `6 month(s)`, `every 90 days`, `once a year`, `Quarterly and after incidents`, `after
    /// incidents`; case is ignored. Where a time and an event are named, the time counts. `None` when it names no cycle.
    pub fn read(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let named = WORDS
            .iter()
            .filter_map(|(word, cycle)| Some((word_at(&lower, word)?, *cycle)));
        // "semi-annually" holds "annually": the word that begins first is the one that was written.
        let named = named.min_by_key(|(at, _)| *at).map(|(_, cycle)| cycle);
        named.or_else(|| counted(&lower)).or_else(|| {
            let event = ["incident", "outage", "change", "release", "deployment", "use", "drill"];
            let after = ["after", "following", "each", "every", "on", "per"];
            let has = |words: &[&str]| {
                lower
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| words.contains(&word.strip_suffix('s').unwrap_or(word)) || words.contains(&word))
            };
            (has(&after) && has(&event)).then_some(Self::AfterIncidents)
        })
    }

    /// The day on which a runbook last reviewed on `last` is due; `None` where no date says so.
    pub fn due(self, last: Date) -> Option<Date> {
        match self {
            Self::Days(days) => last.plus_days(i32::from(days)),
            Self::Months(months) => last.plus_months(i32::from(months)),
            Self::AfterIncidents => None,
        }
    }
}

/// When a runbook is due that was last updated on `last_updated` and is reviewed every `cycle`, both as written.
pub fn due(last_updated: &str, cycle: &str) -> Option<Date> {
    Cycle::read(cycle)?.due(Date::read(last_updated)?)
}

/// When a runbook is due: the day it names itself, else by its own cycle, else by the `usual` one.
pub fn due_of(metadata: &Metadata, usual: Option<&str>) -> Option<Date> {
    let named = metadata.next_review.as_ref().and_then(|next| Date::read(&next.value));
    named.or_else(|| {
        let own = metadata.review_cycle.as_ref().map(|cycle| cycle.value.as_str());
        let last = metadata.last_updated.as_ref()?;
        due(&last.value, own.or(usual)?)
    })
}

fn word_at(text: &str, word: &str) -> Option<usize> {
    let at = text.find(word)?;
    let before = text.get(..at)?.chars().next_back();
    let after = text.get(at + word.len()..)?.chars().next();
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    (!is_part(before) && !is_part(after)).then_some(at)
}

/// `6 months`, `every two weeks`, `90d`, `once a year`, `every year`.
fn counted(text: &str) -> Option<Cycle> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | '.' | '(' | ')' | '/'))
        .filter(|word| !word.is_empty() && *word != "s")
        .collect();
    for (at, word) in words.iter().enumerate() {
        let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (number, rest) = word.split_at(digits);
        let number = match number.parse::<u16>() {
            Ok(number) => Some(number),
            Err(_) if !number.is_empty() => return None,
            Err(_) => number_word(word),
        };
        let Some(number) = number.filter(|number| *number > 0) else {
            continue;
        };
        let unit = if rest.is_empty() || digits == 0 {
            words.get(at + 1).copied()?
        } else {
            rest
        };
        return match unit.strip_suffix('s').unwrap_or(unit) {
            "d" | "day" => Some(Cycle::Days(number)),
            "w" | "wk" | "week" => number.checked_mul(7).map(Cycle::Days),
            "m" | "mo" | "month" => Some(Cycle::Months(number)),
            "quarter" => number.checked_mul(3).map(Cycle::Months),
            "y" | "yr" | "year" => number.checked_mul(12).map(Cycle::Months),
            _ => continue,
        };
    }
    None
}

fn number_word(word: &str) -> Option<u16> {
    const WORDS: [(&str, u16); 16] = [
        ("a", 1),
        ("an", 1),
        ("each", 1),
        ("every", 1),
        ("per", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
    ];
    WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_read_as_teams_write_them() {
        use Cycle::*;
        for (text, cycle) in [
            ("Weekly", Some(Days(7))),
            ("monthly", Some(Months(1))),
            ("**Quarterly**", Some(Months(3))),
            ("Quarterly, and after incidents", Some(Months(3))),
            ("Semi-annually", Some(Months(6))),
            ("Yearly", Some(Months(12))),
            ("6 months", Some(Months(6))),
            ("6 month(s)", Some(Months(6))),
            ("every 90 days", Some(Days(90))),
            ("90d", Some(Days(90))),
            ("2 weeks", Some(Days(14))),
            ("every two years", Some(Months(24))),
            ("once a year", Some(Months(12))),
            ("every year", Some(Months(12))),
            ("each quarter", Some(Months(3))),
            ("After incidents", Some(AfterIncidents)),
            ("after each incident", Some(AfterIncidents)),
            ("bimonthly", None),
            ("[Monthly/Quarterly]", Some(Months(1))),
            ("regularly", None),
            ("0 days", None),
            ("99999999 days", None),
            ("60000 weeks", None),
            ("unmonthly", None),
            ("", None),
        ] {
            assert_eq!(Cycle::read(text), cycle, "{text}");
        }
    }

    #[test]
    fn due_dates_follow_the_calendar() {
        let due = |last, cycle| due(last, cycle).map(|date| date.to_string());
        assert_eq!(due("2025-10-25", "Monthly").as_deref(), Some("2025-11-25"));
        assert_eq!(due("2025-08-31", "6 months").as_deref(), Some("2026-02-28"));
        assert_eq!(due("2025-12-20", "weekly").as_deref(), Some("2025-12-27"));
        assert_eq!(due("2025-10-25", "after incidents"), None);
        assert_eq!(due("soon", "monthly"), None);
    }
}
