//! Imports, previewed and confirmed; and the end of everything on this device.

use super::{address, is_gone, timeline_address, title_of};
use crate::app::browser::build::{Node, button, el, field, fill, link, primary, text};
use crate::app::browser::dom::Element;
use crate::app::browser::{compress, dom, files, history, scroll, spawn};
use crate::app::pages::run::Runner;
use crate::app::pages::run::open::pairs;
use crate::run::export::{self, Import, ImportError};
use crate::run::{Run, limits, link as handed, report};

/// The field for a file.
pub fn view(_: Runner) -> Node {
    let chooser = field("A run’s JSON file", "bg-import", "input", "");
    if let Some(input) = chooser.element().and_then(|field| dom::find(field, "input")) {
        dom::set_attribute(&input, "type", Some("file"));
        dom::set_attribute(&input, "accept", Some(".json,application/json"));
    }
    el("section", "bg-runs-part")
        .with(text("h2", "", "Import"))
        .with(chooser)
}

/// Room for what was found in a link or a file.
pub fn preview() -> Node {
    el("div", "")
        .with(el("div", "").set("id", "bg-import-preview"))
        .with(el("p", "").set("role", "status").set("id", "bg-import-told"))
        .with(el("div", "bg-run-tools").set("id", "bg-imported"))
}

fn say(id: &str, words: &str) {
    if let Some(told) = dom::by_id(id) {
        dom::set_text(&told, words);
    }
}

/// The import that an address carries in its fragment.
async fn from_address() -> Option<Result<Import, ImportError>> {
    let url = history::url();
    let (_, fragment) = url.split_once('#')?;
    let (_, text) = pairs(fragment).into_iter().find(|(name, _)| name == "import")?;
    if text.len() > limits::LONGEST_LINK {
        return Some(Err(ImportError::TooLarge));
    }
    let Some(bytes) = handed::from_base64(&text) else {
        return Some(Err(ImportError::NotARun));
    };
    match compress::inflate(&bytes, limits::LARGEST_LINK_CONTENT).await {
        Some(bytes) => Some(handed::read(&bytes)),
        None => Some(Err(ImportError::NotARun)),
    }
}

/// Previews what the address carries, if it carries a run.
pub fn look_at_address(runner: Runner) {
    spawn(async move {
        if let Some(answer) = from_address().await {
            look(runner, answer);
        }
    });
}

/// Previews the file in the field.
pub fn look_at_file(runner: Runner) {
    let Some(input) = dom::by_id("bg-import") else { return };
    spawn(async move {
        let answer = match files::chosen(&input, limits::LARGEST_IMPORT).await {
            Some(text) => export::read(&text),
            None => Err(ImportError::TooLarge),
        };
        look(runner, answer);
    });
}

fn look(runner: Runner, answer: Result<Import, ImportError>) {
    let Some(place) = dom::by_id("bg-import-preview") else {
        return;
    };
    let import = match answer {
        Ok(import) => import,
        Err(error) => {
            fill(&place, Vec::new());
            say("bg-import-told", error.words());
            return;
        }
    };
    say("bg-import-told", "");
    show(runner, &place, &import);
    runner.inner().import.replace(Some(import));
    if let Some(group) = dom::find(&place, ".bg-import") {
        dom::focus(&group);
        scroll::to_middle(&group);
    }
}

/// The site's titles have come: what waits for a word is named by them.
pub fn name(runner: Runner) {
    let inner = runner.inner();
    let import = inner.import.borrow();
    if let (Some(place), Some(import)) = (dom::by_id("bg-import-preview"), import.as_ref()) {
        show(runner, &place, import);
    }
}

