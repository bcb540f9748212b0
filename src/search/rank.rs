//! From slots to an order of runbooks, each with its best section.

use super::Engine;
use super::analyzer::FormKind;
use super::query::{FilterKey, Query, key};
use super::score;
use super::slots::{Meaning, Slot};
use crate::runbook::Severity;
use crate::text::hash::Map;

/// A runbook that answers a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The runbook.
    pub runbook: usize,
    /// Its best section.
    pub unit: usize,
    /// Whether the query names it: its alert, its title.
    pub named: Named,
    /// Whether the name is written as the query has it, in capitals and signs, too.
    pub spelt: bool,
    /// How well it answers; comparable within one query only.
    pub score: f32,
}

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

/// Sums by runbook or unit.
struct Sums {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    fn new(length: usize) -> Self {
        Self {
            values: vec![0.0; length],
            touched: Vec::new(),
        }
    }

    fn raise(&mut self, at: u32, to: f32) {
        if let Some(value) = self.values.get_mut(at as usize)
            && to > *value
        {
            if *value == 0.0 {
                self.touched.push(at);
            }
            *value = to;
        }
    }

    fn add(&mut self, at: u32, by: f32) {
        if let Some(value) = self.values.get_mut(at as usize) {
            if *value == 0.0 {
                self.touched.push(at);
            }
            *value += by;
        }
    }

    fn get(&self, at: usize) -> f32 {
        self.values.get(at).copied().unwrap_or(0.0)
    }

    /// Adds this to `sums` and begins anew.
    fn pour(&mut self, sums: &mut Self) {
        for at in self.touched.drain(..) {
            if let Some(value) = self.values.get_mut(at as usize) {
                sums.add(at, std::mem::take(value));
            }
        }
    }
}

impl Engine {
    /// The runbooks that answer `query`, best first.
    pub(super) fn rank(&self, query: &Query, meaning: &Meaning) -> Vec<Ranked> {
        let index = &self.index;
        let allowed = self.allowed(query);
        if meaning.slots.is_empty() && query.is_blank() && !query.filters.is_empty() {
            return self.all(&allowed);
        }
        let named = self.named(query, &meaning.nearly);
        let (mut units, mut runbooks) = (Sums::new(index.units.len()), Sums::new(index.len()));
        let (mut unit_slot, mut runbook_slot) = (Sums::new(index.units.len()), Sums::new(index.len()));
        let mut name_slot = Sums::new(index.len());
        for slot in &meaning.slots {
            for choice in &slot.choices {
                let rarity = self.rarity(choice.term).min(slot.rarity.unwrap_or(f32::MAX));
                let worth = slot.weight * choice.weight * rarity;
                for posting in index.by_runbook.of(choice.term) {
                    runbook_slot.raise(posting.at, worth * score::saturate(posting.frequency));
                }
                for posting in index.by_unit.of(choice.term) {
                    unit_slot.raise(posting.at, worth * score::saturate(posting.frequency));
                }
            }
            for choice in &slot.choices {
                let found = index.by_name.of(choice.term);
                let worth = score::NAME * slot.weight * choice.weight * score::rarity(index.len(), found.len());
                for posting in found {
                    name_slot.raise(posting.at, worth * posting.frequency.min(1.0));
                }
            }
            name_slot.pour(&mut runbooks);
            runbook_slot.pour(&mut runbooks);
            unit_slot.pour(&mut units);
        }
        // A paste may have the name beyond the words that are looked up.
        for at in named.keys() {
            runbooks.add(*at, f32::EPSILON);
        }
        let mut best: Map<u32, (u32, f32)> = Map::default();
        for unit in &units.touched {
            let value = units.get(*unit as usize);
            let Some(runbook) = index.units.get(*unit as usize).map(|unit| unit.runbook) else {
                continue;
            };
            let entry = best.entry(runbook).or_insert((*unit, value));
            if value > entry.1 || value == entry.1 && *unit < entry.0 {
                *entry = (*unit, value);
            }
        }
        let mut touched: Vec<u64> = runbooks.touched.iter().map(|at| u64::from(*at)).collect();
        super::order(&mut touched);
        let mut ranked: Vec<Ranked> = touched
            .iter()
            .map(|at| *at as u32)
            .filter(|at| allowed.get(*at as usize).copied().unwrap_or(false))
            .map(|at| {
                let first = index.runbooks.get(at as usize).map_or(0, |runbook| runbook.units.start);
                let (unit, section) = best.get(&at).copied().unwrap_or((first as u32, 0.0));
                let (named, spelt) = named.get(&at).copied().unwrap_or((Named::No, false));
                Ranked {
                    runbook: at as usize,
                    unit: unit as usize,
                    named,
                    spelt,
                    score: runbooks.get(at as usize) + score::SECTION_SHARE * section,
                }
            })
            .collect();
        sort(&mut ranked);
        self.look_closely(&mut ranked, query, meaning);
        ranked
    }

