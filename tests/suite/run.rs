//! The run's state machine: any events, split and merged in any way, are one run; nothing is lost on the way out and back in.

mod progress;
mod timeline;

use breakglass::run::export::{self, Exported, ImportError};
use breakglass::run::{Event, Kind, Log, Mark, Run, limits, link, record, report, secrets};
use proptest::prelude::*;

const KINDS: [Kind; 19] = [
    Kind::Start,
    Kind::Set,
    Kind::Mark,
    Kind::Note,
    Kind::Output,
    Kind::Observed,
    Kind::Choose,
    Kind::Variable,
    Kind::Copy,
    Kind::Update,
    Kind::Escalate,
    Kind::Link,
    Kind::Finish,
    Kind::Reopen,
    Kind::Feedback,
    Kind::Amend,
    Kind::Retract,
    Kind::Restore,
    Kind::Delete,
];

/// An event of a run of at most `events` acts. Targets are steps, or other events where the kind corrects one.
fn event(events: usize) -> impl Strategy<Value = Event> {
    let fields = (0..events, 0..KINDS.len(), 0..6usize, 0..6usize, "[a-c <*`\\n]{0,6}");
    let times = (
        0..40u64,
        0..7_200_000i64,
        -840..=840i32,
        proptest::option::of(0..7_200_000i64),
        any::<bool>(),
    );
    (fields, times).prop_map(
        move |((number, kind, target, value, text), (clock, at, zone, when, imported))| {
            let kind = KINDS[kind];
            let target = match kind {
                Kind::Amend | Kind::Retract | Kind::Restore => format!("e{}", (target * 7) % events),
                Kind::Set => ["mode", "severity", "reference", "who", "x", ""][target].to_string(),
                Kind::Choose => format!("resolution/branch {}", target % 3),
                Kind::Variable => ["NAMESPACE", "pod-name", "POD_NAME", "DB_PASSWORD", "x", ""][target].to_string(),
                _ => format!("diagnosis/step {target}"),
            };
            let value = match kind {
                Kind::Mark => Mark::ALL[value % 5].name().to_string(),
                Kind::Choose if value == 0 => "clear".to_string(),
                _ => format!("v{value}"),
            };
            let base = 1_774_742_400_000;
            let mut event = Event::new(kind, target)
                .value(value)
                .text(text)
                .when(when.map(|when| base + when));
            // The same id always means the same event, but for whether it was imported.
            event.id = format!("e{number}");
            event.run = "run".to_string();
            (event.clock, event.at, event.zone, event.imported) = (clock, base + at, zone, imported);
            event
        },
    )
}

