//! What only the first candidates are held against: whether neighbours of the query are neighbours in the text, and
//! whether the query is a quotation of it.

use super::meaning::Meaning;
use super::named::Named;
use super::query::Query;
use super::rank::{Ranked, sort};
use super::slots::Slot;
use super::{Engine, score};

impl Engine {
    /// Gives the first candidates what close neighbours and quotations are worth.
    pub(super) fn look_closely(&self, ranked: &mut Vec<Ranked>, query: &Query, meaning: &Meaning) {
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
