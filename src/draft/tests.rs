//! The form as a whole: fields are set, and the source is looked at.

mod behind;
mod checks;
mod indented;
mod pasted;
mod properties;
mod sections;
mod steps;

use super::*;
use crate::markdown;
use crate::runbook::{Kind, SectionKind};

fn form(source: &str) -> Form {
    Form::read(source, &markdown::read(source))
}

fn set(source: &str, id: FieldId, value: &str) -> String {
    apply(source, &form(source).set(id, value))
}

/// The field that a section offers next.
fn next(form: &Form, kind: SectionKind) -> FieldId {
    let section = form.section(kind).unwrap();
    let own = &form.sections[section];
    FieldId::Part {
        section,
        part: own.parts.len(),
        sub: own.next.as_ref().unwrap().subs[0].0,
        n: 0,
    }
}

fn part(form: &Form, kind: SectionKind, part: usize, sub: Sub) -> FieldId {
    FieldId::Part {
        section: form.section(kind).unwrap(),
        part,
        sub,
        n: 0,
    }
}

fn add(source: &str, kind: SectionKind, value: &str) -> String {
    let form = form(source);
    let out = set(source, next(&form, kind), value);
    let after = self::form(&out);
    let own = &after.sections[after.section(kind).unwrap()];
    let last = own
        .parts
        .iter()
        .rev()
        .find(|part| !matches!(part.kind, PartKind::Fact(_)))
        .unwrap();
    assert_eq!(
        last.subs
            .iter()
            .find(|(sub, _)| *sub != Sub::Key)
            .unwrap()
            .1
            .value(&out),
        value,
        "{out}"
    );
    out
}

const TODAY: &str = "2026-11-25";

fn fresh() -> String {
    new_runbook(&Start {
        today: TODAY,
        ..Start::default()
    })
}

#[test]
fn a_new_runbook_has_its_nine_headings() {
    let source = fresh();
    let document = markdown::read(&source);
    let kinds: Vec<SectionKind> = document.runbook().sections.iter().map(|section| section.kind).collect();
    assert_eq!(kinds, SectionKind::NAMED);
    assert!(document.diagnostics.is_empty(), "{:?}", document.diagnostics);
    let procedure = new_runbook(&Start {
        kind: Kind::Procedure,
        ..Start::default()
    });
    assert_eq!(form(&procedure).kind, Kind::Procedure);
}

#[test]
fn every_field_of_an_empty_form_can_be_filled() {
    let mut s = fresh();
    s = set(&s, FieldId::Title, "Queue is growing");
    for (fact, value) in [
        (Fact::BusinessImpact, "Orders are late"),
        (Fact::Severity, "P1 - High"),
        (Fact::AffectedUsers, "All shoppers"),
        (Fact::Alert, "QueueGrowing, queue_lag"),
        (Fact::LogPatterns, "`lag=\\d+`"),
        (Fact::Dashboard, "https://grafana.example/d/queue"),
        (Fact::Owner, "Platform Team"),
    ] {
        s = set(&s, FieldId::Fact(fact), value);
        assert_eq!(form(&s).value(FieldId::Fact(fact)), value, "{s}");
    }
    for symptom in [
        "Orders arrive late",
        "- a dash",
        "1. a number",
        "# a hash",
        "[x]: y",
        "<!-- z",
    ] {
        s = add(&s, SectionKind::Symptoms, symptom);
    }
    s = add(&s, SectionKind::Diagnosis, "Look at the lag");
    s = add(&s, SectionKind::Diagnosis, "Look at the consumers");
    for (sub, value) in [
        (Sub::Rollback, "Nothing to take back"),
        (Sub::Command, "kubectl get pods\n\n```\nkubectl logs"),
        (Sub::Expected, "all `Running`"),
        (Sub::IfNot, "go to Resolution\nand on"),
    ] {
        let id = part(&form(&s), SectionKind::Diagnosis, 0, sub);
        s = set(&s, id, value);
        assert_eq!(form(&s).value(id), value, "{s}");
    }
    s = set(&s, part(&form(&s), SectionKind::Diagnosis, 0, Sub::Language), "console");
    s = add(&s, SectionKind::Resolution, "Scale the consumers");
    s = add(&s, SectionKind::Verification, "Lag is below 100");
    let expected = part(&form(&s), SectionKind::Verification, 0, Sub::Expected);
    s = set(&s, expected, "< 100");
    s = add(&s, SectionKind::Escalation, "Ann, +1 555 0100");
    s = add(&s, SectionKind::Escalation, "Bob");
    s = add(&s, SectionKind::Related, "[Slow queries](slow-queries.md)");
    s = add(&s, SectionKind::Prevention, "Alert on lag");
    let wanted = "\
# Runbook: Queue is growing

## Symptoms

- Orders arrive late
- \\- a dash
- 1\\. a number
- \\# a hash
- \\[x]: y
- \\<!-- z

## Impact

- **Severity**: P1 - High
- **Affected Users**: All shoppers
- **Business Impact**: Orders are late

## Detection

- **Alert**: `QueueGrowing`, `queue_lag`
- **Monitoring Dashboard**: https://grafana.example/d/queue
- **Log Patterns**: `lag=\\d+`

## Diagnosis

### Step 1: Look at the lag

````console
kubectl get pods

```
kubectl logs
````

**Expected**: all `Running`

**If not**: go to Resolution
and on

**Rollback**: Nothing to take back

### Step 2: Look at the consumers

## Resolution

### Step 1: Scale the consumers

## Verification

- [ ] Lag is below 100

  **Expected**: < 100

## Prevention

- Alert on lag

## Escalation

- **L1 Support**: Ann, +1 555 0100
- **L2 Support**: Bob

## Related

- [Slow queries](slow-queries.md)

---

**Last Updated**: 2026-11-25  
**Owner**: Platform Team  
**Review Cycle**: Quarterly
";
    assert_eq!(s, wanted);
}

#[test]
fn spaces_at_a_lines_end_are_not_written() {
    let s = set(&fresh(), FieldId::Title, "Queue is growing  ");
    let s = add(&set(&s, FieldId::Intro, "Words."), SectionKind::Symptoms, "late");
    assert!(
        s.starts_with("# Runbook: Queue is growing\n\nWords.\n\n## Symptoms\n\n- late\n"),
        "{s}"
    );
}

#[test]
fn a_finished_run_becomes_a_draft() {
    let step = |text: &str, section: SectionKind, command: &str, observed: &str| DoneStep {
        text: text.to_string(),
        section,
        commands: vec![("bash".to_string(), command.to_string())],
        observed: observed.to_string(),
        notes: vec!["# seen".to_string()],
    };
    let source = from_run(&Done {
        title: "Queue",
        steps: vec![
            step(
                "Look",
                SectionKind::Diagnosis,
                "kubectl get pods -n ${NAMESPACE}",
                "3 pods",
            ),
            step("Restart", SectionKind::Other, "```\nx", ""),
            step("Lag", SectionKind::Verification, "lag", "< 10"),
        ],
        notes: vec!["TODO: alert\non lag".to_string()],
        today: TODAY,
    });
    let f = form(&source);
    assert!(markdown::read(&source).diagnostics.is_empty(), "{source}");
    let value = |kind, sub| f.value(part(&f, kind, 0, sub));
    assert_eq!(value(SectionKind::Diagnosis, Sub::Title), "Look");
    assert_eq!(
        value(SectionKind::Diagnosis, Sub::Command),
        "kubectl get pods -n ${NAMESPACE}"
    );
    assert_eq!(value(SectionKind::Diagnosis, Sub::Expected), "3 pods");
    assert_eq!(value(SectionKind::Resolution, Sub::Title), "Restart");
    assert_eq!(value(SectionKind::Resolution, Sub::Command), "```\nx");
    assert_eq!(value(SectionKind::Verification, Sub::Expected), "< 10", "{source}");
    assert_eq!(value(SectionKind::Prevention, Sub::Title), "TODO: alert on lag");
}

