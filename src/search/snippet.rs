//! The words of a section around what was found.

use super::Engine;
use super::analyzer::words;
use super::build::gap;
use super::meaning::Meaning;
use super::score;
use super::slots::Slot;
use super::source::Field;
use crate::text::hash::Map;
use std::ops::Range;

/// A piece of a section's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Plain text on one line.
    pub text: String,
    /// The bytes of it that were looked for, in order.
    pub marks: Vec<Range<usize>>,
}

/// What a term is worth to a query.
#[derive(Clone, Copy)]
pub(super) struct Worth {
    /// The slot that looks for it.
    slot: usize,
    worth: f32,
    /// Whether it is an everyday word beside others.
    low: bool,
}

/// What it is worth, by term.
pub(super) type Worths = Map<u32, Worth>;

/// Words of a snippet: two lines on a phone.
const WORDS: usize = 26;

/// What a snippet does not begin with: what ends a part of the sentence before it.
const SENTENCE: [char; 8] = [' ', ',', ';', ':', '.', '!', '?', ')'];

/// Words of a snippet before the first that was found.
const BEFORE: usize = 5;

impl Engine {
    /// What the terms are worth that a query looks for.
    pub(super) fn worths(&self, meaning: &Meaning) -> Worths {
        let mut worths: Worths = Map::default();
        let is_low = |slot: &Slot| slot.weight <= score::LOW_WEIGHT;
        let only_low = meaning.slots.iter().all(is_low);
        for (at, slot) in meaning.slots.iter().enumerate() {
            let own = slot.weight * self.slot_rarity(slot);
            for choice in &slot.choices {
                let one = Worth {
                    slot: at,
                    worth: own * choice.weight,
                    low: is_low(slot) && !only_low,
                };
                let known = worths.entry(choice.term).or_insert(one);
                if one.worth > known.worth {
                    *known = one;
                }
            }
        }
        worths
    }

    /// The best piece of a unit's text for a query.
    pub(super) fn snippet(&self, unit: usize, worths: &Worths) -> Snippet {
        let index = &self.index;
        let Some(unit) = index.units.get(unit) else {
            return Snippet::default();
        };
        let plain = |run: &&super::index::Run| {
            matches!(
                run.field,
                Field::Symptom | Field::Body | Field::Code | Field::Description
            )
        };
        let runs = index.unit_runs(unit);
        let mut best: (f32, &[u32]) = (-1.0, &[]);
        for run in runs.iter().filter(plain) {
            let tokens = index.run_tokens(run);
            let found: Vec<Option<Worth>> = tokens.iter().map(|token| self.worth(*token, worths)).collect();
            let (score, start) = best_window(&found);
            if score > best.0 {
                let end = (start + WORDS).min(tokens.len());
                best = (score, tokens.get(start..end).unwrap_or(&[]));
            }
        }
        self.render(best.1, worths)
    }

    fn worth(&self, token: u32, worths: &Worths) -> Option<Worth> {
        self.index
            .terms_of(token)
            .iter()
            .filter_map(|(term, _)| worths.get(term).copied())
            .max_by(|a, b| a.worth.total_cmp(&b.worth))
    }

    fn render(&self, tokens: &[u32], worths: &Worths) -> Snippet {
        // Everyday words are not pointed out, nor are those that say little beside others of this piece.
        let telling = |token: &u32| self.worth(*token, worths).filter(|one| !one.low);
        let most = tokens
            .iter()
            .filter_map(telling)
            .map(|one| one.worth)
            .fold(0.0, f32::max);
        let mut snippet = Snippet::default();
        let mut before: Option<&str> = None;
        for token in tokens {
            let word = self.index.word(*token);
            let is_word = words(word).next().is_some();
            if let Some(before) = before.filter(|_| is_word) {
                snippet.text.push_str(gap(before, word));
            }
            let start = snippet.text.len();
            if is_word {
                snippet.text.push_str(word);
            } else {
                let flat = word.replace(['\n', '\t', '\r'], " ");
                // Several lines become one.
                let flat = if start == 0 {
                    flat.trim_start_matches(SENTENCE)
                } else if snippet.text.ends_with(' ') {
                    flat.trim_start()
                } else {
                    &flat
                };
                snippet.text.push_str(flat);
            }
            if telling(token).is_some_and(|one| one.worth >= most * 0.1) {
                let marked = start..snippet.text.len();
                match snippet.marks.last_mut() {
                    Some(last) if last.end == marked.start => last.end = marked.end,
                    _ => snippet.marks.push(marked),
                }
            }
            before = is_word.then_some(word);
        }
        let end = snippet.marks.last().map_or(0, |mark| mark.end);
        let length = snippet.text.trim_end_matches([' ', ',', ';', '(']).len();
        snippet.text.truncate(length.max(end));
        snippet
    }
}

/// The window with the most that was looked for, each slot once, and where it begins.
fn best_window(found: &[Option<Worth>]) -> (f32, usize) {
    let mut best = (0.0, 0);
    for (at, hit) in found.iter().enumerate() {
        if hit.is_none() {
            continue;
        }
        let mut seen: Vec<usize> = Vec::new();
        let mut sum = 0.0;
        for one in found.iter().skip(at).take(WORDS - BEFORE).flatten() {
            if !seen.contains(&one.slot) {
                seen.push(one.slot);
                sum += one.worth;
            }
        }
        if sum > best.0 {
            best = (sum, at.saturating_sub(BEFORE));
        }
    }
    best
}
