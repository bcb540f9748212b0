//! What may have been meant by what the index does not have: a word or a name with a typo, or at least what looks like it.

use super::Engine;
use super::dictionary::{Entry, allowed_edits};
use super::meaning::Meaning;
use super::query::{Query, Word};
use super::score;
use super::slots::{Choice, Slot};
use super::stem::stem;

impl Engine {
    /// All words together may be a name with a typo: `kunbe pod not ready`.
    pub(super) fn mistyped_name(&self, query: &Query, meaning: &mut Meaning) {
        let joined: String = query
            .words
            .iter()
            .filter_map(|word| word.forms.first())
            .map(|form| form.text.as_str())
            .collect();
        // Words that are all known are mistyped once at most: `kube proxy no ready`.
        let known = meaning.corrections.is_empty();
        let edits = allowed_edits(&joined).min(if known { 1 } else { 2 });
        if query.words.len() > score::MOST_NAME {
            return;
        }
        if edits == 0 || known && joined.len() < score::LEAST_NEARLY || self.index.keys.contains_key(&joined) {
            return;
        }
        let mut slot = Slot::new(score::JOINED);
        for (entry, distance) in self.similar(&joined, edits) {
            if !entry.whole {
                continue;
            }
            let weight = score::TYPO.get(distance.saturating_sub(1)).copied().unwrap_or(1.0);
            slot.offer(entry.term, weight);
            let choice = Choice {
                term: entry.term,
                weight,
            };
            meaning.spans.push((0..query.words.len(), choice));
            if distance == 1 && joined.len() >= score::LEAST_NEARLY {
                meaning.nearly.push(entry.text.to_string());
            }
        }
        meaning.slots.push(slot);
    }

    /// Offers what may have been meant by a word that the index does not have; returns how many edits the nearest is away.
    pub(super) fn correct(
        &self,
        slot: &mut Slot,
        text: &str,
        open: bool,
        word: Option<&Word>,
        meaning: &mut Meaning,
    ) -> usize {
        let dictionary = &self.index.dictionary;
        // A word of the trade is spelt as it is meant, though no runbook has it.
        // So is a number: `30s` is not `30m`.
        if self.lexicon.knows(&stem(text)) || text.starts_with(|c: char| c.is_ascii_digit()) {
            return usize::MAX;
        }
        let edits = allowed_edits(text);
        let mut found = self.similar(text, edits);
        // `java.base` is two edits from `database`: what has parts is another such name, or nearly the word.
        let parts = word.is_some_and(|word| word.forms.len() > 1);
        found.retain(|(entry, distance)| !parts || entry.whole || *distance == 1);
        if text.len() == 3 && edits == 0 {
            // So short a word has many neighbours: those that begin as it does, or have its letters.
            let letters = |text: &str| text.bytes().fold(0_u64, |sum, b| sum.wrapping_add(1 << (2 * (b & 31))));
            let begins = |other: &str| other.as_bytes().first() == text.as_bytes().first();
            found = self.similar(text, 1);
            found.retain(|(entry, _)| {
                !entry.whole && entry.text.len() >= 3 && (begins(&entry.text) || letters(&entry.text) == letters(text))
            });
        }
        if found.is_empty() && open && edits > 0 {
            found = dictionary.similar(text, 1, true);
        }
        let nearest = found.first().map_or(usize::MAX, |(_, distance)| *distance);
        for (entry, distance) in &found {
            if *distance <= nearest.max(1) {
                let weight = score::TYPO.get(distance.saturating_sub(1)).copied().unwrap_or(0.5);
                slot.offer(entry.term, weight);
            }
        }
        // The most usual of the nearest is what is shown to the reader.
        let best = found
            .iter()
            .filter(|(_, distance)| *distance == nearest)
            .max_by_key(|(entry, _)| self.index.by_runbook.of(entry.term).len());
        if let (Some((entry, _)), Some(word)) = (best, word) {
            meaning.corrections.push((word.range.clone(), entry.text.to_string()));
        }
        nearest
    }

    /// The forms within some edits of a word; digits are no typo.
    fn similar(&self, text: &str, edits: usize) -> Vec<(&Entry, usize)> {
        if edits == 0 {
            return Vec::new();
        }
        let mut found = self.index.dictionary.similar(text, edits, false);
        let digits = |text: &str| -> Vec<u8> { text.bytes().filter(u8::is_ascii_digit).collect() };
        let own = digits(text);
        found.retain(|(entry, _)| digits(&entry.text) == own);
        found
    }

    /// Words that nothing was found for, by what looks like them: better than an empty answer.
    pub(super) fn resembling(&self, query: &Query, meaning: &mut Meaning) {
        let only_low = query.words.iter().all(|word| word.low || word.noise);
        for word in query
            .words
            .iter()
            .filter(|word| (only_low || !word.low) && !word.noise)
            .take(score::MOST_TYPED)
        {
            let Some(form) = word.forms.first().filter(|form| form.text.len() >= 2) else {
                continue;
            };
            let mut slot = Slot::new(1.0);
            for (entry, _) in self.index.dictionary.similar(&form.text, 1, false) {
                slot.offer(entry.term, score::ALIKE);
            }
            for (entry, share) in self.index.dictionary.alike(&form.text, score::LEAST_ALIKE) {
                slot.offer(entry.term, score::ALIKE * share);
            }
            meaning.slots.push(slot);
        }
    }
}
