//! `breakglass alerts`: rule files as teams have them against runbooks.

use crate::project::Project;
use serde_json::Value;
use std::process::{Command, Output, Stdio};

fn run(project: &Project, args: &[&str], stdin: &str) -> Output {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(project.beside("."))
        .arg("alerts")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(project: &Project, args: &[&str]) -> (Value, Option<i32>) {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    let output = run(project, &args, "");
    let value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)));
    (value, output.status.code())
}

/// Findings as `path:line:column rule severity`.
fn found(report: &Value) -> Vec<String> {
    let list = report["diagnostics"].as_array().unwrap().iter();
    list.map(|item| {
        let start = &item["span"]["start"];
        format!(
            "{}:{}:{} {} {}",
            item["path"].as_str().unwrap(),
            start["line"],
            start["column"],
            item["rule"].as_str().unwrap(),
            item["severity"].as_str().unwrap()
        )
    })
    .collect()
}

const SITE: &str = "[site]\nurl = \"https://runbooks.shop.example/ops/\"\n";

/// The Prometheus Operator's shape, two resources in one file, a record, a multi-line expression, both kinds of lists.
const OPERATOR: &str = r#"# Generated; do not edit.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  labels:
    app.kubernetes.io/part-of: kube-prometheus
    role: alert-rules
  name: kubernetes-monitoring-rules
spec:
  groups:
  - name: kubernetes-apps
    rules:
    - alert: KubePodCrashLooping
      annotations:
        description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) restarts.'
        runbook_url: https://runbooks.shop.example/ops/a/KubePodCrashLooping/#namespace={{ $labels.namespace }}&pod={{ $labels.pod }}
        summary: Pod is crash looping.
      expr: |
        max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1
      for: 15m
      labels:
        severity: warning
    - alert: KubePodNotReady
      annotations:
        description: Not ready.
        runbook_url: https://runbooks.shop.example/ops/a/KubePodNotready/
        summary: Pod has been in a non-ready state.
      expr: sum by (namespace) (kube_pod_status_phase{phase=~"Pending|Unknown"}) > 0
      labels:
        severity: critical
    - alert: KubeDeploymentReplicasMismatch
      annotations:
        runbook_url: https://runbooks.upstream.example/kubedeploymentreplicasmismatch
      expr: up == 0
      labels:
        severity: warning
  - name: node.rules
    rules:
    - expr: sum(up)
      record: cluster:up:sum
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  data: {groups: "no"}
- apiVersion: monitoring.coreos.com/v1
  kind: PrometheusRule
  metadata: {name: general}
  spec:
    groups:
    - name: general.rules
      rules:
      - alert: Watchdog
        expr: vector(1)
        labels: {severity: none}
      - alert: TargetDown
        expr: up == 0
        labels: {severity: critical}
      - alert: TargetDown
        expr: up < 1
        labels: {severity: warning}
"#;

/// A plain Prometheus rule file.
const PLAIN: &str = "groups:\n- name: shop\n  rules:\n  - alert: HighCPUUsage\n    expr: cpu > 0.8\n    for: 5m\n    labels:\n      severity: P1\n    annotations:\n      summary: \"CPU high\"   # measured per host\n  - alert: CacheHitRateLow\n    expr: hits < 0.7\n";

