//! What a query means in this index: its words as slots, and what several of them are together.

use super::Engine;
use super::analyzer::FormKind;
use super::index::single_cjk;
use super::query::{Query, Word};
use super::score;
use super::slots::{Choice, Slot};
use std::ops::Range;

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
}
