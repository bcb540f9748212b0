//! Sections: where a missing one is written, and the number that each keeps.

use super::*;

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
