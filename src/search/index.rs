//! An index in memory, made from an index file in steps short enough for the main thread of a page.

use super::analyzer::{FormKind, forms};
use super::build::LONGEST;
use super::codec::{CodecError, Reader};
use super::dictionary::Dictionary;
use super::fold::is_cjk;
use super::score::{FIELD_NORMS, FIELD_WEIGHTS, NAME_WEIGHT, PAIR_WEIGHT, PART_WEIGHT, SINGLE_WEIGHT};
use super::source::Field;
use super::stem::stem;
use crate::runbook::{Kind, SectionKind, Severity};
use crate::text::slug::heading_slug;
use std::collections::HashMap;
use std::ops::Range;

/// A runbook of the index.
#[derive(Clone, Debug)]
pub struct Runbook {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Incident or procedure.
    pub kind: Kind,
    /// Its severity.
    pub severity: Option<Severity>,
    /// Its category, as a number for [`Index::name`].
    pub category: usize,
    /// Its owner, likewise.
    pub owner: usize,
    /// Its alerts.
    pub alerts: Vec<String>,
    /// Its units.
    pub units: Range<usize>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its runbook.
    pub runbook: u32,
    /// What the section is for.
    pub kind: SectionKind,
    /// The heading; empty for a runbook's beginning.
    pub heading: String,
    /// The heading's id in the page; empty for a runbook's beginning.
    pub anchor: String,
    /// Its runs.
    pub runs: Range<usize>,
}

/// A stretch of tokens in one field.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its field.
    pub field: Field,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// Where a term occurs, and how much: frequency, weighted by field and divided by length.
#[derive(Clone, Copy, Debug)]
pub struct Posting {
    /// A unit or a runbook.
    pub at: u32,
    /// Weighted frequency.
    pub frequency: f32,
}

/// Lists of postings by term.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    starts: Vec<u32>,
    all: Vec<Posting>,
}

impl Postings {
    /// The postings of a term.
    pub fn of(&self, term: u32) -> &[Posting] {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or(0) as usize;
        self.all.get(at(term as usize)..at(term as usize + 1)).unwrap_or(&[])
    }
}

/// Postings as they come, runbook by runbook, on their way to those of each term.
#[derive(Debug, Default)]
struct Collected {
    pairs: Vec<(u32, Posting)>,
    /// How many each term has; later, where its next one goes.
    next: Vec<u32>,
    made: Postings,
    /// Pairs that are in their places.
    done: usize,
}

impl Collected {
    fn add(&mut self, term: u32, posting: Posting) {
        let at = term as usize;
        if at >= self.next.len() {
            self.next.resize(at + 1, 0);
        }
        if let Some(count) = self.next.get_mut(at) {
            *count += 1;
        }
        self.pairs.push((term, posting));
    }

    /// Puts about `budget` more in their places; true when all are there. Nothing may be added any more.
    fn place(&mut self, budget: usize) -> bool {
        if self.done == 0 {
            self.made.starts.clear();
            self.made.starts.push(0);
            let mut sum = 0;
            for count in &mut self.next {
                sum += std::mem::replace(count, sum);
                self.made.starts.push(sum);
            }
            self.made.all = vec![Posting { at: 0, frequency: 0.0 }; self.pairs.len()];
        }
        let end = self.done.saturating_add(budget).min(self.pairs.len());
        for (term, posting) in self.pairs.get(self.done..end).unwrap_or(&[]) {
            if let Some(place) = self.next.get_mut(*term as usize) {
                if let Some(slot) = self.made.all.get_mut(*place as usize) {
                    *slot = *posting;
                }
                *place += 1;
            }
        }
        self.done = end;
        end == self.pairs.len()
    }
}

