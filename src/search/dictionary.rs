//! All forms of an index's words, sorted: looked up exactly, by beginning, with typos, from within, and by likeness.
//!
//! A sorted list does here what an `fst` with a Levenshtein automaton does, in a tenth of the code size: a form whose
//! length or letters alone say that it is too far off is passed over, and the others share the beginning of their edit
//! table with the form before.

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

/// Characters of a looked-up word that count for typos; a longer one is found by its beginning or not at all.
const LONGEST_FUZZY: usize = 96;

/// Characters of a word that is cut: names of alerts hardly are longer.
const LONGEST_CUT: usize = 64;

/// Forms that only look alike: more of them would be noise.
const MOST_ALIKE: usize = 8;

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

    /// The forms within `most` edits (insert, delete, replace, swap neighbours) of `word`, and with `as_beginning` those
    /// whose beginning is; nearest first, with their distance.
    pub fn similar(&self, word: &str, most: usize, as_beginning: bool) -> Vec<(&Entry, usize)> {
        let wanted: Vec<char> = word.chars().take(LONGEST_FUZZY).collect();
        let width = wanted.len() + 1;
        // Row `d` belongs to the first `d` characters of the form at hand.
        let mut rows: Vec<u8> = (0..width).map(|n| n as u8).collect();
        let mut typed: Vec<char> = Vec::new();
        let mut found = Vec::new();
        let own = letters(wanted.iter().copied());
        // A form that has `word` as its beginning may be longer, and have other letters.
        let longest = if as_beginning { usize::MAX } else { wanted.len() + most };
        let foreign = if as_beginning { u32::MAX } else { most as u32 };
        for entry in &self.entries {
            let length = usize::from(entry.length);
            if length + most < wanted.len()
                || length > longest
                || (own & !entry.letters).count_ones() > most as u32
                || (entry.letters & !own).count_ones() > foreign
            {
                continue;
            }
            let same = typed
                .iter()
                .zip(entry.text.chars())
                .take_while(|(a, b)| **a == *b)
                .count();
            typed.truncate(same);
            rows.truncate((same + 1) * width);
            let mut near = if as_beginning {
                closest_beginning(&rows, width, most)
            } else {
                None
            };
            let mut dead = false;
            for c in entry.text.chars().skip(same) {
                typed.push(c);
                let least = push_row(&mut rows, &wanted, &typed, most);
                let last = rows.last().copied().map_or(usize::MAX, usize::from);
                if as_beginning && last <= most {
                    near = Some(near.map_or(last, |other: usize| other.min(last)));
                }
                if least > most || typed.len() > LONGEST_FUZZY + most {
                    dead = true;
                    break;
                }
            }
            if !dead {
                let distance = rows.last().copied().map_or(usize::MAX, usize::from);
                if distance <= most {
                    near = Some(near.map_or(distance, |other| other.min(distance)));
                }
            }
            if let Some(distance) = near {
                let apart = entry.text.len().abs_diff(word.len());
                found.push(((distance * 1_000 + apart) as u32, entry));
            }
        }
        best(found, MOST)
            .into_iter()
            .map(|(key, entry)| (entry, key as usize / 1_000))
            .collect()
    }

    /// The forms that share most groups of three characters with `word`, with the share of those (Dice, 0 to 1), for
    /// words that nothing else finds.
    pub fn alike(&self, word: &str, least: f32) -> Vec<(&Entry, f32)> {
        let wanted: Vec<[char; 3]> = trigrams(word).collect();
        let found = self
            .entries
            .iter()
            .filter(|entry| entry.text.len() >= 3)
            .filter_map(|entry| {
                let (mut own, mut shared) = (0, 0);
                for gram in trigrams(&entry.text) {
                    own += 1;
                    shared += usize::from(wanted.contains(&gram));
                }
                let share = 2.0 * shared as f32 / (wanted.len() + own) as f32;
                (share >= least).then_some((((1.0 - share.min(1.0)) * 1e6) as u32, entry))
            });
        best(found.collect(), MOST_ALIKE)
            .into_iter()
            .map(|(key, entry)| (entry, 1.0 - key as f32 / 1e6))
            .collect()
    }

    /// `word` cut into forms of three letters or more (`podcrashlooping`: `pod`, `crash`, `looping`); the fewest pieces
    /// win. `None` when it cannot be cut, or is one of them.
    pub fn cut(&self, word: &str) -> Option<Vec<String>> {
        const SHORTEST: usize = 3;
        if !word.is_ascii() || word.len() < 2 * SHORTEST || word.len() > LONGEST_CUT {
            return None;
        }
        // The fewest pieces up to each byte, and where the last of them begins.
        let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
        if let Some(first) = best.first_mut() {
            *first = Some((0, 0));
        }
        for end in SHORTEST..=word.len() {
            for start in 0..=end - SHORTEST {
                let whole = start == 0 && end == word.len();
                let Some((pieces, _)) = best.get(start).copied().flatten() else {
                    continue;
                };
                let better = best
                    .get(end)
                    .copied()
                    .flatten()
                    .is_none_or(|(other, _)| pieces + 1 < other);
                let known = |piece: &str| self.exact(piece).is_some_and(|entry| !entry.whole);
                if !whole
                    && better
                    && word.get(start..end).is_some_and(known)
                    && let Some(slot) = best.get_mut(end)
                {
                    *slot = Some((pieces + 1, start));
                }
            }
        }
        let mut pieces = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let (_, start) = best.get(end).copied().flatten()?;
            pieces.push(word.get(start..end)?.to_string());
            end = start;
        }
        pieces.reverse();
        Some(pieces)
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

