//! The list of sections shows in which of them the reader is; on a phone it is one row, which follows.

use crate::app::browser::dom::{self, Element};
use crate::app::browser::{events, page, scroll};
use crate::text::percent;

/// How far from the top a section's heading has come, in pixels, when the section counts as the one that is read: below the
/// row of sections, with some lines to spare.
const READ: f64 = 160.0;

/// Follows the reader on every page.
pub fn install() {
    events::on_scroll(follow);
}

fn follow() {
    let Some(list) =
        page::main().and_then(|main| dom::find(&main, ":scope > [data-page] > .bg-article > .bg-toc > ol"))
    else {
        return;
    };
    let links = dom::find_all(&list, "li:not([data-level]) > a");
    let is_above = |link: &&Element| heading(link).is_some_and(|heading| scroll::top_of(&heading) < READ);
    let here = links.iter().take_while(is_above).last();
    let was = dom::find(&list, "[aria-current]");
    if was.as_ref() == here {
        return;
    }
    if let Some(was) = was {
        dom::set_attribute(&was, "aria-current", None);
    }
    if let Some(here) = here {
        dom::set_attribute(here, "aria-current", Some("location"));
        scroll::along(&list, here);
    }
}

fn heading(link: &Element) -> Option<Element> {
    let href = dom::attribute(link, "href")?;
    dom::by_id(&percent::decode(href.strip_prefix('#')?))
}
