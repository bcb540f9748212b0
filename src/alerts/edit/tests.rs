use super::*;

const URL: &str = "https://r.example/a/X/";

/// Sets the address of every alert in `text`; the new text, which must have been proven.
#[track_caller]
fn set(text: &str) -> String {
    let file = RuleFile::read("x.yaml", text);
    assert!(file.diagnostics.is_empty(), "{:?}", file.diagnostics);
    let wanted: Vec<Wanted> = (0..file.alerts.len())
        .map(|alert| Wanted { alert, url: URL.into() })
        .collect();
    assert!(!wanted.is_empty());
    let change = change(&file, &wanted);
    assert_eq!(change.refused, [], "{text}");
    let new = change.text.unwrap();
    // An independent reading.
    let (old, new_value) = (values(text), values(&new));
    assert_eq!(old.len(), new_value.len());
    new
}

fn values(text: &str) -> Vec<serde_json::Value> {
    serde_saphyr::from_multiple(text).unwrap()
}

#[track_caller]
fn check(rule: &str, changed: &str) {
    let indented = |rule: &str| {
        let lines: Vec<String> = rule
            .lines()
            .map(|line| {
                if line.is_empty() {
                    String::new()
                } else {
                    format!("      {line}")
                }
            })
            .collect();
        format!(
            "groups:\n  - name: g\n    rules:\n{}\n    interval: 1m\n",
            lines.join("\n")
        )
    };
    assert_eq!(set(&indented(rule)), indented(changed));
    // The same at the end of the file, without a line end, and with the other line end.
    let bare = |rule: &str| indented(rule).replace("\n    interval: 1m\n", "");
    assert_eq!(set(&bare(rule)), bare(changed));
    let crlf = |rule: &str| indented(rule).replace('\n', "\r\n");
    assert_eq!(set(&crlf(rule)), crlf(changed));
}

#[test]
fn values_are_replaced_in_their_style() {
    for (old, new) in [
        ("https://old.example/x", "https://r.example/a/X/"),
        ("'https://old.example/x'", "'https://r.example/a/X/'"),
        ("\"https://old.example/x\"", "\"https://r.example/a/X/\""),
        ("https://old.example/x  # keep", "https://r.example/a/X/  # keep"),
        ("", "https://r.example/a/X/"),
        ("''", "'https://r.example/a/X/'"),
        ("~", "https://r.example/a/X/"),
        (">-\n      https://old.example/x", "https://r.example/a/X/"),
        ("|  # why\n      https://old.example/x\n", "https://r.example/a/X/"),
    ] {
        let rule = |value: &str| {
            let space = if value.is_empty() { "" } else { " " };
            format!(
                "- alert: X\n  expr: up\n  annotations:\n    runbook_url:{space}{value}\n    summary: 'it''s'  # s\n"
            )
        };
        let keeps_blank = old.ends_with('\n');
        let expected = if keeps_blank {
            rule(new).replace("X/\n", "X/\n\n")
        } else {
            rule(new)
        };
        check(&rule(old), &expected);
    }
}

#[test]
fn annotations_get_it_in_their_order() {
    check(
        "- alert: X\n  annotations:\n    description: |\n      a\n\n      b: c\n    summary: s\n  expr: up",
        "- alert: X\n  annotations:\n    description: |\n      a\n\n      b: c\n    runbook_url: https://r.example/a/X/\n    summary: s\n  expr: up",
    );
    check(
        "- alert: X\n  annotations:\n    summary: s # c\n    # about it\n    description: d # e\n  expr: up",
        "- alert: X\n  annotations:\n    summary: s # c\n    # about it\n    description: d # e\n    runbook_url: https://r.example/a/X/\n  expr: up",
    );
    check(
        "- alert: X\n  annotations:\n    summary: |\n      a\n\n    description: >-\n      b\n      c\n\n  expr: up",
        "- alert: X\n  annotations:\n    summary: |\n      a\n\n    description: >-\n      b\n      c\n    runbook_url: https://r.example/a/X/\n\n  expr: up",
    );
    check(
        "- alert: X\n  annotations:\n    summary: a\n    description: |+\n      b\n\n  expr: up",
        "- alert: X\n  annotations:\n    summary: a\n    runbook_url: https://r.example/a/X/\n    description: |+\n      b\n\n  expr: up",
    );
}

