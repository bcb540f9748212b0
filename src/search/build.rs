//! Runbooks to the bytes of an index file.

use super::analyzer::{LONGEST_WORD, words};
use super::codec::Writer;
use super::fold::is_cjk;
use super::source::Source;
use crate::runbook::{Kind, SectionKind, Severity};
use crate::text::hash::Map;
use crate::text::slug::heading_slug;

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

/// The index file for `sources`, which are in path order, with a team's own synonyms (groups as in [`super::lexicon`]).
pub fn encode(sources: &[Source], synonyms: &[String]) -> Vec<u8> {
    let texts: Vec<Vec<&str>> = sources
        .iter()
        .flat_map(|source| source.units.iter().flat_map(|unit| unit.runs.iter()))
        .map(|run| tokens(&run.text))
        .collect();
    encode_tokens(sources, &texts, synonyms)
}

/// As [`encode`], with the tokens of all runs in order: the generator makes them in parallel.
pub fn encode_tokens(sources: &[Source], texts: &[Vec<&str>], synonyms: &[String]) -> Vec<u8> {
    let mut writer = Writer::new();
    let numbers = write_words(&mut writer, texts);
    let names = write_names(&mut writer, sources);
    writer.number(synonyms.len());
    for line in synonyms {
        writer.string(line);
    }
    let mut texts = texts.iter();
    writer.number(sources.len());
    for source in sources {
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
        for unit in &source.units {
            writer.byte(section_code(unit.kind));
            let implied = unit.anchor == heading_slug(&unit.heading);
            writer.string(&unit.heading);
            writer.string(if implied { "" } else { &unit.anchor });
            writer.number(unit.runs.len());
            for run in &unit.runs {
                let tokens = texts.next().map_or(&[][..], Vec::as_slice);
                writer.byte(run.field as u8);
                writer.number(tokens.len());
                for token in tokens {
                    writer.number(numbers.get(token).copied().unwrap_or(0));
                }
            }
        }
    }
    writer.finish()
}

fn write_words<'a>(writer: &mut Writer, texts: &[Vec<&'a str>]) -> Map<&'a str, usize> {
    let mut counts: Map<&str, usize> = Map::default();
    for token in texts.iter().flatten() {
        *counts.entry(token).or_default() += 1;
    }
    let mut all: Vec<(&str, usize)> = counts.into_iter().collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let rest = all.split_off(all.len().min(FREQUENT));
    let mut numbers = Map::default();
    for mut group in [all, rest] {
        group.sort_unstable_by_key(|(word, _)| *word);
        writer.sorted(group.iter().map(|(word, _)| *word));
        for (word, _) in group {
            numbers.insert(word, numbers.len());
        }
    }
    numbers
}

/// Categories and owners; number 0 is the empty name.
fn write_names<'a>(writer: &mut Writer, sources: &'a [Source]) -> Map<&'a str, usize> {
    let mut names: Vec<&str> = sources
        .iter()
        .flat_map(|source| [source.category.as_str(), source.owner.as_str(), ""])
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        names.push("");
    }
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
