//! What search shows.

use crate::search::Filter;
use leptos::prelude::*;

/// How far search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// No index is loaded, and none is on its way.
    #[default]
    Idle,
    /// The index is on its way.
    Loading,
    /// The catalog answers; the whole index is on its way.
    Catalog,
    /// All is there.
    Ready,
    /// The index could not be had.
    Unreachable,
    /// The index is damaged, or made for another version.
    Damaged,
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where it leads.
    pub url: String,
    /// The runbook's title.
    pub title: String,
    /// Code and word of its severity.
    pub severity: Option<(&'static str, &'static str)>,
    /// The section's heading; empty for the runbook's beginning.
    pub section: String,
    /// Its category.
    pub category: String,
    /// Whether it is a procedure.
    pub procedure: bool,
    /// The section's text, in pieces that are or are not what was looked for.
    pub snippet: Vec<(String, bool)>,
}

/// A filter to press.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// What it filters by.
    pub filter: Filter,
    /// Runbooks that it leaves; 0 where that is not known.
    pub count: usize,
    /// Whether it is on.
    pub on: bool,
}

/// What is shown for a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// The query, as typed.
    pub query: String,
    /// The best runbooks.
    pub items: Vec<Item>,
    /// How many there are in all.
    pub total: usize,
    /// The query without typos.
    pub correction: Option<String>,
    /// Whether the first has only a small part of the query.
    pub weak: bool,
    /// Filters to press.
    pub chips: Vec<Chip>,
}

/// Search as the page shows it. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct SearchState {
    /// Whether the panel is open.
    pub open: RwSignal<bool>,
    /// How far search is.
    pub phase: RwSignal<Phase>,
    /// What was found.
    pub results: RwSignal<Results>,
    /// The result that Enter opens.
    pub selected: RwSignal<usize>,
    /// What `boot.js` found before the app was there is still shown.
    pub early: RwSignal<bool>,
    /// Queries that led somewhere, newest first.
    pub recent: RwSignal<Vec<String>>,
}

impl SearchState {
    /// Closed and empty, with earlier queries.
    pub fn new(recent: Vec<String>) -> Self {
        Self {
            open: RwSignal::new(false),
            phase: RwSignal::new(Phase::default()),
            results: RwSignal::new(Results::default()),
            selected: RwSignal::new(0),
            early: RwSignal::new(false),
            recent: RwSignal::new(recent),
        }
    }
}

/// The id of a result's element.
pub fn option_id(at: usize) -> String {
    ["bg-search-", &at.to_string()].concat()
}
