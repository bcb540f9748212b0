//! `alerts` as a gate in CI.

use super::*;

#[test]
fn a_baseline_stops_new_findings_only() {
    let project = project();
    let update = run(
        &project,
        &["rules", "--baseline", "known.json", "--update-baseline", "--strict"],
        "",
    );
    assert_eq!(update.status.code(), Some(0), "{}", stderr(&update));
    let gate = run(&project, &["rules", "--baseline", "known.json", "--strict"], "");
    assert_eq!(gate.status.code(), Some(0), "{}", stdout(&gate));
    // Lines above a known finding change nothing; a new alert is new.
    let more = format!("# one more line\n{PLAIN}  - alert: Brand New\n    expr: up\n");
    std::fs::write(project.beside("rules/shop.rules"), more).unwrap();
    let (report, code) = json(&project, &["rules", "--baseline", "known.json", "--strict"]);
    assert_eq!(code, Some(1));
    assert_eq!(found(&report), ["rules/shop.rules:14:12 alert-without-runbook error"]);
    // What is settled can go.
    project.write("cache.md", "---\nalerts: [CacheHitRateLow, Brand New]\n---\n# Cache\n");
    let settled = run(&project, &["rules", "--baseline", "known.json"], "");
    assert!(
        stderr(&settled).contains("alert-without-runbook `CacheHitRateLow` is not found any more"),
        "{}",
        stderr(&settled)
    );
    std::fs::write(project.beside("known.json"), "{").unwrap();
    let broken = run(&project, &["rules", "--baseline", "known.json"], "");
    assert_eq!(broken.status.code(), Some(2));
    assert!(stderr(&broken).contains("known.json:1:1:"), "{}", stderr(&broken));
}

#[test]
fn wrong_usage_is_told() {
    let project = project();
    for (args, message) in [
        (&["nope.yaml"][..], "cannot read nope.yaml"),
        (&["rules", "--write-urls", "runbooks.example"][..], "give a web address"),
        (&["rules", "--dry-run"][..], "--write-urls"),
        (&["rules", "--src", "nowhere"][..], "nowhere"),
    ] {
        let output = run(&project, args, "");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(message), "{args:?}: {}", stderr(&output));
    }
    // A rendering that failed upstream is nothing to pass.
    let none = run(&project, &["-"], "");
    assert_eq!(none.status.code(), Some(2), "{}", stderr(&none));
    assert!(
        stderr(&none).contains("no alert rules in standard input"),
        "{}",
        stderr(&none)
    );
    let rules = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n";
    let piped = run(&project, &["-", "--write-urls", "https://runbooks.example/"], rules);
    assert_eq!(piped.status.code(), Some(2), "{}", stderr(&piped));
    assert!(
        stderr(&piped).contains("standard input cannot be changed"),
        "{}",
        stderr(&piped)
    );
    let none = run(&project, &["rules/values.yaml"], "");
    assert_eq!(none.status.code(), Some(2));
    assert!(
        stderr(&none).contains("rules/values.yaml: no rules in it"),
        "{}",
        stderr(&none)
    );
}

#[test]
fn a_broken_configuration_is_told_beside_the_report_and_nothing_is_written() {
    let project = project();
    let config = format!(
        "{SITE}[contacts.Desk]\nphone = \"call me\"\nhours = \"25-26\"\n[contacts.Other]\nmail = \"a@b.example\"\n"
    );
    std::fs::write(project.beside("breakglass.toml"), config).unwrap();
    let output = run(&project, &["rules", "--format", "json"], "");
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["summary"]["dead_urls"], 1, "the site's address counts");
    for part in [
        "breakglass.toml:4:9: \"call me\" is no telephone number",
        "breakglass.toml:5:9: \"25-26\" cannot be read as hours",
    ] {
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
    let output = run(&project, &["rules", "--write-urls", "https://x.example/"], "");
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
    assert_eq!(
        std::fs::read_to_string(project.beside("rules/shop.rules")).unwrap(),
        PLAIN
    );
}