fn show(runner: Runner, place: &Element, import: &Import) {
    let rows = import.runs.iter().map(|(id, run)| {
        let folded = Run::fold(&run.log);
        let known = runner.runs.get(id).is_some();
        let (title, count) = (title_of(runner, &folded), run.log.len().to_string());
        let started = report::both(folded.started, folded.zone);
        let words = [
            title.as_str(),
            ": ",
            &count,
            " events, started ",
            &started,
            if folded.who.is_empty() { "" } else { ", by " },
            &folded.who,
            if known {
                "; it will be merged into the run that is on this device"
            } else {
                "; new here"
            },
        ];
        text("li", "", &words.concat())
    });
    let mut words = [
        &import.events().to_string(),
        " events; they will be marked as imported.",
    ]
    .concat();
    for (number, what) in [
        (import.masked, " texts held secrets, which are masked."),
        (import.set_aside(), " records cannot be read and are set aside."),
    ] {
        if number > 0 {
            words.push_str(&[" ", &number.to_string(), what].concat());
        }
    }
    let preview = el("div", "bg-import")
        .set("role", "group")
        .set("aria-label", "Import preview")
        .with(el("ul", "").all(rows.collect()))
        .with(text("p", "", &words))
        .with(primary("Import", "import-yes"))
        .with(button("Do not import", "import-no"));
    fill(place, vec![preview]);
}

/// The way to a run that has come: to where it goes on, or to its timeline.
fn open_link(runner: Runner, run: &Run) -> Node {
    let title = title_of(runner, run);
    if run.is_running() && !is_gone(runner, run) {
        link(&["Go on with ", &title].concat(), &address(runner, run))
    } else {
        link(&["Timeline of ", &title].concat(), &timeline_address(runner, run))
    }
}

/// A link is for once: reloading must not ask again.
fn put_away() {
    if let Some(place) = dom::by_id("bg-import-preview") {
        fill(&place, Vec::new());
    }
    let url = history::url();
    if let Some((rest, _)) = url.split_once('#') {
        history::replace(&history::state().unwrap_or_default(), Some(rest));
    }
}

/// "Clear this device".
pub fn clear() -> Node {
    el("section", "bg-runs-part")
        .with(text("h2", "", "This device"))
        .with(text(
            "p",
            "",
            "Runs are kept in this browser only. Clearing the device deletes them for good, in progress or not; exports stay where they are.",
        ))
        .with(el("div", "bg-run-tools").set("id", "bg-clear").with(button("Clear this device", "clear")))
        .with(el("p", "").set("role", "status").set("id", "bg-clear-told"))
}

/// Does what the buttons say.
pub fn act(runner: Runner, act: &str) -> bool {
    let ask = |nodes: Vec<Node>| {
        if let Some(place) = dom::by_id("bg-clear") {
            fill(&place, nodes);
        }
    };
    match act {
        "import-yes" => {
            let import = runner.inner().import.take();
            put_away();
            if let Some(import) = import {
                spawn(async move {
                    let ids: Vec<String> = import.runs.iter().map(|(id, _)| id.clone()).collect();
                    let kept = runner.runs.import(import).await;
                    let words = if kept {
                        "Imported."
                    } else {
                        "Imported into this page only: it could not be stored."
                    };
                    say("bg-import-told", words);
                    let runs = ids.iter().filter_map(|id| runner.runs.get(id));
                    let links = runs.map(|run| open_link(runner, &run)).collect();
                    if let Some(place) = dom::by_id("bg-imported") {
                        fill(&place, links);
                        if let Some(first) = dom::find(&place, "a") {
                            dom::focus(&first);
                        }
                    }
                });
            }
        }
        "import-no" => {
            runner.inner().import.take();
            put_away();
        }
        "clear" => ask(vec![
            text(
                "p",
                "",
                "All runs on this device will be deleted. This cannot be undone.",
            )
            .set("role", "alert"),
            button("Keep them", "clear-no"),
            button("Delete all runs", "clear-yes"),
        ]),
        "clear-no" => ask(vec![button("Clear this device", "clear")]),
        "clear-yes" => {
            ask(vec![button("Clear this device", "clear")]);
            spawn(async move {
                let gone = runner.runs.clear_device().await;
                let words = if gone {
                    "Everything is deleted."
                } else {
                    "The browser did not delete everything. Close its other tabs and try again."
                };
                say("bg-clear-told", words);
            });
        }
        _ => return false,
    }
    true
}