#[test]
fn annotations_in_braces_stay_in_braces() {
    check(
        "- alert: X\n  expr: up\n  annotations: {summary: 's', d: e}",
        "- alert: X\n  expr: up\n  annotations: {runbook_url: \"https://r.example/a/X/\", summary: 's', d: e}",
    );
    check(
        "- alert: X\n  expr: up\n  annotations: {}",
        "- alert: X\n  expr: up\n  annotations: {runbook_url: \"https://r.example/a/X/\"}",
    );
    check(
        "- {alert: X, expr: up}",
        "- {annotations: {runbook_url: \"https://r.example/a/X/\"}, alert: X, expr: up}",
    );
    check(
        "- alert: X\n  expr: up\n  annotations: {\n    summary: s,\n    runbook_url: old }",
        "- alert: X\n  expr: up\n  annotations: {\n    summary: s,\n    runbook_url: \"https://r.example/a/X/\" }",
    );
}

#[test]
fn missing_annotations_are_added() {
    check(
        "- alert: X\n  expr: |\n    up == 0\n  for: 5m\n  labels:\n      severity: critical\n- alert: Y\n  expr: up",
        "- alert: X\n  expr: |\n    up == 0\n  for: 5m\n  labels:\n      severity: critical\n  annotations:\n      runbook_url: https://r.example/a/X/\n- alert: Y\n  expr: up\n  annotations:\n    runbook_url: https://r.example/a/X/",
    );
    check(
        "- expr: |\n    up == 0\n\n  alert: X",
        "- expr: |\n    up == 0\n\n  alert: X\n  annotations:\n    runbook_url: https://r.example/a/X/",
    );
    check(
        "- alert: X\n  expr: >-\n    up\n    == 0\n",
        "- alert: X\n  expr: >-\n    up\n    == 0\n  annotations:\n    runbook_url: https://r.example/a/X/\n",
    );
    check(
        "- alert: X\n  annotations:   # none yet\n  expr: up",
        "- alert: X\n  annotations: {runbook_url: \"https://r.example/a/X/\"}   # none yet\n  expr: up",
    );
    check(
        "- alert: X\n  annotations: ~\n  expr: up",
        "- alert: X\n  annotations: {runbook_url: \"https://r.example/a/X/\"}\n  expr: up",
    );
}

#[test]
fn a_text_that_ends_with_the_file_stays_as_it_is() {
    for (head, behind) in [("|", false), ("|2", false), (">", false), ("|-", true), (">-", true)] {
        let text = format!("groups:\n- name: g\n  rules:\n  - alert: X\n    expr: {head}\n      up");
        let new = set(&text);
        // Without its last line end such a text would say one line end more, were anything written behind it.
        assert_eq!(new.ends_with("up"), !behind, "{new}");
        assert!(
            new.contains(&format!("    annotations:\n      runbook_url: {URL}")),
            "{new}"
        );
        assert!(set(&format!("{text}\n")).ends_with(&format!("up\n    annotations:\n      runbook_url: {URL}\n")));
    }
}

#[test]
fn json_stays_json() {
    let text = "{\n  \"groups\": [{\"name\": \"g\", \"rules\": [\n    {\"alert\": \"X\", \"expr\": \"up\", \"annotations\": {}},\n    \
                {\n      \"alert\": \"Y\",\n      \"expr\": \"up\"\n    }\n  ]}]\n}\n";
    let new = set(text);
    let value: serde_json::Value = serde_json::from_str(&new).unwrap();
    assert_eq!(value["groups"][0]["rules"][0]["annotations"]["runbook_url"], URL);
    assert_eq!(value["groups"][0]["rules"][1]["annotations"]["runbook_url"], URL);
    assert!(
        new.contains(
            "    {\n      \"annotations\": {\"runbook_url\": \"https://r.example/a/X/\"},\n      \"alert\": \"Y\",\n"
        ),
        "{new}"
    );
}

#[test]
fn what_is_used_in_several_places_is_left_alone() {
    let text = "groups:\n- name: g\n  rules:\n  - alert: X\n    expr: up\n    annotations: &a {summary: s}\n  - alert: Y\n    expr: up\n    annotations: *a\n  \
                - alert: Z\n    expr: up\n    annotations:\n      <<: *a\n      description: d\n";
    let file = RuleFile::read("x.yaml", text);
    let wanted: Vec<Wanted> = (0..3).map(|alert| Wanted { alert, url: URL.into() }).collect();
    let change = change(&file, &wanted);
    assert_eq!(
        change.refused.iter().map(|(alert, _)| *alert).collect::<Vec<_>>(),
        [0, 1]
    );
    assert_eq!(change.set, [2]);
    assert!(
        change
            .text
            .unwrap()
            .ends_with("      description: d\n      runbook_url: https://r.example/a/X/\n")
    );
}
