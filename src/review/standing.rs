//! A due date and today.

use super::Subject;
use crate::text::Date;

/// How a runbook stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It was due so many days ago, at least one.
    Overdue(i32),
    /// It is due in so many days, not beyond the window; 0 is today.
    Due(i32),
    /// It is due later.
    Later(i32),
    /// It is reviewed when something happens.
    AfterIncidents,
    /// It has a cycle but no date that could be read.
    NoDate,
    /// It names no cycle, and neither does the team.
    NoCycle,
}

impl Standing {
    /// The standing of a runbook on `today`, looking `window` days ahead.
    pub fn of(subject: &Subject, today: Date, window: i32) -> Self {
        match subject.due {
            Some(due) => match due.days() - today.days() {
                days if days < 0 => Self::Overdue(-days),
                days if days <= window => Self::Due(days),
                days => Self::Later(days),
            },
            None if subject.is_after_incidents => Self::AfterIncidents,
            None if subject.cycle.is_empty() => Self::NoCycle,
            None => Self::NoDate,
        }
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue(_) => "overdue",
            Self::Due(_) => "due",
            Self::Later(_) => "later",
            Self::AfterIncidents => "after-incidents",
            Self::NoDate => "no-date",
            Self::NoCycle => "no-cycle",
        }
    }

    /// For a reader: `3 days overdue`, `due today`, `due in 9 days`.
    pub fn words(self) -> String {
        let days = |count: i32| {
            let noun = if count == 1 { "day" } else { "days" };
            [&count.to_string(), " ", noun].concat()
        };
        match self {
            Self::Overdue(count) => [&days(count), " overdue"].concat(),
            Self::Due(0) | Self::Later(0) => "due today".to_string(),
            Self::Due(count) | Self::Later(count) => ["due in ", &days(count)].concat(),
            Self::AfterIncidents => "after incidents".to_string(),
            Self::NoDate => "no date".to_string(),
            Self::NoCycle => "no review cycle".to_string(),
        }
    }

    /// Whether it belongs on a list of what is due.
    pub fn is_due(self) -> bool {
        matches!(self, Self::Overdue(_) | Self::Due(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runbook::review;

    #[track_caller]
    fn check(last: &str, cycle: &str, today: &str, standing: &str) {
        let subject = Subject {
            cycle: cycle.into(),
            is_after_incidents: review::Cycle::read(cycle) == Some(review::Cycle::AfterIncidents),
            due: review::due(last, cycle),
            ..Subject::default()
        };
        let found = Standing::of(&subject, Date::read(today).unwrap(), 14);
        assert_eq!([found.name(), ": ", &found.words()].concat(), standing);
    }

    #[test]
    fn due_dates_are_compared_by_the_calendar() {
        check("2025-10-25", "Monthly", "2025-11-24", "due: due in 1 day");
        check("2025-10-25", "Monthly", "2025-11-25", "due: due today");
        check("2025-10-25", "Monthly", "2025-11-26", "overdue: 1 day overdue");
        // The 31st falls on the last day of a shorter month.
        check("2026-01-31", "Monthly", "2026-02-28", "due: due today");
        check("2026-01-31", "Monthly", "2026-03-01", "overdue: 1 day overdue");
        // Leap days.
        check("2028-01-31", "Monthly", "2028-02-28", "due: due in 1 day");
        check("2024-02-29", "Yearly", "2025-03-01", "overdue: 1 day overdue");
        check("2023-12-31", "Quarterly", "2024-03-31", "due: due today");
        check("2024-02-22", "Weekly", "2024-03-01", "overdue: 1 day overdue");
        check("2025-12-20", "6 months", "2026-01-01", "later: due in 170 days");
        check(
            "2025-12-20",
            "After incidents",
            "2026-01-01",
            "after-incidents: after incidents",
        );
        check("soon", "Monthly", "2026-01-01", "no-date: no date");
        check("2025-12-20", "", "2026-01-01", "no-cycle: no review cycle");
    }
}
