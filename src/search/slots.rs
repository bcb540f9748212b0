//! A query's words, by what each of them can mean in this index.

use super::Engine;
use super::meaning::{LEFT_OUT, MISSING};
use super::score;

/// One of the things that a word can mean.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// A term of the index.
    pub term: u32,
    /// How sure it is, 0 to 1.
    pub weight: f32,
}

/// A word of the query, or several joined.
#[derive(Clone, Debug, Default)]
pub struct Slot {
    /// How much it counts.
    pub weight: f32,
    /// What it can mean, each term once.
    pub choices: Vec<Choice>,
    /// How many of these are the word itself, mistyped or only a part of it, and not other words for it.
    pub own: usize,
    /// How rare the word itself is, where the index has it: no other choice counts as rarer.
    pub rarity: Option<f32>,
    /// Whether its neighbours in the query should be its neighbours in the text.
    pub in_order: bool,
}

impl Slot {
    pub(super) fn new(weight: f32) -> Self {
        Self {
            weight,
            own: usize::MAX,
            ..Self::default()
        }
    }

    pub(super) fn offer(&mut self, term: u32, weight: f32) {
        match self.choices.iter_mut().find(|choice| choice.term == term) {
            Some(known) => known.weight = known.weight.max(weight),
            None => self.choices.push(Choice { term, weight }),
        }
    }
}

impl Engine {
    /// Drops empty slots, folds equal ones, keeps the ones that say most; where each is now.
    pub(super) fn tidy(&self, slots: &mut Vec<Slot>) -> Vec<u32> {
        let mut kept: Vec<Slot> = Vec::new();
        let mut places: Vec<u32> = Vec::with_capacity(slots.len());
        for slot in slots.drain(..) {
            let Some(first) = slot.choices.first().map(|choice| choice.term) else {
                places.push(MISSING);
                continue;
            };
            let same = |other: &Slot| other.choices.first().is_some_and(|choice| choice.term == first);
            let at = kept.iter().position(same);
            places.push(at.unwrap_or(kept.len()) as u32);
            match at.and_then(|at| kept.get_mut(at)) {
                // Said twice is meant a little more.
                Some(same) => same.weight = same.weight.max(slot.weight) + 0.2 * same.weight.min(slot.weight),
                None => kept.push(slot),
            }
        }
        if kept.len() > score::MOST_SLOTS {
            let worth = |slot: &Slot| slot.weight * self.slot_rarity(slot);
            let mut keys: Vec<u64> = kept
                .iter()
                .enumerate()
                .map(|(at, slot)| super::falling(worth(slot)) << 32 | at as u64)
                .collect();
            super::order(&mut keys);
            keys.truncate(score::MOST_SLOTS);
            let mut moved = vec![LEFT_OUT; kept.len()];
            for (to, key) in keys.iter().enumerate() {
                if let Some(place) = moved.get_mut(*key as u32 as usize) {
                    *place = to as u32;
                }
            }
            for place in &mut places {
                *place = moved.get(*place as usize).copied().unwrap_or(MISSING);
            }
            kept = keys
                .iter()
                .filter_map(|key| kept.get(*key as u32 as usize).cloned())
                .collect();
        }
        *slots = kept;
        places
    }

    /// How rare a term is.
    pub(super) fn rarity(&self, term: u32) -> f32 {
        score::rarity(self.index.len(), self.index.by_runbook.of(term).len())
    }

    /// How rare what a slot stands for is: the word itself, else its surest choice.
    pub(super) fn slot_rarity(&self, slot: &Slot) -> f32 {
        slot.rarity.unwrap_or_else(|| {
            let surest = slot.choices.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
            surest.map_or(0.0, |choice| self.rarity(choice.term))
        })
    }
}
