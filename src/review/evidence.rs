//! What runs show about a runbook.

use super::Subject;
use crate::runbook::Use;
use crate::runbook::usage::Mode;
use crate::text::Date;
use std::collections::BTreeMap;

/// What runs ask of a runbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Used in the week before today: how often, and last when. The weekly review looks at it.
    pub used: Option<(usize, Date)>,
    /// An incident finished after the last update, on this day: was anything learnt?
    pub incident_after_update: Option<Date>,
    /// Its text was never tried: when it changed, where that is known, and the last drill of an earlier text.
    pub changed_since_drill: Option<(Option<Date>, Date)>,
    /// The last practice.
    pub last_drill: Option<Date>,
    /// The last run of any kind.
    pub last_run: Option<Date>,
}

/// Days that a weekly review looks back.
pub const WEEK: i32 = 7;

/// Gathers evidence for each subject, by id. Runs that begin after `today` come from a clock that is wrong, and count
/// as of today.
pub fn gather(subjects: &[Subject], uses: &[Use], today: Date) -> BTreeMap<String, Evidence> {
    let mut by_id: BTreeMap<&str, Vec<&Use>> = BTreeMap::new();
    for one in uses {
        by_id.entry(one.runbook.as_str()).or_default().push(one);
    }
    let one = |subject: &Subject| {
        let uses = by_id.get(subject.id.as_str())?;
        Some((subject.id.clone(), evidence(subject, uses, today)))
    };
    // Extended, not collected: that would bring the library's sort into the app for this map alone.
    let mut out = BTreeMap::new();
    out.extend(subjects.iter().filter_map(one));
    out
}

/// The ids in `uses` that no subject has, and how many runs each has: nobody would miss what they show.
pub fn strangers(subjects: &[Subject], uses: &[Use]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for one in uses {
        if !subjects.iter().any(|subject| subject.id == one.runbook) {
            *out.entry(one.runbook.clone()).or_default() += 1;
        }
    }
    out
}

fn evidence(subject: &Subject, uses: &[&Use], today: Date) -> Evidence {
    let day = |date: Date| date.min(today);
    let started = |one: &Use| one.started.map(day);
    let recent = uses
        .iter()
        .filter_map(|one| started(one))
        .filter(|date| today.days() - date.days() <= WEEK);
    let count = recent.clone().count();
    let incidents = uses.iter().filter(|one| one.mode == Mode::Incident);
    let finished = incidents.filter_map(|one| one.finished.map(day));
    let drills = uses.iter().filter(|one| one.mode == Mode::Practice);
    // A drill that was broken off proves nothing.
    let last = drills
        .filter_map(|one| Some((day(one.finished?), one.source.as_str())))
        .max();
    let last_drill = last.map(|(date, _)| date);
    Evidence {
        used: recent.max().map(|last| (count, last)),
        incident_after_update: finished
            .filter(|date| subject.last_change().is_none_or(|last| *date > last))
            .max(),
        changed_since_drill: last.and_then(|(drill, text)| untried(subject, uses, drill, text)),
        last_drill,
        last_run: uses.iter().filter_map(|one| started(one)).max(),
    }
}

