//! Several words of a query that are one thing together: phrases of the lexicon, and identifiers written as words.

use super::Engine;
use super::index::single_cjk;
use super::meaning::{Meaning, Span};
use super::query::Query;
use super::score;
use super::slots::{Choice, Slot};
use super::stem::stem;

impl Engine {
    /// Offers what the lexicon says of the words from `at` on.
    pub(super) fn synonyms(&self, query: &Query, at: usize, slot: &mut Slot, spans: &mut Vec<Span>) {
        let stems: Vec<String> = query
            .words
            .get(at..)
            .unwrap_or(&[])
            .iter()
            .take(super::lexicon::LONGEST_PHRASE)
            .map(|word| word.forms.first().map(|form| stem(&form.text)).unwrap_or_default())
            .collect();
        for (length, link) in self.lexicon.links(&stems) {
            let weight = if link.same { score::SAME } else { score::NEAR };
            let share = if link.to.len() > 1 { score::PHRASE_WORD } else { 1.0 };
            for word in link.to {
                if link.to.len() > 1 && self.lexicon.is_low(word) {
                    continue;
                }
                if let Some(term) = self.index.dictionary.term(word) {
                    slot.offer(term, weight * share);
                    if length > 1 {
                        spans.push((at..at + length, Choice { term, weight }));
                    }
                }
            }
            // A phrase may begin with a word that says little: `out of memory`.
            if link.same {
                slot.weight = slot.weight.max(0.8);
            }
        }
    }

    /// Neighbouring words that are one identifier when joined: `kube pod crash looping`.
    pub(super) fn joined(&self, query: &Query, meaning: &mut Meaning) {
        const MOST: usize = 6;
        let texts: Vec<&str> = query
            .words
            .iter()
            .take(score::MOST_JOINED)
            .map(|word| match word.forms.first() {
                Some(form) if !word.noise => form.text.as_str(),
                _ => "",
            })
            .collect();
        let dictionary = &self.index.dictionary;
        for start in 0..texts.len() {
            for end in start + 2..=texts.len().min(start + MOST) {
                let Some(words) = texts
                    .get(start..end)
                    .filter(|words| words.iter().all(|w| !w.is_empty()))
                else {
                    break;
                };
                let joined = words.concat();
                let pair = end == start + 2 && words.iter().all(|word| single_cjk(word));
                let known = if pair {
                    dictionary.term(&joined)
                } else {
                    dictionary.exact(&joined).map(|entry| entry.term)
                };
                if let Some(term) = known {
                    // Endings and particles, where both are hiragana.
                    let little = pair && joined.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c));
                    let mut slot = Slot::new(if little { score::LOW_WEIGHT } else { score::JOINED });
                    slot.offer(term, 1.0);
                    slot.rarity = Some(self.rarity(term));
                    meaning.slots.push(slot);
                    meaning.spans.push((start..end, Choice { term, weight: 1.0 }));
                } else if end == texts.len() && query.open && joined.len() >= 6 {
                    let mut slot = Slot::new(score::JOINED);
                    let wholes = dictionary
                        .beginning(&joined)
                        .into_iter()
                        .filter(|entry| entry.whole)
                        .collect();
                    self.offer_all(&mut slot, &joined, score::BEGINNING[0], wholes);
                    let spans = slot.choices.iter().map(|choice| (start..end, *choice));
                    meaning.spans.extend(spans);
                    meaning.slots.push(slot);
                }
            }
        }
    }
}
