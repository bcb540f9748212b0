//! The home page's line about the offline copy.

use crate::app::browser::dom::{self, Element};
use crate::app::browser::page;
use crate::app::state::offline::OfflineCopy;
use leptos::prelude::*;

const LINE: &str = "#bg-offline";

/// Keeps the line of the page that is open true.
pub fn install(copy: OfflineCopy) {
    let sentence = copy.sentence();
    let state = copy.state();
    Effect::new(move |_| {
        let (text, state) = (sentence.get(), state.get());
        if let Some(line) = page::main().and_then(|main| dom::find(&main, LINE)) {
            fill(&line, &text, &state);
        }
    });
}

/// Fills the line of a page that has just come.
pub fn show_offline_copy(main: &Element, copy: OfflineCopy) {
    if let Some(line) = dom::find(main, LINE) {
        fill(&line, &copy.sentence().get_untracked(), &copy.state().get_untracked());
    }
}

fn fill(line: &Element, text: &str, state: &str) {
    dom::set_text(line, text);
    if matches!(state, "none" | "unsupported")
        && let Some(file) = dom::attribute(line, "data-single")
    {
        dom::set_text(line, &[text, " "].concat());
        dom::append_link(line, &file, "Keep the site as a single file");
    }
}
