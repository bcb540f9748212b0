//! The engine as a whole.

mod names;
mod properties;
mod quotations;

use super::*;
use crate::markdown;
use crate::search::build::encode;

pub(super) fn source(id: &str, title: &str, alerts: &[&str], text: &str) -> Source {
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

/// Three bytes of one character, none of them a letter.
#[test]
fn one_character_of_three_bytes_is_answered() {
    for query in ["⿿", "…", "ÿa", "___"] {
        let _ = engine().search(query, 10);
    }
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
    // A number is what it is.
    assert_eq!(engine.search("locks HTTP 504", 3).correction, None);
}

/// What of a snippet is pointed out.
fn marked(snippet: &Snippet) -> Vec<&str> {
    let pieces = snippet.marks.iter().map(|range| &snippet.text[range.clone()]);
    pieces.collect()
}

#[test]
fn hits_name_their_section_and_mark_what_was_found() {
    let hit = engine().search("statement timeout", 1).hits.remove(0);
    assert_eq!((hit.section.as_str(), hit.anchor.as_str()), ("Symptoms", "symptoms"));
    assert_eq!(hit.snippet.text, "ERROR: canceling statement due to statement timeout");
    assert_eq!(marked(&hit.snippet), ["statement", "statement", "timeout"]);
}

#[test]
fn a_snippet_points_out_what_it_has_of_a_query_whose_rarest_word_is_elsewhere() {
    let page = |at: usize| {
        let text = if at == 0 {
            "The pool is exhausted.".to_string()
        } else {
            format!("Case {at}, which is long ago, so that the database of the shop has {at} more connections.")
        };
        source(
            &format!("page-{at}"),
            &format!("Page {at}"),
            &[],
            &format!("## Meaning\n\n{text}\n"),
        )
    };
    let pages: Vec<Source> = (0..12).map(page).collect();
    let engine = Engine::new(Index::open(&encode(&pages, &[])).unwrap());
    let answer = engine.search("the database connections exausted", 12);
    for hit in &answer.hits {
        let wanted: &[&str] = match hit.id.as_str() {
            "page-0" => &["exhausted"],
            _ => &["database", "connections"],
        };
        assert_eq!(marked(&hit.snippet), wanted, "{}", hit.snippet.text);
        assert!(
            hit.snippet.text.starts_with(|c: char| c.is_alphanumeric()),
            "{}",
            hit.snippet.text
        );
        assert!(!hit.snippet.text.ends_with(','), "{}", hit.snippet.text);
    }
    assert_eq!(answer.hits.len(), 12);
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

/// A word with a typo that can be cut into two short ones of the index means what it is a typo of.
#[test]
fn a_typo_is_not_two_short_words() {
    let sources = [
        source(
            "keys",
            "Duplicate Keys",
            &[],
            "`payments_provider_ref_key` in the log of the database. Use `sed`.\n",
        ),
        source(
            "refused",
            "Service Outage",
            &[],
            "The database says: connection refused.\n",
        ),
        source(
            "other",
            "Connections",
            &[],
            "A connection of the database was refused, or is slow.\n",
        ),
    ];
    let engine = Engine::new(Index::open(&encode(&sources, &[])).unwrap());
    let answer = engine.search("conection refsed database", 5);
    assert_eq!(answer.correction.as_deref(), Some("connection refused database"));
    let ids: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(ids.last(), Some(&"keys"), "{ids:?}");
}
