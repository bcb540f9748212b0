//! Runbooks that a query names: by their alert, by their title.

use super::Engine;
use super::analyzer::FormKind;
use super::query::{Query, key};
use crate::text::hash::Map;

/// How a query names a runbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// It does not.
    No,
    /// It is the name but for one typo.
    Nearly,
    /// It has the name among other words.
    Within,
    /// It says `alertname="…"`.
    ByLabel,
    /// It is the title.
    ByTitle,
    /// It is the name of an alert.
    Exactly,
}

impl Engine {
    /// The runbooks whose alert or title the query names.
    pub(super) fn named(&self, query: &Query, nearly: &[String]) -> Map<u32, (Named, bool)> {
        let mut out: Map<u32, (Named, bool)> = Map::default();
        let index = &self.index;
        let mut mark = |name: &str, typed: &str, how: Named| {
            for own in index.keys.get(name).into_iter().flatten() {
                let (number, is_alert) = (own / 2, own % 2 == 1);
                let Some(runbook) = index.runbooks.get(number as usize) else {
                    continue;
                };
                let spelt = runbook.title == typed || runbook.alerts.iter().any(|alert| alert == typed);
                let how = if how == Named::Exactly && !is_alert {
                    Named::ByTitle
                } else {
                    how
                };
                let known = out.entry(number).or_insert((how, spelt));
                *known = (*known).max((how, spelt));
            }
        };
        let words: Vec<&str> = query
            .words
            .iter()
            .filter(|word| !word.noise)
            .filter_map(|word| word.forms.first())
            .map(|form| form.text.as_str())
            .collect();
        mark(&words.concat(), query.text.trim(), Named::Exactly);
        for name in nearly {
            mark(name, "", Named::Nearly);
        }
        for (name, value) in &query.labels {
            if matches!(name.as_str(), "alertname" | "alert") {
                mark(&key(value), value, Named::ByLabel);
            }
        }
        for word in &query.words {
            let (Some(form), Some(typed)) = (word.forms.first(), query.text.get(word.range.clone())) else {
                continue;
            };
            // A name of one word may be any word, unless it is written as the alert is; one of several parts is meant.
            let as_written = || {
                let found = index.keys.get(&form.text).into_iter().flatten();
                let mut alerts = found
                    .filter_map(|own| index.runbooks.get(*own as usize / 2))
                    .flat_map(|runbook| &runbook.alerts);
                typed.starts_with(|c: char| c.is_ascii_uppercase()) && alerts.any(|alert| alert == typed)
            };
            if form.kind == FormKind::Whole || as_written() {
                mark(&form.text, typed, Named::Within);
            }
        }
        out
    }
}
