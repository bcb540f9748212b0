//! Golden timelines: an incident over a change to daylight-saving time, and a drill.

use crate::expected::is_in_file;
use breakglass::run::export::{self, Exported};
use breakglass::run::report::{Timeline, markdown};
use breakglass::run::{Event, Kind, Log, Run};
use std::path::Path;

/// 2026-03-29 00:50:00 UTC: ten minutes before clocks in Berlin go from +01:00 to +02:00.
const START: i64 = 1_774_745_400_000;

struct Writer {
    log: Log,
    run: &'static str,
    start: i64,
}

impl Writer {
    fn add(&mut self, minutes: i64, zone: i32, who: &str, event: Event) -> String {
        let mut event = event;
        let clock = self.log.next_clock();
        event.id = format!("{}-{clock}", self.run);
        event.run = self.run.into();
        (event.clock, event.zone, event.who) = (clock, zone, who.into());
        event.at = self.start + minutes * 60_000 + 7_000;
        event.check().unwrap();
        let id = event.id.clone();
        self.log.add(event);
        id
    }
}

fn step(kind: Kind, number: u32) -> Event {
    let label = [
        "",
        "Confirm from outside",
        "Look at `checkout` <pods>",
        "Roll back",
        "A test purchase goes through",
    ][number as usize];
    Event::new(kind, format!("diagnosis/{}", label.to_lowercase())).label(label)
}

fn incident() -> (Run, Vec<Run>, String) {
    let mut w = Writer {
        log: Log::default(),
        run: "incident",
        start: START,
    };
    let mut start = Event::new(Kind::Start, "service-outage")
        .label("Service Outage")
        .value("incident")
        .text("P0")
        .print("00ff");
    start.parent = String::new();
    w.add(0, 60, "Ada", start);
    w.add(0, 60, "Ada", Event::new(Kind::Set, "reference").value("INC-42"));
    w.add(1, 60, "Ada", Event::new(Kind::Variable, "NAMESPACE").value("shop-prod"));
    let mut copy = step(Kind::Copy, 1)
        .value("read-only")
        .text("kubectl get pods -n ${NAMESPACE}\n  --token ${TOKEN}");
    copy.command = Some(1);
    copy.values = vec![
        ("NAMESPACE".into(), "shop-prod".into()),
        ("TOKEN".into(), "[secret]".into()),
    ];
    w.add(2, 60, "Ada", copy);
    w.add(3, 60, "Ada", step(Kind::Mark, 1).value("done"));
    w.add(
        4,
        60,
        "Ada",
        step(Kind::Output, 2).text("NAME   READY\ncheckout  0/6\n```\nend"),
    );
    let wrong = w.add(
        5,
        60,
        "Ada",
        step(Kind::Note, 2).text("5 pods down\nTODO: alert on | zero pods *at once*"),
    );
    w.add(
        6,
        60,
        "Ada",
        Event::new(Kind::Amend, wrong).text("6 pods down\nTODO: alert on | zero pods *at once*"),
    );
    // Ten minutes in, clocks go forward; nothing is lost or doubled.
    w.add(
        12,
        120,
        "Ada",
        step(Kind::Mark, 2).value("failed").text("# not enough rights"),
    );
    w.add(
        13,
        120,
        "Ada",
        Event::new(Kind::Choose, "resolution/a release").label("If caused by a release"),
    );
    w.add(
        14,
        120,
        "Ada",
        Event::new(Kind::Escalate, "L2: Grace")
            .value("tel:+15550100")
            .text("Need help"),
    );
    w.add(16, -420, "Grace", step(Kind::Mark, 3).value("done"));
    w.add(
        20,
        120,
        "Ada",
        Event::new(Kind::Note, "")
            .text("Mails came in earlier")
            .when(Some(START - 5 * 60_000)),
    );
    let undone = w.add(21, 120, "Ada", Event::new(Kind::Note, "").text("wrong window"));
    w.add(21, 120, "Ada", Event::new(Kind::Retract, undone));
    w.add(
        22,
        120,
        "Ada",
        Event::new(Kind::Link, "other")
            .label("Data Inconsistency")
            .value("data-inconsistency"),
    );
    w.add(30, 120, "Ada", Event::new(Kind::Update, "").text("P0: mitigated"));
    w.add(40, 120, "Ada", step(Kind::Observed, 4).value("12 orders/min"));
    w.add(41, 120, "Ada", step(Kind::Mark, 4).value("done"));
    w.add(
        60,
        120,
        "Ada",
        Event::new(Kind::Feedback, "").text("Step 2 needs a role"),
    );
    w.add(
        65,
        120,
        "Ada",
        Event::new(Kind::Finish, "").text("Rolled back. See https://git.example/a_b/42"),
    );
    let mut other = Writer {
        log: Log::default(),
        run: "other",
        start: START,
    };
    let mut begun = Event::new(Kind::Start, "data-inconsistency")
        .label("Data Inconsistency")
        .value("incident")
        .text("P1");
    begun.parent = "incident".into();
    other.add(22, 120, "Grace", begun);
    other.add(
        25,
        120,
        "Grace",
        Event::new(Kind::Mark, "diagnosis/count")
            .label("Count the mismatches")
            .value("not-applicable")
            .text("none"),
    );
    let run = Run::fold(&w.log);
    let file = export::write(&[
        (
            "incident",
            &Exported {
                log: w.log,
                source: Some("# Service Outage\n".into()),
                set_aside: Vec::new(),
            },
        ),
        (
            "other",
            &Exported {
                log: other.log.clone(),
                ..Exported::default()
            },
        ),
    ]);
    (run, vec![Run::fold(&other.log)], file)
}

