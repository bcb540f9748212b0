//! `breakglass check`: exit codes, which files, `--explain`.

use crate::project::{Project, breakglass, stderr, stdout};
use breakglass::site::{check, config, source};
use serde_json::Value;
use std::process::Command;

/// A runbook without findings.
pub const GOOD: &str = "# Slow Checkout\n\n## Symptoms\n\n- The basket spins\n\n## Impact\n\n- **Severity**: P1 - High\n\n## Detection\n\n\
                    - **Alert**: `CheckoutSlow`\n\n## Diagnosis\n\n### Step 1: Look\n\n```bash\nuptime\n```\n\n**Expected**: a load below 4\n\n\
                    ## Resolution\n\n1. Restart it.\n\n## Verification\n\n- [ ] p95 below 500 ms\n\n## Prevention\n\n- Test it\n\n\
                    ## Escalation\n\n- **L1**: `#ops`\n\n## Related\n\n- The wiki\n\n---\n\n**Last Updated**: 2025-10-25  \n**Owner**: Shop\n";

/// The findings of `check --format json`.
pub fn json(project: &Project, args: &[&str]) -> Value {
    let mut all = vec!["check", "--format", "json"];
    all.extend(args);
    let output = breakglass(project, &all);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)))
}

fn rules(found: &Value) -> Vec<String> {
    let list = found["diagnostics"].as_array().unwrap();
    list.iter()
        .map(|item| item["rule"].as_str().unwrap().to_string())
        .collect()
}

