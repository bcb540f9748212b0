//! Runs over real runbooks: to the end, and across a rebuild.

use breakglass::markdown::{self, Document};
use breakglass::run::identity::Known;
use breakglass::run::{Event, Kind, Log, Mark, Progress, Run, progress};
use std::path::Path;

fn add(log: &mut Log, mut event: Event) {
    let clock = log.next_clock();
    event.id = format!("e{clock}");
    event.run = "run".into();
    event.clock = clock;
    event.at = 1_774_742_400_000 + clock as i64 * 1_000;
    event.check().unwrap();
    log.add(event);
}

fn known(document: &Document) -> Vec<Known> {
    progress::known(document.runbook(), &document.prepared.text)
}

fn state(log: &Log, began: &Document, now: &Document) -> Progress {
    let run = Run::fold(log);
    let (began, known) = (known(began), known(now));
    let changes = progress::changes(&run, Some(&began), &known);
    Progress::new(&run, now.runbook(), &known, &changes)
}

fn mark(log: &mut Log, document: &Document, at: usize, mark: Mark) {
    let step = &document.runbook().steps[at];
    let event = Event::new(Kind::Mark, step.id.as_str())
        .label(step.text.clone())
        .value(mark.name());
    add(log, event.print(known(document)[at].print.clone()));
}

/// Follows `next` until nothing is left; chooses the first of each group of branches on the way.
fn run_to_the_end(name: &str, document: &Document) {
    let runbook = document.runbook();
    let mut log = Log::default();
    add(&mut log, Event::new(Kind::Start, name));
    let mut at = 0;
    for turn in 0.. {
        assert!(turn <= runbook.steps.len(), "{name}: the run does not end");
        let progress = state(&log, document, document);
        let Some(next) = progress.next(at) else { break };
        if let Some(branch) = runbook.steps[next].branch {
            let branch = &runbook.branches[branch];
            add(
                &mut log,
                Event::new(Kind::Choose, branch.id.as_str()).label(branch.title.clone()),
            );
        }
        mark(&mut log, document, next, Mark::ALL[1 + turn % 4]);
        at = next + 1;
    }
    let progress = state(&log, document, document);
    let (decided, all) = progress.counts();
    assert_eq!(decided, all, "{name}");
    assert!(
        progress
            .places
            .iter()
            .all(|place| !place.confirm && !place.added && !place.changed && !place.moved)
    );
    for place in progress.places.iter().filter(|place| place.folded) {
        assert!(place.state.mark == Mark::Open || !runbook.branches.is_empty());
    }
}

#[test]
fn every_runbook_can_be_run_to_the_end() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut runbooks, mut steps) = (0, 0);
    for folder in [
        "runbooks",
        "../shared/corpora/ecommerce-platform/docs/operations/runbooks",
    ] {
        let folder = root.join(folder);
        if !folder.is_dir() {
            println!("skipped: {} is not there", folder.display());
            continue;
        }
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let document = markdown::read(&std::fs::read_to_string(&path).unwrap());
                runbooks += 1;
                steps += document.runbook().steps.len();
                run_to_the_end(&path.file_stem().unwrap().to_string_lossy(), &document);
            }
        }
    }
    println!("{runbooks} runbooks, {steps} steps");
    assert!(runbooks >= 15 && steps > 200, "{runbooks} runbooks, {steps} steps");
}

const BEFORE: &str = "# T\n\n## Diagnosis\n\n### Step 1: Look at the pods\n\n```bash\nkubectl get pods\n```\n\n### Step 2: Read the log of the last container\n\n\
    text\n\n### Step 3: Ask the cloud provider\n\ntext\n\n## Resolution\n\n1. Roll back the release\n2. Restart the worker\n3. Scale out\n";
const AFTER: &str = "# T\n\n## Diagnosis\n\n### Step 1: Ask the cloud provider\n\ntext\n\n### Step 2: Look at the pods\n\n```bash\nkubectl get pods -o wide\n```\n\n\
    ### Step 3: Read the log of the previous container\n\ntext\n\n## Resolution\n\n1. Roll back the release\n2. Call the database team\n3. Scale out\n";