/// Events with distinct ids.
fn events() -> impl Strategy<Value = Vec<Event>> {
    proptest::collection::vec(event(60), 0..60).prop_map(|mut events| {
        let mut seen = std::collections::BTreeSet::new();
        events.retain(|event| seen.insert(event.id.clone()));
        events
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(400), ..ProptestConfig::default() })]

    #[test]
    fn tabs_merged_in_any_order_fold_to_the_same_run(
        events in events(),
        tabs in 1..6usize,
        seed in any::<u64>(),
    ) {
        let whole = Run::fold(&events.iter().cloned().collect());
        // Each event goes to one tab or to two; the tabs are merged in another order, twice.
        let mut logs = vec![Log::default(); tabs];
        let mut random = seed;
        let mut next = |below: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) as usize % below
        };
        for event in &events {
            logs[next(tabs)].add(event.clone());
            if next(3) == 0 {
                logs[next(tabs)].add(event.clone());
            }
        }
        let mut merged = Log::default();
        for _ in 0..2 * tabs {
            let from = logs[next(tabs)].clone();
            merged.merge(from.events().cloned().collect::<Vec<_>>());
        }
        for log in logs.iter().rev() {
            merged.merge(log.events().cloned().collect::<Vec<_>>());
        }
        prop_assert_eq!(Run::fold(&merged), whole);
    }

    #[test]
    fn conflicting_events_of_one_id_resolve_alike_in_any_order(events in proptest::collection::vec(event(4), 0..12)) {
        let forth: Log = events.iter().cloned().collect();
        let back: Log = events.iter().rev().cloned().collect();
        prop_assert_eq!(&forth, &back);
        // What was written here is never replaced by what was imported.
        for event in forth.events().filter(|event| event.imported) {
            prop_assert!(!events.iter().any(|other| other.id == event.id && !other.imported));
        }
    }

    #[test]
    fn nothing_is_lost_on_the_way_out_and_back(events in events(), cut in 0..60usize) {
        let log: Log = events.iter().cloned().collect();
        let (one, two) = events.split_at(cut.min(events.len()));
        // Two engineers export what each of them has; a third imports both.
        let mut merged = Log::default();
        for part in [two, one, two] {
            let run = Exported { log: part.iter().cloned().collect(), source: Some("# T\n".into()), set_aside: vec!["{bad".into()] };
            let import = export::read(&export::write(&[("run", &run)])).unwrap();
            for (id, exported) in import.runs {
                prop_assert_eq!(id, "run");
                prop_assert_eq!(exported.source.as_deref(), Some("# T\n"));
                prop_assert_eq!(&exported.set_aside, &["{bad"]);
                merged.merge(exported.log.events().cloned().collect::<Vec<_>>());
            }
        }
        let as_imported = |log: &Log| -> Log {
            log.events().map(|event| Event { imported: true, ..event.clone() }).collect()
        };
        prop_assert_eq!(&merged, &as_imported(&log));
        // Merged into the log that they came from, they change nothing.
        let mut own = log.clone();
        own.merge(merged.events().cloned().collect::<Vec<_>>());
        for event in log.events().filter(|event| !event.imported) {
            prop_assert_eq!(own.get(&event.id), Some(event));
        }
        prop_assert_eq!(own.len(), log.len());
    }

    #[test]
    fn corrections_keep_the_original(events in events()) {
        let log: Log = events.iter().cloned().collect();
        let run = Run::fold(&log);
        for entry in &run.entries {
            let first = log.get(&entry.event.id).unwrap();
            if let Some((text, value, at)) = entry.originals.first() {
                prop_assert_eq!(text, &first.text);
                prop_assert_eq!(value, &first.value);
                prop_assert_eq!(*at, first.when.unwrap_or(first.at));
            } else {
                prop_assert_eq!(&entry.event.text, &first.text);
            }
        }
        // Nothing that was written is missing from the log's timeline.
        let shown = run.entries.len();
        let corrections = [Kind::Amend, Kind::Retract, Kind::Restore, Kind::Delete, Kind::Undelete];
        prop_assert_eq!(shown, log.events().filter(|event| !corrections.contains(&event.kind)).count());
        prop_assert!(!run.variables.contains_key("db_password"));
        // Any run has a timeline.
        let timeline = report::Timeline::new(&run, &[], Vec::new());
        prop_assert_eq!(timeline.lines.len(), shown);
        report::markdown(&timeline);
    }

    #[test]
    fn records_are_read_back(event in event(60)) {
        prop_assert_eq!(record::decode(&record::encode(&event)), Ok(event));
    }

    #[test]
    fn hostile_files_do_no_harm(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        text in "\\PC{0,300}",
        events in events(),
        at in any::<prop::sample::Index>(),
        with in any::<u8>(),
    ) {
        let _ = export::read(&text);
        let _ = export::read(&String::from_utf8_lossy(&bytes));
        let _ = link::read(&bytes);
        let _ = link::from_base64(&text);
        // A good file with one byte changed.
        let run = Exported { log: events.into_iter().collect(), ..Exported::default() };
        let mut file = export::write(&[("run", &run)]).into_bytes();
        let at = at.index(file.len());
        file[at] = with;
        if let Ok(import) = export::read(&String::from_utf8_lossy(&file)) {
            for (_, run) in &import.runs {
                for event in run.log.events() {
                    prop_assert!(event.imported);
                    prop_assert_eq!(event.check(), Ok(()));
                }
            }
        }
    }

    #[test]
    fn masking_never_panics_and_is_done_once(text in "(\\PC|password=|AKIA|://u:|\n|-----BEGIN PRIVATE KEY-----|eyJ|Bearer ){0,40}") {
        let masked = secrets::mask(&text);
        prop_assert_eq!(&secrets::mask(&masked.text).text, &masked.text);
    }
}

fn valid(kind: Kind, id: &str) -> Event {
    let mut event = Event::new(kind, "a/b");
    (event.id, event.run, event.at) = (id.into(), "run".into(), 1_774_742_400_000);
    event
}