/// Whether no drill tried a runbook's present text. Where texts are known they decide, else the days: those of a change and
/// of a drill on the same day say nothing.
fn untried(subject: &Subject, uses: &[&Use], drill: Date, text: &str) -> Option<(Option<Date>, Date)> {
    let changed = subject.last_change();
    let is_known = !subject.source.is_empty() && !text.is_empty();
    if is_known {
        let is_tried =
            |one: &&&Use| one.mode == Mode::Practice && one.finished.is_some() && one.source == subject.source;
        let changed = changed.filter(|changed| *changed >= drill);
        return uses.iter().find(is_tried).is_none().then_some((changed, drill));
    }
    changed
        .filter(|changed| *changed > drill)
        .map(|changed| (Some(changed), drill))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::read(text).unwrap()
    }

    fn run(mode: Mode, started: &str, finished: Option<&str>) -> Use {
        Use {
            runbook: "a".into(),
            mode,
            started: Some(date(started)),
            finished: finished.map(date),
            source: String::new(),
        }
    }

    fn gathered(uses: &[Use]) -> Evidence {
        let subject = Subject {
            id: "a".into(),
            last_updated: Some(date("2026-03-01")),
            ..Subject::default()
        };
        gather(&[subject], uses, date("2026-03-31"))
            .remove("a")
            .unwrap_or_default()
    }

    #[test]
    fn use_within_a_week_asks_for_the_weekly_review() {
        let uses = [
            run(Mode::Incident, "2026-03-24", None),
            run(Mode::Practice, "2026-03-30", None),
            run(Mode::Incident, "2026-03-23", None),
        ];
        assert_eq!(gathered(&uses).used, Some((2, date("2026-03-30"))));
        assert_eq!(gathered(&uses[2..]).used, None);
    }

    #[test]
    fn an_incident_after_the_update_asks_for_lessons() {
        let after = run(Mode::Incident, "2026-03-02", Some("2026-03-02"));
        let before = run(Mode::Incident, "2026-02-02", Some("2026-03-01"));
        let open = run(Mode::Incident, "2026-03-12", None);
        let drill = run(Mode::Practice, "2026-03-12", Some("2026-03-12"));
        assert_eq!(gathered(&[before, open, drill]).incident_after_update, None);
        assert_eq!(gathered(&[after]).incident_after_update, Some(date("2026-03-02")));
    }

    #[test]
    fn a_change_after_the_drill_asks_for_another() {
        let old = run(Mode::Practice, "2026-01-05", Some("2026-01-05"));
        let broken_off = run(Mode::Practice, "2026-03-05", None);
        let found = gathered(&[old.clone(), broken_off]);
        assert_eq!(
            found.changed_since_drill,
            Some((Some(date("2026-03-01")), date("2026-01-05")))
        );
        assert_eq!(found.last_drill, Some(date("2026-01-05")));
        let new = run(Mode::Practice, "2026-03-05", Some("2026-03-05"));
        assert_eq!(gathered(&[old, new]).changed_since_drill, None);
    }

    #[test]
    fn texts_decide_whether_a_change_was_tried() {
        let changed = |text: &str, drills: &[(&str, &str)]| {
            let subject = Subject {
                id: "a".into(),
                last_updated: Some(date("2026-03-01")),
                source: text.into(),
                ..Subject::default()
            };
            let uses: Vec<Use> = drills
                .iter()
                .map(|(day, text)| Use {
                    source: (*text).to_string(),
                    ..run(Mode::Practice, day, Some(day))
                })
                .collect();
            let found = gather(&[subject], &uses, date("2026-03-31")).remove("a");
            found.unwrap_or_default().changed_since_drill
        };
        // Changed on the day of the drill, after it or before it.
        let same_day = date("2026-03-01");
        assert_eq!(
            changed("new", &[("2026-03-01", "old")]),
            Some((Some(same_day), same_day))
        );
        assert_eq!(changed("new", &[("2026-03-01", "new")]), None);
        // Changed without a word about it; and tried, then drilled in another version.
        let drill = date("2026-03-10");
        assert_eq!(changed("new", &[("2026-03-10", "old")]), Some((None, drill)));
        assert_eq!(changed("new", &[("2026-03-05", "new"), ("2026-03-10", "old")]), None);
        // Without texts the days decide.
        assert_eq!(changed("", &[("2026-03-10", "old")]), None);
        assert_eq!(changed("new", &[("2026-03-01", "")]), None);
        assert!(changed("new", &[("2026-02-28", "")]).is_some());
    }

    #[test]
    fn a_clock_that_runs_ahead_counts_as_today() {
        let ahead = run(Mode::Incident, "2027-01-01", Some("2027-01-01"));
        assert_eq!(gathered(&[ahead]).used, Some((1, date("2026-03-31"))));
    }
}
