//! Real runbooks as drafts: opened and saved untouched they have the same bytes; one field changes one place.

use breakglass::draft::{Form, Move, PartKind, apply, reorder};
use breakglass::markdown;

fn form(source: &str) -> Form {
    Form::read(source, &markdown::read(source))
}

/// Holds the promises of one source: spans lie within it, setting a field to what it has changes nothing, and setting
/// it to something else changes that place alone.
#[track_caller]
fn check_fields(source: &str, value: &str, most: usize) -> usize {
    let form = form(source);
    let mut count = 0;
    let all = form.fields();
    let every = (all.len() / most).max(1);
    for (at, id) in all.iter().enumerate() {
        let slot = form.slot(*id).unwrap();
        assert!(source.get(slot.span.start..slot.span.end).is_some(), "{id:?} {slot:?}");
        assert_eq!(form.set(*id, &slot.value(source)), [], "{id:?} is as it was");
        if at % every != 0 || slot.locked {
            continue;
        }
        let edits = form.set(*id, value);
        let fences = edits.len() == 3;
        assert!(fences || edits.len() <= 1, "{id:?} {edits:?}");
        let out = apply(source, &edits);
        if let Some(edit) = edits.first() {
            assert!(slot.span.start >= edit.span.start && fences || edit.span == slot.span);
            assert!(out.starts_with(&source[..edit.span.start]));
            assert!(out.ends_with(&source[edits.last().unwrap().span.end..]));
            assert_ne!(out, source);
            count += 1;
        }
    }
    for (section, own) in form.sections.iter().enumerate() {
        if own.parts.len() > 1 {
            let edits = reorder(&form, section, 0, Move::Down);
            let moved = apply(source, &edits);
            assert_eq!(letters(&moved), letters(source), "moving loses nothing");
        }
    }
    count
}

/// How often each character other than white space and digits is there.
fn letters(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut out = std::collections::BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()) {
        *out.entry(c).or_default() += 1;
    }
    out
}

#[test]
fn one_field_changes_one_place_in_the_projects_runbooks() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks");
    let mut files = 0;
    let mut edits = 0;
    for entry in ignore::WalkBuilder::new(dir).build().flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "md") {
            let source = std::fs::read_to_string(entry.path()).unwrap();
            edits += check_fields(&source, "Something *new*", usize::MAX);
            files += 1;
        }
    }
    assert!(files >= 15 && edits > 500, "{files} files, {edits} edits");
}

#[test]
fn one_field_changes_one_place_in_the_corpora() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora");
    if !std::path::Path::new(dir).is_dir() {
        println!("skipped: no corpora at ../shared/corpora");
        return;
    }
    let (mut files, mut edits, mut structured) = (0, 0, 0);
    for entry in ignore::WalkBuilder::new(dir).standard_filters(false).build().flatten() {
        let name = entry.file_name().to_string_lossy().to_string();
        if breakglass::runbook::id::strip_extension(&name).is_none() {
            continue;
        }
        let Ok(source) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        files += 1;
        edits += check_fields(&source, "Something *new*", 12);
        let form = form(&source);
        structured += usize::from(
            form.sections
                .iter()
                .any(|own| own.parts.iter().any(|part| part.kind != PartKind::Text)),
        );
    }
    println!("{files} files, {structured} with structure, {edits} fields edited");
    assert!(files > 100 && edits > 1000);
}
