//! The engine as a whole.

use super::*;
use crate::markdown;
use crate::runbook::SectionKind;
use crate::search::build::encode;
use crate::search::codec::checksum;
use crate::search::source::Field;
use proptest::prelude::*;

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

/// Runbooks whose alerts are each other's beginnings, differ in case, are words, or are others' titles.
fn named() -> Engine {
    let busy = "## Symptoms\n\nNode disk pressure, node disk pressure critical, watchdog, errors, http errors.\n";
    let all = [
        source("pressure", "Pressure", &["NodeDiskPressure"], "## Symptoms\n\nText.\n"),
        source("critical", "Worse", &["NodeDiskPressureCritical"], busy),
        source("upper", "One", &["HTTPErrors"], "## Symptoms\n\nText.\n"),
        source("lower", "Two", &["HttpErrors"], busy),
        source("title", "Node Disk Pressure", &["Other"], busy),
        source("watchdog", "Meta", &["Watchdog"], "## Symptoms\n\nText.\n"),
        source(
            "snake",
            "Three",
            &["node_disk_io_saturated_5xx"],
            "## Symptoms\n\nText.\n",
        ),
    ];
    Engine::new(Index::open(&encode(&all, &[])).unwrap())
}

#[test]
fn an_exact_alert_is_always_first() {
    let engine = named();
    let paste = "x watchdog errors ".repeat(300);
    for (query, id) in [
        ("NodeDiskPressure", "pressure"),
        ("nodediskpressure", "pressure"),
        ("node disk pressure", "pressure"),
        ("NodeDiskPressureCritical", "critical"),
        ("HTTPErrors", "upper"),
        ("HttpErrors", "lower"),
        ("Watchdog", "watchdog"),
        (
            "[FIRING:1] Watchdog (critical http errors node disk pressure)",
            "watchdog",
        ),
        ("[FIRING:1] NodeDiskPressure (prod node-1 critical)", "pressure"),
        ("[FIRING:1] HttpErrors (node disk pressure critical)", "lower"),
        ("alertname=\"HTTPErrors\", reason=\"NodeDiskPressureCritical\"", "upper"),
        ("node_disk_io_saturated_5xx", "snake"),
        ("NodeDiskIoSaturated5xx", "snake"),
        (&format!("{paste} alertname=NodeDiskPressure"), "pressure"),
    ] {
        let hits = engine.search(query, 10).hits;
        let shown: String = query.chars().take(60).collect();
        assert_eq!(hits.first().map(|hit| hit.id.as_str()), Some(id), "{shown}");
    }
}

#[test]
fn one_typo_in_a_name_still_names_it() {
    let engine = named();
    for query in [
        "node disk presure",
        "NodeDiskPresure",
        "node dsik pressure",
        "node dis pressure",
        "nodediskpressrue",
    ] {
        let hits = engine.search(query, 10).hits;
        assert!(
            hits.first()
                .is_some_and(|hit| hit.id == "pressure" || hit.id == "title"),
            "{query}"
        );
    }
}

/// Every way to leave out, swap or double one letter of every word of three letters or more.
#[test]
fn one_edit_never_leaves_an_answer_empty() {
    let engine = engine();
    let forms: Vec<String> = engine.index().forms().map(str::to_string).collect();
    let mut asked = 0;
    for form in forms
        .iter()
        .filter(|form| form.len() >= 3 && form.bytes().all(|b| b.is_ascii_alphabetic()))
    {
        for at in 0..form.len() {
            let mut left_out = form.clone();
            left_out.remove(at);
            let mut doubled = form.clone();
            doubled.insert_str(at, &form[at..=at]);
            let mut swapped = form.clone().into_bytes();
            if at > 0 {
                swapped.swap(at - 1, at);
            }
            for query in [left_out, doubled, String::from_utf8(swapped).unwrap()] {
                asked += 1;
                let found = [query.clone(), format!("{query} ")];
                assert!(
                    found.iter().all(|query| !engine.search(query, 3).hits.is_empty()),
                    "{form} as {query}"
                );
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
}

#[test]
fn a_quoted_line_finds_its_section() {
    let page = |id: &str, line: &str| {
        source(
            id,
            id,
            &[],
            &format!("## Symptoms\n\nkubectl get pods wide node namespace.\n\n## Look\n\n```bash\n{line}\n```\n"),
        )
    };
    let all = [
        page("a", "kubectl get nodes -o wide -n x"),
        page("b", "kubectl get pods -n x -o wide"),
        page("c", "kubectl wide -o get -n pods x"),
    ];
    let engine = Engine::new(Index::open(&encode(&all, &[])).unwrap());
    let hit = engine.search("kubectl get pods -n x -o wide", 3).hits.remove(0);
    assert_eq!((hit.id.as_str(), hit.section.as_str()), ("b", "Look"));
}

/// A page that has the command as a line of its own goes before one that has it within a longer line, however often that
/// says the same words.
#[test]
fn a_whole_line_goes_before_a_part_of_one() {
    let longer = "```bash\nkubectl get nodes -o wide --show-labels | grep ready\nkubectl get nodes\nkubectl describe nodes\n```\n";
    let whole = "```bash\n# What runs where\nkubectl get nodes -o wide\n\naws eks update\n```\n";
    let sources = [
        source("longer", "Clusters", &[], longer),
        source("whole", "Patches", &[], whole),
    ];
    let engine = Engine::new(Index::open(&encode(&sources, &[])).unwrap());
    assert_eq!(engine.search("kubectl get nodes -o wide", 5).hits[0].id, "whole");
    let pasted = "2026-11-24T03:12:09.118Z backend-7d9f8b6c5-x2x1z kubectl get nodes -o wide 0xc0003f2a40";
    assert_eq!(engine.search(pasted, 5).hits[0].id, "whole");
}

/// Of lines with the same words, the one that is written as in the query is meant.
#[test]
fn a_line_as_typed_goes_before_one_in_other_capitals() {
    let page = |id: &str, flag: &str| {
        source(
            id,
            id,
            &[],
            &format!("```bash\ntar -c {flag} -z files of the pod\n```\n"),
        )
    };
    let engine = Engine::new(
        Index::open(&encode(
            &[page("one", "-x"), page("two", "-X"), page("three", "-x")],
            &[],
        ))
        .unwrap(),
    );
    assert_eq!(engine.search("tar -c -X -z files of the pod", 5).hits[0].id, "two");
    assert_eq!(engine.search("tar -c -x -z files of the pod", 5).hits[0].id, "one");
}

/// A command that is copied out of a page finds that page, also where another is about the same things and has the same
/// words in a row, with other signs or broken into two lines.
#[test]
fn a_copied_command_finds_the_page_that_has_it() {
    let page = |id: &str, title: &str, line: &str| source(id, title, &[], &format!("## Do\n\n```bash\n{line}\n```\n"));
    let all = [
        page("copy", "Mail", "db create snapshot --region west --name main"),
        page(
            "about",
            "Create Snapshot of Region",
            "db create snapshot \\\n  --region west --name main",
        ),
        page("equals", "Mail Queues", "db list pods --selector=phase.pending"),
        page("spaced", "Selector of Pods", "db list pods --selector phase.pending"),
    ];
    let engine = Engine::new(Index::open(&encode(&all, &[])).unwrap());
    for (query, id) in [
        ("db create snapshot --region west --name main", "copy"),
        ("db create snapshot \\\n --region west --name main", "about"),
        ("db list pods --selector=phase.pending", "equals"),
        ("db list pods --selector phase.pending", "spaced"),
    ] {
        assert_eq!(engine.search(query, 5).hits[0].id, id, "{query}");
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
