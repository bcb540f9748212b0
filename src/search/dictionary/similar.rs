//! Look-ups of words that the dictionary does not have: with typos, by likeness, cut in two.

use super::{Dictionary, Entry, MOST, best, letters};

/// Characters of a looked-up word that count for typos; a longer one is found by its beginning or not at all.
const LONGEST_FUZZY: usize = 96;

/// Characters of a word that is cut: names of alerts hardly are longer.
const LONGEST_CUT: usize = 64;

/// Forms that only look alike: more of them would be noise.
const MOST_ALIKE: usize = 8;

impl Dictionary {
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