fn project() -> Project {
    let project = Project::new(&[
        (
            "pods.md",
            "---\nalerts: [KubePodCrashLooping, KubePodNotReady]\n---\n# Pods\n\n## Diagnosis\n\nLook.\n",
        ),
        ("cpu.md", "# High CPU\n\n## Detection\n\n- **Alert**: `HighCPUUsage`\n"),
        ("lag.md", "---\nalerts: ReplicationLagHigh\n---\n# Lag\n"),
        (
            "deploy.md",
            "---\nalerts: [kubedeploymentreplicasmismatch]\n---\n# Deployments\n",
        ),
    ]);
    std::fs::write(project.beside("breakglass.toml"), SITE).unwrap();
    std::fs::create_dir(project.beside("rules")).unwrap();
    std::fs::write(project.beside("rules/operator.yaml"), OPERATOR).unwrap();
    std::fs::write(project.beside("rules/shop.rules"), PLAIN).unwrap();
    std::fs::write(project.beside("rules/values.yaml"), "replicas: 3\n").unwrap();
    project
}

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
fn the_written_addresses_are_the_only_change() {
    let project = project();
    let dry = run(
        &project,
        &[
            "rules",
            "--write-urls",
            "https://runbooks.shop.example/ops",
            "--dry-run",
        ],
        "",
    );
    assert_eq!(
        std::fs::read_to_string(project.beside("rules/shop.rules")).unwrap(),
        PLAIN
    );
    let patch = stdout(&dry);
    let changed: Vec<&str> = patch.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    let expected = [
        "--- a/rules/operator.yaml",
        "+++ b/rules/operator.yaml",
        "-        runbook_url: https://runbooks.shop.example/ops/a/KubePodNotready/",
        "+        runbook_url: https://runbooks.shop.example/ops/a/KubePodNotReady/",
        "-        runbook_url: https://runbooks.upstream.example/kubedeploymentreplicasmismatch",
        "+        runbook_url: https://runbooks.shop.example/ops/a/kubedeploymentreplicasmismatch/",
        "--- a/rules/shop.rules",
        "+++ b/rules/shop.rules",
        "+      runbook_url: https://runbooks.shop.example/ops/a/HighCPUUsage/",
    ];
    assert_eq!(changed, expected);

    let written = run(
        &project,
        &["rules", "--write-urls", "https://runbooks.shop.example/ops"],
        "",
    );
    assert_eq!(written.status.code(), Some(1));
    assert!(
        stderr(&written).contains("set 3 runbook_urls in 2 files"),
        "{}",
        stderr(&written)
    );
    let shop = std::fs::read_to_string(project.beside("rules/shop.rules")).unwrap();
    assert_eq!(
        shop,
        PLAIN.replace(
            "      summary: \"CPU high\"   # measured per host\n",
            "      runbook_url: https://runbooks.shop.example/ops/a/HighCPUUsage/\n      summary: \"CPU high\"   # measured per host\n"
        )
    );
    // An independent reader sees the same, but for the addresses.
    for (name, old) in [("operator.yaml", OPERATOR), ("shop.rules", PLAIN)] {
        let new = std::fs::read_to_string(project.beside("rules").join(name)).unwrap();
        assert_eq!(without_urls(old), without_urls(&new), "{name}");
    }
    // Nothing is left to write.
    let again = run(
        &project,
        &["rules", "--write-urls", "https://runbooks.shop.example/ops/"],
        "",
    );
    assert!(!stderr(&again).contains("set "), "{}", stderr(&again));
    let (report, _) = json(&project, &["rules"]);
    assert_eq!(report["summary"]["dead_urls"], 0);
    assert_eq!(report["summary"]["missing_urls"], 0);
}

fn without_urls(text: &str) -> Vec<Value> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("runbook_url");
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut values: Vec<Value> = serde_saphyr::from_multiple(text).unwrap();
    values.iter_mut().for_each(strip);
    values
}

