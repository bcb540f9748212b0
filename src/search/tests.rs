//! The engine as a whole.

use super::*;
use crate::markdown;
use crate::search::build::encode;
use crate::search::codec::checksum;
use proptest::prelude::*;

fn source(id: &str, title: &str, alerts: &[&str], text: &str) -> Source {
    Source {
        id: id.to_string(),
        title: title.to_string(),
        alerts: alerts.iter().map(ToString::to_string).collect(),
        category: "Things".to_string(),
        ..Source::default()
    }
    .read(&markdown::read(text), "")
}

fn sources() -> Vec<Source> {
    let mut slow = source(
        "slow-queries",
        "Slow Queries",
        &["SlowDatabaseQueries"],
        "## Symptoms\n\n- `ERROR: canceling statement due to statement timeout`\n\n## Diagnosis\n\nLook for locks: ORA-01555, HTTP 503, C++.\n",
    );
    slow.severity = Some(crate::runbook::Severity::P1);
    slow.owner = "Data Team".to_string();
    vec![
        source(
            "crash",
            "Pod Crash Looping",
            &["KubePodCrashLooping"],
            "## Meaning\n\nThe pod dies and is restarted.\n\n## Diagnosis\n\n```bash\nkubectl logs ${POD} --previous\n```\n",
        ),
        source(
            "disk",
            "Node Filesystem Almost Out Of Space",
            &["NodeFilesystemAlmostOutOfSpace"],
            "## Symptoms\n\n`node_filesystem_avail_bytes` falls.\n\n## Resolution\n\nDelete old images.\n",
        ),
        source(
            "jp",
            "データベース復旧手順",
            &[],
            "## 症状\n\nレプリケーション遅延が発生する\n",
        ),
        source("de", "Größenüberschreitung", &[], "Das Café ist voll.\n"),
        slow,
    ]
}

fn engine() -> Engine {
    let own = ["pgb, pgbouncer".to_string()];
    Engine::new(Index::open(&encode(&sources(), &own)).unwrap())
}

fn first(query: &str) -> String {
    engine()
        .search(query, 10)
        .hits
        .first()
        .map_or(String::new(), |hit| hit.id.clone())
}

#[test]
fn whatever_is_typed_or_pasted_finds_its_runbook() {
    for (query, id) in [
        ("KubePodCrashLooping", "crash"),
        ("kubepodcrashlooping", "crash"),
        ("kube pod crash looping", "crash"),
        ("kube pod crsah looping", "crash"),
        ("KubePodCrashLoping", "crash"),
        ("KubePodCras", "crash"),
        ("podcrashlooping", "crash"),
        ("odCrashLoop", "crash"),
        ("--previous", "crash"),
        ("crashes", "crash"),
        ("node_filesystem_avail_bytes", "disk"),
        ("filesystem avail", "disk"),
        ("box has no space", "disk"),
        ("ora-01555", "slow-queries"),
        ("5xx", "slow-queries"),
        ("c++", "slow-queries"),
        (
            "2026-11-24T03:12:09Z db[17]: ERROR:  canceling statement due to statement timeout 550e8400-e29b-41d4-a716-446655440000",
            "slow-queries",
        ),
        ("復旧", "jp"),
        ("遅延", "jp"),
        ("レプリケーション", "jp"),
        ("grossenuberschreitung", "de"),
        ("CAFE", "de"),
        ("severity:P1", "slow-queries"),
        ("owner:data timeout", "slow-queries"),
        (
            "{\"labels\":{\"alertname\":\"NodeFilesystemAlmostOutOfSpace\",\"pod\":\"crash-looping\"}}",
            "disk",
        ),
        (
            "[FIRING:1] KubePodCrashLooping slow queries slow queries (prod backend-7d9f8b6c5-x2x1z)",
            "crash",
        ),
    ] {
        assert_eq!(first(query), id, "{query}");
    }
}

#[test]
fn what_resembles_nothing_finds_nothing() {
    for query in ["", " ", "???", "zzzzzzzzzz", "severity:P4 crash", "\u{0}"] {
        assert_eq!(first(query), "", "{query:?}");
    }
}

#[test]
fn a_corrected_typo_is_said() {
    let engine = engine();
    assert_eq!(
        engine.search("filesystme images", 3).correction.as_deref(),
        Some("filesystem images")
    );
    assert_eq!(engine.search("filesystem images", 3).correction, None);
}

#[test]
fn hits_name_their_section_and_mark_what_was_found() {
    let hit = engine().search("statement timeout", 1).hits.remove(0);
    assert_eq!((hit.section.as_str(), hit.anchor.as_str()), ("Symptoms", "symptoms"));
    assert_eq!(hit.snippet.text, "ERROR: canceling statement due to statement timeout");
    let marked: Vec<&str> = hit
        .snippet
        .marks
        .iter()
        .map(|range| &hit.snippet.text[range.clone()])
        .collect();
    assert_eq!(marked, ["statement", "statement", "timeout"]);
}

#[test]
fn an_index_of_nothing_answers() {
    let engine = Engine::new(Index::open(&encode(&[], &[])).unwrap());
    assert!(engine.search("anything", 5).hits.is_empty());
    assert!(Engine::default().search("anything", 5).hits.is_empty());
}

#[test]
fn every_form_of_the_dictionary_finds_a_runbook() {
    let engine = engine();
    for form in engine.index().forms() {
        assert!(!engine.search(&format!("{form} "), 5).hits.is_empty(), "{form:?}");
    }
}

#[test]
fn one_step_at_a_time_gives_the_same_index() {
    let bytes = encode(&sources(), &[]);
    let mut loader = Loader::new(&bytes).unwrap();
    let mut steps = 0;
    while !loader.step(&bytes, 7).unwrap() {
        steps += 1;
    }
    assert!(steps > 10);
    let slow = Engine::new(loader.finish());
    let fast = Engine::new(Index::open(&bytes).unwrap());
    assert_eq!(slow.search("pod timeout", 9), fast.search("pod timeout", 9));
}

#[test]
fn other_files_are_refused() {
    let bytes = encode(&sources(), &[]);
    assert_eq!(Index::open(b"").unwrap_err(), CodecError::NotAnIndex);
    assert_eq!(Index::open(b"<!doctype html>").unwrap_err(), CodecError::NotAnIndex);
    assert_eq!(
        Index::open(b"BGSX\x63rest and more").unwrap_err(),
        CodecError::Version(0x63)
    );
    for cut in 0..bytes.len() {
        assert!(Index::open(&bytes[..cut]).is_err(), "{cut}");
    }
    for at in 5..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 0x10;
        assert_eq!(Index::open(&bad).unwrap_err(), CodecError::Corrupt, "{at}");
    }
}

/// Damage that the checksum does not show: the reader's own checks have to do.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = checksum(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
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
