//! The current step: which it is, how it is pointed out, and the ways from one to the next.

use super::open::OpenPage;
use super::{Runner, branches, steps};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::scroll;
use crate::run::Run;
use crate::runbook::StepForm;
use leptos::prelude::*;

/// Shows which step is the current one; alone, where the reader wants it so.
pub fn point_out(page: &OpenPage, run: &Run, current: usize, single: bool) {
    let now = page.elements.get(current).and_then(Option::as_ref);
    let row = now.and_then(|element| row_of(page, current, element));
    for (class, now) in [("bg-current", now), ("bg-here", row.as_ref())] {
        for shown in dom::find_all(&page.article, &[".", class].concat()) {
            if now != Some(&shown) {
                dom::set_class(&shown, class, false);
            }
        }
        if let Some(now) = now {
            dom::set_class(now, class, true);
        }
    }
    for shown in dom::find_all(&page.article, ".bg-now") {
        dom::set_class(&shown, "bg-now", false);
    }
    dom::set_class(
        &page.article,
        "bg-single",
        single && dom::find(&page.article, ".bg-tick").is_some(),
    );
    if single && let Some(Some(element)) = page.elements.get(current) {
        reveal(element);
        for head in branches::open_heads(page, run, current) {
            reveal(&head);
        }
        if page
            .runbook()
            .steps
            .get(current)
            .is_some_and(|step| step.form == StepForm::Heading)
        {
            for sibling in dom::until_heading(element) {
                dom::set_class(&sibling, "bg-now", true);
            }
            if let Some(tick) = dom::previous(element) {
                dom::set_class(&tick, "bg-now", true);
            }
        }
    }
}

/// The row that a step's cell stands in.
fn row_of(page: &OpenPage, at: usize, cell: &Element) -> Option<Element> {
    let is_row = page.runbook().steps.get(at)?.form == StepForm::Row;
    is_row.then(|| dom::parent(cell))?
}

/// Marks the element and everything around it up to the body.
fn reveal(element: &Element) {
    let mut around = Some(element.clone());
    while let Some(element) = around {
        if dom::attribute(&element, "class").is_some_and(|class| class.split(' ').any(|name| name == "bg-body")) {
            break;
        }
        dom::set_class(&element, "bg-now", true);
        around = dom::parent(&element);
    }
}

impl Runner {
    /// Makes the next step that is to do the current one.
    pub(super) fn go_on(self) {
        let current = self.current.get_untracked();
        if let Some(next) = self.progress.get_untracked().next(current + 1) {
            self.current.set(next);
            self.show_current();
        }
    }

    /// Moves by so many steps, over those that are folded away.
    pub(super) fn step_by(self, forward: bool) {
        let progress = self.progress.get_untracked();
        let current = self.current.get_untracked();
        let shown = |at: &usize| progress.places.get(*at).is_some_and(|place| !place.folded);
        let to = if forward {
            (current + 1..progress.places.len()).find(shown)
        } else {
            (0..current).rev().find(shown)
        };
        if let Some(to) = to {
            self.current.set(to);
            self.show_current();
        }
    }

    /// Scrolls to the current step and puts the focus on its box.
    pub(super) fn show_current(self) {
        let Some((page, run)) = self.page().zip(self.run()) else {
            return;
        };
        bring_into_view(&page, &run, self.current.get_untracked(), self.single.get_untracked());
    }
}

fn bring_into_view(page: &OpenPage, run: &Run, current: usize, single: bool) {
    point_out(page, run, current, single);
    let Some((Some(element), step)) = page.elements.get(current).zip(page.runbook().steps.get(current)) else {
        return;
    };
    dom::open_details(element);
    scroll::to_middle(element);
    if let Some((input, _)) = steps::parts(step, element) {
        dom::focus(&input);
    }
}
