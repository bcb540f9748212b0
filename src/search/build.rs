//! Runbooks to the bytes of an index file.

use super::analyzer::{LONGEST_WORD, words};
use super::codec::Writer;
use super::fold::is_cjk;
use super::source::{Field, Source};
use crate::runbook::{Kind, SectionKind, Severity};
use crate::text::hash::Map;
use crate::text::slug::heading_slug;
use std::collections::BTreeSet;

/// Words that take one byte as a token.
pub const FREQUENT: usize = 127;

/// Bytes that a word of the file may have: a word's own limit and the characters at its end.
pub const LONGEST: usize = LONGEST_WORD + 8;

/// One text as tokens: words, and what stands between them where that is not what readers expect ([`gap`]).
pub fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut before: Option<&str> = None;
    for range in words(text) {
        let word = text.get(range.clone()).unwrap_or("");
        let between = text.get(at..range.start).unwrap_or("");
        if before.map_or(!between.is_empty(), |before| between != gap(before, word)) {
            pieces(between, &mut out);
        }
        out.push(word);
        before = Some(word);
        at = range.end;
    }
    pieces(text.get(at..).unwrap_or(""), &mut out);
    out
}

/// What stands between two words that have nothing noted between them: a space, or nothing between characters of a
/// script without spaces.
pub fn gap(before: &str, after: &str) -> &'static str {
    let cjk = |c: Option<char>| c.is_some_and(is_cjk);
    if cjk(before.chars().next_back()) && cjk(after.chars().next()) {
        ""
    } else {
        " "
    }
}

/// Long rules of punctuation are shortened, white space is one space or one line end.
fn pieces<'a>(between: &'a str, out: &mut Vec<&'a str>) {
    let end = between
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|end| *end <= 12)
        .last()
        .unwrap_or(0);
    let short = between.get(..end).unwrap_or("");
    if short.trim().is_empty() {
        if !short.is_empty() {
            out.push(if between.contains('\n') { "\n" } else { " " });
        }
    } else {
        out.push(short);
    }
}

/// Words by number, in the order in which they came up: texts of numbers are counted and written without looking words up.
#[derive(Debug, Default)]
pub struct Words {
    numbers: Map<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Words {
    /// The numbers of the tokens of a text.
    pub fn numbers(&mut self, tokens: &[&str]) -> Vec<u32> {
        tokens.iter().map(|token| self.number(token)).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        // The text of all runbooks is bounded by what fits into memory; so many different words never are there.
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.into(), number);
        self.texts.push(word.into());
        number
    }
}

/// A runbook with the numbers of the words of each of its runs, in order.
#[derive(Clone, Copy, Debug)]
pub struct Numbered<'a> {
    /// The runbook.
    pub source: &'a Source,
    /// One list for each of [`Source::runs`].
    pub runs: &'a [Vec<u32>],
}

impl<'a> Numbered<'a> {
    /// Runbooks with the numbers of each, in the same order.
    pub fn all(sources: &'a [Source], runs: &'a [Vec<Vec<u32>>]) -> Vec<Self> {
        let pairs = sources.iter().zip(runs);
        pairs.map(|(source, runs)| Self { source, runs }).collect()
    }

    /// The texts of the fields for which `is_in` holds, in order.
    fn texts(&self, is_in: &impl Fn(Field) -> bool) -> impl Iterator<Item = &'a [u32]> {
        let runs = self.source.runs().zip(self.runs);
        runs.filter(|(run, _)| is_in(run.field))
            .map(|(_, numbers)| numbers.as_slice())
    }
}

/// The index file for `sources`, which are in path order, with a team's own synonyms (groups as in [`super::lexicon`]).
pub fn encode(sources: &[Source], synonyms: &[String]) -> Vec<u8> {
    let mut words = Words::default();
    let mut numbers = |source: &Source| -> Vec<Vec<u32>> {
        let runs = source.runs();
        runs.map(|run| words.numbers(&tokens(&run.text))).collect()
    };
    let runs: Vec<Vec<Vec<u32>>> = sources.iter().map(&mut numbers).collect();
    encode_numbered(&Numbered::all(sources, &runs), &words, synonyms, |_| true)
}

