//! All forms of an index's words, sorted: looked up exactly, by beginning, with typos, from within, and by likeness.
//!
//! A sorted list does here what an `fst` with a Levenshtein automaton does, in a tenth of the code size: a form whose
//! length or letters alone say that it is too far off is passed over, and the others share the beginning of their edit
//! table with the form before.

mod similar;

pub use similar::allowed_edits;

use super::stem::stem;
use crate::text::hash::Map;

/// A form of the dictionary.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Folded text.
    pub text: Box<str>,
    /// The term that it is a form of.
    pub term: u32,
    /// Whether it is a word of several parts, joined.
    pub whole: bool,
    /// Its characters; 255 for more.
    length: u8,
    /// Which [`letters`] it has.
    letters: u16,
}

/// The characters of a text as a set of sixteen kinds. One edit takes one kind away at most, and brings one at most.
fn letters(text: impl Iterator<Item = char>) -> u16 {
    text.fold(0, |set, c| set | 1 << (c as u32 & 15))
}

/// The sorted forms and their terms.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
    /// Forms that are not in their place yet.
    added: Vec<Entry>,
    terms: Map<Box<str>, u32>,
}

/// Forms that one look-up gives at most. A beginning of one letter has thousands, and nobody reads further.
const MOST: usize = 64;

impl Dictionary {
    /// The number of the term `text`, new or known.
    pub fn intern(&mut self, term: &str) -> u32 {
        if let Some(known) = self.terms.get(term) {
            return *known;
        }
        let number = self.terms.len() as u32;
        self.terms.insert(term.into(), number);
        number
    }

    /// Adds a form; [`Dictionary::sort`] has to follow.
    pub fn add(&mut self, text: &str, term: u32, whole: bool) {
        self.added.push(Entry {
            text: text.into(),
            term,
            whole,
            length: text.chars().count().min(255) as u8,
            letters: letters(text.chars()),
        });
    }

    /// How many forms are not in their places yet.
    pub fn unsorted(&self) -> usize {
        self.added.len()
    }

    /// Puts the forms that were added in their places, each once. Called after every few thousand, no call takes long:
    /// a page's main thread cannot wait for all of them to be sorted at once.
    pub fn sort(&mut self) {
        let order = |a: &Entry, b: &Entry| a.text.cmp(&b.text).then(b.whole.cmp(&a.whole));
        self.added.sort_unstable_by(order);
        let mut merged: Vec<Entry> = Vec::with_capacity(self.entries.len() + self.added.len());
        let mut old = std::mem::take(&mut self.entries).into_iter().peekable();
        let mut new = std::mem::take(&mut self.added).into_iter().peekable();
        loop {
            let from_new = match (old.peek(), new.peek()) {
                (Some(a), Some(b)) => order(b, a).is_lt(),
                (None, Some(_)) => true,
                (Some(_), None) => false,
                (None, None) => break,
            };
            let next = if from_new { new.next() } else { old.next() };
            merged.extend(next.filter(|next| merged.last().is_none_or(|last| last.text != next.text)));
        }
        self.entries = merged;
    }

    /// How many terms there are.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// All forms, sorted.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The term with this very name: a stem, a literal, a pair of characters.
    pub fn term(&self, name: &str) -> Option<u32> {
        self.terms.get(name).copied()
    }

