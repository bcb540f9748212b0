//! How often terms occur in units and runbooks, weighted by field and length.

use super::index::{Index, Run, single_cjk};
use super::postings::{Collected, Counts};
use super::score::{FIELD_NORMS, FIELD_WEIGHTS, NAME_WEIGHT, PAIR_WEIGHT};
use super::source::Field;
use std::ops::Range;

/// Words by field, and how many units or runbooks have any there.
#[derive(Debug, Default)]
struct Lengths {
    sums: [f32; 8],
    counts: [f32; 8],
}

impl Lengths {
    fn add(&mut self, lengths: &[f32; 8]) {
        let slots = self.sums.iter_mut().zip(&mut self.counts);
        for ((sum, count), length) in slots.zip(lengths).filter(|(_, length)| **length > 0.0) {
            *sum += length;
            *count += 1.0;
        }
    }

    /// The average of those that have the field at all, and 1 at least.
    fn average(&self, field: usize) -> f32 {
        let (sum, count) = (self.sums.get(field), self.counts.get(field));
        (sum.copied().unwrap_or(0.0) / count.copied().unwrap_or(0.0).max(1.0)).max(1.0)
    }
}

/// Counts an index's terms, runbook by runbook.
#[derive(Debug, Default)]
pub(super) struct Counter {
    by_unit: Collected,
    by_runbook: Collected,
    by_name: Collected,
    unit_lengths: Lengths,
    runbook_lengths: Lengths,
    /// The terms of names, by runbook.
    names: Vec<(u32, u32)>,
    unit_counts: Counts,
    runbook_counts: Counts,
    name_counts: Counts,
}

impl Counter {
    /// Notes that all of a runbook's name is the term `term`.
    pub(super) fn name(&mut self, runbook: usize, term: u32) {
        self.names.push((runbook as u32, term));
    }

    /// Notes how long a runbook is, which has these units. All have to be measured before the first is counted.
    pub(super) fn measure(&mut self, index: &Index, units: Range<usize>) {
        for unit in units.clone() {
            self.unit_lengths.add(&index.lengths(unit..unit + 1));
        }
        self.runbook_lengths.add(&index.lengths(units));
    }

    /// Counts the terms of a runbook; returns how many tokens it has, and 1 at least.
    pub(super) fn count(&mut self, index: &mut Index, number: usize) -> usize {
        let units = index
            .runbooks
            .get(number)
            .map(|runbook| runbook.units.clone())
            .unwrap_or_default();
        let lengths = index.lengths(units.clone());
        let mut used = 0;
        let first = units.start;
        for unit in units {
            if unit == first {
                let from = self.names.partition_point(|(runbook, _)| (*runbook as usize) < number);
                let own = self.names.get(from..).unwrap_or(&[]);
                for (_, term) in own.iter().take_while(|(runbook, _)| *runbook as usize == number) {
                    self.unit_counts.add(*term, NAME_WEIGHT);
                    self.runbook_counts.add(*term, NAME_WEIGHT);
                }
            }
            let own = index.lengths(unit..unit + 1);
            let runs = index.units.get(unit).map(|unit| unit.runs.clone()).unwrap_or_default();
            for run in runs {
                let Some(Run { field, tokens }) = index.runs.get(run).cloned() else {
                    continue;
                };
                let code = field as usize;
                let is_name = matches!(field, Field::Title | Field::Alert);
                let weight = |length: &[f32; 8], all: &Lengths| {
                    let norm = FIELD_NORMS.get(code).copied().unwrap_or(0.0);
                    let length = length.get(code).copied().unwrap_or(1.0);
                    FIELD_WEIGHTS.get(code).copied().unwrap_or(1.0) / (1.0 - norm + norm * length / all.average(code))
                };
                let in_unit = weight(&own, &self.unit_lengths);
                let in_runbook = weight(&lengths, &self.runbook_lengths);
                used += tokens.len();
                let mut before = None;
                for at in tokens {
                    let Some(word) = index.tokens.get(at).copied() else {
                        break;
                    };
                    let start = index.word_starts.get(word as usize).copied().unwrap_or(0) as usize;
                    let end = index.word_starts.get(word as usize + 1).copied().unwrap_or(0) as usize;
                    for place in start..end {
                        if let Some((term, share)) = index.word_terms.get(place).copied() {
                            self.unit_counts.add(term, in_unit * share);
                            self.runbook_counts.add(term, in_runbook * share);
                            if is_name {
                                self.name_counts.add(term, share);
                            }
                        }
                    }
                    if let Some(term) = before.and_then(|before| make_pair(index, before, word)) {
                        self.unit_counts.add(term, in_unit * PAIR_WEIGHT);
                        self.runbook_counts.add(term, in_runbook * PAIR_WEIGHT);
                        if is_name {
                            self.name_counts.add(term, PAIR_WEIGHT);
                        }
                    }
                    before = Some(word);
                }
            }
            self.unit_counts.drain(unit, &mut self.by_unit);
        }
        self.runbook_counts.drain(number, &mut self.by_runbook);
        self.name_counts.drain(number, &mut self.by_name);
        used.max(1)
    }

    /// Puts about `budget` postings more in their places in the index; true when all are there.
    pub(super) fn place(&mut self, index: &mut Index, budget: usize) -> bool {
        for (from, to) in [
            (&mut self.by_unit, &mut index.by_unit),
            (&mut self.by_runbook, &mut index.by_runbook),
            (&mut self.by_name, &mut index.by_name),
        ] {
            if !to.is_ready() {
                if let Some(made) = from.place(budget) {
                    *to = made;
                }
                return false;
            }
        }
        true
    }
}

/// The term of two neighbouring characters, in scripts without spaces.
fn make_pair(index: &mut Index, before: u32, word: u32) -> Option<u32> {
    let (a, b) = (index.word(before), index.word(word));
    if !(single_cjk(a) && single_cjk(b)) {
        return None;
    }
    let pair = [a, b].concat();
    Some(index.dictionary.intern(&pair))
}
