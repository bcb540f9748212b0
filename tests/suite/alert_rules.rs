//! `breakglass alerts`: rule files as teams have them against runbooks.

mod gate;
mod report;
mod shapes;
mod urls;

use crate::project::{Project, stderr, stdout};
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
    // What refuses its arguments ends before it reads.
    match child.stdin.take().unwrap().write_all(stdin.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        written => written.unwrap(),
    }
    child.wait_with_output().unwrap()
}

fn json(project: &Project, args: &[&str]) -> (Value, Option<i32>) {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    let output = run(project, &args, "");
    let value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)));
    (value, output.status.code())
}

/// Findings as `path:line:column rule severity`.
fn found(report: &Value) -> Vec<String> {
    found_where(report, |_| true)
}

/// The findings of a report whose line `wanted` takes.
fn found_where(report: &Value, wanted: impl Fn(&str) -> bool) -> Vec<String> {
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
    .filter(|line| wanted(line))
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