fn drill() -> (Run, Vec<Run>, String) {
    // 2026-10-25 00:30 UTC: half an hour before clocks in Berlin go back; the hour after two comes twice.
    let mut w = Writer {
        log: Log::default(),
        run: "drill",
        start: 1_792_888_200_000,
    };
    w.add(
        0,
        120,
        "Lin",
        Event::new(Kind::Start, "pod-restart-loop")
            .label("Pod Restart Loop")
            .value("drill")
            .text("P1"),
    );
    w.add(10, 120, "Lin", step(Kind::Mark, 1).value("done"));
    w.add(
        40,
        60,
        "Lin",
        step(Kind::Mark, 2).value("skipped").text("no cluster at hand"),
    );
    w.add(70, 60, "Lin", Event::new(Kind::Finish, ""));
    let run = Run::fold(&w.log);
    let file = export::write(&[(
        "drill",
        &Exported {
            log: w.log,
            ..Exported::default()
        },
    )]);
    (run, Vec::new(), file)
}

#[test]
fn timelines_are_as_they_were() {
    let open = vec!["Write *all* of it down".to_string()];
    for (name, (run, linked, file), open) in [("incident", incident(), Vec::new()), ("drill", drill(), open)] {
        let timeline = markdown(&Timeline::new(&run, &linked, open));
        is_in_file(&format!("tests/golden/timeline-{name}.md"), &timeline);
        is_in_file(&format!("tests/golden/run-{name}.json"), &file);
    }
}

#[test]
fn exports_are_what_the_schema_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = std::fs::read_to_string(root.join("docs/schemas/run.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (_, _, file) in [incident(), drill()] {
        let file: serde_json::Value = serde_json::from_str(&file).unwrap();
        let errors: Vec<String> = validator.iter_errors(&file).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        // The validator can say no.
        let mut broken = file.clone();
        broken["runs"][0]["events"][0]["kind"] = "unheard-of".into();
        assert!(!validator.is_valid(&broken));
        let mut broken = file;
        broken["runs"][0]["events"][0].as_object_mut().unwrap().remove("at");
        assert!(!validator.is_valid(&broken));
    }
}