/// As [`encode`], with the words numbered: the generator keeps them from one build to the next. Of the text, only the fields
/// for which `is_in` holds. Words that are in no text do not reach the file.
pub fn encode_numbered(
    runbooks: &[Numbered<'_>],
    words: &Words,
    synonyms: &[String],
    is_in: impl Fn(Field) -> bool,
) -> Vec<u8> {
    let mut writer = Writer::new();
    let mut counts = vec![0_usize; words.len()];
    for number in runbooks.iter().flat_map(|runbook| runbook.texts(&is_in)).flatten() {
        if let Some(count) = counts.get_mut(*number as usize) {
            *count += 1;
        }
    }
    let places = write_words(&mut writer, words, &counts);
    let names = write_names(&mut writer, runbooks);
    writer.number(synonyms.len());
    for line in synonyms {
        writer.string(line);
    }
    writer.number(runbooks.len());
    for runbook in runbooks {
        let source = runbook.source;
        writer.string(&source.id);
        writer.byte(kind_code(source.kind));
        writer.byte(severity_code(source.severity));
        writer.number(names.get(source.category.as_str()).copied().unwrap_or(0));
        writer.number(names.get(source.owner.as_str()).copied().unwrap_or(0));
        writer.string(&source.title);
        writer.number(source.alerts.len());
        for alert in &source.alerts {
            writer.string(alert);
        }
        writer.number(source.units.len());
        let mut texts = runbook.texts(&is_in);
        for unit in &source.units {
            writer.byte(section_code(unit.kind));
            let implied = unit.anchor == heading_slug(&unit.heading);
            writer.string(&unit.heading);
            writer.string(if implied { "" } else { &unit.anchor });
            let runs = unit.runs.iter().filter(|run| is_in(run.field));
            writer.number(runs.clone().count());
            for run in runs {
                let text = texts.next().unwrap_or_default();
                writer.byte(run.field as u8);
                writer.number(text.len());
                for number in text {
                    writer.number(places.get(*number as usize).copied().unwrap_or(0));
                }
            }
        }
    }
    writer.finish()
}

/// Writes the words that are counted, the frequent ones first; returns each one's place in the file.
fn write_words(writer: &mut Writer, words: &Words, counts: &[usize]) -> Vec<usize> {
    let counted = words.texts.iter().zip(counts).enumerate();
    let mut all: Vec<(&str, usize, usize)> = counted
        .filter(|(_, (_, count))| **count > 0)
        .map(|(number, (word, count))| (&**word, *count, number))
        .collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let rest = all.split_off(all.len().min(FREQUENT));
    let mut places = vec![0; words.len()];
    let mut next = 0;
    for mut group in [all, rest] {
        group.sort_unstable_by_key(|(word, _, _)| *word);
        writer.sorted(group.iter().map(|(word, _, _)| *word));
        for (_, _, number) in group {
            if let Some(place) = places.get_mut(number) {
                *place = next;
            }
            next += 1;
        }
    }
    places
}

/// Categories and owners; number 0 is the empty name.
fn write_names<'a>(writer: &mut Writer, runbooks: &[Numbered<'a>]) -> Map<&'a str, usize> {
    let sources = runbooks.iter().map(|runbook| runbook.source);
    let named = sources.flat_map(|source| [source.category.as_str(), source.owner.as_str()]);
    let names: BTreeSet<&str> = named.chain([""]).collect();
    writer.number(names.len());
    for name in &names {
        writer.string(name);
    }
    names.into_iter().enumerate().map(|(at, name)| (name, at)).collect()
}

fn kind_code(kind: Kind) -> u8 {
    u8::from(kind == Kind::Procedure)
}

fn severity_code(severity: Option<Severity>) -> u8 {
    severity
        .and_then(|level| Severity::ALL.iter().position(|other| *other == level))
        .map_or(0, |at| at as u8 + 1)
}

fn section_code(kind: SectionKind) -> u8 {
    SectionKind::NAMED
        .iter()
        .position(|other| *other == kind)
        .map_or(SectionKind::NAMED.len() as u8, |at| at as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_the_text() {
        for text in [
            "kubectl get pods -n x",
            "a, b. (c)",
            "復旧手順 and DB",
            "`x`: \"y\"",
            "one\ntwo",
            "",
            "...",
        ] {
            let mut out = String::new();
            let mut before = "";
            for token in tokens(text) {
                let is_word = words(token).next().is_some();
                if is_word && words(before).next().is_some() {
                    out.push_str(gap(before, token));
                }
                out.push_str(token);
                before = token;
            }
            assert_eq!(out, text);
        }
    }
}
