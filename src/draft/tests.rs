//! The form as a whole: fields are set, and the source is looked at.

mod behind;
mod pasted;
mod properties;

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
fn a_bare_file_gets_sections_in_their_order() {
    let mut s = String::new();
    s = set(&s, FieldId::Fact(Fact::Owner), "Ops");
    s = set(&s, FieldId::Title, "T");
    s = add(&s, SectionKind::Resolution, "Fix it");
    s = add(&s, SectionKind::Symptoms, "Slow");
    s = set(&s, FieldId::Fact(Fact::Severity), "P2");
    s = set(&s, FieldId::Intro, "Words.");
    let kinds: Vec<SectionKind> = markdown::read(&s)
        .runbook()
        .sections
        .iter()
        .map(|section| section.kind)
        .collect();
    assert_eq!(
        kinds,
        [SectionKind::Symptoms, SectionKind::Impact, SectionKind::Resolution],
        "{s}"
    );
    assert_eq!(
        s,
        "# Runbook: T\n\nWords.\n\n## Symptoms\n\n- Slow\n\n## Impact\n\n- **Severity**: P2\n\n## Resolution\n\n### Step 1: Fix it\n\n---\n\n**Owner**: Ops\n"
    );
}

#[test]
fn a_section_keeps_its_number_when_it_comes_into_being() {
    let source = "# T\n\n## Impact\n\nx\n\n## Other\n\ny\n\n## Related\n\nz\n";
    let f = form(source);
    for kind in SectionKind::NAMED {
        let id = next(&f, kind);
        let FieldId::Part { section, .. } = id else { panic!() };
        let out = form(&set(source, id, "words"));
        assert_eq!(out.sections[section].kind, kind);
        assert!(out.sections[section].present);
    }
}

