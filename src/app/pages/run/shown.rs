//! Values where they are read: each place of a command shows what is copied for it.
//!
//! The elements around the places are made when there is first something to show, and know by their attributes which
//! place they are. What is copied and logged comes from the model, never from here.

use super::Runner;
use super::copy::figure;
use super::fill::{self, Filled};
use super::values::Values;
use crate::app::browser::dom::{self, Element};
use crate::app::browser::slots;
use crate::markdown::commands::shown;
use crate::run::secrets;
use crate::runbook::command::Command;
use crate::runbook::fill as quoting;
use crate::runbook::variable::{self, Placeholder};
use leptos::prelude::*;

const CLASS: &str = "bg-slot";
/// Stands for a secret, whose length is nobody's business.
const MASK: &str = "••••••••";

/// What a place shows.
struct Show {
    text: String,
    /// The value of `data-state`: `set`, `secret`, `refused`; `empty` for what stays as the author wrote it.
    state: &'static str,
    title: String,
}

/// Brings all places of the open page in line with the values.
pub fn sync(runner: Runner) {
    let Some(page) = runner.page() else { return };
    let inner = runner.inner();
    let values = inner.values.borrow();
    let idle = runner.active.get_untracked().is_none() && !values.any();
    if idle && dom::find(&page.article, ".bg-slot").is_none() {
        return;
    }
    for (at, command) in page.runbook().commands.iter().enumerate() {
        if command.placeholders.is_empty() {
            continue;
        }
        let Some(code) = figure(&page, at).and_then(|figure| dom::find(&figure, "pre > code")) else {
            continue;
        };
        let filled = fill::fill(command, &values);
        for (slot, place) in places(&code, command) {
            let show = look(command, place, &values, &filled);
            if dom::text(&slot) != show.text {
                dom::set_text(&slot, &show.text);
            }
            dom::set_attribute(&slot, "data-state", Some(show.state));
            dom::set_attribute(&slot, "title", Some(&show.title));
        }
    }
}

/// The elements of a block's places, made if they are not there yet.
fn places<'c>(code: &Element, command: &'c Command) -> Vec<(Element, &'c Placeholder)> {
    let known = dom::find_all(code, ".bg-slot");
    let all = &command.placeholders;
    if !known.is_empty() {
        let place = |slot: &Element| all.get(dom::attribute(slot, "data-place")?.parse::<usize>().ok()?);
        return known
            .into_iter()
            .filter_map(|slot| place(&slot).map(|place| (slot, place)))
            .collect();
    }
    let made = slots::wrap(code, &shown::places(command, &dom::text(code)), CLASS);
    made.into_iter()
        .zip(all)
        .enumerate()
        .filter_map(|(at, (slot, place))| {
            let slot = slot?;
            dom::set_attribute(&slot, "data-place", Some(&at.to_string()));
            Some((slot, place))
        })
        .collect()
}

fn look(command: &Command, place: &Placeholder, values: &Values, filled: &Filled) -> Show {
    let name = place.name.as_str();
    let is_this = |other: &str| variable::key(other) == variable::key(name);
    let refused = filled.refused.iter().find(|(other, _)| is_this(other));
    let quoted = |value: &str| quoting::quote(value, place.quoting, place.backticks).ok();
    match values.get(name).map(|value| (value, quoted(value))) {
        Some((value, Some(text))) if refused.is_none() => {
            let is_secret = variable::is_secret(name) || secrets::is_secret_value(value);
            Show {
                text: if is_secret { MASK.to_string() } else { text },
                state: if is_secret { "secret" } else { "set" },
                title: name.to_string(),
            }
        }
        value => Show {
            text: command.copy.get(place.range.clone()).unwrap_or("").to_string(),
            state: if value.is_some() { "refused" } else { "empty" },
            title: match refused {
                Some((_, why)) => ["The value of ", name, " ", why].concat(),
                None => [name, ": no value yet"].concat(),
            },
        },
    }
}
