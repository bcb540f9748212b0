//! Names come first: an alert's, a title, one with a typo.

use super::*;

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