#[test]
fn a_rebuild_in_mid_run_keeps_what_was_done() {
    let (before, after) = (markdown::read(BEFORE), markdown::read(AFTER));
    let steps = &after.runbook().steps;
    let mut log = Log::default();
    add(&mut log, Event::new(Kind::Start, "t"));
    for at in [0, 1, 2, 3, 4] {
        mark(&mut log, &before, at, Mark::Done);
    }
    let progress = state(&log, &before, &after);
    let at = |text: &str| {
        let at = steps.iter().position(|step| step.text.contains(text)).unwrap();
        &progress.places[at]
    };
    let untouched = at("Roll back the release");
    assert!(untouched.is_decided() && !untouched.changed && !untouched.moved);
    let command = at("Look at the pods");
    assert!(command.state.mark == Mark::Done && command.confirm, "an edited command");
    let text = at("previous container");
    assert!(
        text.state.mark == Mark::Done && text.confirm && text.changed,
        "an edited step"
    );
    let moved = at("Ask the cloud provider");
    assert!(moved.is_decided() && moved.moved, "a moved step");
    let added = at("Call the database team");
    assert!(added.added && added.state.mark == Mark::Open);
    let removed: Vec<&str> = progress.removed.iter().map(|(_, state)| state.label.as_str()).collect();
    assert_eq!(removed, ["Restart the worker"]);
    // Confirmed on the new text, the tick is a plain one; a second rebuild that changes nothing leaves it so.
    let pods = steps.iter().position(|step| step.text == "Look at the pods").unwrap();
    mark(&mut log, &after, pods, Mark::Done);
    assert!(state(&log, &before, &after).places[pods].is_decided());
}

const NESTED: &str = "# T\n\n## Resolution\n\n### If caused by a query\n\n1. Find it\n\n#### If it is a report\n\n1. Tell its team\n\n\
    #### If it is a migration\n\n1. Let it finish\n\n### If caused by the disk\n\n1. Delete archives\n";

#[test]
fn steps_that_a_newer_program_names_otherwise_keep_their_ticks() {
    let document = markdown::read("# T\n\n## Resolution\n\n1. Stop the\n   writers\n2. Start them\n");
    let mut log = Log::default();
    mark(&mut log, &document, 1, Mark::Skipped);
    mark(&mut log, &document, 0, Mark::Done);
    let mut other = Log::default();
    for event in log.events() {
        let mut event = event.clone();
        event.target = event.target.replace("stop the writers", "stop thewriters");
        add(&mut other, event);
    }
    let progress = state(&other, &document, &document);
    let marks: Vec<Mark> = progress.places.iter().map(|place| place.state.mark).collect();
    assert_eq!(marks, [Mark::Done, Mark::Skipped]);
    assert!(progress.removed.is_empty() && progress.places.iter().all(|place| !place.confirm));
}

/// Which steps are folded away (`-`), open to a choice (`?`), and to do (`+`), after these choices.
fn standings(choices: &[(&str, &str)]) -> String {
    let document = markdown::read(NESTED);
    let mut log = Log::default();
    add(&mut log, Event::new(Kind::Start, "t"));
    for (title, value) in choices {
        let branch = document
            .runbook()
            .branches
            .iter()
            .find(|branch| branch.title == *title)
            .unwrap();
        add(&mut log, Event::new(Kind::Choose, branch.id.as_str()).value(*value));
    }
    let progress = state(&log, &document, &document);
    let word = |place: &progress::Place| match (place.folded, place.unchosen) {
        (true, _) => '-',
        (_, true) => '?',
        _ => '+',
    };
    progress.places.iter().map(word).collect()
}

#[test]
fn a_branch_within_a_branch_is_a_choice_of_its_own() {
    let (query, report, disk) = ("If caused by a query", "If it is a report", "If caused by the disk");
    assert_eq!(standings(&[]), "????");
    assert_eq!(standings(&[(query, "")]), "+??-");
    assert_eq!(standings(&[(query, ""), (report, "")]), "++--");
    assert_eq!(standings(&[(report, "")]), "++--");
    assert_eq!(standings(&[(report, ""), (report, "clear")]), "????");
    assert_eq!(standings(&[(report, ""), (disk, "")]), "---+");
}

#[test]
fn around_a_branch_is_the_innermost_that_it_lies_in() {
    let document = markdown::read(NESTED);
    let runbook = document.runbook();
    let around: Vec<Option<&str>> = runbook
        .branches
        .iter()
        .map(|branch| progress::around(runbook, branch).map(|outer| outer.title.as_str()))
        .collect();
    let query = Some("If caused by a query");
    assert_eq!(around, [None, query, query, None]);
}
