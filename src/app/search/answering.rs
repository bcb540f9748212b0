//! From what is typed to what is shown, in turns short enough for each key to be seen at once.

use super::{Search, address};
use crate::app::browser::combobox::breathe;
use crate::app::browser::{events, spawn};
use crate::app::routes::{Place, Route};
use crate::app::state::search::{Chip, Item, Phase, Results};
use crate::search::Hit;
use crate::text::percent;
use leptos::prelude::*;
use std::rc::Rc;

/// Results that are shown: as many as anyone reads before typing another word.
const MOST_SHOWN: usize = 15;

/// How often an answer is put off for what was typed meanwhile: who types without a pause sees something, too.
const MOST_PUT_OFF: usize = 3;

impl Search {
    /// Shows what the index has for what is typed, in turns short enough for each key to be seen at once.
    pub(super) fn answer_soon(self: &Rc<Self>) {
        self.dirty.set(true);
        if self.pending.replace(true) {
            return;
        }
        let search = Rc::clone(self);
        spawn(async move {
            let mut put_off = 0;
            loop {
                breathe().await;
                search.dirty.set(false);
                let results = search.find(&search.field.value());
                breathe().await;
                // Answered meanwhile, by a key that could not wait.
                if !search.pending.get() {
                    return;
                }
                // Something else was typed, or the index has come: that is answered instead.
                if search.dirty.get() && put_off < MOST_PUT_OFF {
                    put_off += 1;
                    continue;
                }
                search.show(results);
                if !search.dirty.get() {
                    search.pending.set(false);
                    return;
                }
                put_off = 0;
            }
        });
    }

    /// Shows it now; whether that was still to be done.
    pub(super) fn answer_now(&self) -> bool {
        let was_pending = self.pending.replace(false);
        if was_pending {
            self.show(self.find(&self.field.value()));
        }
        was_pending
    }

    pub(super) fn show(&self, results: Results) {
        if self.engine.borrow().is_some() || results.query.trim().is_empty() {
            self.end_early();
        }
        self.state.selected.set(0);
        self.state.results.set(results);
    }

    /// What the index has for `text`; before there is an index, nothing.
    pub(super) fn find(&self, text: &str) -> Results {
        let mut results = Results {
            query: text.to_string(),
            ..Results::default()
        };
        if let Some(engine) = self.engine.borrow().as_ref() {
            // Whoever measures search hears both.
            events::tell("bg-ask");
            let answer = engine.search(text, MOST_SHOWN);
            events::tell("bg-answer");
            let on = engine.parse(text).filters;
            // The page that opens marks what was meant.
            let meant = answer.correction.as_deref().unwrap_or(text);
            results.items = answer.hits.iter().map(|hit| self.item(hit, meant)).collect();
            results.total = answer.total;
            results.correction = answer.correction;
            results.weak = answer.weak;
            let pressed = on.iter().map(|filter| Chip {
                filter: filter.clone(),
                count: 0,
                on: true,
            });
            let same = |filter: &crate::search::Filter| {
                on.iter()
                    .any(|other| other.key == filter.key && other.allows_name(&filter.value))
            };
            let offered = answer
                .facets
                .into_iter()
                .filter(|(filter, _)| !same(filter))
                .map(|(filter, count)| Chip {
                    filter,
                    count,
                    on: false,
                });
            results.chips = pressed.chain(offered).collect();
        }
        results
    }

    pub(super) fn item(&self, hit: &Hit, query: &str) -> Item {
        let fragment = if hit.anchor.is_empty() {
            String::new()
        } else {
            ["#", &percent::encode_fragment(&hit.anchor)].concat()
        };
        let place = Place {
            route: Route::Runbook(hit.id.clone()),
            query: ["?q=", &address::encode_query(query.trim())].concat(),
            fragment,
        };
        let mut snippet = Vec::new();
        let mut at = 0;
        for mark in &hit.snippet.marks {
            let piece = |range: std::ops::Range<usize>| hit.snippet.text.get(range).unwrap_or("").to_string();
            snippet.push((piece(at..mark.start), false));
            snippet.push((piece(mark.clone()), true));
            at = mark.end;
        }
        snippet.push((hit.snippet.text.get(at..).unwrap_or("").to_string(), false));
        snippet.retain(|(text, _)| !text.is_empty());
        Item {
            url: self.site.file_url(&place),
            title: hit.title.clone(),
            severity: hit.severity.map(|severity| (severity.code(), severity.word())),
            section: hit.section.clone(),
            category: hit.category.clone(),
            procedure: hit.kind == crate::runbook::Kind::Procedure,
            snippet,
        }
    }

    pub(super) fn announce(&self) {
        if !self.state.open.get_untracked() || self.state.phase.get_untracked() == Phase::Loading {
            return;
        }
        self.answer_now();
        let text = self
            .state
            .results
            .with_untracked(|results| match results.items.first() {
                _ if results.query.trim().is_empty() => String::new(),
                None => "No runbook resembles that.".to_string(),
                Some(first) => {
                    let noun = if results.total == 1 {
                        " runbook. "
                    } else {
                        " runbooks. "
                    };
                    let nearest = if results.weak {
                        "No runbook matches all of this. "
                    } else {
                        ""
                    };
                    [nearest, &results.total.to_string(), noun, &first.title].concat()
                }
            });
        self.status.announce(text);
    }
}