/// An index, ready for queries.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Words and what stands between them, as the file numbers them.
    pub(super) words: Vec<Box<str>>,
    /// The forms of all words.
    pub(super) dictionary: Dictionary,
    /// The terms of each word, all in a row, with the weight of each.
    word_terms: Vec<(u32, f32)>,
    word_starts: Vec<u32>,
    names: Vec<String>,
    pub(super) runbooks: Vec<Runbook>,
    pub(super) units: Vec<Unit>,
    pub(super) runs: Vec<Run>,
    pub(super) tokens: Vec<u32>,
    pub(super) by_unit: Postings,
    pub(super) by_runbook: Postings,
    /// Runbooks by the words of their titles and alerts alone.
    pub(super) by_name: Postings,
    /// Alerts and titles, joined and folded, to the runbooks that have them: twice the number, and one for an alert.
    pub(super) keys: HashMap<String, Vec<u32>>,
    /// A team's own synonyms.
    pub(super) synonyms: Vec<String>,
}

impl Index {
    /// Reads an index file at once.
    ///
    /// # Errors
    /// When the file is none, of another version, or damaged.
    pub fn open(bytes: &[u8]) -> Result<Self, CodecError> {
        let mut loader = Loader::new(bytes)?;
        while !loader.step(bytes, usize::MAX)? {}
        Ok(loader.finish())
    }

    /// How many runbooks there are.
    pub fn len(&self) -> usize {
        self.runbooks.len()
    }

    /// Whether there is no runbook.
    pub fn is_empty(&self) -> bool {
        self.runbooks.is_empty()
    }

    /// The runbooks, in path order.
    pub fn runbooks(&self) -> &[Runbook] {
        &self.runbooks
    }

    /// A category or an owner.
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// All forms of the index's words: what a query can find exactly.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.dictionary.entries().iter().map(|entry| &*entry.text)
    }

    /// A team's own synonyms, a group each.
    pub fn synonyms(&self) -> impl Iterator<Item = &str> {
        self.synonyms.iter().map(String::as_str)
    }

    /// The terms of a word, with their weights.
    pub(super) fn terms_of(&self, word: u32) -> &[(u32, f32)] {
        let at = |index: usize| self.word_starts.get(index).copied().unwrap_or(0) as usize;
        self.word_terms
            .get(at(word as usize)..at(word as usize + 1))
            .unwrap_or(&[])
    }

    /// The text of a word.
    pub(super) fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", |word| word)
    }

    /// The tokens of a run.
    pub(super) fn run_tokens(&self, run: &Run) -> &[u32] {
        self.tokens.get(run.tokens.clone()).unwrap_or(&[])
    }

    /// The runs of a unit.
    pub(super) fn unit_runs(&self, unit: &Unit) -> &[Run] {
        self.runs.get(unit.runs.clone()).unwrap_or(&[])
    }
}

/// Whether a word is one character of a script without spaces.
pub(super) fn single_cjk(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_cjk) && chars.next().is_none()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Words,
    Runbooks,
    /// Frequencies are counted.
    Count,
    /// Postings are put in their places.
    Place,
    Done,
}

/// An index being made.
#[derive(Debug)]
pub struct Loader {
    index: Index,
    stage: Stage,
    /// Where reading goes on.
    position: usize,
    /// Words, runbooks or runbooks' postings done.
    done: usize,
    total: usize,
    by_unit: Collected,
    by_runbook: Collected,
    by_name: Collected,
    averages: Averages,
    /// The terms of names, by runbook.
    names: Vec<(u32, u32)>,
    unit_counts: Counts,
    runbook_counts: Counts,
    name_counts: Counts,
}

/// Words that a runbook or a unit has in each field, on average over those that have the field at all.
#[derive(Debug, Default)]
struct Averages {
    unit: [f32; 8],
    runbook: [f32; 8],
}

/// Frequencies by term, and which terms have one.
#[derive(Debug, Default)]
struct Counts {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Counts {
    fn add(&mut self, term: u32, by: f32) {
        let at = term as usize;
        if at >= self.values.len() {
            self.values.resize(at + 1, 0.0);
        }
        if let Some(value) = self.values.get_mut(at) {
            if *value == 0.0 {
                self.touched.push(term);
            }
            *value += by;
        }
    }