/// The least distance of `wanted` to a beginning of the form so far.
fn closest_beginning(rows: &[u8], width: usize, most: usize) -> Option<usize> {
    rows.chunks_exact(width)
        .skip(1)
        .filter_map(|row| row.last())
        .map(|last| usize::from(*last))
        .filter(|last| *last <= most)
        .min()
}

/// Adds the edit table's row for the last of `typed`; returns the row's least value. Cells farther from the diagonal than
/// `most` cannot be within it and are not computed.
fn push_row(rows: &mut Vec<u8>, wanted: &[char], typed: &[char], most: usize) -> usize {
    let width = wanted.len() + 1;
    let depth = typed.len();
    let get = |rows: &[u8], row: usize, column: usize| rows.get(row * width + column).copied().unwrap_or(u8::MAX);
    let c = typed.last().copied().unwrap_or('\0');
    let before = depth.checked_sub(2).and_then(|at| typed.get(at)).copied();
    let start = rows.len();
    rows.resize(start + width, u8::MAX);
    let mut least = u8::MAX;
    if depth <= most {
        least = depth as u8;
        if let Some(cell) = rows.get_mut(start) {
            *cell = least;
        }
    }
    let (from, to) = (depth.saturating_sub(most + 1), (depth + most).min(wanted.len()));
    for column in from..to {
        let Some(w) = wanted.get(column).copied() else { break };
        let replaced = get(rows, depth - 1, column).saturating_add(u8::from(w != c));
        let added = get(rows, depth - 1, column + 1).saturating_add(1);
        let left_out = get(rows, depth, column).saturating_add(1);
        let mut cost = replaced.min(added).min(left_out);
        if column > 0 && before == Some(w) && wanted.get(column - 1) == Some(&c) {
            cost = cost.min(get(rows, depth - 2, column - 1).saturating_add(1));
        }
        if let Some(cell) = rows.get_mut(start + column + 1) {
            *cell = cost;
        }
        least = least.min(cost);
    }
    usize::from(least)
}

fn trigrams(word: &str) -> impl Iterator<Item = [char; 3]> {
    let mut before = ['\0', '^'];
    word.chars().chain(std::iter::once('$')).filter_map(move |c| {
        let gram = [before[0], before[1], c];
        before = [before[1], c];
        (gram[0] != '\0').then_some(gram)
    })
}

/// Edits that a word of this length may be mistyped by: none up to three characters, one up to seven, two beyond. The
/// common rule of full-text engines. Digits do not count: a word has to be long without them (`5xx`, `v1` are not).
pub fn allowed_edits(word: &str) -> usize {
    match word.chars().filter(|c| !c.is_ascii_digit()).count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
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
