//! What holds for any source and any edits.

use super::*;
use proptest::prelude::*;

/// How often each character other than white space and digits is there.
fn letters(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut out = std::collections::BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()) {
        *out.entry(c).or_default() += 1;
    }
    out
}

fn markdown_line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("## Symptoms".to_string()),
        Just("## Diagnosis".to_string()),
        Just("## Verification".to_string()),
        Just("### Step 1: x".to_string()),
        Just("### If caused by y".to_string()),
        Just("- **Severity**: P1".to_string()),
        Just("- [ ] check".to_string()),
        Just("1. one".to_string()),
        Just("   1. deep".to_string()),
        Just("```bash".to_string()),
        Just("```".to_string()),
        Just("```text".to_string()),
        Just("**Expected**: ok".to_string()),
        Just("  **If not**: go".to_string()),
        Just("---".to_string()),
        Just("**Owner**: Ops  ".to_string()),
        Just("> quote".to_string()),
        Just("title: t".to_string()),
        Just("| a | b |\n|---|---|".to_string()),
        Just("<!-- c".to_string()),
        Just(String::new()),
        "[ -~é]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(400), ..ProptestConfig::default() })]

    /// Edits of the form and of the source, in any order: what a field takes is there afterwards, and all else stays;
    /// undoing everything gives the first source.
    #[test]
    fn edits_in_any_order_lose_nothing(
        lines in proptest::collection::vec(markdown_line(), 0..24),
        acts in proptest::collection::vec((any::<prop::sample::Index>(), 0..6u8, "[ -~é\n]{0,10}"), 1..8),
    ) {
        let first = lines.join("\n");
        let mut source = first.clone();
        let mut history = History::default();
        for (index, act, value) in acts {
            let f = form(&source);
            let before = source.clone();
            match act {
                0 => {
                    // In the source editor.
                    let mut at = index.index(source.len() + 1);
                    while !source.is_char_boundary(at) { at -= 1; }
                    source.insert_str(at, &value);
                }
                1 | 2 => {
                    let parts: Vec<(usize, usize)> = f.sections.iter().enumerate()
                        .flat_map(|(section, own)| (0..own.parts.len()).map(move |part| (section, part))).collect();
                    if parts.is_empty() { continue; }
                    let (section, part) = *index.get(&parts);
                    let to = if act == 1 { Move::Down } else { Move::Up };
                    source = apply(&source, &reorder(&f, section, part, to));
                    prop_assert_eq!(letters(&source), letters(&before));
                }
                _ => {
                    let all = f.fields();
                    let id = *index.get(&all);
                    let slot = f.slot(id).unwrap().clone();
                    let edits = f.set(id, &value);
                    source = apply(&source, &edits);
                    if let (Some(a), Some(z)) = (edits.first(), edits.last()) {
                        prop_assert!(source.starts_with(&before[..a.span.start]));
                        prop_assert!(source.ends_with(&before[z.span.end..]));
                        for word in value.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
                            prop_assert!(source.contains(word), "{:?} lost {word} in {source}", slot);
                        }
                    }
                }
            }
            history.note(&before, &source, false);
        }
        let mut text = source.clone();
        while history.can_undo() {
            text = history.undo(&text).unwrap();
        }
        prop_assert_eq!(&text, &first);
        while history.can_redo() {
            text = history.redo(&text).unwrap();
        }
        prop_assert_eq!(text, source);
    }

    /// Whatever is typed into a field on one line is read back from it.
    #[test]
    fn lines_are_read_back(value in "[!-~é][ -~é]{0,30}[!-~é]") {
        // An author's own escape reads as what it stands for.
        prop_assume!(!value.contains('\\'));
        let source = fresh();
        for kind in [SectionKind::Symptoms, SectionKind::Prevention] {
            let f = form(&source);
            let id = next(&f, kind);
            let out = set(&source, id, &value);
            let after = form(&out);
            prop_assert_eq!(after.value(id), value.clone(), "{}", out);
        }
    }
}
