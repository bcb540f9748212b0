//! Branches: one is chosen, the others fold away.

use super::Runner;
use super::open::OpenPage;
use crate::app::browser::dom::{self, Element};
use crate::app::browser::events;
use crate::run::progress::{self, Standing};
use crate::run::{Event, Kind, Run, state};
use crate::runbook::Branch;
use std::rc::Rc;

const CHOOSE: &str = "Choose this branch";
const CHOSEN: &str = "Chosen. Undo";

/// Adds a button to each branch.
pub fn mount(_: Runner, page: &Rc<OpenPage>) {
    for (at, branch) in page.runbook().branches.iter().enumerate() {
        let Some(heading) = dom::by_id(&branch.anchor) else {
            continue;
        };
        if button_of(page, at).is_some() {
            continue;
        }
        if let (Some(line), Some(button)) = (
            dom::make("p", "bg-branch", ""),
            dom::make("button", "bg-button bg-choose", CHOOSE),
        ) {
            dom::set_attribute(&button, "type", Some("button"));
            dom::set_attribute(&button, "data-at", Some(&at.to_string()));
            dom::set_attribute(&button, "aria-label", Some(&[CHOOSE, ": ", &branch.title].concat()));
            dom::append(&line, &button);
            dom::insert_after(&last_of_head(&heading), &line);
        }
    }
}

/// A heading, or the line of its step where it is one too.
fn last_of_head(heading: &Element) -> Element {
    dom::next(heading)
        .filter(|next| dom::attribute(next, "class").is_some_and(|class| class == "bg-step-line"))
        .unwrap_or_else(|| heading.clone())
}

/// The button of the branch number `at`.
fn button_of(page: &OpenPage, at: usize) -> Option<Element> {
    dom::find(
        &page.article,
        &[".bg-choose[data-at=\"", &at.to_string(), "\"]"].concat(),
    )
}

/// The heads of the branches to choose between before step `at` is known to be one to do: whoever sees one step at a time
/// chooses here.
pub fn open_heads(page: &OpenPage, run: &Run, at: usize) -> Vec<Element> {
    let runbook = page.runbook();
    let own = runbook
        .steps
        .get(at)
        .and_then(|step| runbook.branches.get(step.branch?));
    let is_open = |branch: &Branch| progress::standing(run, runbook, branch) == Standing::Open;
    let Some(own) = own.filter(|own| is_open(own)) else {
        return Vec::new();
    };
    let mut heads = Vec::new();
    for (at, branch) in runbook.branches.iter().enumerate() {
        if branch.section_index == own.section_index && is_open(branch) {
            heads.extend(dom::by_id(&branch.anchor));
            heads.extend(button_of(page, at).and_then(|button| dom::parent(&button)));
        }
    }
    heads
}

/// Folds away what was not chosen.
pub fn sync(page: &OpenPage, run: &Run) {
    for (at, branch) in page.runbook().branches.iter().enumerate() {
        let Some((heading, button)) = dom::by_id(&branch.anchor).zip(button_of(page, at)) else {
            continue;
        };
        let standing = progress::standing(run, page.runbook(), branch);
        let (own, folded) = (standing == Standing::Chosen, standing == Standing::Folded);
        let words = if own { CHOSEN } else { CHOOSE };
        if words != dom::text(&button) {
            dom::set_text(&button, words);
            dom::set_attribute(&button, "aria-label", Some(&[words, ": ", &branch.title].concat()));
        }
        dom::set_attribute(&button, "aria-pressed", Some(if own { "true" } else { "false" }));
        dom::set_class(&heading, "bg-folded", folded);
        let line = dom::parent(&button);
        for part in dom::until_heading(&heading) {
            if Some(&part) != line.as_ref() && part != heading {
                dom::set_attribute(&part, "hidden", folded.then_some(""));
            }
        }
    }
}

/// Makes the buttons work.
pub fn install(runner: Runner) {
    events::on_counted_press(".bg-choose", move |button, count| {
        // It says "Undo" by then: a thumb that taps twice means one.
        if count > 1 {
            return;
        }
        let (Some(page), Some(run)) = (runner.page(), runner.run()) else {
            return;
        };
        let at: Option<usize> = dom::attribute(&button, "data-at").and_then(|at| at.parse().ok());
        let Some(branch) = at.and_then(|at| page.runbook().branches.get(at)) else {
            return;
        };
        // Of branches within each other the innermost was chosen: it is what is taken back.
        let undo = progress::standing(&run, page.runbook(), branch) == Standing::Chosen;
        let chosen = run.choices.get(state::group(branch.id.as_str())).filter(|_| undo);
        let id = chosen.map_or(branch.id.as_str(), String::as_str);
        runner.add(
            Event::new(Kind::Choose, id)
                .label(branch.title.clone())
                .value(if undo { "clear" } else { "" }),
        );
        // The branches around it hold still.
        if undo && let Some(outer) = progress::around(page.runbook(), branch) {
            runner.add(Event::new(Kind::Choose, outer.id.as_str()).label(outer.title.clone()));
        }
        let first = page
            .runbook()
            .steps
            .iter()
            .position(|step| step.branch == at && at.is_some());
        if let Some(first) = first.filter(|_| !undo) {
            use leptos::prelude::Set;
            runner.current.set(first);
        }
    });
}