#[test]
fn front_matter_is_edited_in_its_place() {
    let source = "---\ntitle: \"Old\"\nseverity: P2 # note\nalerts: [A, B]\nowner: ops\n---\n\n## Symptoms\n\n- x\n";
    let f = form(source);
    assert_eq!(f.value(FieldId::Title), "Old");
    let out = set(source, FieldId::Title, "New \"one\"");
    assert_eq!(out, source.replace("\"Old\"", "\"New \\\"one\\\"\""));
    let out = set(source, FieldId::Fact(Fact::Severity), "P1");
    assert_eq!(out, source.replace("P2 #", "\"P1\" #"));
    assert!(f.slot(FieldId::Fact(Fact::Alert)).unwrap().locked);
    assert_eq!(set(source, FieldId::Fact(Fact::Alert), "C"), source);
}

#[test]
fn a_title_that_is_no_one_line_is_left_to_the_source_editor() {
    // Carriage returns alone, as some very old editors write them.
    let source = "# A\r\r## Symptoms\r\r- x\r";
    assert!(form(source).title.locked);
    assert_eq!(set(source, FieldId::Title, "B"), source);
}

#[test]
fn windows_line_ends_stay() {
    let source = fresh().replace('\n', "\r\n");
    let mut s = add(&source, SectionKind::Symptoms, "one");
    s = add(&s, SectionKind::Diagnosis, "look");
    s = set(&s, part(&form(&s), SectionKind::Diagnosis, 0, Sub::Command), "a\nb");
    s = set(&s, FieldId::Fact(Fact::Severity), "P1");
    assert!(!s.replace("\r\n", "").contains(['\n', '\r']), "{s:?}");
}

#[test]
fn history_joins_typing_and_takes_it_back() {
    let mut history = History::default();
    let texts = ["", "a", "ab", "abc", "abcd"];
    for pair in texts[..4].windows(2) {
        history.note(pair[0], pair[1], true);
    }
    history.close();
    history.note("abc", "abcd", true);
    assert_eq!(history.undo("abcd").as_deref(), Some("abc"));
    assert_eq!(history.undo("abc").as_deref(), Some(""));
    assert_eq!(history.undo(""), None);
    assert_eq!(history.redo("").as_deref(), Some("abc"));
    assert_eq!(history.redo("abc").as_deref(), Some("abcd"));
}

#[test]
fn file_names_come_from_titles() {
    assert_eq!(file_name("High CPU / Usage!"), "high-cpu-usage.md");
    assert_eq!(file_name("  "), "new-runbook.md");
}