    fn drain(&mut self, at: usize, out: &mut Collected) {
        for term in self.touched.drain(..) {
            if let Some(value) = self.values.get_mut(term as usize) {
                let frequency = std::mem::take(value);
                let at = at as u32;
                out.add(term, Posting { at, frequency });
            }
        }
    }
}

impl Loader {
    /// Begins with a file.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn new(bytes: &[u8]) -> Result<Self, CodecError> {
        let mut reader = Reader::new(bytes)?;
        let mut index = Index::default();
        // The empty word is no word of a file: number 0 stands for it where a writer had none.
        reader.sorted(LONGEST, &mut index.words)?;
        reader.sorted(LONGEST, &mut index.words)?;
        for _ in 0..reader.count()? {
            index.names.push(reader.string()?.to_string());
        }
        for _ in 0..reader.count()? {
            index.synonyms.push(reader.string()?.to_string());
        }
        let total = reader.count()?;
        Ok(Self {
            index,
            stage: Stage::Words,
            position: reader.position(),
            done: 0,
            total,
            by_unit: Collected::default(),
            by_runbook: Collected::default(),
            by_name: Collected::default(),
            averages: Averages::default(),
            names: Vec::new(),
            unit_counts: Counts::default(),
            runbook_counts: Counts::default(),
            name_counts: Counts::default(),
        })
    }