#[test]
fn a_section_keeps_its_number_whatever_headings_divide_the_file() {
    for (source, level, intro) in [
        // A title in front matter, and one heading of level one with other words.
        ("---\ntitle: X\n---\n\n# Heading\n\nwords\n", 2, "# Heading\n\nwords"),
        // Steps that no section holds.
        ("# T\n\nWords.\n\n1. a\n2. b\n", 2, "Words.\n\n1. a\n2. b"),
        ("# T\n\n1. a\n\n## Own\n\nx\n", 2, "1. a"),
        // A lone heading above those that divide is the title.
        ("## Role\n\n### Duties\n\nx\n\n### Training\n\ny\n", 3, ""),
        ("## Role\n\nWords.\n\n### Duties\n\nx\n", 3, "Words."),
        ("# Symptoms\n\n- a\n\n# Impact\n\nx\n", 1, ""),
    ] {
        let f = form(source);
        assert_eq!(f.value(FieldId::Intro), intro, "{source}");
        assert!(f.sections.iter().all(|own| !own.title.is_empty()), "{source}");
        let missing = f.sections.iter().filter(|own| !own.present);
        for kind in missing.map(|own| own.kind) {
            let id = next(&f, kind);
            let FieldId::Part { section, .. } = id else { panic!() };
            let out = set(source, id, "words");
            let after = form(&out);
            assert_eq!(after.value(id), "words", "{out}");
            assert_eq!(after.value(FieldId::Intro), intro, "{out}");
            assert_eq!(
                (after.sections[section].kind, after.sections[section].level),
                (kind, level)
            );
            let titles = |form: &Form| form.sections.iter().map(|own| own.title.clone()).collect::<Vec<_>>();
            assert_eq!(titles(&after), titles(&f), "{out}");
        }
        for id in [FieldId::Intro, FieldId::Title] {
            let out = set(source, id, "New words.");
            assert_eq!(form(&out).value(id), "New words.", "{out}");
            let kinds = |form: &Form| form.sections.iter().map(|own| own.kind).collect::<Vec<_>>();
            assert_eq!(kinds(&form(&out)), kinds(&f), "{out}");
        }
    }
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

const STEPS: &str = "# T\n\n## Diagnosis\n\n### Step 1: A\n\n```bash\na\n```\n\n### Step 2: B\n\n### If caused by C\n\n1. x\n2. y\n\n```sh\nz\n```\n\n1. last\n\n## End\n\ntext\n";

#[test]
fn steps_move_and_keep_their_numbers_in_order() {
    let f = form(STEPS);
    let section = f.section(SectionKind::Diagnosis).unwrap();
    let kinds: Vec<PartKind> = f.sections[section].parts.iter().map(|part| part.kind).collect();
    assert_eq!(
        kinds,
        [
            PartKind::HeadingStep { level: 3 },
            PartKind::HeadingStep { level: 3 },
            PartKind::Group { level: 3 },
            PartKind::NumberedStep,
            PartKind::NumberedStep,
            PartKind::NumberedStep,
        ]
    );
    assert_eq!(f.value(part(&f, SectionKind::Diagnosis, 4, Sub::Command)), "z");
    let moved = apply(STEPS, &reorder(&f, section, 0, Move::Down));
    assert!(
        moved.contains("### Step 1: B\n\n### Step 2: A\n\n```bash\na\n```\n\n### If caused"),
        "{moved}"
    );
    let back = form(&moved);
    assert_eq!(apply(&moved, &reorder(&back, section, 1, Move::Up)), STEPS);
    let gone = apply(STEPS, &delete(&f, section, 0));
    assert!(gone.starts_with("# T\n\n## Diagnosis\n\n### Step 1: B\n"), "{gone}");
    let twice = apply(STEPS, &duplicate(&f, section, 1));
    assert!(twice.contains("### Step 2: B\n\n### Step 3: B\n"), "{twice}");
}

#[test]
fn the_last_part_goes_without_a_gap() {
    let source = "# T\n\n## Symptoms\n\n- a\n\n## Impact\n\nx\n";
    let f = form(source);
    assert_eq!(
        apply(source, &delete(&f, f.section(SectionKind::Symptoms).unwrap(), 0)),
        "# T\n\n## Symptoms\n\n## Impact\n\nx\n"
    );
}

#[test]
fn branches_are_added_with_steps_below_them() {
    let mut s = fresh();
    let f = form(&s);
    let section = f.section(SectionKind::Resolution).unwrap();
    s = apply(&s, &add_branch(&f, section, "If caused by a leak"));
    s = add(&s, SectionKind::Resolution, "Restart");
    s = add(&s, SectionKind::Resolution, "Watch");
    assert!(
        s.contains("### If caused by a leak\n\n#### Step 1: Restart\n\n#### Step 2: Watch\n\n## Verification"),
        "{s}"
    );
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

/// Has all that the checks ask for.
const COMPLETE: &str = "\
# Runbook: Queue

## Symptoms

- Slow

## Impact

- **Severity**: P1 - High
- **Affected Users**: All

## Detection

- **Alert**: `QueueGrowing`

## Diagnosis

### Step 1: Look

```bash
ls
```

**Expected**: nothing

## Resolution

### Step 1: Scale

## Verification

- [ ] Lag is low

## Escalation

- Ann, +1 555 0100

---

**Last Updated**: 2026-11-25  
**Owner**: Ops
";

/// What a runbook lacks.
fn lacks(source: &str) -> Vec<&'static str> {
    let all = checks(&form(source)).into_iter();
    all.filter(|check| !check.done).map(|check| check.label).collect()
}

#[test]
fn a_new_runbook_has_its_date_alone() {
    let lacks = lacks(&fresh());
    assert_eq!(lacks.len(), checks(&form(&fresh())).len() - 1);
    assert!(!lacks.contains(&"The date of the last update"), "{lacks:?}");
}

#[test]
fn a_complete_runbook_lacks_nothing_and_without_one_thing_that() {
    assert_eq!(lacks(COMPLETE), [""; 0]);
    for (without, label) in [
        ("P1 - High", "A severity from P0 to P4"),
        ("All", "Who is affected"),
        ("- Slow\n", "A symptom"),
        ("`QueueGrowing`", "An alert or a log pattern"),
        (
            "**Expected**: nothing\n\n",
            "The expected result of each diagnosis command",
        ),
        ("### Step 1: Scale\n", "A resolution step"),
        ("- [ ] Lag is low\n", "A check that it is over"),
        ("- Ann, +1 555 0100\n", "Whom to call"),
        ("Ops", "An owner"),
        ("2026-11-25", "The date of the last update"),
    ] {
        assert_eq!(lacks(&COMPLETE.replace(without, "")), [label]);
    }
}

#[test]
fn file_names_come_from_titles() {
    assert_eq!(file_name("High CPU / Usage!"), "high-cpu-usage.md");
    assert_eq!(file_name("  "), "new-runbook.md");
}
