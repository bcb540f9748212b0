//! A query's words to what they can mean in this index.

use super::Engine;
use super::analyzer::FormKind;
use super::dictionary::Entry;
use super::index::single_cjk;
use super::query::{Query, Word};
use super::score;
use super::stem::stem;
use std::ops::Range;

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

/// A correction: a place of the query and what would stand there.
pub type Correction = (Range<usize>, String);

/// A word of the query with the slots that were made for it.
#[derive(Clone, Debug)]
pub struct Said {
    /// The word, by its place in the query.
    pub word: usize,
    /// Its slots, as they were made.
    pub slots: Range<usize>,
    /// The one of them that stands for all of it; the others stand for its parts.
    pub main: usize,
}

/// Words of the query that are one thing together: which, and what.
pub type Span = (Range<usize>, Choice);

/// A slot that nothing was found for.
pub const MISSING: u32 = u32::MAX;

/// A slot of a long paste that counts no more.
pub const LEFT_OUT: u32 = u32::MAX - 1;

/// What a query means in an index.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// Its slots.
    pub slots: Vec<Slot>,
    /// Its words, noise left out.
    pub said: Vec<Said>,
    /// Where slots are that were made, by the order in which they were; or [`MISSING`], [`LEFT_OUT`].
    pub places: Vec<u32>,
    /// Joined words, and phrases that stand for something.
    pub spans: Vec<Span>,
    /// Words that the index has only otherwise spelt.
    pub corrections: Vec<Correction>,
    /// Names that the query is but for one typo, as [`super::query::key`] has them.
    pub nearly: Vec<String>,
}

impl Engine {
    /// Looks the words of a query up.
    pub(super) fn meaning(&self, query: &Query) -> Meaning {
        let mut meaning = Meaning::default();
        let spaced = |word: &&Word| !word.forms.first().is_some_and(|form| single_cjk(&form.text));
        // Parts count, too: three lines of a stack trace are few words, and nobody types them.
        let pieces = |word: &Word| word.forms.iter().filter(|form| form.kind != FormKind::Whole).count();
        let count: usize = query.words.iter().filter(spaced).map(pieces).sum();
        let typed = count <= score::MOST_TYPED && !query.text.trim().contains('\n');
        let last = query.words.len().checked_sub(1).filter(|_| query.open);
        for (at, word) in query.words.iter().enumerate() {
            let first_slot = meaning.slots.len();
            let main = self.word(word, Some(at) == last, typed, &mut meaning);
            let end = meaning.slots.len();
            if let Some(slot) = meaning.slots.get_mut(first_slot..end).and_then(<[Slot]>::first_mut) {
                slot.in_order = true;
                slot.own = slot.choices.len();
                self.synonyms(query, at, slot, &mut meaning.spans);
            }
            if !word.noise && !word.forms.is_empty() {
                meaning.said.push(Said {
                    word: at,
                    slots: first_slot..end,
                    main,
                });
            }
        }
        self.joined(query, &mut meaning);
        if typed {
            self.mistyped_name(query, &mut meaning);
        }
        if meaning
            .slots
            .iter()
            .all(|slot| slot.choices.is_empty() || slot.weight <= score::LOW_WEIGHT)
        {
            self.resembling(query, &mut meaning);
        }
        meaning.places = self.tidy(&mut meaning.slots);
        meaning
    }

    /// Looks a word up; which slot stands for all of it.
    fn word(&self, word: &Word, open: bool, typed: bool, meaning: &mut Meaning) -> usize {
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
    fn offer_all(&self, slot: &mut Slot, text: &str, weight: f32, found: Vec<&Entry>) {
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

    /// Offers what the lexicon says of the words from `at` on.
    fn synonyms(&self, query: &Query, at: usize, slot: &mut Slot, spans: &mut Vec<Span>) {
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
    fn joined(&self, query: &Query, meaning: &mut Meaning) {
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

    /// Drops empty slots, folds equal ones, keeps the ones that say most; where each is now.
    fn tidy(&self, slots: &mut Vec<Slot>) -> Vec<u32> {
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
