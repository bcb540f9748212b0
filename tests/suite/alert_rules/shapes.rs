//! Files as users have them: broken, not rendered, inside other files.

use super::*;

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
    // Nobody knows what it would hold.
    let output = run(&project, &["rules/utf16.yaml"], "");
    assert!(!stderr(&output).contains("no rules in it"), "{}", stderr(&output));
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
    assert_eq!(
        found_where(&report, |line| line.contains("rules-unreadable")),
        [
            "rules/messy.yaml:6:5 rules-unreadable error",
            "rules/messy.yaml:7:12 rules-unreadable error",
            "rules/messy.yaml:9:5 rules-unreadable error",
            "rules/messy.yaml:11:5 rules-unreadable error",
            "rules/messy.yaml:14:4 rules-unreadable error",
            "rules/messy.yaml:16:9 rules-unreadable error",
            "rules/messy.yaml:21:5 rules-unreadable error",
            "rules/messy.yaml:22:7 rules-unreadable warning",
            "rules/messy.yaml:23:15 rules-unreadable error",
            "rules/bytes.yaml:2:9 rules-unreadable error",
            "rules/bytes.yaml:4:5 rules-unreadable warning",
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
    assert_eq!(
        found_where(&report, |line| line.contains("templated-text")),
        ["stdin:1:1 templated-text warning", "stdin:25:1 templated-text warning"]
    );
    assert!(
        found(&report).contains(&"stdin:21:14 alert-without-runbook error".to_string()),
        "{:?}",
        found(&report)
    );
}

/// The rendered output of a chart that puts rule files into a ConfigMap, as the Prometheus server's own chart does.
const CONFIG_MAP: &str = "---\n# Source: prometheus/templates/serviceaccount.yaml\napiVersion: v1\nkind: ServiceAccount\n---\n\
    # Source: prometheus/templates/cm.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prometheus-server\ndata:\n  allow-snippet: \"false\"\n\
    \x20 alerting_rules.yml: |\n    # On call for these.\n    groups:\n    - name: shop\n      rules:\n      - alert: HighCPUUsage\n        expr: up == 0\n\
    \x20       annotations:\n          summary: 'Of {{ $labels.job }}'\n      - alert: CacheHitRateLow\n        expr: up == 0\n\
    \x20 prometheus.yml: |\n    global: {}\n  recording_rules.yml: |\n    groups: [\n    groups:\n";

#[test]
fn rules_inside_a_config_map_are_found_where_they_stand() {
    let project = project();
    std::fs::write(project.beside("rendered.yaml"), CONFIG_MAP).unwrap();
    let (report, code) = json(&project, &["rendered.yaml"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        found_where(&report, |line| line.starts_with("rendered")),
        [
            "rendered.yaml:18:16 missing-runbook-url warning",
            "rendered.yaml:22:16 alert-without-runbook error",
            "rendered.yaml:27:13 rules-unreadable error",
        ]
    );
    assert_eq!(report["alerts"][0]["resource"], "prometheus-server");
    // Such a text is not edited, and that is said.
    let output = run(&project, &["rendered.yaml", "--write-urls", "https://x.example/"], "");
    assert!(
        stderr(&output).contains("rendered.yaml:18:16: the runbook_url of `HighCPUUsage` was not set"),
        "{}",
        stderr(&output)
    );
    let text = std::fs::read_to_string(project.beside("rendered.yaml")).unwrap();
    assert_eq!(text, CONFIG_MAP);
}

#[test]
fn rules_in_quoted_or_folded_texts_are_named() {
    let project = project();
    let text = "kind: ConfigMap\nmetadata: {name: x}\ndata:\n  a.yml: \"groups:\\n- name: q\\n  rules: []\\n\"\n  b.yml: >\n    groups:\n\n      - name: g\n  c.yml: |2\n      groups:\n        - name: c\n          rules:\n            - {alert: HighCPUUsage, expr: up}\n  d.txt: \"groups: of people\"\n";
    std::fs::write(project.beside("cm.yaml"), text).unwrap();
    let (report, _) = json(&project, &["cm.yaml"]);
    assert_eq!(
        found_where(&report, |line| line.starts_with("cm")),
        [
            "cm.yaml:4:10 templated-text warning",
            "cm.yaml:6:5 templated-text warning",
            "cm.yaml:13:23 missing-runbook-url warning"
        ]
    );
}

#[test]
fn what_a_server_refuses_is_said() {
    let project = project();
    let text = "groups:\n- name: a\n  rules: &r\n  - alert: HighCPUUsage\n    annotations: {runbook_url: https://x.example/}\n  - record: x\n    expr:\n- name: b\n  rules: *r\n- name: 'a'\n  rules:\n- name:\n  rules:\n  - &whole\n    alert: HighCPUUsage\n    expr: |-\n      up\n  - <<: *whole\n    alert: TargetDown\n";
    std::fs::write(project.beside("refused.yaml"), text.replace('\n', "\r\n")).unwrap();
    let (report, _) = json(&project, &["refused.yaml"]);
    assert_eq!(
        found_where(&report, |line| line.contains("rules-unreadable")),
        [
            "refused.yaml:4:5 rules-unreadable warning",
            "refused.yaml:6:5 rules-unreadable warning",
            "refused.yaml:10:9 rules-unreadable error",
            "refused.yaml:12:3 rules-unreadable error",
        ]
    );
    // Line ends of another system show nowhere.
    let output = run(&project, &["refused.yaml"], "");
    assert!(!stdout(&output).contains("{d}"), "{}", stdout(&output));
}

#[test]
fn rules_in_a_charts_values_are_found_and_set() {
    let project = project();
    let values = "replicas: 3\nserverFiles:\n  alerting_rules.yml:\n    groups:\n      - name: shop\n        rules:\n          # Measured per host.\n          - alert: HighCPUUsage\n            expr: up == 0\n            annotations:\n              summary: hot\n";
    std::fs::write(project.beside("values.yaml"), values).unwrap();
    let (report, _) = json(&project, &["values.yaml"]);
    assert_eq!(report["summary"]["alerts"], 1);
    let output = run(&project, &["values.yaml", "--write-urls", "https://x.example/"], "");
    assert!(
        stderr(&output).contains("set 1 runbook_url in 1 file"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        std::fs::read_to_string(project.beside("values.yaml")).unwrap(),
        values.replace(
            "              summary: hot\n",
            "              runbook_url: https://x.example/a/HighCPUUsage/\n              summary: hot\n"
        )
    );
}

#[test]
fn broken_rules_are_errors_although_their_annotations_are_templates() {
    let project = project();
    let rules = |description: &str, more: &str| {
        format!(
            "groups:\n- name: a\n  rules:\n  - alert: HighCPUUsage\n    expr: up\n    annotations:\n      description: {description}\n{more}"
        )
    };
    // Without quotes: no YAML, but the alert is there to be seen.
    std::fs::write(project.beside("unquoted.yaml"), rules("{{ $labels.pod }} is down", "")).unwrap();
    std::fs::write(
        project.beside("broken.yaml"),
        rules("'{{ $labels.pod }}'", "   bad: [\n"),
    )
    .unwrap();
    let (report, code) = json(&project, &["unquoted.yaml", "broken.yaml"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        found_where(&report, |line| !line.starts_with("runbooks/")),
        [
            "unquoted.yaml:4:12 missing-runbook-url warning",
            "unquoted.yaml:7:38 rules-unreadable error",
            "broken.yaml:8:4 rules-unreadable error",
        ]
    );
}

#[test]
fn a_charts_notes_behind_its_manifests_are_passed_over() {
    let project = project();
    let printed = format!("NAME: shop\nMANIFEST:\n---\n{PLAIN}\nNOTES:\n** Please be patient **\n\tIt starts: soon.\n");
    std::fs::write(project.beside("printed.yaml"), printed).unwrap();
    let (report, _) = json(&project, &["printed.yaml"]);
    assert_eq!(report["summary"]["alerts"], 2);
    assert!(
        found(&report).contains(&"printed.yaml:17:1 templated-text warning".to_string()),
        "{:?}",
        found(&report)
    );
}

/// Names of the alerts of a report, in order.
fn names(report: &Value) -> Vec<&str> {
    let alerts = report["alerts"].as_array().unwrap().iter();
    alerts.map(|alert| alert["name"].as_str().unwrap()).collect()
}

#[test]
fn rules_of_other_operators_are_read() {
    let project = project();
    let spec =
        |name: &str| format!("spec:\n  groups:\n  - name: g\n    rules:\n    - alert: {name}\n      expr: up == 0\n");
    let kinds = [
        ("operator.victoriametrics.com/v1beta1", "VMRule", "OfVictoria"),
        ("loki.grafana.com/v1", "AlertingRule", "OfLoki"),
        ("monitoring.googleapis.com/v1", "ClusterRules", "OfGoogle"),
    ];
    let mut text = String::new();
    for (version, kind, name) in kinds {
        text += &format!(
            "---\napiVersion: {version}\nkind: {kind}\nmetadata:\n  name: n\n{}",
            spec(name)
        );
    }
    text += "---\nkind: PrometheusRuleGroup\nspec:\n  name: g\n  rules:\n  - alert: OfGrizzly\n    expr: up == 0\n";
    // Neither holds alerts, though both have rules.
    text += "---\nkind: Ingress\nspec:\n  rules:\n  - host: shop.example\n---\nkind: Role\nrules:\n- verbs: [get]\n";
    std::fs::write(project.beside("rules/others.yaml"), text).unwrap();
    // A file that is one rule.
    std::fs::write(project.beside("rules/one.rule"), "alert: OfACharm\nexpr: up == 0\n").unwrap();
    let (report, _) = json(&project, &["rules/others.yaml", "rules/one.rule"]);
    assert_eq!(
        names(&report),
        ["OfVictoria", "OfLoki", "OfGoogle", "OfGrizzly", "OfACharm"]
    );
    assert!(found_where(&report, |line| line.contains("unreadable")).is_empty());
}

#[test]
fn grafanas_own_rules_are_called_by_their_titles() {
    let project = project();
    let rule = "    rules:\n    - uid: a1\n      title: HighCPUUsage\n      condition: C\n      data:\n      - refId: C\n      labels:\n        severity: critical\n";
    let text = format!(
        "apiVersion: 1\ngroups:\n  - orgId: 1\n    name: g\n    folder: Shop\n{rule}  - orgId: 1\n    name: g\n    folder: Depot\n{}",
        rule.replace("HighCPUUsage", "Queue is long")
    );
    std::fs::write(project.beside("rules/grafana.yaml"), text).unwrap();
    let (report, _) = json(&project, &["rules/grafana.yaml"]);
    assert_eq!(names(&report), ["HighCPUUsage", "Queue is long"]);
    assert!(found_where(&report, |line| line.contains("unreadable")).is_empty());
    assert_eq!(report["alerts"][0]["severity"], "critical");
}

#[test]
fn a_jinja_template_and_texts_among_values_are_read() {
    let project = project();
    let rules = "groups:\n- name: g\n  rules:\n  - alert: Raw\n    expr: up\n    annotations:\n      summary: '{{ $labels.x }}'\n";
    std::fs::write(
        project.beside("rules/jinja.yml"),
        format!("{{% raw %}}\n{rules}{{% endraw %}}\n"),
    )
    .unwrap();
    let values = "loki:\n  ruler:\n    directories:\n      shop:\n        a.txt: |\n          groups:\n          - name: g\n            rules:\n            - alert: AmongValues\n              expr: up\n";
    std::fs::write(project.beside("rules/values.yaml"), values).unwrap();
    let (report, _) = json(&project, &["rules/jinja.yml", "rules/values.yaml"]);
    assert_eq!(names(&report), ["Raw", "AmongValues"]);
    assert_eq!(
        found_where(&report, |line| line.contains("template") || line.contains("unreadable")),
        ["rules/jinja.yml:1:1 templated-text warning"]
    );
}