#[test]
fn imports_stay_within_their_limits() {
    let file = |events: &str| {
        format!(r#"{{"format":"breakglass-run","version":2,"runs":[{{"id":"run","events":[{events}]}}]}}"#)
    };
    assert_eq!(
        export::read(&" ".repeat(limits::LARGEST_IMPORT + 1)),
        Err(ImportError::TooLarge)
    );
    assert_eq!(
        link::read(&vec![b'\n'; limits::LARGEST_LINK_CONTENT + 1]),
        Err(ImportError::TooLarge)
    );
    let many = vec!["0"; limits::MOST_EVENTS + 1].join(",");
    assert_eq!(export::read(&file(&many)), Err(ImportError::TooMany));
    let runs = vec![r#"{"events":[]}"#; limits::MOST_RUNS + 1].join(",");
    assert_eq!(
        export::read(&format!(r#"{{"format":"breakglass-run","version":2,"runs":[{runs}]}}"#)),
        Err(ImportError::TooMany)
    );
    assert_eq!(export::read(&"[".repeat(1_000_000)), Err(ImportError::NotARun));
    assert_eq!(
        export::read(r#"{"format":"other","version":2}"#),
        Err(ImportError::NotARun)
    );
    assert_eq!(
        export::read(r#"{"format":"breakglass-run","version":3,"runs":[]}"#),
        Err(ImportError::Newer)
    );
    // Events beyond the limits are set aside, one by one; the others come in.
    let mut late = valid(Kind::Note, "late");
    late.at = i64::MAX;
    let mut high = valid(Kind::Note, "high");
    high.clock = u64::MAX;
    let mut long = valid(Kind::Note, "long");
    long.text = "x".repeat(limits::LONGEST_TEXT + 1);
    let mut odd = valid(Kind::Note, "odd");
    odd.id = "../x".into();
    let good = valid(Kind::Note, "good");
    let events: Vec<String> = [&late, &high, &long, &odd, &good]
        .into_iter()
        .map(record::encode)
        .collect();
    let import = export::read(&file(&events.join(","))).unwrap();
    assert_eq!((import.events(), import.set_aside()), (1, 4));
}

#[test]
fn a_run_of_which_no_record_can_be_read_is_set_aside_whole() {
    let file = |run: &str| format!(r#"{{"format":"breakglass-run","version":2,"runs":[{run}]}}"#);
    let import = export::read(&file(
        r##"{"id":"r1","source":"# T\n","events":[{"v":9},{"x":1}],"unreadable":["old"]}"##,
    ))
    .unwrap();
    let [(id, run)] = import.runs.as_slice() else {
        panic!("{import:?}")
    };
    assert_eq!((id.as_str(), run.log.len(), run.set_aside.len()), ("r1", 0, 3));
    assert_eq!(run.source.as_deref(), Some("# T\n"));
    // What says nothing of any run is no export of one.
    for nothing in ["", r#"{"id":"r1"}"#, r#"{"id":"../r1","events":[{"v":9}]}"#] {
        assert_eq!(
            export::read(&file(nothing)).unwrap_err(),
            ImportError::NotARun,
            "{nothing}"
        );
    }
}

#[test]
fn imported_texts_are_cleaned_and_masked() {
    let mut event = valid(Kind::Note, "n").text("a\u{202e}b\u{0}c password=hunter22\r\nd");
    event.values = vec![("TOKEN".into(), "ghp_abcdefghijklmnopqrstuvwxyz0123456789".into())];
    let run = Exported {
        log: [event].into_iter().collect(),
        ..Exported::default()
    };
    let import = export::read(&export::write(&[("run", &run)])).unwrap();
    let event = import.runs[0].1.log.get("n").unwrap();
    assert_eq!(event.text, "abc password=[masked: value of a secret name]\nd");
    assert_eq!(event.values[0].1, "[masked: GitHub token]");
    assert_eq!(import.masked, 2);
}

#[test]
fn an_import_cannot_rewrite_what_was_written_here() {
    let own = valid(Kind::Note, "n").text("mine");
    let mut forged = valid(Kind::Note, "n").text("zzz forged");
    forged.clock = 99;
    let import = export::read(&export::write(&[(
        "run",
        &Exported {
            log: [forged].into_iter().collect(),
            ..Exported::default()
        },
    )]))
    .unwrap();
    let mut log: Log = [own.clone()].into_iter().collect();
    for (_, run) in import.runs {
        log.merge(run.log.events().cloned().collect::<Vec<_>>());
    }
    assert_eq!(log.get("n"), Some(&own));
}

#[test]
fn links_are_smaller_than_files_and_come_back() {
    let events = (0..40).map(|n| {
        let mut event = valid(Kind::Mark, &format!("e{n}"))
            .value("done")
            .label("Look at the pods")
            .print("0011223344556677");
        event.clock = n;
        event
    });
    let log: Log = events.collect();
    let bytes = link::write(&[&log]);
    let import = link::read(&bytes).unwrap();
    assert_eq!(import.events(), 40);
    assert!(
        import.runs[0]
            .1
            .log
            .events()
            .all(|event| event.label.is_empty() && event.imported)
    );
    // A full event of the same id stands for the one that came by a link.
    let mut merged = import.runs[0].1.log.clone();
    merged.merge(
        log.events()
            .map(|event| Event {
                imported: true,
                ..event.clone()
            })
            .collect::<Vec<_>>(),
    );
    assert!(merged.events().all(|event| event.label == "Look at the pods"));
}