#[test]
fn a_good_runbook_passes() {
    let project = Project::new(&[("a.md", GOOD)]);
    let output = breakglass(&project, &["check", "--strict"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert_eq!(stdout(&output), "1 file checked, nothing found\n");
}

#[test]
fn exit_codes_tell_errors_from_warnings_and_usage() {
    let warning = GOOD.replace("- The wiki", "- TODO");
    let error = GOOD.replace("`#ops`", "the team");
    for (source, args, code) in [
        (GOOD, &["check"][..], 0),
        (warning.as_str(), &["check"], 0),
        (warning.as_str(), &["check", "--strict"], 1),
        (error.as_str(), &["check"], 1),
        (GOOD, &["check", "nowhere"], 2),
        (GOOD, &["check", "runbooks/notes.txt"], 2),
        (GOOD, &["check", "--format", "xml"], 2),
        (GOOD, &["check", "--explain", "BG999"], 2),
    ] {
        let project = Project::new(&[("a.md", source), ("notes.txt", "x")]);
        let output = breakglass(&project, args);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{args:?}: {}{}",
            stdout(&output),
            stderr(&output)
        );
    }
}

#[test]
fn what_is_missing_has_a_place() {
    let project = Project::new(&[
        ("a.md", ""),
        ("b.md", "\u{feff}Text only.\r\n"),
        ("c.md", "## Diagnosis\n\n## Resolution\n"),
    ]);
    let found = json(&project, &[]);
    for item in found["diagnostics"].as_array().unwrap() {
        for end in ["start", "end"] {
            for key in ["line", "column", "offset"] {
                assert!(item["span"][end][key].is_u64(), "{item}");
            }
        }
    }
}

#[test]
fn single_files_are_seen_in_their_folder() {
    let project = Project::new(&[
        (
            "README.md",
            "# R\n\n| Runbook | Severity |\n|---|---|\n| [A](db/a.md) | P0 |\n",
        ),
        ("db/a.md", GOOD),
        (
            "db/b.md",
            &GOOD
                .replace("CheckoutSlow", "Other")
                .replace("- The wiki", "- [A](a.md)\n- [gone](gone.md)"),
        ),
    ]);
    let found = json(&project, &["runbooks/db/a.md"]);
    assert_eq!(rules(&found), ["severity-contradicts-index"]);
    assert_eq!(found["summary"]["files"], 1);
    assert_eq!(found["diagnostics"][0]["path"], "runbooks/db/a.md");
    // A link to a file of the folder is alive, though the file was not named.
    let found = json(&project, &["./runbooks/db/b.md"]);
    assert_eq!(rules(&found), ["runbook-not-indexed", "dead-link"]);
    assert_eq!(found["diagnostics"][0]["path"], "./runbooks/db/b.md");
    let both = json(&project, &["runbooks/db/a.md", "runbooks/db/b.md"]);
    assert_eq!(both["summary"]["files"], 2);
}

#[test]
fn what_is_given_twice_is_checked_once() {
    let project = Project::new(&[("README.md", "# Runbooks\n\n- [A](a.md)\n"), ("a.md", "# A\n")]);
    let once = json(&project, &["runbooks"]);
    for more in ["runbooks/", "./runbooks", "runbooks/a.md"] {
        assert_eq!(json(&project, &["runbooks", more]), once, "{more}");
    }
}

#[test]
fn a_file_that_is_left_out_is_named() {
    let project = Project::new(&[("a.md", GOOD), ("out.md", "# Out\n"), (".gitignore", "out.md\n")]);
    let output = breakglass(&project, &["check", "runbooks/a.md", "runbooks/out.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("runbooks/out.md: passed over; an ignore file"),
        "{}",
        stderr(&output)
    );
    assert!(!stderr(&output).contains("a.md"), "{}", stderr(&output));
    assert!(stdout(&output).contains("1 file checked"), "{}", stdout(&output));
}

#[test]
fn the_configuration_is_that_of_the_folder_and_not_of_the_current_one() {
    let project = Project::new(&[("a.md", &GOOD.replace("- The wiki", "- TODO"))]);
    std::fs::write(project.beside("elsewhere.toml"), "x").unwrap();
    let other = tempfile::tempdir().unwrap();
    std::fs::write(
        other.path().join("breakglass.toml"),
        "[rules]\nplaceholder-left = \"off\"\n",
    )
    .unwrap();
    let run = || {
        let output = Command::new(env!("CARGO_BIN_EXE_breakglass"))
            .current_dir(other.path())
            .args(["check", "--format", "json"])
            .arg(project.runbooks())
            .output()
            .unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    assert_eq!(rules(&run()), ["placeholder-left"]);
    project.write("breakglass.toml", "[rules]\nBG073 = \"error\"\n");
    let found = run();
    assert_eq!(found["diagnostics"][0]["severity"], "error");
    project.write("breakglass.toml", "[rules]\nplaceholder-left = \"off\"\n");
    assert_eq!(rules(&run()), Vec::<String>::new());
    project.write("breakglass.toml", "[rules]\nplaceholder-lfet = \"off\"\n");
    let output = breakglass(&project, &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("did you mean `placeholder-left`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn allowances_work_for_findings_about_the_whole_site_too() {
    let allow = |text: &str| GOOD.replace("- The wiki", text);
    let project = Project::new(&[(
        "a.md",
        &allow("<!-- breakglass-allow dead-link: comes with the next release -->\n- [gone](gone.md)"),
    )]);
    assert_eq!(rules(&json(&project, &[])), Vec::<String>::new());
    project.write("a.md", &allow("<!-- breakglass-allow dead-link -->\n- [gone](gone.md)"));
    assert_eq!(rules(&json(&project, &[])), ["allow-without-reason", "dead-link"]);
    project.write("a.md", &allow("<!-- breakglass-allow dead-link: no -->\n- The wiki"));
    assert_eq!(rules(&json(&project, &[])), ["allow-unused"]);
}

#[test]
fn a_page_that_is_called_as_its_alert_names_one() {
    let plain = GOOD.replace("- **Alert**: `CheckoutSlow`\n", "");
    assert_ne!(plain, GOOD);
    let missing = |path: &str, title: &str| {
        let source = plain.replacen("# Slow Checkout", title, 1);
        assert!(source.contains(title));
        let project = Project::new(&[(path, &source)]);
        rules(&json(&project, &[])).contains(&"alert-missing".to_string())
    };
    assert!(missing("cpu.md", "# Slow checkout"));
    assert!(!missing("cpu.md", "# KubePodNotReady"));
    assert!(!missing("KubePodNotReady.md", "# A pod is not ready"));
    assert!(!missing("Watchdog.md", "# Watchdog"));
    assert!(missing("watchdog.md", "# Watchdog"));
}

#[test]
fn explain_says_what_why_and_shows_examples() {
    let project = Project::new(&[]);
    for name in ["BG001", "bg001", "fence-closed-with-info"] {
        let output = breakglass(&project, &["check", "--explain", name]);
        assert_eq!(output.status.code(), Some(0));
        let text = stdout(&output);
        assert!(text.starts_with("BG001: fence-closed-with-info (warning)"), "{text}");
        assert!(text.contains("Found in:") && text.contains("```text"), "{text}");
        assert!(
            text.contains("<!-- breakglass-allow fence-closed-with-info: reason -->"),
            "{text}"
        );
        assert!(text.contains("`fence-closed-with-info = \"off\"`"), "{text}");
    }
    let output = breakglass(&project, &["check", "--explain", "dead-lnik"]);
    assert!(
        stderr(&output).contains("did you mean `dead-link`?"),
        "{}",
        stderr(&output)
    );
    for name in ["BG200", "alert-without-runbook"] {
        let text = stdout(&breakglass(&project, &["check", "--explain", name]));
        assert!(
            text.starts_with("BG200: alert-without-runbook (error)\n\nAn alert that no"),
            "{text}"
        );
        assert!(text.ends_with("Found by `breakglass alerts`.\n"), "{text}");
    }
    let all = stdout(&breakglass(&project, &["check", "--explain", "all"]));
    assert_eq!(all.lines().count(), breakglass::lint::registry::ALL.len());
}

#[test]
fn rules_that_need_a_folder_find_their_bad_example_and_pass_their_good_one() {
    for entry in breakglass::lint::registry::ALL {
        let code = entry.rule.code;
        // These need bytes that no text has; the tests below and those of their modules make them.
        if ["BG004", "BG005", "BG006", "BG040", "BG041"].contains(&code) {
            continue;
        }
        for (files, expected) in [(entry.docs.bad, true), (entry.docs.good, false)] {
            let project = Project::new(files);
            let sources = source::read(&project.runbooks()).unwrap();
            let config = config::read(&sources.root).unwrap();
            let today = breakglass::text::Date::new(2026, 11, 25);
            let checked = check::check(&sources, &check::options(&config, today));
            let mut found = checked.reports.iter().flat_map(|report| &report.diagnostics);
            assert_eq!(
                found.any(|found| found.rule == entry.rule),
                expected,
                "{code} {}",
                entry.rule.name
            );
        }
    }
}

#[test]
fn a_row_without_its_runbook_counts_once() {
    let index = "# R\n\n## A\n\n| Runbook |\n|---|\n| [A](a.md) |\n| [B](aa.md) |\n\nSee [c](cccccc.md).\n";
    let project = Project::new(&[("a.md", GOOD), ("README.md", index)]);
    let found = json(&project, &[]);
    let items: Vec<(&str, &Value)> = (found["diagnostics"].as_array().unwrap().iter())
        .filter(|item| item["severity"] == "error")
        .map(|item| (item["rule"].as_str().unwrap(), item))
        .collect();
    let names: Vec<&str> = items.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["index-row-without-runbook", "dead-link"], "{found:#}");
    assert_eq!(items[0].1["fix"]["edits"][0]["text"], "a.md", "{found:#}");
}

#[test]
fn files_that_cannot_be_read_as_they_are() {
    let project = Project::new(&[("a.md", GOOD), ("deep.md", &"> ".repeat(200))]);
    std::fs::write(project.runbooks().join("latin.md"), b"# Gr\xfcsse\n").unwrap();
    std::fs::write(project.runbooks().join("huge.md"), "x\n".repeat(3 << 20)).unwrap();
    #[cfg(unix)]
    for (target, link) in [
        ("/etc/hostname", "outside.md"),
        ("nowhere.md", "dangling.md"),
        ("loop.md", "loop.md"),
    ] {
        std::os::unix::fs::symlink(target, project.runbooks().join(link)).unwrap();
    }
    let found = json(&project, &[]);
    let of = |rule: &str| -> Vec<&str> {
        let items = found["diagnostics"].as_array().unwrap().iter();
        let items = items.filter(|item| item["rule"] == rule);
        items.map(|item| item["path"].as_str().unwrap()).collect()
    };
    assert_eq!(of("nested-too-deeply"), ["runbooks/deep.md"]);
    assert_eq!(of("not-utf8"), ["runbooks/latin.md"]);
    assert_eq!(of("file-too-large"), ["runbooks/huge.md"]);
    // What is shown as plain text is no code block of its author's.
    assert_eq!(of("fence-never-closed"), [""; 0]);
    if cfg!(unix) {
        assert_eq!(of("link-leaves-folder"), ["runbooks/outside.md"]);
        assert_eq!(of("file-unreadable"), ["runbooks/dangling.md", "runbooks/loop.md"]);
    }
    // What stands in the same folder and is as it should be has none of these.
    let project = Project::new(&[
        ("a.md", GOOD),
        ("deep.md", &format!("# Deep\n\n{}text\n", "> ".repeat(40))),
    ]);
    std::fs::write(project.runbooks().join("utf8.md"), "# Gr\u{fc}sse\n").unwrap();
    std::fs::write(project.runbooks().join("large.md"), "x\n".repeat(1 << 20)).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.md", project.runbooks().join("inside.md")).unwrap();
    let found = rules(&json(&project, &[]));
    for rule in [
        "not-utf8",
        "file-too-large",
        "link-leaves-folder",
        "file-unreadable",
        "nested-too-deeply",
    ] {
        assert!(!found.iter().any(|name| name == rule), "{rule}: {found:?}");
    }
}

#[test]
fn the_project_s_own_runbooks_pass() {
    let output = Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "runbooks", "--strict"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("16 files"), "{}", stdout(&output));
}