    /// Goes on for about `budget` words or tokens; true when all is done. `bytes` is the file.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn step(&mut self, bytes: &[u8], budget: usize) -> Result<bool, CodecError> {
        match self.stage {
            Stage::Words => self.analyze(budget),
            Stage::Runbooks => self.read(bytes, budget)?,
            Stage::Count => self.count(budget),
            // A posting is a fraction of the work that a token is.
            Stage::Place => self.place(budget.saturating_mul(8)),
            Stage::Done => {}
        }
        Ok(self.stage == Stage::Done)
    }

    /// The index, once a step has said that all is done.
    pub fn finish(self) -> Index {
        self.index
    }

    fn analyze(&mut self, budget: usize) {
        let end = self.done.saturating_add(budget).min(self.index.words.len());
        for at in self.done..end {
            let Some(word) = self.index.words.get(at) else { break };
            self.index.word_starts.push(self.index.word_terms.len() as u32);
            let single = single_cjk(word);
            for form in forms(word) {
                let term = self.index.dictionary.intern(&form.term());
                let weight = match form.kind {
                    _ if single => SINGLE_WEIGHT,
                    FormKind::Part => PART_WEIGHT,
                    _ => 1.0,
                };
                self.index.word_terms.push((term, weight));
                self.index
                    .dictionary
                    .add(&form.text, term, form.kind == FormKind::Whole);
            }
        }
        self.index.dictionary.sort();
        self.done = end;
        if end == self.index.words.len() {
            self.index.word_starts.push(self.index.word_terms.len() as u32);
            self.stage = Stage::Runbooks;
            self.done = 0;
        }
    }

    fn read(&mut self, bytes: &[u8], budget: usize) -> Result<(), CodecError> {
        let mut reader = Reader::again(bytes, self.position)?;
        let until = self.index.tokens.len().saturating_add(budget);
        while self.done < self.total && self.index.tokens.len() < until {
            self.runbook(&mut reader)?;
            self.done += 1;
        }
        self.position = reader.position();
        if self.done == self.total {
            if reader.left() > 0 {
                return Err(CodecError::Corrupt);
            }
            self.index.dictionary.sort();
            self.averages = self.index.averages();
            self.stage = Stage::Count;
            self.done = 0;
        }
        Ok(())
    }

    fn runbook(&mut self, reader: &mut Reader<'_>) -> Result<(), CodecError> {
        let index = &mut self.index;
        let number = index.runbooks.len();
        let id = reader.string()?.to_string();
        let kind = match reader.byte()? {
            0 => Kind::Incident,
            1 => Kind::Procedure,
            _ => return Err(CodecError::Corrupt),
        };
        let severity = match usize::from(reader.byte()?) {
            0 => None,
            code => Some(*Severity::ALL.get(code - 1).ok_or(CodecError::Corrupt)?),
        };
        let (category, owner) = (reader.number()?, reader.number()?);
        if category.max(owner) >= index.names.len() {
            return Err(CodecError::Corrupt);
        }
        let title = reader.string()?.to_string();
        let mut alerts = Vec::new();
        for _ in 0..reader.count()? {
            alerts.push(reader.string()?.to_string());
        }
        for (at, name) in alerts.iter().chain(std::iter::once(&title)).enumerate() {
            let key = super::query::key(name);
            if key.is_empty() {
                continue;
            }
            let own = number as u32 * 2 + u32::from(at < alerts.len());
            let claimed = index.keys.entry(key.clone()).or_default();
            if claimed.last().is_none_or(|last| last / 2 != number as u32) {
                claimed.push(own);
                // A name of several words can be typed as one, with typos, or from its middle.
                let term = index.dictionary.intern(&stem(&key));
                index.dictionary.add(&key, term, true);
                self.names.push((number as u32, term));
            }
        }
        let first = index.units.len();
        for _ in 0..reader.count()? {
            let kind = section(reader.byte()?)?;
            let heading = reader.string()?.to_string();
            let anchor = match reader.string()? {
                "" => heading_slug(&heading),
                anchor => anchor.to_string(),
            };
            let first_run = index.runs.len();
            for _ in 0..reader.count()? {
                let field = *Field::ALL.get(usize::from(reader.byte()?)).ok_or(CodecError::Corrupt)?;
                let first_token = index.tokens.len();
                for _ in 0..reader.count()? {
                    let token = reader.number()?;
                    if token >= index.words.len() {
                        return Err(CodecError::Corrupt);
                    }
                    index.tokens.push(token as u32);
                }
                index.runs.push(Run {
                    field,
                    tokens: first_token..index.tokens.len(),
                });
            }
            index.units.push(Unit {
                runbook: number as u32,
                kind,
                heading,
                anchor,
                runs: first_run..index.runs.len(),
            });
        }
        index.runbooks.push(Runbook {
            id,
            title,
            kind,
            severity,
            category,
            owner,
            alerts,
            units: first..index.units.len(),
        });
        Ok(())
    }

    fn count(&mut self, budget: usize) {
        let mut used = 0;
        while used < budget && self.done < self.index.runbooks.len() {
            used += self.count_runbook(self.done);
            self.done += 1;
        }
        if self.done == self.index.runbooks.len() {
            self.stage = Stage::Place;
        }
    }

    fn place(&mut self, budget: usize) {
        for (from, to) in [
            (&mut self.by_unit, &mut self.index.by_unit),
            (&mut self.by_runbook, &mut self.index.by_runbook),
            (&mut self.by_name, &mut self.index.by_name),
        ] {
            if from.done < from.pairs.len() {
                if from.place(budget) {
                    *to = std::mem::take(&mut from.made);
                }
                return;
            }
        }
        self.stage = Stage::Done;
    }

    fn count_runbook(&mut self, number: usize) -> usize {
        let units = self
            .index
            .runbooks
            .get(number)
            .map(|runbook| runbook.units.clone())
            .unwrap_or_default();
        let lengths = self.index.lengths(units.clone());
        let mut used = 0;
        let first = units.start;
        for unit in units {
            if unit == first {
                let from = self.names.partition_point(|(runbook, _)| (*runbook as usize) < number);
                let own = self.names.get(from..).unwrap_or(&[]);
                for (_, term) in own.iter().take_while(|(runbook, _)| *runbook as usize == number) {
                    self.unit_counts.add(*term, NAME_WEIGHT);
                    self.runbook_counts.add(*term, NAME_WEIGHT);
                }
            }
            let own = self.index.lengths(unit..unit + 1);
            let runs = self
                .index
                .units
                .get(unit)
                .map(|unit| unit.runs.clone())
                .unwrap_or_default();
            for run in runs {
                let Some(Run { field, tokens }) = self.index.runs.get(run).cloned() else {
                    continue;
                };
                let code = field as usize;
                let is_name = matches!(field, Field::Title | Field::Alert);
                let weight = |length: &[f32; 8], average: &[f32; 8]| {
                    let norm = FIELD_NORMS.get(code).copied().unwrap_or(0.0);
                    let length = length.get(code).copied().unwrap_or(1.0);
                    let average = average.get(code).copied().unwrap_or(1.0).max(1.0);
                    FIELD_WEIGHTS.get(code).copied().unwrap_or(1.0) / (1.0 - norm + norm * length / average)
                };
                let in_unit = weight(&own, &self.averages.unit);
                let in_runbook = weight(&lengths, &self.averages.runbook);
                used += tokens.len();
                let mut before = None;
                for at in tokens {
                    let Some(word) = self.index.tokens.get(at).copied() else {
                        break;
                    };
                    let start = self.index.word_starts.get(word as usize).copied().unwrap_or(0) as usize;
                    let end = self.index.word_starts.get(word as usize + 1).copied().unwrap_or(0) as usize;
                    for place in start..end {
                        if let Some((term, share)) = self.index.word_terms.get(place).copied() {
                            self.unit_counts.add(term, in_unit * share);
                            self.runbook_counts.add(term, in_runbook * share);
                            if is_name {
                                self.name_counts.add(term, share);
                            }
                        }
                    }
                    if let Some(term) = before.and_then(|before| self.make_pair(before, word)) {
                        self.unit_counts.add(term, in_unit * PAIR_WEIGHT);
                        self.runbook_counts.add(term, in_runbook * PAIR_WEIGHT);
                        if is_name {
                            self.name_counts.add(term, PAIR_WEIGHT);
                        }
                    }
                    before = Some(word);
                }
            }
            self.unit_counts.drain(unit, &mut self.by_unit);
        }
        self.runbook_counts.drain(number, &mut self.by_runbook);
        self.name_counts.drain(number, &mut self.by_name);
        used.max(1)
    }

    fn make_pair(&mut self, before: u32, word: u32) -> Option<u32> {
        let (a, b) = (self.index.word(before), self.index.word(word));
        if !(single_cjk(a) && single_cjk(b)) {
            return None;
        }
        let pair = [a, b].concat();
        Some(self.index.dictionary.intern(&pair))
    }
}

