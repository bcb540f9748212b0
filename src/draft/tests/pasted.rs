//! Several lines pasted into one field.

use super::*;

#[test]
fn pasted_lines_become_items() {
    let source = fresh();
    let f = form(&source);
    let id = next(&f, SectionKind::Symptoms);
    let found = spread(&f, id, "- one\n* two\n\n3. three\n").unwrap();
    let out = apply(&source, &found.edits);
    assert!(
        out.contains("## Symptoms\n\n- one\n- two\n- 3\\. three\n\n## Impact"),
        "{out}"
    );
    let f = form(&out);
    assert_eq!((f.value(id), f.value(found.last)), ("one".into(), "3. three".into()));
    assert_eq!(spread(&f, id, "one\n"), None);
    assert_eq!(spread(&f, FieldId::Intro, "one\ntwo"), None);
}

#[test]
fn lines_pasted_into_an_item_that_is_there_become_items_behind_it() {
    for (source, kind, value, wanted) in [
        (
            "## Symptoms\n\n- a\n- z\n",
            SectionKind::Symptoms,
            "a1\nb\nc",
            "## Symptoms\n\n- a1\n- b\n- c\n- z\n",
        ),
        (
            "## Verification\r\n\r\n* [x] a\r\n",
            SectionKind::Verification,
            "a\nb",
            "## Verification\r\n\r\n* [x] a\r\n* [ ] b\r\n",
        ),
        (
            "## Diagnosis\n\n1. a\n\n   ```bash\n   ls\n   ```\n2. z\n",
            SectionKind::Diagnosis,
            "a\n2. b\n3. c",
            "## Diagnosis\n\n1. a\n\n   ```bash\n   ls\n   ```\n2. b\n3. c\n4. z\n",
        ),
        (
            "## Diagnosis\n\n### Step 1: a\n\nwords\n\n### Step 2: z\n",
            SectionKind::Diagnosis,
            "a\nb\nc",
            "## Diagnosis\n\n### Step 1: a\n\nwords\n\n### Step 2: b\n\n### Step 3: c\n\n### Step 4: z\n",
        ),
    ] {
        let f = form(source);
        let section = f.section(kind).unwrap();
        let (sub, n) = (Sub::Title, 0);
        let id = FieldId::Part {
            section,
            part: 0,
            sub,
            n,
        };
        let found = spread(&f, id, value).unwrap();
        let out = apply(source, &found.edits);
        assert_eq!(out, wanted);
        let line = value
            .lines()
            .last()
            .unwrap()
            .trim_start_matches(|c: char| !c.is_ascii_lowercase());
        assert_eq!(form(&out).value(found.last), line);
    }
}

#[test]
fn lines_pasted_into_a_new_step_are_numbered_steps() {
    let source = fresh();
    let f = form(&source);
    let found = spread(&f, next(&f, SectionKind::Diagnosis), "1. look\n2. look again\n").unwrap();
    let out = apply(&source, &found.edits);
    assert!(out.contains("### Step 1: look\n\n### Step 2: look again\n"), "{out}");
    assert_eq!(form(&out).value(found.last), "look again");
}

#[test]
fn marks_of_word_processors_are_left_out() {
    let source = fresh();
    let f = form(&source);
    let spread = |kind, value| apply(&source, &spread(&f, next(&f, kind), value).unwrap().edits);
    let out = spread(
        SectionKind::Symptoms,
        "•\tOrders wait\r\no\tOf Europe\r\n·\u{a0}\u{a0}\u{a0}Mails fail\r\n1.\tPods restart\r\n– [x] Disk\r\n3. three\r\n-5 % orders",
    );
    assert!(
        out.contains("- Orders wait\n- Of Europe\n- Mails fail\n- Pods restart\n- Disk\n- 3\\. three\n- -5 % orders\n"),
        "{out}"
    );
    let out = spread(
        SectionKind::Diagnosis,
        "1.\tLook\r\n(2)\tAgain\r\na.\tInner\r\nStep 3 – Wait\r\n4.\u{a0}\u{a0}Stop\r\n5\tStart\r\n.5 GB\r\na. b",
    );
    assert!(
        out.contains("### Step 1: Look\n\n### Step 2: Again\n\n### Step 3: Inner\n\n### Step 4: Wait\n\n### Step 5: Stop\n\n### Step 6: Start\n\n### Step 7: .5 GB\n\n### Step 8: a. b\n"),
        "{out}"
    );
}
