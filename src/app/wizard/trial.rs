//! The try-out: the draft as a page that can be run, as a drill, before anybody else sees it.
//!
//! The runner serves it as it serves any page with a runbook: it finds the article, and the source beside it
//! (`app::pages::run::open`). The runs are the draft's own (`draft:ID`), so that none is mistaken for one of a runbook.

use super::state::Wizard;
use crate::app::browser::{dom, events, time};
use crate::app::pages::code;
use crate::run::trial;
use leptos::prelude::*;

/// The id of the element that holds the article.
const ARTICLE: &str = "bg-w-trial";

/// The id of the way back, which has the focus when the try-out is opened: the page begins there.
pub const BACK: &str = "bg-w-back";

/// The draft as a page.
pub fn view(w: Wizard) -> AnyView {
    let source = w.text();
    let id = trial::of(&w.draft());
    // Once it is on the page.
    time::after(0, move || {
        if let Some(place) = dom::by_id(ARTICLE) {
            if let Some(article) = dom::find(&place, "article") {
                dom::set_attribute(&article, "data-id", Some(&id));
            }
            code::add_copy_buttons(&place);
        }
        events::tell("bg-trial");
    })
    .detach();
    let back = move |_| {
        w.go_on();
        // The runner leaves the page of the draft when that is gone.
        time::after(0, || events::tell("bg-trial")).detach();
    };
    view! {
        <div class="bg-w-try" data-page="runbook">
            <div class="bg-w-bar">
                <button type="button" class="bg-button" id=BACK on:click=back>"Back to the draft"</button>
                <p class="bg-w-status">"Try-out: a run of this draft is a drill, kept on this device."</p>
            </div>
            <pre id=trial::SOURCE hidden>{source}</pre>
            <div id=ARTICLE inner_html=w.preview.get_untracked()></div>
        </div>
    }
    .into_any()
}
