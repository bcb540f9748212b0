//! Whether contacts are on duty now, by their own hours in their own time zone.

use crate::app::browser::dom::{self, Element};
use crate::app::browser::{events, page, time};
use crate::runbook::hours::{DAY, Duty, WEEK, at, words};

/// Tells that contacts were put on the page.
pub const TOLD: &str = "bg-contacts";

/// Milliseconds between two looks at the clock: the words name minutes.
const PAUSE: u32 = 20_000;

/// Keeps what is said of contacts true.
pub fn install() {
    events::on_told(TOLD, show);
    time::every(PAUSE, show);
}

/// Says it on the open page, and in what lies over it.
pub fn show() {
    for place in page::main().into_iter().chain(dom::by_id("bg-app")) {
        for place in dom::find_all(&place, "[data-hours]") {
            say(&place);
        }
    }
}

fn say(place: &Element) {
    if let Some((text, on)) = standing(place).filter(|(text, _)| dom::text(place) != *text) {
        dom::set_text(place, &text);
        dom::set_attribute(place, "data-duty", Some(if on { "on" } else { "off" }));
    }
}

fn standing(place: &Element) -> Option<(String, bool)> {
    let hours = dom::attribute(place, "data-hours")?;
    if at(&hours, 0)? == Duty::Always {
        return Some(("On duty now, at all times".to_string(), true));
    }
    let now = time::week_minute(time::clock(), &dom::attribute(place, "data-zone")?)?;
    let (what, change, on) = match at(&hours, now)? {
        Duty::Until(end) => ("On duty now, until ", end, true),
        Duty::From(start) => ("Off duty now, until ", start, false),
        Duty::Always => return None,
    };
    let until = words(change);
    // A day is named where it is another than there.
    let is_today = (change + WEEK - now) % WEEK < DAY - now % DAY;
    let until = until.get(if is_today { 4 } else { 0 }..)?;
    Some(([what, until, "; it is ", &words(now), " there"].concat(), on))
}