impl Index {
    /// Words by field in some units.
    fn lengths(&self, units: Range<usize>) -> [f32; 8] {
        let mut lengths = [0.0; 8];
        for unit in self.units.get(units).unwrap_or(&[]) {
            for run in self.unit_runs(unit) {
                if let Some(length) = lengths.get_mut(run.field as usize) {
                    *length += run.tokens.len() as f32;
                }
            }
        }
        lengths
    }

    fn averages(&self) -> Averages {
        let mean = |all: Vec<[f32; 8]>| {
            let mut out = [1.0; 8];
            for (code, slot) in out.iter_mut().enumerate() {
                let with: Vec<f32> = all
                    .iter()
                    .filter_map(|one| one.get(code).copied())
                    .filter(|n| *n > 0.0)
                    .collect();
                if !with.is_empty() {
                    *slot = with.iter().sum::<f32>() / with.len() as f32;
                }
            }
            out
        };
        Averages {
            unit: mean((0..self.units.len()).map(|unit| self.lengths(unit..unit + 1)).collect()),
            runbook: mean(
                self.runbooks
                    .iter()
                    .map(|runbook| self.lengths(runbook.units.clone()))
                    .collect(),
            ),
        }
    }
}

fn section(code: u8) -> Result<SectionKind, CodecError> {
    let code = usize::from(code);
    match SectionKind::NAMED.get(code) {
        Some(kind) => Ok(*kind),
        None if code == SectionKind::NAMED.len() => Ok(SectionKind::Other),
        None => Err(CodecError::Corrupt),
    }
}
