//! Branches: one is chosen, the others fold away.

use super::Runner;
use super::open::OpenPage;
use crate::app::browser::dom::{self, Element};
use crate::app::browser::events;
use crate::run::{Event, Kind, Run, state};
use std::rc::Rc;

const CHOOSE: &str = "Choose this branch";
const CHOSEN: &str = "Chosen. Undo";

/// Adds a button to each branch.
pub fn mount(_: Runner, page: &Rc<OpenPage>) {
    for (at, branch) in page.runbook().branches.iter().enumerate() {
        let Some(heading) = dom::by_id(&branch.anchor) else {
            continue;
        };
        if dom::find(
            &page.article,
            &[".bg-choose[data-at=\"", &at.to_string(), "\"]"].concat(),
        )
        .is_some()
        {
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

/// The heads of the branches of which step `at` is in one, where none of them is chosen: whoever sees one step at a time
/// chooses here.
pub fn open_heads(page: &OpenPage, at: usize) -> Vec<Element> {
    let branches = &page.runbook().branches;
    let own = page.runbook().steps.get(at).and_then(|step| branches.get(step.branch?));
    let Some(own) = own else { return Vec::new() };
    let mut heads = Vec::new();
    for (at, branch) in branches.iter().enumerate() {
        if state::group(branch.id.as_str()) != state::group(own.id.as_str()) {
            continue;
        }
        let button = dom::find(
            &page.article,
            &[".bg-choose[data-at=\"", &at.to_string(), "\"]"].concat(),
        );
        if button.as_ref().is_some_and(|button| dom::text(button) == CHOSEN) {
            return Vec::new();
        }
        heads.extend(dom::by_id(&branch.anchor));
        heads.extend(button.and_then(|button| dom::parent(&button)));
    }
    heads
}

/// Folds away what was not chosen.
pub fn sync(page: &OpenPage, run: &Run) {
    let branches = &page.runbook().branches;
    for (at, branch) in branches.iter().enumerate() {
        let Some(heading) = dom::by_id(&branch.anchor) else {
            continue;
        };
        let selector = [".bg-choose[data-at=\"", &at.to_string(), "\"]"].concat();
        let Some(button) = dom::find(&page.article, &selector) else {
            continue;
        };
        let chosen = run.choices.get(state::group(branch.id.as_str()));
        let chosen = chosen.filter(|chosen| branches.iter().any(|other| other.id.as_str() == *chosen));
        let own = chosen.is_some_and(|chosen| chosen == branch.id.as_str());
        let folded = chosen.is_some() && !own;
        if own != (dom::text(&button) == CHOSEN) {
            dom::set_text(&button, if own { CHOSEN } else { CHOOSE });
            let name = [if own { CHOSEN } else { CHOOSE }, ": ", &branch.title].concat();
            dom::set_attribute(&button, "aria-label", Some(&name));
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
    events::on_press(".bg-choose", move |button| {
        let (Some(page), Some(run)) = (runner.page(), runner.run()) else {
            return;
        };
        let at: Option<usize> = dom::attribute(&button, "data-at").and_then(|at| at.parse().ok());
        let Some(branch) = at.and_then(|at| page.runbook().branches.get(at)) else {
            return;
        };
        let id = branch.id.as_str();
        let undo = run.choices.get(state::group(id)).is_some_and(|chosen| chosen == id);
        runner.add(
            Event::new(Kind::Choose, id)
                .label(branch.title.clone())
                .value(if undo { "clear" } else { "" }),
        );
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
