//! From slots to an order of runbooks, each with its best section.

use super::Engine;
use super::meaning::Meaning;
use super::named::Named;
use super::query::{FilterKey, Query};
use super::score;
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
}

/// Best first: those that are named, then by score, then in path order.
pub(super) fn sort(ranked: &mut Vec<Ranked>) {
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
