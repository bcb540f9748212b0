//! A link to itself behind every heading, for whoever wants to send somebody there.

use crate::app::browser::dom::{self, Element};
use crate::text::percent::encode_fragment;

/// Adds the links to the page in `main`. They take no room, so nothing moves.
pub fn add(main: &Element) {
    for heading in dom::find_all(main, ".bg-body :is(h2, h3, h4, h5, h6)[id]") {
        if dom::find(&heading, ".bg-anchor").is_none() {
            let anchor = dom::attribute(&heading, "id").unwrap_or_default();
            let href = ["#", &encode_fragment(&anchor)].concat();
            dom::append_pointer_link(&heading, "bg-anchor", &href);
        }
    }
}
