//! `breakglass review`: what exported runs and git show.

use crate::project::stdout;
use crate::review::{project, report, run, runbook};
use serde_json::{Value, json};

/// A run as the app exports it.
fn exported(id: &str, runbook: &str, mode: &str, day: &str, finished: bool) -> Value {
    exported_as(id, runbook, mode, day, finished, true)
}

fn exported_as(id: &str, runbook: &str, mode: &str, day: &str, finished: bool, tried: bool) -> Value {
    let at = breakglass::text::Date::read(day).unwrap();
    let at = i64::from(at.days()) * 86_400_000 + 3_600_000;
    use breakglass::run::{Event, Kind};
    let event = |n: usize, kind: Kind, target: &str, value: &str| {
        let mut event = Event::new(kind, target).value(value);
        event.id = format!("{id}-{n}");
        event.run = id.to_string();
        event.at = at + n as i64;
        event.clock = n as u64;
        event
    };
    let mut log = breakglass::run::Log::default();
    log.add(event(1, Kind::Start, runbook, mode));
    if finished {
        log.add(event(
            2,
            Kind::Mark,
            "diagnosis/look",
            if tried { "done" } else { "skipped" },
        ));
        log.add(event(3, Kind::Finish, "", ""));
    }
    let exported = breakglass::run::export::Exported {
        log,
        ..Default::default()
    };
    serde_json::from_str(&breakglass::run::export::write(&[(id, &exported)])).unwrap()
}

#[test]
fn exported_runs_are_evidence() {
    let project = project();
    let runs = project.beside("runs");
    std::fs::create_dir_all(runs.join("ann")).unwrap();
    for (name, value) in [
        ("a.json", exported("r1", "cpu", "incident", "2026-02-26", true)),
        ("ann/b.json", exported("r2", "lag", "drill", "2025-11-01", true)),
        ("c.json", exported("r3", "after", "training", "2026-02-02", true)),
        ("again.json", exported("r1", "cpu", "incident", "2026-02-26", true)),
        // Over before anything was tried: no drill.
        ("d.json", exported_as("r4", "after", "drill", "2026-02-20", true, false)),
    ] {
        std::fs::write(runs.join(name), value.to_string()).unwrap();
    }
    std::fs::write(runs.join("broken.json"), "{").unwrap();
    std::fs::write(runs.join("other.txt"), "not a run").unwrap();
    let args = ["--today", "2026-02-28", "--runs", "runs"];
    let report = report(&project, &args);
    let evidence = |id: &str| {
        report["runbooks"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["id"] == id)
            .unwrap()["evidence"]
            .clone()
    };
    assert_eq!(
        evidence("cpu"),
        json!({ "runs_last_week": 1, "last_run": "2026-02-26", "last_drill": null, "incident_after_update": "2026-02-26", "changed_since_drill": null })
    );
    assert_eq!(evidence("lag")["changed_since_drill"], "2025-11-28");
    assert_eq!(evidence("after")["last_drill"], "2026-02-02");
    assert_eq!(evidence("after")["changed_since_drill"], Value::Null);
    assert_eq!(evidence("none"), Value::Null);
    let plan: Vec<&str> = report["drills"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(plan, ["cpu", "leap", "named", "none", "soon", "lag", "after"]);
    assert_eq!(report["unusable_runs"].as_array().unwrap().len(), 1);
    let text = stdout(&run(&project, &args));
    for line in [
        "Used in the last week: review them now:\n  High CPU  runbooks/cpu.md  (1 run, last on 2026-02-26)",
        "An incident finished after the last update: write down what was learnt:\n  High CPU",
        "Changed since the last drill: try the new text:\n  Replication Lag  runbooks/lag.md  (changed on 2025-11-28, drilled on 2025-11-01)",
        "Next drills:\n  High CPU  runbooks/cpu.md  (never drilled)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn git_is_a_second_opinion_and_gives_the_changes_to_communicate() {
    let project = project();
    std::fs::remove_dir(project.beside(".git")).unwrap();
    let git = |args: &[&str], day: &str| project.git(args, day);
    git(&["init", "-q"], "2026-01-01");
    git(&["add", "runbooks"], "2026-01-01");
    git(&["commit", "-q", "-m", "All runbooks"], "2026-01-01");
    project.write(
        "lag.md",
        &runbook("Replication Lag", "2025-11-28", "Data Team", "Quarterly").replace("hurts", "lags"),
    );
    project.write("neu für alle.md", "# New\n");
    std::fs::remove_file(project.runbooks().join("none.md")).unwrap();
    git(&["add", "-A", "runbooks"], "2026-02-20");
    git(&["commit", "-q", "-m", "Lag: new threshold"], "2026-02-20");
    let report = report(&project, &["--today", "2026-02-28", "--changes-since", "2026-02-01"]);
    let lag = report["runbooks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["id"] == "lag")
        .unwrap();
    assert_eq!(
        (lag["last_updated"].as_str(), lag["changed"].as_str()),
        (Some("2025-11-28"), Some("2026-02-20"))
    );
    let commits = report["changes"]["commits"].as_array().unwrap();
    assert_eq!(commits.len(), 1);
    assert_eq!(commits[0]["subject"], "Lag: new threshold");
    assert_eq!(
        commits[0]["files"],
        json!([
            { "status": "M", "path": "lag.md" },
            { "status": "A", "path": "neu für alle.md" },
            { "status": "D", "path": "none.md" },
        ])
    );
    let text = stdout(&run(
        &project,
        &["--today", "2026-02-28", "--changes-since", "2026-02-01"],
    ));
    assert!(text.contains("changed 2026-02-20 by git"), "{text}");
    assert!(text.contains("  2026-02-20  Lag: new threshold (Ann, "), "{text}");
    assert!(text.contains("      new neu für alle.md\n"), "{text}");
}

#[test]
fn runs_of_a_runbook_that_is_gone_are_told() {
    let project = project();
    std::fs::create_dir_all(project.beside("runs")).unwrap();
    for (name, id) in [("a.json", "r1"), ("b.json", "r2")] {
        let value = exported(id, "db/renamed", "incident", "2026-02-26", true);
        std::fs::write(project.beside("runs").join(name), value.to_string()).unwrap();
    }
    let output = run(
        &project,
        &["--today", "2026-02-28", "--runs", "runs", "--owner", "Platform"],
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("2 runs of `db/renamed`: no runbook here has this id; it was renamed or removed"),
        "{told}"
    );
}
