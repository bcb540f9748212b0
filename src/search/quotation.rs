//! Pasted commands and log lines: what of them stands in a section word by word.

use super::Engine;
use super::index::{BETWEEN, LINE_END};
use super::postings::Posting;
use super::query::Query;
use super::score;

/// Words of a query that are compared as a quotation: as many as a number has bits.
const MOST_QUOTED: usize = 64;

/// The words of a query in order.
pub(super) struct Quotation<'a> {
    /// Term and text of each, and what stands before it.
    words: Vec<(u32, &'a str, &'a str)>,
    /// By term, where it stands last, from 1; 0 where it does not.
    last: Vec<u8>,
    /// By place, from 1: where the same term stands before it.
    before: Vec<u8>,
    /// By unit, whether a piece of it may stand there; empty where any may.
    units: Vec<bool>,
    /// Whether it has several lines.
    broken: bool,
}

impl Engine {
    /// The query's words in order, where it may be a quotation.
    pub(super) fn quotation<'a>(&self, query: &'a Query) -> Option<Quotation<'a>> {
        let mut end = 0;
        let words: Vec<(u32, &str, &str)> = query
            .words
            .iter()
            .filter(|word| !word.noise)
            .filter_map(|word| {
                let form = word.forms.first()?;
                let gap = query.text.get(end..word.range.start).unwrap_or("").trim();
                end = word.range.end;
                let entry = self.index.dictionary.exact(&form.text);
                let term = entry.map_or(u32::MAX, |entry| entry.term);
                Some((term, query.text.get(word.range.clone())?, gap))
            })
            .take(MOST_QUOTED)
            .collect();
        if words.len() <= score::LEAST_QUOTED {
            return None;
        }
        let mut last = vec![0_u8; self.index.dictionary.terms()];
        let before = words
            .iter()
            .enumerate()
            .map(|(at, (term, ..))| match last.get_mut(*term as usize) {
                Some(last) => std::mem::replace(last, at as u8 + 1),
                None => 0,
            });
        let before = before.collect();
        let broken = query.text.trim().contains('\n');
        let units = self.units_with_pieces(&words);
        Some(Quotation {
            words,
            last,
            before,
            units,
            broken,
        })
    }

    /// The units that have the rarest word of any piece of a quotation that counts as one: no other is worth reading.
    fn units_with_pieces(&self, words: &[(u32, &str, &str)]) -> Vec<bool> {
        let mut units = vec![false; self.index.units.len()];
        let mut done: Vec<u32> = Vec::new();
        for piece in words.windows(score::LEAST_QUOTED) {
            if piece.iter().any(|(term, ..)| *term == u32::MAX) {
                continue;
            }
            let lists = piece.iter().map(|(term, ..)| (self.index.by_unit.of(*term), *term));
            let Some((rarest, term)) = lists.min_by_key(|(list, _)| list.len()) else {
                continue;
            };
            // Letters of scripts without spaces are found by pairs only.
            if rarest.is_empty() {
                return Vec::new();
            }
            if !done.contains(&term) {
                done.push(term);
                for posting in rarest {
                    if let Some(unit) = units.get_mut(posting.at as usize) {
                        *unit = true;
                    }
                }
            }
        }
        units
    }

    /// The runbooks with a section that has every word of a quotation, in order: a command of words that many pages have
    /// may stand on one that none of them makes a candidate.
    pub(super) fn holders(&self, quotation: &Quotation<'_>) -> Vec<u32> {
        let index = &self.index;
        let mut lists: Vec<&[Posting]> = Vec::new();
        for (at, (term, ..)) in quotation.words.iter().enumerate() {
            let found = index.by_unit.of(*term);
            // Each term once: where it stands first.
            if quotation.before.get(at) == Some(&0) && *term != u32::MAX {
                lists.push(found);
            }
        }
        let Some(least) = (0..lists.len()).min_by_key(|at| lists.get(*at).map(|list| list.len())) else {
            return Vec::new();
        };
        let mut units: Vec<u32> = lists.swap_remove(least).iter().map(|posting| posting.at).collect();
        for list in lists {
            units.retain(|unit| list.binary_search_by_key(unit, |posting| posting.at).is_ok());
        }
        let mut runbooks: Vec<u32> = units
            .iter()
            .filter_map(|unit| index.units.get(*unit as usize))
            .map(|unit| unit.runbook)
            .collect();
        runbooks.dedup();
        runbooks
    }

    /// Which share of a quotation stands in a unit word by word, in pieces of some words; and which share is whole lines
    /// of the unit, one behind the other.
    pub(super) fn quoted(&self, unit: usize, quotation: &Quotation<'_>) -> (f32, f32) {
        if quotation.units.get(unit) == Some(&false) {
            return (0.0, 0.0);
        }
        let Some(unit) = self.index.units.get(unit) else {
            return (0.0, 0.0);
        };
        let length = quotation.before.len();
        // How many words of the quotation up to each place end at the word before, and at this one.
        let (mut earlier, mut now) = ([0_u8; MOST_QUOTED + 1], [0_u8; MOST_QUOTED + 1]);
        let (mut covered, mut most_lines) = (0_u64, 0.0_f32);
        for run in self.index.unit_runs(unit) {
            earlier.fill(0);
            let mut live = false;
            // Words of the line so far, and of the lines before it that are quoted as a whole; and whether all of them are
            // written as in the query.
            let (mut in_line, mut in_lines, mut spelt) = (0, 0, true);
            // What stands before the word; its text is looked at where it matters.
            let mut gap = None;
            let mut end_line = |live: bool, in_line: &mut usize, spelt: &mut bool, earlier: &[u8]| {
                let words = std::mem::take(in_line);
                let quoted = earlier.iter().copied().max().filter(|_| live).map_or(0, usize::from);
                if quoted < words {
                    (in_lines, *spelt) = (0, true);
                    return;
                }
                in_lines += words;
                if quoted >= score::LEAST_QUOTED {
                    // A command that goes on in the next line here, and not in the query, is written otherwise, too.
                    let broken = quoted > words && !quotation.broken;
                    let sure = if *spelt && !broken { 1.0 } else { score::OTHERWISE_SPELT };
                    most_lines = (quoted.min(in_lines) as f32 * sure).max(most_lines);
                }
            };
            for token in self.index.run_tokens(run) {
                let term = self.index.first_terms.get(*token as usize).copied().unwrap_or(BETWEEN);
                if term >= LINE_END {
                    if term == LINE_END {
                        end_line(live, &mut in_line, &mut spelt, &earlier);
                    }
                    gap = Some(*token);
                    continue;
                }
                in_line += 1;
                let gap = gap.take();
                let mut place = usize::from(quotation.last.get(term as usize).copied().unwrap_or(0));
                if place == 0 && !live {
                    continue;
                }
                now.fill(0);
                live = place > 0;
                let mut as_typed = false;
                while place > 0 {
                    if let Some((_, typed, before)) = quotation.words.get(place - 1)
                        && spelt
                    {
                        // A line that has another word already is none of the quotation's, however this one is written.
                        let counts = usize::from(earlier.get(place - 1).copied().unwrap_or(0)) + 1 >= in_line;
                        let gap = || gap.map_or("", |gap| self.index.word(gap).trim());
                        as_typed |= counts && *typed == self.index.word(*token) && (in_line == 1 || *before == gap());
                    }
                    let words = earlier.get(place - 1).copied().unwrap_or(0) + 1;
                    if let Some(slot) = now.get_mut(place) {
                        *slot = words;
                    }
                    let words = usize::from(words);
                    if words >= score::LEAST_QUOTED {
                        covered |= (u64::MAX >> (64 - words.min(64))) << (place - words.min(place));
                    }
                    place = usize::from(quotation.before.get(place - 1).copied().unwrap_or(0));
                }
                spelt &= as_typed;
                std::mem::swap(&mut earlier, &mut now);
            }
            end_line(live, &mut in_line, &mut spelt, &earlier);
        }
        let share = |words: f32| words / length.max(1) as f32;
        (share(covered.count_ones() as f32), share(most_lines))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use crate::search::build::encode;
    use crate::search::tests::source;
    use crate::search::{Engine, Index};

    /// A command of words that every page has, and has more of, is found on the one page that has it as it is, however far
    /// behind that page would stand without.
    #[test]
    fn a_command_of_common_words_finds_the_page_that_has_it() {
        let mut all: Vec<_> = (0..120)
            .map(|at| {
                let text = "## Do\n\nTop of pods: app, top, pod.\n\n```bash\nctl top pod\nctl get -n shop pod app\nctl top -n shop\n```\n";
                source(&format!("p{at}"), &format!("Top Pod App {at}"), &[], text)
            })
            .collect();
        let long = "Words of other things stand here, many of them. ".repeat(40);
        let text = format!("## Do\n\n{long}\n\n```bash\nctl top pod -n shop -l app\n```\n");
        all.push(source("wanted", "Zebra", &[], &text));
        let engine = Engine::new(Index::open(&encode(&all, &[])).unwrap());
        assert_ne!(engine.search("ctl top pod shop", 5).hits[0].id, "wanted");
        assert_eq!(engine.search("ctl top pod -n shop -l app", 5).hits[0].id, "wanted");
    }
}
