//! What the report says.

use super::*;

#[test]
fn the_report_says_exactly_what_is_missing_dead_foreign_and_orphaned() {
    let (report, code) = json(&project(), &["rules"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        found(&report),
        [
            "rules/operator.yaml:26:22 dead-runbook-url error",
            "rules/operator.yaml:33:22 foreign-runbook-url info",
            "rules/operator.yaml:55:16 alert-without-runbook warning",
            "rules/operator.yaml:58:16 alert-without-runbook error",
            "rules/shop.rules:4:12 missing-runbook-url warning",
            "rules/shop.rules:11:12 alert-without-runbook error",
            "runbooks/lag.md:2:9 runbook-without-alert warning",
        ]
    );
    assert_eq!(
        report["uncovered"],
        serde_json::json!({ "critical": ["TargetDown"], "none": ["Watchdog"], "(none)": ["CacheHitRateLow"] })
    );
    assert_eq!(report["orphans"][0]["id"], "lag");
    let summary = &report["summary"];
    for (key, count) in [
        ("files", 2),
        ("rules", 8),
        ("alerts", 7),
        ("covered", 4),
        ("uncovered", 3),
        ("dead_urls", 1),
        ("missing_urls", 1),
        ("foreign_urls", 1),
        ("orphans", 1),
        ("errors", 3),
        ("warnings", 3),
        ("infos", 1),
    ] {
        assert_eq!(summary[key], count, "{key}");
    }
    let standings: Vec<&str> = report["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| alert["standing"].as_str().unwrap())
        .collect();
    assert_eq!(
        standings,
        [
            "linked",
            "dead-url",
            "foreign-url",
            "uncovered",
            "uncovered",
            "uncovered",
            "missing-url",
            "uncovered"
        ]
    );
    assert_eq!(report["alerts"][3]["resource"], "general");
}

#[test]
fn the_text_names_uncovered_alerts_by_severity_worst_first() {
    let output = run(&project(), &["rules"], "");
    let text = stdout(&output);
    assert!(
        text.contains("Alerts without a runbook, by severity:\n  critical: TargetDown\n  (none): CacheHitRateLow\n  none: Watchdog\n"),
        "{text}"
    );
    assert!(text.contains("7 alerts in 2 files: 4 with a runbook, 3 without; 1 runbook_url dead, 1 missing, 1 to other sites; 1 runbook for"), "{text}");
}

#[test]
fn a_runbook_for_several_unknown_alerts_counts_once() {
    let project = Project::new(&[("disk.md", "---\nalerts: [DiskFull, DiskSlow, DiskGone]\n---\n# Disk\n")]);
    let rules = "groups:\n- name: g\n  rules:\n  - {alert: DiskFull, expr: up}\n";
    let text = stdout(&run(&project, &["-"], rules));
    assert_eq!(text.matches("BG204").count(), 2, "{text}");
    assert!(text.contains("; 1 runbook for an alert that no rule defines"), "{text}");
}

#[test]
fn a_chapter_that_is_called_like_the_alert_is_pointed_at() {
    let project = Project::new(&[
        (
            "ingest.md",
            "# Ingest\n\n## Alerts\n\n### IngestQueueFull\n\nMake room.\n",
        ),
        ("other.md", "# Other\n\n## Queue full\n"),
    ]);
    let rules =
        "groups:\n- name: g\n  rules:\n  - {alert: IngestQueueFull, expr: up}\n  - {alert: DiskFull, expr: up}\n";
    let text = stdout(&run(&project, &["-"], rules));
    assert!(
        text.contains("`ingest.md` has a heading of this name: let `runbook_url` lead to `r/ingest/#ingestqueuefull`"),
        "{text}"
    );
    assert_eq!(text.matches("has a heading of this name").count(), 1, "{text}");
}

#[test]
fn other_formats_have_the_same_findings() {
    let project = project();
    let sarif: Value = serde_json::from_slice(&run(&project, &["rules", "--format", "sarif"], "").stdout).unwrap();
    let schema = crate::sarif::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&sarif).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
    }
    let github = stdout(&run(&project, &["rules", "--format", "github"], ""));
    assert_eq!(github.lines().count(), 7);
    assert!(
        github.starts_with("::error file=rules/operator.yaml,line=26,"),
        "{github}"
    );
}

