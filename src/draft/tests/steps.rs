//! Steps and branches: moved, added, taken away.

use super::*;

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
fn an_admonition_between_colons_is_written_over_as_a_whole() {
    let source = "# T\n\n## Resolution\n\n1. A\n\n   :::tip[Why]\n   Because.\n   :::\n\n2. B\n";
    let note = part(&form(source), SectionKind::Resolution, 0, Sub::Text);
    assert_eq!(form(source).value(note), ":::tip[Why]\nBecause.\n:::");
    assert_eq!(
        set(source, note, "So."),
        "# T\n\n## Resolution\n\n1. A\n\n   So.\n\n2. B\n"
    );
}