    /// Which runbooks the filters let through.
    fn allowed(&self, query: &Query) -> Vec<bool> {
        let index = &self.index;
        let passes = |runbook: &super::index::Runbook| {
            FilterKey::ALL.iter().all(|wanted| {
                let mut values = query.filters.iter().filter(|filter| filter.key == *wanted).peekable();
                values.peek().is_none()
                    || values.any(|filter| match wanted {
                        FilterKey::Severity => filter.allows_severity(runbook.severity),
                        FilterKey::Kind => filter.allows_kind(runbook.kind),
                        FilterKey::Category => filter.allows_name(index.name(runbook.category)),
                        FilterKey::Owner => filter.allows_name(index.name(runbook.owner)),
                        FilterKey::Alert => runbook.alerts.iter().any(|alert| filter.allows_name(alert)),
                    })
            })
        };
        index.runbooks.iter().map(passes).collect()
    }

    /// Everything that filters let through, worst severity first.
    fn all(&self, allowed: &[bool]) -> Vec<Ranked> {
        let index = &self.index;
        let level = |at: usize| {
            let own = index.runbooks.get(at).and_then(|runbook| runbook.severity);
            own.map_or(Severity::ALL.len(), |own| own as usize)
        };
        let mut keys: Vec<u64> = (0..index.len())
            .filter(|at| allowed.get(*at) == Some(&true))
            .map(|at| (level(at) as u64) << 32 | at as u64)
            .collect();
        super::order(&mut keys);
        let ranked = |runbook: usize| Ranked {
            runbook,
            unit: index.runbooks.get(runbook).map_or(0, |runbook| runbook.units.start),
            named: Named::No,
            spelt: false,
            score: 1.0,
        };
        keys.iter().map(|key| ranked(*key as u32 as usize)).collect()
    }