#[test]
fn levels_of_a_team_count() {
    let project = project();
    let config = format!("{SITE}\n[rules]\nalert-without-runbook = \"warning\"\ndead-runbook-url = \"off\"\n");
    std::fs::write(project.beside("breakglass.toml"), config).unwrap();
    let (report, code) = json(&project, &["rules"]);
    assert_eq!((code, &report["summary"]["errors"]), (Some(0), &Value::from(0)));
    assert!(!found(&report).iter().any(|line| line.contains("dead-runbook-url")));
}

/// The corpus's own alerts, as the Prometheus Operator's project would define them: all but two, and three more.
#[test]
fn a_real_set_of_runbooks_and_rules_for_its_alerts() {
    let corpus =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/prometheus-operator/content/runbooks");
    if !corpus.exists() {
        println!("skipped: {} is not there", corpus.display());
        return;
    }
    let mut names: Vec<String> = ignore::WalkBuilder::new(&corpus)
        .build()
        .filter_map(|entry| {
            let path = entry.ok()?.into_path();
            let name = path.file_stem()?.to_str()?.to_string();
            (path.extension()? == "md" && !name.starts_with('_')).then_some(name)
        })
        .collect();
    names.sort();
    names.dedup();
    assert!(names.len() > 80, "{}", names.len());
    let gone = names.split_off(names.len() - 2);
    let mut rules = String::from(
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: all}\nspec:\n  groups:\n  - name: all\n    rules:\n",
    );
    for (at, name) in names
        .iter()
        .chain(&["NewOne".into(), "NewTwo".into(), "NewThree".into()])
        .enumerate()
    {
        let severity = ["critical", "warning", "info"][at % 3];
        rules.push_str(&format!(
            "    - alert: {name}\n      annotations:\n        description: 'Of {{{{ $labels.job }}}}'\n"
        ));
        if at % 2 == 0 {
            rules.push_str(&format!(
                "        runbook_url: https://runbooks.upstream.example/{}\n",
                name.to_lowercase()
            ));
        }
        rules.push_str(&format!(
            "      expr: up == 0\n      labels:\n        severity: {severity}\n"
        ));
    }
    let project = Project::new(&[]);
    std::fs::write(project.beside("all.yaml"), &rules).unwrap();
    let src = corpus.to_str().unwrap();
    let (report, _) = json(&project, &["all.yaml", "--src", src]);
    let mut uncovered: Vec<&str> = report["uncovered"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|names| names.as_array().unwrap())
        .map(|name| name.as_str().unwrap())
        .collect();
    uncovered.sort_unstable();
    assert_eq!(uncovered, ["NewOne", "NewThree", "NewTwo"]);
    let orphans: Vec<&str> = report["orphans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|orphan| orphan["alert"].as_str().unwrap())
        .collect();
    for name in &gone {
        assert!(orphans.contains(&name.as_str()), "{orphans:?}");
    }
    assert_eq!(orphans.len(), gone.len(), "{orphans:?}");
    assert_eq!(report["summary"]["covered"], names.len());
    assert_eq!(report["summary"]["missing_urls"], names.len() / 2);

    let output = run(
        &project,
        &["all.yaml", "--src", src, "--write-urls", "https://r.example/"],
        "",
    );
    assert!(
        stderr(&output).contains(&format!("set {} runbook_urls in 1 file", names.len())),
        "{}",
        stderr(&output)
    );
    let new = std::fs::read_to_string(project.beside("all.yaml")).unwrap();
    assert_eq!(without_urls(&rules), without_urls(&new));
    for name in &names {
        assert!(
            new.contains(&format!("runbook_url: https://r.example/a/{name}/\n")),
            "{name}"
        );
    }
}
