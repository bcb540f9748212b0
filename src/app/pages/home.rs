//! The home page's line about the offline copy.

use crate::app::browser::dom::{self, Element};
use crate::app::browser::page;
use crate::app::state::offline::OfflineCopy;
use leptos::prelude::*;

const LINE: &str = "#bg-offline";

/// Keeps the line of the page that is open true.
pub fn install(copy: OfflineCopy) {
    let sentence = copy.sentence();
    Effect::new(move |_| {
        let text = sentence.get();
        if let Some(line) = page::main().and_then(|main| dom::find(&main, LINE)) {
            dom::set_text(&line, &text);
        }
    });
}

/// Fills the line of a page that has just come.
pub fn show_offline_copy(main: &Element, copy: OfflineCopy) {
    if let Some(line) = dom::find(main, LINE) {
        dom::set_text(&line, &copy.sentence().get_untracked());
    }
}
