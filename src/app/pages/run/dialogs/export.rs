//! What leaves the page: the timeline, the file, the link. It is shown before it goes.

use super::frame;
use crate::app::browser::build::{Node, button, el, field, link, primary, text};
use crate::app::browser::{clipboard, compress, dom, files, spawn};
use crate::app::pages::run::{Runner, runs_page};
use crate::run::report::{self, Timeline};
use crate::run::{Run, civil, export, limits, link as handed, secrets};
use std::rc::Rc;

/// The run's timeline with the runs that are linked to it.
pub fn timeline(runner: Runner, run: &Run) -> Timeline {
    let linked = run.links.iter().filter_map(|(id, ..)| runner.runs.get(id));
    let linked: Vec<Run> = linked.map(|run| (*run).clone()).collect();
    Timeline::new(run, &linked, runner.left_open(run).unwrap_or_default())
}

/// The run and those linked to it, as a file.
fn json(runner: Runner, run: &Run) -> String {
    let ids = std::iter::once(&run.id).chain(run.links.iter().map(|(id, ..)| id));
    let runs: Vec<(&str, export::Exported)> = ids
        .filter_map(|id| Some((id.as_str(), runner.runs.exported(id)?)))
        .collect();
    let runs: Vec<(&str, &export::Exported)> = runs.iter().map(|(id, run)| (*id, run)).collect();
    export::write(&runs)
}

/// The link that hands the run over; `None` when it would be too long, or the browser cannot compress.
async fn hand_over(runner: Runner, run: &Run) -> Option<String> {
    let own = runner.runs.exported(&run.id)?;
    let bytes = compress::deflate(&handed::write(&[&own.log])).await?;
    let text = handed::to_base64(&bytes);
    (text.len() <= limits::LONGEST_LINK).then(|| [&runner.inner().site.file("runs/"), "#import=", &text].concat())
}

/// The dialog for the run of the page.
pub fn view(runner: Runner) -> Node {
    match runner.run() {
        Some(run) => {
            let mut parts = of_run(runner, &run);
            let tools = parts.pop().into_iter().collect();
            frame("Export timeline", parts, tools)
        }
        None => el("div", ""),
    }
}

/// What is exported of a run: findings, the text, what happened last, the buttons.
pub fn of_run(runner: Runner, run: &Run) -> Vec<Node> {
    let markdown = report::markdown(&timeline(runner, run));
    let found = secrets::mask(&markdown).found;
    let findings = if found.is_empty() {
        "Nothing in it looks like a secret. Read it before you send it.".to_string()
    } else {
        [
            &found.len().to_string(),
            " places look like secrets: ",
            &found.join(", "),
            ". Read it before you send it.",
        ]
        .concat()
    };
    let shown = field("Timeline (Markdown)", "bg-timeline", "textarea", &markdown);
    if let Some(area) = shown.element().and_then(|shown| dom::find(shown, "textarea")) {
        dom::set_attribute(&area, "readonly", Some(""));
        dom::set_attribute(&area, "rows", Some("10"));
    }
    let mut tools = el("div", "bg-dialog-tools").all(vec![
        primary("Copy timeline", "copy-timeline"),
        button("Download Markdown timeline", "save-markdown").arg(&run.id),
        button("Download JSON", "save-json").arg(&run.id),
        button("Copy hand-over link", "hand-over").arg(&run.id),
        link("Printable page", &runs_page::timeline_address(runner, run)),
    ]);
    if files::can_share() {
        tools = tools.with(button("Share…", "share-timeline").arg(&run.id));
    }
    vec![
        text("p", "", &findings),
        shown,
        el("p", "").set("role", "status").set("id", "bg-told"),
        tools.with(button("Close", "cancel")),
    ]
}

fn tell(words: &str) {
    if let Some(told) = dom::by_id("bg-told") {
        dom::set_text(&told, words);
    }
}

fn file_name(run: &Run, ending: &str) -> String {
    let began = civil::Civil::new(run.started, 0);
    ["run-", &began.date(), "-", &run.runbook.replace('/', "-"), ending].concat()
}

/// Does what their buttons say.
pub fn act(runner: Runner, act: &str, id: &str) -> bool {
    let markdown = dom::by_id("bg-timeline")
        .map(|area| dom::value(&area))
        .unwrap_or_default();
    if act == "copy-timeline" {
        spawn(async move {
            let copied = clipboard::copy(&markdown).await;
            tell(if copied {
                "Timeline copied"
            } else {
                "Select the text and copy it"
            });
        });
        return true;
    }
    let Some(run): Option<Rc<Run>> = runner.runs.get(id) else {
        return false;
    };
    match act {
        "save-markdown" => files::download(&file_name(&run, ".md"), "text/markdown", &markdown),
        "save-json" => files::download(&file_name(&run, ".json"), "application/json", &json(runner, &run)),
        "share-timeline" => spawn(async move {
            files::share(&report::title(&run), &markdown).await;
        }),
        "hand-over" => spawn(async move {
            match hand_over(runner, &run).await {
                Some(link) => {
                    let copied = clipboard::copy(&link).await;
                    tell(if copied {
                        "Hand-over link copied"
                    } else {
                        "The browser did not let the link be copied"
                    });
                }
                None => tell("This run is too large for a link. Download the JSON file and hand that over."),
            }
        }),
        _ => return false,
    }
    true
}