#[test]
fn foreign_addresses_can_be_kept() {
    let project = project();
    let output = run(
        &project,
        &[
            "rules",
            "--write-urls",
            "https://runbooks.shop.example/ops",
            "--keep-foreign",
            "--dry-run",
        ],
        "",
    );
    assert!(!stdout(&output).contains("upstream"), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("would set 2 runbook_urls"),
        "{}",
        stderr(&output)
    );
}

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
fn what_cannot_be_read_is_said_with_its_place_and_the_rest_is_checked() {
    let project = project();
    let messy = "groups:\n- name: a\n  rules:\n  - alert: TargetDown\n    expr: up\n  - expr: up\n  - alert: [x]\n    expr: up\n  - just text\n  - alert: A\n    alert: B\n    expr: up\n---\nx: [\n---\ngroups: 5\n---\nkind: PrometheusRule\nspec:\n  groups:\n  - rules:\n    - alert: CacheHitRateLow\n      labels: 3\n";
    std::fs::write(project.beside("rules/messy.yaml"), messy).unwrap();
    std::fs::write(
        project.beside("rules/bytes.yaml"),
        b"groups:\n- name: \xff\n  rules:\n  - alert: HighCPUUsage\n",
    )
    .unwrap();
    std::fs::write(project.beside("rules/utf16.yaml"), b"\xff\xfeg\0r\0").unwrap();
    let (report, code) = json(
        &project,
        &[
            "rules/messy.yaml",
            "rules/bytes.yaml",
            "rules/utf16.yaml",
            "rules/operator.yaml",
        ],
    );
    assert_eq!(code, Some(1));
    let found: Vec<String> = found(&report)
        .into_iter()
        .filter(|line| line.contains("rules-unreadable"))
        .collect();
    assert_eq!(
        found,
        [
            "rules/messy.yaml:6:5 rules-unreadable error",
            "rules/messy.yaml:7:12 rules-unreadable error",
            "rules/messy.yaml:9:5 rules-unreadable error",
            "rules/messy.yaml:11:5 rules-unreadable error",
            "rules/messy.yaml:14:4 rules-unreadable error",
            "rules/messy.yaml:16:9 rules-unreadable error",
            "rules/messy.yaml:21:5 rules-unreadable error",
            "rules/messy.yaml:23:15 rules-unreadable error",
            "rules/bytes.yaml:2:9 rules-unreadable error",
            "rules/utf16.yaml:1:1 rules-unreadable error",
        ]
    );
    let names: Vec<&str> = report["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| alert["name"].as_str().unwrap())
        .collect();
    for name in ["TargetDown", "CacheHitRateLow", "HighCPUUsage", "Watchdog"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let before = std::fs::read(project.beside("rules/bytes.yaml")).unwrap();
    let output = run(
        &project,
        &["rules/bytes.yaml", "--write-urls", "https://x.example/"],
        "",
    );
    assert!(
        stderr(&output).contains("rules/bytes.yaml:4:12: the runbook_url of `HighCPUUsage` was not set"),
        "{}",
        stderr(&output)
    );
    assert_eq!(std::fs::read(project.beside("rules/bytes.yaml")).unwrap(), before);
}

#[test]
fn a_chart_that_is_not_rendered_is_read_as_far_as_it_goes() {
    let project = project();
    let chart = "{{- if .Values.rules.create }}\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: {{ include \"shop.fullname\" . }}\n  labels:\n{{ toYaml .Values.labels | indent 4 }}\nspec:\n  groups:\n  - name: shop\n    rules:\n{{- if not .Values.disabled.HighCPUUsage }}\n    - alert: HighCPUUsage\n      annotations:\n        runbook_url: {{ .Values.runbookUrl }}/cpu\n        description: {{`{{`}} $labels.x {{`}}`}} is hot\n      expr: up{job=\"{{ .Values.job }}\"} == 0\n{{- end }}\n    - alert: {{ .Values.prefix }}Down\n      expr: up == 0\n    - alert: CacheHitRateLow\n      expr: up == 0\n{{- end }}\n---\n{{ range .x }}\n- a: b\nc: d\n---\n";
    let output = run(&project, &["-", "--format", "json"], &format!("{chart}{PLAIN}"));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<&str> = report["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| alert["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["HighCPUUsage", "CacheHitRateLow", "HighCPUUsage", "CacheHitRateLow"]
    );
    assert_eq!(report["alerts"][0]["standing"], "templated-url");
    let templated: Vec<String> = found(&report)
        .into_iter()
        .filter(|line| line.contains("templated-text"))
        .collect();
    assert_eq!(
        templated,
        ["stdin:1:1 templated-text warning", "stdin:25:1 templated-text warning"]
    );
    assert!(
        found(&report).contains(&"stdin:21:14 alert-without-runbook error".to_string()),
        "{:?}",
        found(&report)
    );
}

#[test]
fn other_formats_have_the_same_findings() {
    let project = project();
    let sarif: Value = serde_json::from_slice(&run(&project, &["rules", "--format", "sarif"], "").stdout).unwrap();
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
    let none = run(&project, &["rules/values.yaml"], "");
    assert!(
        stderr(&none).contains("rules/values.yaml: no rules in it"),
        "{}",
        stderr(&none)
    );
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
