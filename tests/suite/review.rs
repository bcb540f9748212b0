//! `breakglass review`: what is due, and calendars that other programs read.

use crate::corpora::corpora;
use crate::project::{Project, stderr, stdout};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

fn run_in(folder: &Path, args: &[&str], zone: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(folder)
        .env("TZ", zone)
        .arg("review")
        .args(args)
        .output()
        .unwrap()
}

pub fn run(project: &Project, args: &[&str]) -> Output {
    run_in(&project.beside("."), args, "UTC")
}

/// The report of `review --format json`.
pub fn report(project: &Project, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    let output = run(project, &args);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)))
}

pub fn runbook(title: &str, updated: &str, owner: &str, cycle: &str) -> String {
    format!(
        "# {title}\n\n## Symptoms\n\nIt hurts.\n\n---\n\n**Last Updated**: {updated}  \n**Owner**: {owner}  \n**Review Cycle**: {cycle}\n"
    )
}

/// Runbooks with dates of every kind.
pub fn project() -> Project {
    let project = Project::new(&[
        ("cpu.md", &runbook("High CPU", "2026-01-31", "Platform", "Monthly")),
        (
            "lag.md",
            &runbook("Replication Lag", "2025-11-28", "Data Team", "Quarterly"),
        ),
        (
            "leap.md",
            &runbook(
                "Leap; Day, \"quoted\"",
                "2024-02-29",
                "Platform <platform@example.com>",
                "2 years",
            ),
        ),
        (
            "after.md",
            &runbook("After Incidents", "2026-02-01", "Platform", "After incidents"),
        ),
        ("soon.md", &runbook("Unreadable Date", "soon", "Platform", "Monthly")),
        (
            "named.md",
            "---\ntitle: Named\nowner: Data Team\nlast_reviewed_on: 2026-01-01\nreview_in: 6 months\n---\n# Named\n",
        ),
        ("none.md", "# Says nothing\n"),
    ]);
    std::fs::create_dir(project.beside(".git")).unwrap();
    project
}

fn standings(report: &Value) -> Vec<String> {
    let item = |item: &Value| {
        format!(
            "{} {} {}",
            item["id"].as_str().unwrap(),
            item["standing"].as_str().unwrap(),
            item["days"]
        )
    };
    report["runbooks"].as_array().unwrap().iter().map(item).collect()
}

#[test]
fn due_dates_are_told_by_owner_across_month_ends_and_leap_days() {
    let project = project();
    let report = report(&project, &["--today", "2026-02-28", "--due-within", "14d"]);
    assert_eq!(
        standings(&report),
        [
            "after after-incidents null",
            "cpu due 0",
            "lag due 0",
            "leap due 0",
            "named later 123",
            "none no-cycle null",
            "soon no-date null",
        ]
    );
    assert_eq!(
        report["owners"],
        json!({ "Platform": ["cpu", "leap"], "Data Team": ["lag"] })
    );
    assert_eq!(
        report["summary"],
        json!({ "runbooks": 7, "overdue": 0, "due": 3, "no_date": 1, "no_cycle": 1 })
    );

    let day_after = self::report(&project, &["--today", "2026-03-01", "--due-within", "4m"]);
    assert_eq!(day_after["due"][0]["standing"], "overdue");
    assert_eq!(day_after["due"][0]["days"], -1);
    assert_eq!(day_after["summary"]["overdue"], 3);
    assert_eq!(day_after["summary"]["due"], 0);
    assert_eq!(
        self::report(&project, &["--today", "2026-03-03", "--due-within", "120"])["summary"]["due"],
        1
    );
}

