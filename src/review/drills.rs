//! Which runbooks to practise next.

use super::{Evidence, Subject};
use crate::text::Date;
use crate::text::order;
use std::collections::BTreeMap;

/// Runbooks that a plan for the next weeks names.
pub const PLANNED: usize = 5;

/// A proposal for a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// The runbook.
    pub subject: &'a Subject,
    /// Its last finished drill.
    pub last: Option<Date>,
    /// Whether it changed since.
    pub has_changed: bool,
}

/// The runbooks in the order in which to practise them: never practised before changed since, before the longest ago;
/// among equals the worse severity first, then by id.
pub fn plan<'a>(subjects: &'a [Subject], evidence: &BTreeMap<String, Evidence>) -> Vec<Proposal<'a>> {
    let mut plan: Vec<Proposal<'a>> = subjects
        .iter()
        .map(|subject| {
            let found = evidence.get(&subject.id);
            Proposal {
                subject,
                last: found.and_then(|found| found.last_drill),
                has_changed: found.is_some_and(|found| found.changed_since_drill.is_some()),
            }
        })
        .collect();
    let severity = |subject: &'a Subject| (subject.severity.is_empty(), subject.severity.as_str());
    let urgency = |one: &Proposal<'a>| {
        let last = one.last.map(Date::days);
        (
            last.is_some(),
            !one.has_changed,
            last,
            severity(one.subject),
            one.subject.id.as_str(),
        )
    };
    order::sort(&mut plan, &|a, b| urgency(a).cmp(&urgency(b)));
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_longest_without_one_come_first() {
        let subject = |id: &str, severity: &str| Subject {
            id: id.into(),
            severity: severity.into(),
            ..Subject::default()
        };
        let subjects = [
            subject("never-p2", "P2"),
            subject("lately", "P0"),
            subject("never-p0", "P0"),
            subject("changed", "P1"),
            subject("long-ago", ""),
        ];
        let drilled = |day: &str, changed: bool| Evidence {
            last_drill: Date::read(day),
            changed_since_drill: Date::read(day).map(|day| (Some(day), day)).filter(|_| changed),
            ..Evidence::default()
        };
        let evidence = [
            ("lately".to_string(), drilled("2026-03-01", false)),
            ("changed".to_string(), drilled("2026-02-01", true)),
            ("long-ago".to_string(), drilled("2025-01-01", false)),
        ]
        .into();
        let ids: Vec<&str> = plan(&subjects, &evidence)
            .iter()
            .map(|one| one.subject.id.as_str())
            .collect();
        assert_eq!(ids, ["never-p0", "never-p2", "changed", "long-ago", "lately"]);
    }
}
