//! `breakglass new`, and the writer behind it.

#[cfg(target_os = "linux")]
use crate::project::refuses_a_full_disk;
use crate::project::{Project, breakglass, stderr};
use breakglass::markdown::write::{Draft, DraftStep, write};
use breakglass::runbook::{Kind, Runbook};
use proptest::prelude::*;
use std::process::Command;

#[test]
fn a_new_runbook_lacks_only_what_is_to_be_filled_in() {
    let project = Project::new(&[(
        "README.md",
        "# R\n\n| Runbook | Severity |\n|---|---|\n| [Slow](slow-checkout.md) | P1 |\n",
    )]);
    let args = [
        "new",
        "Slow Checkout",
        "--severity",
        "sev1",
        "--alert",
        "CheckoutSlow",
        "--owner",
        "Shop Team",
    ];
    let output = breakglass(&project, &args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "runbooks/slow-checkout.md\n");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        message.contains("| [Slow Checkout](slow-checkout.md) | P1 |"),
        "{message}"
    );
    let source = std::fs::read_to_string(project.runbooks().join("slow-checkout.md")).unwrap();
    assert!(
        source.contains("- **Severity**: P1 - High\n") && source.contains("- **Alert**: `CheckoutSlow`\n"),
        "{source}"
    );

    let output = breakglass(&project, &["check", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = found["diagnostics"].as_array().unwrap();
    let brackets = source.matches('[').count() - source.matches("[ ]").count();
    let placeholders: Vec<_> = list.iter().filter(|item| item["rule"] == "placeholder-left").collect();
    assert_eq!(placeholders.len(), brackets, "{list:#?}\n{source}");
    let others: Vec<_> = list
        .iter()
        .filter(|item| item["rule"] != "placeholder-left")
        .map(|item| item["rule"].as_str().unwrap())
        .collect();
    assert_eq!(others, ["escalation-without-contact"]);
}

#[test]
fn a_procedure_needs_no_severity_and_no_alert() {
    let project = Project::new(&[]);
    let output = breakglass(
        &project,
        &[
            "new",
            "Restore a Backup",
            "--kind",
            "procedure",
            "--dir",
            "ops/runbooks",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let source = std::fs::read_to_string(project.beside("ops/runbooks/restore-a-backup.md")).unwrap();
    let document = breakglass::markdown::read(&source);
    assert_eq!(
        document.runbook().metadata.kind.as_ref().map(|kind| kind.value),
        Some(Kind::Procedure)
    );
    assert!(
        !source.contains("Severity") && !source.contains("**Alert**"),
        "{source}"
    );
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::new(&[("a-b.md", "mine")]);
    for title in ["A B", "a/b", "A: b?"] {
        let output = breakglass(&project, &["new", title]);
        assert_eq!(output.status.code(), Some(2), "{title}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("already exists"),
            "{output:?}"
        );
    }
    assert_eq!(
        std::fs::read_to_string(project.runbooks().join("a-b.md")).unwrap(),
        "mine"
    );
    assert_eq!(breakglass(&project, &["new", " "]).status.code(), Some(2));
    assert_eq!(
        breakglass(&project, &["new", "X", "--severity", "P9"]).status.code(),
        Some(2)
    );
    assert!(!project.runbooks().join("x.md").exists());
}

#[test]
fn the_index_is_no_runbook() {
    let project = Project::new(&[("a.md", "# A\n")]);
    for title in ["README", "Readme!"] {
        let output = breakglass(&project, &["new", title]);
        assert_eq!(output.status.code(), Some(2), "{title}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("readme.md is the folder's index"), "{told}");
    }
    assert!(!project.runbooks().join("readme.md").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_cannot_be_told_is_an_error_and_no_panic() {
    let project = Project::new(&[("a.md", "# A\n")]);
    refuses_a_full_disk(&project, &["new", "Told To Nobody"]);
    for help in [&["--help"][..], &["--version"], &["new", "--help"]] {
        refuses_a_full_disk(&project, help);
    }
}

/// A file system that takes no more than the process may write; its signal is ignored, as for a full disk.
#[cfg(target_os = "linux")]
#[test]
fn half_a_runbook_is_not_left_behind() {
    let project = Project::new(&[("a.md", "# A\n")]);
    let program = env!("CARGO_BIN_EXE_breakglass");
    let script = format!("trap '' XFSZ; ulimit -f 0; exec '{program}' new 'Too Large'");
    let output = Command::new("sh")
        .current_dir(project.beside("."))
        .args(["-c", &script])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("cannot write runbooks/too-large.md"), "{told}");
    assert!(!project.runbooks().join("too-large.md").exists());
}

/// Text as people type it into a field: words, marks of every kind, line ends.
fn field() -> impl Strategy<Value = String> {
    "([A-Za-zäé日#>*_`<&\\[\\]|:~=+.0-9\\\\-]{0,6}[ \\n]?){0,6}"
}

/// A name that reads as an alert.
fn alert() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{2,6}[A-Z][A-Za-z0-9]{2,6}"
}

/// Commands, with fences, blank lines, tabs and trailing marks in them.
fn command() -> impl Strategy<Value = String> {
    "([a-z][a-z `~$\"'#<>|&\\t-]{0,12}[a-z`~]\\n{0,3}){1,4}"
}

fn step() -> impl Strategy<Value = DraftStep> {
    (field(), field(), command(), field()).prop_map(|(text, warning, command, expected)| DraftStep {
        text: format!("Do {text}"),
        warning,
        command,
        expected,
        ..DraftStep::default()
    })
}

fn draft() -> impl Strategy<Value = Draft> {
    let texts = || prop::collection::vec(field().prop_map(|text| format!("It {text}")), 0..3);
    let lists = (texts(), texts(), texts());
    let steps = (prop::collection::vec(step(), 0..3), prop::collection::vec(step(), 0..3));
    (
        field(),
        prop::collection::vec(alert(), 0..3),
        lists,
        steps,
        "[A-Z][a-z]{2,8} Team",
    )
        .prop_map(
            |(title, alerts, (symptoms, verification, prevention), (diagnosis, immediate), owner)| Draft {
                title,
                severity: "P2 - Medium".to_string(),
                alerts,
                symptoms,
                verification,
                prevention,
                diagnosis,
                immediate,
                owner,
                last_updated: "2026-01-31".to_string(),
                ..Draft::default()
            },
        )
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn commands(runbook: &Runbook) -> Vec<String> {
    runbook
        .commands
        .iter()
        .map(|command| command.text.trim_end_matches('\n').to_string())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(400), ..ProptestConfig::default() })]

    /// What is written is read again as the same.
    #[test]
    fn what_is_written_is_read(draft in draft()) {
        let source = write(&draft);
        let document = breakglass::markdown::read(&source);
        let runbook = document.runbook();
        let title = spaced(&draft.title);
        let title = if title.is_empty() { "[Issue Title]" } else { title.as_str() };
        prop_assert_eq!(&runbook.title, title, "{}", source);
        let kinds: Vec<&str> = runbook.sections.iter().map(|section| section.kind.name()).collect();
        prop_assert_eq!(kinds.len(), 9, "{}", source);
        prop_assert_eq!(runbook.metadata.severity.map(|level| level.code()), Some("P2"), "{}", source);
        let alerts: Vec<&str> = runbook.metadata.alerts.iter().map(|alert| alert.value.as_str()).collect();
        prop_assert_eq!(alerts, draft.alerts.iter().map(String::as_str).collect::<Vec<_>>(), "{}", source);
        prop_assert_eq!(runbook.metadata.owner.as_ref().map(|owner| owner.value.as_str()), Some(draft.owner.as_str()), "{}", source);
        let wanted: Vec<String> = draft
            .diagnosis
            .iter()
            .chain(&draft.immediate)
            .map(|step| step.command.trim_matches('\n').to_string())
            .collect();
        prop_assert_eq!(commands(runbook), wanted, "{}", source);
        let headings = runbook.headings.iter().filter(|heading| heading.level == 3).count();
        prop_assert_eq!(headings, draft.diagnosis.len().max(1) + 2, "{}", source);
        prop_assert!(document.diagnostics.is_empty(), "{:?}\n{}", document.diagnostics, source);
    }
}

#[test]
fn a_folder_that_is_not_published_is_named() {
    let project = Project::new(&[("a.md", "# A\n")]);
    let told = |dir: &str| stderr(&breakglass(&project, &["new", "Cold start", "--dir", dir]));
    assert!(told("runbooks/_drafts").contains("`_drafts` begins with `_`"));
    assert!(told("runbooks/.later/a").contains("`.later` begins with `.`"));
    assert!(!told("runbooks/later").contains("not published"));
}

#[test]
fn what_says_that_it_is_a_runbook_is_no_part_of_a_title() {
    let project = Project::new(&[]);
    for title in ["Runbook:", "Runbook: ", "Playbook -", " "] {
        let output = breakglass(&project, &["new", title]);
        assert_eq!(output.status.code(), Some(2), "{title}: {output:?}");
    }
    let output = breakglass(&project, &["new", "Runbook: Queue stuck"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let source = std::fs::read_to_string(project.beside("runbooks/queue-stuck.md")).unwrap();
    assert_eq!(breakglass::markdown::read(&source).runbook().title, "Queue stuck");
    assert_eq!(source.matches("Runbook:").count(), 1);
}
