//! What holds for any runbooks, any query and any file.

use super::*;
use crate::runbook::SectionKind;
use crate::search::codec::checksum;
use crate::search::source::Field;
use proptest::prelude::*;

/// Damage that the checksum does not show: the reader's own checks have to do.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = checksum(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

fn any_source() -> impl Strategy<Value = Source> {
    let text = "[ -~\n復旧é]{0,60}";
    let run = (0..Field::ALL.len(), text).prop_map(|(field, text)| source::Run {
        field: Field::ALL[field],
        text,
    });
    let unit = (
        0..=SectionKind::NAMED.len(),
        text,
        "[a-z-]{0,9}",
        proptest::collection::vec(run, 0..4),
    )
        .prop_map(|(kind, heading, anchor, runs)| source::Unit {
            kind: SectionKind::NAMED.get(kind).copied().unwrap_or(SectionKind::Other),
            heading,
            anchor,
            runs,
        });
    let names = (
        text,
        text,
        "[a-zA-Z ]{0,9}",
        "[a-zA-Z ]{0,9}",
        proptest::collection::vec(text, 0..3),
    );
    (
        names,
        any::<bool>(),
        0..=Severity::ALL.len(),
        proptest::collection::vec(unit, 1..4),
    )
        .prop_map(
            |((id, title, category, owner, alerts), procedure, severity, units)| Source {
                id,
                title,
                kind: if procedure { Kind::Procedure } else { Kind::Incident },
                severity: Severity::ALL.get(severity).copied(),
                category,
                owner,
                alerts,
                units,
            },
        )
}

proptest! {
    #[test]
    fn damage_behind_a_right_checksum_is_an_error_or_an_index(changes in proptest::collection::vec((5_usize..400, any::<u8>()), 1..6), cut in 0_usize..400, query in ".{0,20}") {
        let mut bytes = encode(&sources(), &[]);
        bytes.truncate(bytes.len() - 8);
        for (at, value) in changes {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        let keep = bytes.len() - cut.min(bytes.len() - 5);
        bytes.truncate(keep.max(6));
        if let Ok(index) = Index::open(&resealed(bytes)) {
            let _ = Engine::new(index).search(&query, 10);
        }
    }

    /// All that goes into a file comes out of it; texts as their tokens, which [`build::tokens`] shows to be the text.
    #[test]
    fn what_is_written_is_read(sources in proptest::collection::vec(any_source(), 0..5)) {
        let index = Index::open(&encode(&sources, &[])).unwrap();
        prop_assert_eq!(index.len(), sources.len());
        for (read, source) in index.runbooks.iter().zip(&sources) {
            prop_assert_eq!((&read.id, &read.title, &read.alerts), (&source.id, &source.title, &source.alerts));
            prop_assert_eq!((read.kind, read.severity), (source.kind, source.severity));
            prop_assert_eq!((index.name(read.category), index.name(read.owner)), (source.category.as_str(), source.owner.as_str()));
            prop_assert_eq!(read.units.len(), source.units.len());
            for (unit, original) in index.units[read.units.clone()].iter().zip(&source.units) {
                prop_assert_eq!((unit.kind, &unit.heading), (original.kind, &original.heading));
                let anchor = match original.anchor.as_str() {
                    "" => crate::text::slug::heading_slug(&original.heading),
                    anchor => anchor.to_string(),
                };
                prop_assert_eq!(&unit.anchor, &anchor);
                let runs: Vec<(Field, Vec<&str>)> = index.unit_runs(unit).iter()
                    .map(|run| (run.field, index.run_tokens(run).iter().map(|token| index.word(*token)).collect()))
                    .collect();
                let originals: Vec<(Field, Vec<&str>)> = original.runs.iter().map(|run| (run.field, build::tokens(&run.text))).collect();
                prop_assert_eq!(runs, originals);
            }
        }
    }

    #[test]
    fn any_bytes_are_no_danger(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut file = b"BGSX\x01".to_vec();
        file.extend(bytes);
        let _ = Index::open(&resealed(file));
    }

    #[test]
    fn any_query_is_answered(query in "\\PC{0,60}") {
        let _ = engine().search(&query, 10);
    }

    #[test]
    fn what_is_encoded_is_found(words in proptest::collection::vec("[a-z]{4,9}|[A-Z][a-z]{2,5}[A-Z][a-z]{2,5}|[a-z]{2,4}_[a-z]{2,5}|[0-9]{3}", 1..12)) {
        let text = words.join(" ");
        let engine = Engine::new(Index::open(&encode(&[source("x", "T", &[], &text)], &[])).unwrap());
        for word in &words {
            let answer = engine.search(&format!("{word} "), 5);
            prop_assert_eq!(answer.hits.len(), 1, "{}", word);
        }
    }
}
