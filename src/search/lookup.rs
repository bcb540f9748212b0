//! One word of a query to the terms that it can mean: itself, what begins with it, has it within or is spelt nearly so.

use super::Engine;
use super::analyzer::FormKind;
use super::dictionary::Entry;
use super::index::single_cjk;
use super::meaning::Meaning;
use super::query::Word;
use super::score;
use super::slots::Slot;

impl Engine {
    /// Looks a word up; which slot stands for all of it.
    pub(super) fn word(&self, word: &Word, open: bool, typed: bool, meaning: &mut Meaning) -> usize {
        let Some(main) = word.forms.first() else { return 0 };
        if word.noise {
            if let Some(entry) = self.index.dictionary.exact(&main.text) {
                let mut slot = Slot::new(score::NOISE_WEIGHT);
                slot.offer(entry.term, 1.0);
                slot.rarity = Some(self.rarity(entry.term));
                meaning.slots.push(slot);
            }
            return 0;
        }
        let low = word.low || single_cjk(&main.text);
        let weight = if low { score::LOW_WEIGHT } else { 1.0 };
        let typed = typed && !low;
        if main.kind != FormKind::Whole {
            let slot = self.look_up(&main.text, weight, open, typed, Some(word), meaning);
            meaning.slots.push(slot);
        } else {
            let slot = self.look_up_whole(&main.text, open, typed, word, meaning);
            meaning.slots.push(slot);
        }
        let whole = meaning.slots.len() - 1;
        let parts = word.forms.iter().filter(|form| form.kind == FormKind::Part);
        let count = parts.clone().count();
        for (at, part) in parts.enumerate() {
            let last = at + 1 == count;
            let weight = if self.lexicon.is_low(&part.text) {
                score::LOW_WEIGHT
            } else {
                score::PARTS_IN_QUERY
            };
            let slot = self.look_up(&part.text, weight, open && last, typed, None, meaning);
            meaning.slots.push(slot);
        }
        for literal in word.forms.iter().filter(|form| form.kind == FormKind::Literal) {
            if let Some(term) = self.index.dictionary.term(&literal.text) {
                let mut slot = Slot::new(1.0);
                slot.offer(term, 1.0);
                slot.rarity = Some(self.rarity(term));
                meaning.slots.push(slot);
            }
        }
        whole
    }

    /// A word without parts.
    fn look_up(
        &self,
        text: &str,
        weight: f32,
        open: bool,
        typed: bool,
        word: Option<&Word>,
        meaning: &mut Meaning,
    ) -> Slot {
        let dictionary = &self.index.dictionary;
        let mut slot = Slot::new(weight);
        let known = dictionary.find(text);
        if let Some(term) = known {
            slot.offer(term, 1.0);
            slot.rarity = Some(self.rarity(term));
        }
        self.classes(text, &mut slot);
        if open || known.is_none() && typed {
            let weight = score::BEGINNING[usize::from(known.is_some())];
            self.offer_all(&mut slot, text, weight, dictionary.beginning(text));
        }
        if known.is_some() {
            // Two words written as one may stand so in longer names, too.
            if typed && word.is_some() && dictionary.exact(text).is_some_and(|entry| entry.whole) {
                self.offer_all(&mut slot, text, score::WITHIN, dictionary.containing(text));
            }
            return slot;
        }
        if !typed {
            return slot;
        }
        if text.len() >= 4 {
            self.offer_all(&mut slot, text, score::WITHIN, dictionary.containing(text));
        }
        let nearest = if slot.choices.is_empty() {
            self.correct(&mut slot, text, open, word, meaning)
        } else {
            usize::MAX
        };
        if let Some(pieces) = dictionary.cut(text) {
            // A word with one wrong letter may happen to be two short ones: `refsed` is hardly `ref` and `sed`.
            let doubtful = nearest == 1 && pieces.iter().any(|piece| piece.len() < score::LEAST_PIECE);
            let share = if doubtful { score::DOUBTFUL_PIECE } else { 1.0 };
            for piece in pieces {
                let Some(term) = dictionary.find(&piece) else { continue };
                let mut slot = Slot::new(weight * share * score::PARTS_IN_QUERY);
                slot.offer(term, 1.0);
                slot.rarity = Some(self.rarity(term));
                meaning.slots.push(slot);
            }
        }
        slot
    }

    /// An identifier with parts, as a whole.
    fn look_up_whole(&self, text: &str, open: bool, typed: bool, word: &Word, meaning: &mut Meaning) -> Slot {
        let dictionary = &self.index.dictionary;
        let mut slot = Slot::new(score::WHOLE_IN_QUERY);
        if let Some(term) = dictionary.find(text) {
            slot.offer(term, 1.0);
            slot.rarity = Some(self.rarity(term));
            return slot;
        }
        if open {
            self.offer_all(&mut slot, text, score::BEGINNING[0], dictionary.beginning(text));
        }
        if typed {
            self.offer_all(&mut slot, text, score::WITHIN, dictionary.containing(text));
            if slot.choices.is_empty() {
                self.correct(&mut slot, text, open, Some(word), meaning);
            }
        }
        slot
    }

    /// Offers what goes on from `text`, or has it within: the more of it `text` is, the surer.
    pub(super) fn offer_all(&self, slot: &mut Slot, text: &str, weight: f32, found: Vec<&Entry>) {
        for entry in found {
            let share = text.len() as f32 / entry.text.len() as f32;
            slot.offer(entry.term, weight * (0.5 + 0.5 * share));
        }
    }

    /// `5xx` stands for every 5-hundred, and each of them for `5xx`.
    fn classes(&self, text: &str, slot: &mut Slot) {
        let dictionary = &self.index.dictionary;
        match text.as_bytes() {
            [class @ b'1'..=b'5', b'x', b'x'] => {
                for code in 0..100 {
                    let code = format!("{}{code:02}", char::from(*class));
                    if let Some(term) = dictionary.term(&code) {
                        slot.offer(term, score::SAME);
                    }
                }
            }
            [class @ b'4'..=b'5', a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
                if let Some(term) = dictionary.term(&format!("{}xx", char::from(*class))) {
                    slot.offer(term, score::SAME);
                }
            }
            _ => {}
        }
    }
}