    /// The term of a folded word: of the word itself, else of another form of it.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.exact(word)
            .map(|entry| entry.term)
            .or_else(|| self.term(&stem(word)))
    }

    /// The form `text`.
    pub fn exact(&self, text: &str) -> Option<&Entry> {
        let at = self.entries.partition_point(|entry| *entry.text < *text);
        self.entries.get(at).filter(|entry| *entry.text == *text)
    }

    /// The forms that begin with `start`, shortest first, `start` itself left out.
    pub fn beginning(&self, start: &str) -> Vec<&Entry> {
        let from = self.entries.partition_point(|entry| *entry.text < *start);
        let rest = self.entries.get(from..).unwrap_or(&[]);
        let found = rest
            .iter()
            .take_while(|entry| entry.text.starts_with(start))
            .filter(|entry| *entry.text != *start);
        best(found.map(|entry| (entry.text.len() as u32, entry)).collect(), MOST)
            .into_iter()
            .map(|(_, entry)| entry)
            .collect()
    }

    /// The joined words that have `text` inside or at their beginning.
    pub fn containing(&self, text: &str) -> Vec<&Entry> {
        let own = letters(text.chars());
        let found = self.entries.iter().filter(|entry| {
            entry.whole && own & !entry.letters == 0 && entry.text.len() > text.len() && entry.text.contains(text)
        });
        best(found.map(|entry| (entry.text.len() as u32, entry)).collect(), MOST)
            .into_iter()
            .map(|(_, entry)| entry)
            .collect()
    }
}

/// The `most` entries with the smallest keys, in order. All look-ups share this one sort: each sort of its own would cost
/// some kilobytes in wasm.
fn best(found: Vec<(u32, &Entry)>, most: usize) -> Vec<(u32, &Entry)> {
    let mut order: Vec<u64> = found
        .iter()
        .enumerate()
        .map(|(at, (key, _))| u64::from(*key) << 32 | at as u64)
        .collect();
    super::order(&mut order);
    order.truncate(most);
    order
        .iter()
        .filter_map(|key| found.get(*key as u32 as usize).copied())
        .collect()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn dictionary(words: &[&str]) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for word in words {
            let term = dictionary.intern(&stem(word));
            dictionary.add(word, term, word.len() > 12);
        }
        dictionary.sort();
        dictionary
    }

    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut cost = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        cost = cost.min(table[i - 2][j - 2] + 1);
                    }
                    cost
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest::proptest! {
        /// The pass over the sorted list finds exactly what comparing one by one finds.
        #[test]
        fn similar_is_the_edit_distance(words in proptest::collection::vec("[a-d]{0,7}", 1..40), word in "[a-d]{1,7}", most in 0_usize..3) {
            let mut unique: Vec<&str> = words.iter().map(String::as_str).collect();
            unique.sort_unstable();
            unique.dedup();
            let dictionary = dictionary(&unique);
            let mut found: Vec<String> = dictionary.similar(&word, most, false).iter().map(|(entry, _)| entry.text.to_string()).collect();
            found.sort();
            let mut expected: Vec<String> = unique.iter().filter(|other| distance(&word, other) <= most).map(ToString::to_string).collect();
            expected.sort();
            proptest::prop_assert_eq!(found, expected);
        }

        #[test]
        fn similar_beginnings_too(words in proptest::collection::vec("[a-c]{0,8}", 1..40), word in "[a-c]{1,5}", most in 0_usize..2) {
            let mut unique: Vec<&str> = words.iter().map(String::as_str).collect();
            unique.sort_unstable();
            unique.dedup();
            let dictionary = dictionary(&unique);
            let mut found: Vec<String> = dictionary.similar(&word, most, true).iter().map(|(entry, _)| entry.text.to_string()).collect();
            found.sort();
            let near = |other: &str| (0..=other.len()).any(|end| distance(&word, &other[..end]) <= most && (end > 0 || other.is_empty()));
            let mut expected: Vec<String> = unique.iter().filter(|other| near(other)).map(ToString::to_string).collect();
            expected.sort();
            proptest::prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn joined_words_are_cut_and_found_from_within() {
        let dictionary = dictionary(&["pod", "crash", "looping", "kubepodcrashlooping", "loop"]);
        assert_eq!(
            dictionary.cut("podcrashlooping"),
            Some(vec!["pod".into(), "crash".into(), "looping".into()])
        );
        assert_eq!(dictionary.cut("podx"), None);
        assert_eq!(dictionary.containing("podcrash").len(), 1);
        assert_eq!(dictionary.beginning("loop").len(), 1);
        assert_eq!(dictionary.find("crashes"), dictionary.find("crash"));
    }
}
