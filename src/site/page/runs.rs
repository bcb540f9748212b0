//! The page of runs. They live in the reader's browser, so all that is in it comes from the app.

use super::Frame;
use crate::route::Route;
use maud::html;

/// The whole page.
pub fn page(frame: &Frame) -> Vec<u8> {
    let content = html! {
        article class="bg-article bg-alone" {
            header class="bg-head" { h1 id="bg-title" tabindex="-1" { "Runs" } }
            div class="bg-body" id="bg-runs" {
                noscript { p { "Runs are kept in the browser, by its interactive part, which needs JavaScript. The runbooks can be read without." } }
            }
        }
    };
    frame.page(&Route::Runs, "runs", "Runs", content)
}
