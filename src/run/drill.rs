//! What a drill measured: a run that began with a scenario, not with its runbook.
//!
//! The run carries one event [`Kind::Set`] with the target [`TARGET`]: its time is when the scenario was shown, its value
//! how many milliseconds it took to find the runbook, its text the scenario.

use super::event::{Event, Kind};
use super::mark::Mark;
use super::mode::Mode;
use super::state::{Run, StepState};

/// The target of the event.
pub const TARGET: &str = "drill";

/// How a drill went. All lengths are milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drill {
    /// What was shown.
    pub scenario: String,
    /// From the scenario to the runbook.
    pub to_find: i64,
    /// From the scenario to the first act in the run: a step decided, a command copied, an escalation.
    pub to_first_action: Option<i64>,
    /// From the scenario to the end of the run.
    pub length: Option<i64>,
    /// Steps that were done.
    pub done: usize,
    /// Steps that were skipped, as the runbook names them.
    pub skipped: Vec<String>,
}

/// The event that makes a run a drill from a scenario, shown at `shown` and found at `found`.
pub fn event(scenario: &str, shown: i64, found: i64) -> Event {
    Event::new(Kind::Set, TARGET)
        .value(found.saturating_sub(shown).max(0).to_string())
        .text(scenario)
        .when(Some(shown))
}

/// How a run went as a drill; `None` for one that did not begin with a scenario.
pub fn report(run: &Run) -> Option<Drill> {
    let is_drill = |kind: Kind, target: &str| kind == Kind::Set && target == TARGET;
    let start = run
        .entries
        .iter()
        .find(|entry| !entry.retracted && is_drill(entry.event.kind, &entry.event.target))?;
    let since = |at: i64| at.saturating_sub(start.at).max(0);
    let is_act = |kind: Kind| matches!(kind, Kind::Mark | Kind::Copy | Kind::Escalate | Kind::Observed);
    let first = run
        .entries
        .iter()
        .filter(|entry| !entry.retracted && is_act(entry.event.kind))
        .map(|entry| entry.at)
        .min();
    let skipped = run.steps.values().filter(|step| step.mark == Mark::Skipped);
    Some(Drill {
        scenario: start.event.text.clone(),
        to_find: start.event.value.parse().unwrap_or(0),
        to_first_action: first.map(since),
        length: run.finished.map(since),
        done: run.count(Mark::Done),
        skipped: skipped.map(|step| step.label.clone()).collect(),
    })
}

/// When a run was finished, as far as that says something of its runbook: practice in which nothing was tried says nothing.
/// Tried is what was done or found to fail, a value that was seen, a command that was copied, somebody who was called; and in
/// a run without any step, a note. Steps that were skipped are not.
pub fn concluded(run: &Run) -> Option<i64> {
    run.finished.filter(|_| run.mode == Mode::Incident || was_tried(run))
}

fn was_tried(run: &Run) -> bool {
    let is_acted_on = |step: &StepState| matches!(step.mark, Mark::Done | Mark::Failed) || !step.observed.is_empty();
    let has = |kinds: &[Kind]| {
        let mut entries = run.entries.iter();
        entries.any(|entry| !entry.retracted && kinds.contains(&entry.event.kind))
    };
    run.steps.values().any(is_acted_on)
        || has(&[Kind::Copy, Kind::Escalate])
        || run.steps.is_empty() && has(&[Kind::Note, Kind::Output])
}

#[cfg(test)]
mod tests {
    use super::super::Log;
    use super::*;

    fn run(events: Vec<(i64, Event)>) -> Run {
        let mut log = Log::default();
        for (n, (at, mut event)) in events.into_iter().enumerate() {
            event.id = ["e", &n.to_string()].concat();
            event.run = "r".into();
            event.at = at;
            event.clock = n as u64 + 1;
            log.add(event);
        }
        Run::fold(&log)
    }

    const T: i64 = 1_772_000_000_000;

    #[test]
    fn times_count_from_the_scenario() {
        let found = report(&run(vec![
            (T + 70_000, Event::new(Kind::Start, "cpu").value("drill")),
            (T + 70_001, event("Alert: HighCPUUsage", T, T + 65_000)),
            (T + 80_000, Event::new(Kind::Note, "").text("hm")),
            (
                T + 95_000,
                Event::new(Kind::Mark, "diagnosis/a").value("done").label("A"),
            ),
            (
                T + 99_000,
                Event::new(Kind::Mark, "diagnosis/b").value("skipped").label("B"),
            ),
            (T + 120_000, Event::new(Kind::Finish, "")),
        ]));
        let expected = Drill {
            scenario: "Alert: HighCPUUsage".into(),
            to_find: 65_000,
            to_first_action: Some(95_000),
            length: Some(120_000),
            done: 1,
            skipped: vec!["B".into()],
        };
        assert_eq!(found, Some(expected));
    }

    #[test]
    fn other_runs_are_no_drills_from_a_scenario() {
        assert_eq!(
            report(&run(vec![(T, Event::new(Kind::Start, "cpu").value("drill"))])),
            None
        );
        let odd = run(vec![(T, Event::new(Kind::Set, TARGET).value("soon"))]);
        assert_eq!(
            report(&odd).map(|drill| (drill.to_find, drill.to_first_action)),
            Some((0, None))
        );
    }

    #[test]
    fn practice_in_which_nothing_was_tried_concludes_nothing() {
        let mark = |mark: &str| Event::new(Kind::Mark, "diagnosis/a").value(mark).label("A");
        let concluded = |mode: &str, events: Vec<Event>| {
            let mut all = vec![(T, Event::new(Kind::Start, "cpu").value(mode))];
            all.extend(events.into_iter().map(|event| (T + 1_000, event)));
            all.push((T + 3_000, Event::new(Kind::Finish, "")));
            super::concluded(&run(all)).is_some()
        };
        assert!(concluded("incident", Vec::new()));
        for mode in ["drill", "training"] {
            for nothing in [
                Vec::new(),
                vec![mark("skipped")],
                vec![mark("done"), mark("open")],
                vec![mark("skipped"), Event::new(Kind::Note, "").text("not today")],
            ] {
                assert!(!concluded(mode, nothing.clone()), "{mode} {nothing:?}");
            }
            for tried in [
                mark("done"),
                mark("failed"),
                Event::new(Kind::Observed, "verification/a").value("30 %"),
                Event::new(Kind::Copy, "diagnosis/a").text("ls"),
                Event::new(Kind::Escalate, "DBA"),
                Event::new(Kind::Note, "").text("no steps here"),
            ] {
                assert!(concluded(mode, vec![tried.clone()]), "{mode} {tried:?}");
            }
        }
        assert_eq!(
            super::concluded(&run(vec![
                (T, Event::new(Kind::Start, "cpu").value("drill")),
                (T + 1, mark("done"))
            ])),
            None
        );
    }
}
