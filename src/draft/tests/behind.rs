//! Lists and words in the fields of a step, and what stands around them.

use super::*;

/// The one part of the section Diagnosis in `source`, with the values of its fields.
fn values(source: &str) -> Vec<(Sub, String)> {
    let f = form(source);
    let own = &f.sections[f.section(SectionKind::Diagnosis).unwrap()];
    assert_eq!(own.parts.len(), 1, "{source}");
    let present = own.parts[0].subs.iter().filter(|(_, slot)| slot.present);
    present.map(|(sub, slot)| (*sub, slot.value(source))).collect()
}

const STEPS: [&str; 3] = [
    "## Diagnosis\n\n### Step 1: look\n",
    "## Diagnosis\n\n1. look\n",
    "## Diagnosis\r\n\r\n- [ ] look\r\n\r\n  ```bash\r\n  ls\r\n  ```\r\n",
];

#[test]
fn what_is_typed_behind_a_label_stays_there() {
    for source in STEPS {
        for sub in [Sub::Expected, Sub::IfNot, Sub::Rollback] {
            for value in [
                "- a\n- b",
                "* a\n  * deep\n* b",
                "1. a\n2. b",
                "3) a\n4) b",
                "- a\n\n- b",
                "all of:\n- a\n- b",
                "all of:\n\n- a\n- b",
                "- a\n* b\n1. c",
                "- a\n\n  ```\n  x\n\n  y\n  ```\n- b",
                "words\nand more",
                "words\n# no heading\n> no quote\n```\n2. no number",
                "- a\n# no heading",
                "# a hash",
            ] {
                let mut out = set(source, part(&form(source), SectionKind::Diagnosis, 0, sub), value);
                let others = [(Sub::Expected, "x"), (Sub::IfNot, "y"), (Sub::Rollback, "z")];
                let others = others.into_iter().filter(|(other, _)| *other != sub);
                for (other, word) in others.clone() {
                    out = set(&out, part(&form(&out), SectionKind::Diagnosis, 0, other), word);
                }
                let found = values(&out);
                assert!(found.contains(&(sub, value.to_string())), "{value:?}: {found:?} {out}");
                for (other, word) in others {
                    assert!(found.contains(&(other, word.to_string())), "{value:?}: {found:?} {out}");
                }
                assert!(!found.iter().any(|(sub, _)| *sub == Sub::Text), "{value:?}: {out}");
            }
        }
    }
}

#[test]
fn lists_of_a_label_are_taken_as_the_author_wrote_them() {
    for (source, value) in [
        (
            "## Diagnosis\n\n1. look\n\n   **Expected**:\n   - a\n   - b\n",
            "- a\n- b",
        ),
        (
            "## Diagnosis\n\n### Step 1: x\n\n**Expected:**\n\n  - a\n  - b\n",
            "- a\n- b",
        ),
        (
            "## Diagnosis\n\n### Step 1: x\n\n**Expected**: one of:\n\n* a\n\n* b\n",
            "one of:\n\n* a\n\n* b",
        ),
    ] {
        let id = part(&form(source), SectionKind::Diagnosis, 0, Sub::Expected);
        assert_eq!(form(source).value(id), value);
        let changed = value.replace('b', "bb");
        assert_eq!(set(source, id, &changed), source.replace(" b\n", " bb\n"));
    }
    // A list that stands apart from what a label says is a note.
    let source = "## Diagnosis\n\n### Step 1: x\n\n**Expected**: ok\n\n- a\n";
    assert_eq!(
        form(source).value(part(&form(source), SectionKind::Diagnosis, 0, Sub::Text)),
        "- a"
    );
}

#[test]
fn labels_of_one_paragraph_stay_apart_from_a_list() {
    let source = "## Diagnosis\n\n1. look\n\n   **Expected**: x\n   **If not**: y\n";
    let out = set(
        source,
        part(&form(source), SectionKind::Diagnosis, 0, Sub::Expected),
        "- a\n- b",
    );
    assert_eq!(
        out,
        "## Diagnosis\n\n1. look\n\n   **Expected**:\n\n   - a\n   - b\n\n   **If not**: y\n"
    );
    let back = set(&out, part(&form(&out), SectionKind::Diagnosis, 0, Sub::Expected), "x");
    assert_eq!(values(&back), values(source));
}

#[test]
fn a_note_joins_neither_what_is_above_nor_below_it() {
    for (source, value, wanted) in [
        (
            "1. look\n   - a\n   - b\n",
            "A sentence.",
            "1. look\n\n   A sentence.\n",
        ),
        ("1. look\n   - a\n", "- a\n- c", "1. look\n   - a\n   - c\n"),
        (
            "1. look\n\n   **Expected**: x\n   > q\n",
            "A sentence.",
            "1. look\n\n   **Expected**: x\n\n   A sentence.\n",
        ),
        (
            "### Step 1: look\n**Expected**: x\n",
            "A sentence.",
            "### Step 1: look\n\nA sentence.\n\n**Expected**: x\n",
        ),
        (
            "### Step 1: look\nA sentence.\n",
            "Another.",
            "### Step 1: look\nAnother.\n",
        ),
        (
            "1. look\n   ```text\n   x\n   ```\n   **Expected**: x\n",
            "A sentence.",
            "1. look\n\n   A sentence.\n\n   **Expected**: x\n",
        ),
    ] {
        let head = "## Diagnosis\n\n";
        let source = [head, source].concat();
        let out = set(
            &source,
            part(&form(&source), SectionKind::Diagnosis, 0, Sub::Text),
            value,
        );
        assert_eq!(out, [head, wanted].concat());
        assert!(values(&out).contains(&(Sub::Text, value.to_string())), "{out}");
    }
}

#[test]
fn a_field_keeps_its_place_when_it_is_written() {
    for source in [
        "1. look\n",
        "### Step 1: look\n\nA note.\n",
        "- [ ] look\n\n  **If not**: y\n",
        "### Step 1: look\n\n**Rollback**: z\n",
        "1. look\n\n   ```bash\n   ls\n   ```\n\n   **Expected**: x\n   **Rollback**: z\n",
        "1. look\n\n```bash\nls\n```\n",
    ] {
        let source = &["## Diagnosis\n\n", source, "\n## Resolution\n"].concat();
        let order = |source: &str| {
            let f = form(source);
            let own = &f.sections[f.section(SectionKind::Diagnosis).unwrap()].parts;
            assert_eq!(own.len(), 1, "{source}");
            let subs = own[0].subs.iter().map(|(sub, _)| *sub);
            subs.filter(|sub| *sub != Sub::Language).collect::<Vec<_>>()
        };
        for sub in order(source) {
            let id = part(&form(source), SectionKind::Diagnosis, 0, sub);
            let out = set(source, id, "a");
            assert_eq!(form(&out).value(id), "a", "{sub:?} {out}");
            assert_eq!(order(&out), order(source), "{sub:?} {out}");
        }
    }
}