    /// The runbooks whose alert or title the query names.
    fn named(&self, query: &Query, nearly: &[String]) -> Map<u32, (Named, bool)> {
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

    /// Gives the first candidates what close neighbours and quotations are worth.
    fn look_closely(&self, ranked: &mut Vec<Ranked>, query: &Query, meaning: &Meaning) {
        let in_order: Vec<&Slot> = meaning.slots.iter().filter(|slot| slot.in_order).take(64).collect();
        if in_order.len() < 2 {
            return;
        }
        // Which slot a term belongs to, from 1.
        let mut slot_of = vec![0_u8; self.index.dictionary.terms()];
        for (at, slot) in in_order.iter().enumerate() {
            for choice in slot.choices.iter().filter(|choice| choice.weight >= score::SAME) {
                if let Some(slot) = slot_of.get_mut(choice.term as usize) {
                    *slot = at as u8 + 1;
                }
            }
        }
        let worths: Vec<f32> = in_order
            .iter()
            .map(|slot| slot.weight * self.slot_rarity(slot))
            .collect();
        // What is named is first in any case.
        let named = ranked.first().is_some_and(|first| first.named > Named::No);
        let quotation = self.quotation(query).filter(|_| !named);
        let all: f32 = worths.iter().sum();
        let holders = quotation.as_ref().map(|quotation| self.holders(quotation));
        let holds = |at: usize| {
            holders
                .as_ref()
                .is_some_and(|holders| holders.binary_search(&(at as u32)).is_ok())
        };
        let count = score::CANDIDATES.min(ranked.len());
        let (front, rest) = ranked.split_at_mut(count);
        let rest = rest.iter_mut().filter(|candidate| holds(candidate.runbook));
        for candidate in front.iter_mut().chain(rest.take(score::CANDIDATES)) {
            let first = self
                .index
                .runbooks
                .get(candidate.runbook)
                .map_or(0, |runbook| runbook.units.start);
            let mut bonus = self.closeness(candidate.unit, &slot_of, &worths);
            if first != candidate.unit {
                bonus = bonus.max(self.closeness(first, &slot_of, &worths));
            }
            candidate.score += score::CLOSE * bonus;
            if let Some(quotation) = &quotation {
                let units = self
                    .index
                    .runbooks
                    .get(candidate.runbook)
                    .map(|runbook| runbook.units.clone());
                let (mut most, mut most_lines) = (0.0_f32, 0.0_f32);
                for unit in units.unwrap_or_default() {
                    let (share, lines) = self.quoted(unit, quotation);
                    // A section that is quoted for the most part is the one that is meant.
                    if share > most && share > 0.5 {
                        candidate.unit = unit;
                    }
                    most = share.max(most);
                    most_lines = lines.max(most_lines);
                }
                let whole = if most_lines >= 1.0 { score::QUOTED_WHOLE } else { 0.0 };
                candidate.score +=
                    (score::QUOTED * most * most + score::QUOTED_LINE * most_lines * most_lines + whole) * all;
            }
        }
        sort(ranked);
    }

    /// What neighbours of the query that are neighbours in a unit are worth: each pair once.
    fn closeness(&self, unit: usize, slot_of: &[u8], worths: &[f32]) -> f32 {
        let Some(unit) = self.index.units.get(unit) else {
            return 0.0;
        };
        let mut seen: Vec<usize> = vec![usize::MAX; worths.len() + 1];
        let mut pairs: Vec<bool> = vec![false; worths.len() + 1];
        let mut sum = 0.0;
        let mut place = 0;
        for run in self.index.unit_runs(unit) {
            place += score::CLOSE_WORDS;
            for token in self.index.run_tokens(run) {
                place += 1;
                for (term, _) in self.index.terms_of(*token) {
                    let slot = usize::from(slot_of.get(*term as usize).copied().unwrap_or(0));
                    if slot == 0 {
                        continue;
                    }
                    let near = |other: usize| {
                        seen.get(other)
                            .is_some_and(|at| *at != usize::MAX && place - at <= score::CLOSE_WORDS)
                    };
                    // Either order: people say "full disk" of a "disk full".
                    for (other, pair) in [(slot - 1, slot - 1), (slot + 1, slot)] {
                        if other > 0 && near(other) && pairs.get(pair) == Some(&false) {
                            if let Some(pair) = pairs.get_mut(pair) {
                                *pair = true;
                            }
                            let worth = |slot: usize| worths.get(slot - 1).copied().unwrap_or(0.0);
                            sum += worth(slot).min(worth(other));
                        }
                    }
                    if let Some(at) = seen.get_mut(slot) {
                        *at = place;
                    }
                }
            }
        }
        sum
    }
}

/// Best first: those that are named, then by score, then in path order.
fn sort(ranked: &mut Vec<Ranked>) {
    // The place stands in the low bits; scores with 28 bits of 32 are equal only where they hardly differ.
    let mut keys: Vec<u64> = ranked
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let named = (Named::Exactly as u64 - one.named as u64) << 1 | u64::from(!one.spelt);
            named << 60 | super::falling(one.score) >> 4 << 32 | at as u64
        })
        .collect();
    super::order(&mut keys);
    *ranked = keys
        .iter()
        .filter_map(|key| ranked.get(*key as u32 as usize).copied())
        .collect();
}