#[test]
fn the_text_names_what_its_last_line_counts() {
    let project = project();
    let named =
        "---\ntitle: Left Behind\nreview_cycle: Monthly\nlast_updated: 2026-02-20\nNext Review: 2026-02-01\n---\n";
    project.write("behind.md", named);
    let text = stdout(&run(&project, &["--today", "2026-02-28"]));
    for line in [
        "Without a due date:\n  Unreadable Date  runbooks/soon.md  (Monthly)\n",
        "Without a review cycle:\n  Says nothing  runbooks/none.md\n",
        "  2026-02-01  27 days overdue   Left Behind  runbooks/behind.md  (Monthly, updated 2026-02-20, the next review that it names was not moved on)\n",
        "8 runbooks: 1 overdue, 3 due by 2026-03-14, 1 without a due date, 1 without a review cycle\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_eq!(text.matches("was not moved on").count(), 1, "{text}");
}

#[test]
fn exit_codes_say_whether_anything_is_due() {
    let project = project();
    let code = |args: &[&str]| run(&project, args).status.code();
    assert_eq!(code(&["--today", "2026-03-01"]), Some(1));
    assert_eq!(code(&["--today", "2026-02-10"]), Some(0));
    assert_eq!(code(&["--today", "2026-02-10", "--strict"]), Some(1));
    assert_eq!(code(&["--today", "tomorrow"]), Some(2));
    assert_eq!(code(&["--due-within", "x"]), Some(2));
    assert_eq!(code(&["--runs", "nowhere"]), Some(2));
    assert_eq!(code(&["nowhere"]), Some(2));
}

#[test]
fn the_text_names_owner_date_and_reason() {
    let text = stdout(&run(&project(), &["--today", "2026-03-01"]));
    for line in [
        "Data Team\n  2026-02-28  1 day overdue     Replication Lag  runbooks/lag.md  (Quarterly, updated 2025-11-28)\n",
        "Platform\n  2026-02-28  1 day overdue     High CPU  runbooks/cpu.md  (Monthly, updated 2026-01-31)\n",
        "Without a due date:\n  Unreadable Date  runbooks/soon.md  (Monthly)\n",
        "7 runbooks: 3 overdue, 0 due by 2026-03-15, 1 without a due date, 1 without a review cycle\n",
        "runbooks/soon.md:9:19",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let own = stdout(&run(&project(), &["--today", "2026-03-01", "--owner", "data team"]));
    assert!(own.contains("Replication Lag") && !own.contains("High CPU"), "{own}");
}

#[test]
fn a_broken_configuration_and_broken_dates_are_told_and_the_rest_is_reported() {
    let project = project();
    std::fs::write(
        project.beside("breakglass.toml"),
        "[review]\ncycle = \"now and then\"\n[contacts.A]\ntime_zone = \"Mars\"\n",
    )
    .unwrap();
    let output = run(&project, &["--today", "2026-03-01"]);
    assert_eq!(output.status.code(), Some(2));
    let text = stdout(&output);
    assert!(
        text.contains("Replication Lag") && text.contains("runbooks/soon.md:9:19"),
        "{text}"
    );
    let problems = String::from_utf8_lossy(&output.stderr);
    for part in [
        "breakglass.toml:2:9: \"now and then\" is no review cycle",
        "breakglass.toml:4:13: \"Mars\" is no time zone",
    ] {
        assert!(problems.contains(part), "{problems}");
    }
}

#[test]
fn today_is_the_day_where_the_user_is() {
    let project = project();
    let today = |zone| {
        let output = run_in(&project.beside("."), &["--format", "json"], zone);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        report["today"].as_str().unwrap().to_string()
    };
    // Their days differ by one or two at every moment.
    let (east, west) = (today("Pacific/Kiritimati"), today("Etc/GMT+12"));
    assert!(east > west, "{east} {west}");
}

#[test]
fn calendars_are_read_by_a_library() {
    let project = project();
    std::fs::write(project.beside("breakglass.toml"), "[site]\ntitle = \"Läden, Shops & Märkte with a very long name that has to be folded somewhere\"\nurl = \"https://r.example/x/\"\n").unwrap();
    let first = run(&project, &["--format", "ics", "--today", "2026-03-01"]);
    let text = stdout(&first);
    assert_eq!(
        text,
        stdout(&run(&project, &["--format", "ics", "--today", "2026-04-01"])),
        "the clock has no part in it"
    );
    assert!(text.lines().all(|line| line.len() <= 75));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());

    let unfolded = icalendar::parser::unfold(&text);
    let calendar = icalendar::parser::read_calendar(&unfolded).unwrap();
    let events: Vec<_> = calendar
        .components
        .iter()
        .filter(|component| component.name == "VEVENT")
        .collect();
    assert_eq!(events.len(), 4);
    let value = |at: usize, name: &str| {
        events[at]
            .find_prop(name)
            .unwrap_or_else(|| panic!("{name}"))
            .val
            .to_string()
    };
    assert_eq!(value(0, "SUMMARY"), "Review runbook: High CPU");
    assert_eq!(value(0, "DTSTART"), "20260228");
    assert_eq!(value(0, "DTEND"), "20260301");
    assert_eq!(value(0, "DTSTAMP"), "20260131T000000Z");
    assert_eq!(value(0, "URL"), "https://r.example/x/r/cpu/");
    let uids: std::collections::BTreeSet<String> = (0..4).map(|at| value(at, "UID")).collect();
    assert_eq!(uids.len(), 4);
    let typed: icalendar::Calendar = text.parse().unwrap();
    assert_eq!(typed.components.len(), 4);

    // An update moves the event: same identity, later sequence.
    project.write(
        "cpu.md",
        &runbook("High CPU, renamed", "2026-03-05", "Platform", "Monthly"),
    );
    let later = stdout(&run(&project, &["--format", "ics"]));
    let unfolded = icalendar::parser::unfold(&later);
    let moved = icalendar::parser::read_calendar(&unfolded).unwrap();
    let moved = moved.components.iter().find(|event| event.name == "VEVENT").unwrap();
    assert_eq!(moved.find_prop("UID").unwrap().val.to_string(), value(0, "UID"));
    assert_eq!(moved.find_prop("DTSTART").unwrap().val.to_string(), "20260405");
    let sequence = |text: String| text.parse::<i64>().unwrap();
    assert!(sequence(moved.find_prop("SEQUENCE").unwrap().val.to_string()) > sequence(value(0, "SEQUENCE")));

    let windowed = stdout(&run(
        &project,
        &["--format", "ics", "--today", "2026-03-01", "--due-within", "14d"],
    ));
    assert_eq!(windowed.matches("BEGIN:VEVENT").count(), 2);
}

#[test]
fn the_quarters_checklist_is_markdown() {
    let text = stdout(&run(&project(), &["--today", "2026-02-10", "--checklist"]));
    for line in [
        "# Runbook review 2026 Q1\n",
        "### Data Team\n\n- [ ] Replication Lag (`runbooks/lag.md`, due 2026-02-28)\n",
        "- [ ] 1 runbook without an owner get one\n",
        "- [ ] Leap; Day, \"quoted\" (`runbooks/leap.md`, due 2026-02-28)\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

/// The manifest, and so the page, and the command agree on every date, on real runbooks.
#[test]
fn page_and_command_agree_on_all_corpora() {
    let project = Project::new(&[]);
    for folder in corpora() {
        let site = crate::project::site(&folder, &project.app());
        let manifest: Value = serde_json::from_slice(&site.output["runbooks.json"]).unwrap();
        let output = run_in(
            &project.beside("."),
            &[folder.to_str().unwrap(), "--format", "json"],
            "UTC",
        );
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let dates = |list: &Value, due: &str| -> Vec<(String, Value)> {
            let list = list["runbooks"].as_array().unwrap().iter();
            list.map(|item| (item["id"].as_str().unwrap().to_string(), item[due].clone()))
                .collect()
        };
        let mut expected = dates(&manifest, "review_due");
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        let mut found = dates(&report, "due");
        found.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(found, expected, "{}", folder.display());
        println!(
            "{}: {} with a due date",
            folder.display(),
            found.iter().filter(|(_, due)| !due.is_null()).count()
        );
    }
}
