//! An index file to an index, in steps short enough for the main thread of a page.

use super::analyzer::{FormKind, forms};
use super::build::LONGEST;
use super::codec::{Checksum, CodecError, Reader, Sorted};
use super::counter::Counter;
use super::index::{BETWEEN, Index, LINE_END, Run, Runbook, Unit, single_cjk};
use super::score::{PART_WEIGHT, SINGLE_WEIGHT};
use super::source::Field;
use super::stem::stem;
use crate::runbook::{Kind, SectionKind, Severity};
use crate::text::slug::heading_slug;

/// Bytes that are checked in the time that a word takes.
const BYTES: usize = 1_000;

/// Forms that are sorted at once: each sort goes through all that there are by then.
const FORMS: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The file is what was written.
    Check,
    /// The frequent words are read, then the others.
    Words(u8),
    /// Words become forms and terms.
    Forms,
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
    checksum: Checksum,
    words: Sorted,
    /// Where reading goes on.
    position: usize,
    /// Words, runbooks or runbooks' postings done.
    done: usize,
    total: usize,
    counter: Counter,
}

impl Loader {
    /// Begins with a file.
    ///
    /// # Errors
    /// When the file is none, or of another version.
    pub fn new(bytes: &[u8]) -> Result<Self, CodecError> {
        Ok(Self {
            index: Index::default(),
            stage: Stage::Check,
            checksum: Checksum::default(),
            words: Sorted::default(),
            position: Reader::new(bytes)?.position(),
            done: 0,
            total: 0,
            counter: Counter::default(),
        })
    }

    /// Goes on for about `budget` words or tokens; true when all is done. `bytes` is the file.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn step(&mut self, bytes: &[u8], budget: usize) -> Result<bool, CodecError> {
        match self.stage {
            Stage::Check => {
                if self.checksum.check(bytes, budget.saturating_mul(BYTES))? {
                    self.stage = Stage::Words(0);
                }
            }
            Stage::Words(group) => self.words(bytes, group, budget)?,
            Stage::Forms => self.analyze(budget),
            Stage::Runbooks => self.read(bytes, budget)?,
            Stage::Count => self.count(budget),
            // A posting is a fraction of the work that a token is.
            Stage::Place => {
                if self.counter.place(&mut self.index, budget.saturating_mul(8)) {
                    self.stage = Stage::Done;
                }
            }
            Stage::Done => {}
        }
        Ok(self.stage == Stage::Done)
    }

    /// The index, once a step has said that all is done.
    pub fn finish(self) -> Index {
        self.index
    }

    /// Reads words; behind them, all that comes before the runbooks.
    fn words(&mut self, bytes: &[u8], group: u8, budget: usize) -> Result<(), CodecError> {
        let mut reader = Reader::again(bytes, self.position)?;
        let index = &mut self.index;
        // A word that is only read is a fraction of the work that its forms are.
        let all = self
            .words
            .read(&mut reader, LONGEST, budget.saturating_mul(8), &mut index.words)?;
        if all && group == 0 {
            self.stage = Stage::Words(1);
        } else if all {
            for _ in 0..reader.count()? {
                index.names.push(reader.string()?.to_string());
            }
            for _ in 0..reader.count()? {
                index.synonyms.push(reader.string()?.to_string());
            }
            self.total = reader.count()?;
            // One byte at least for each; a list of millions that grows is moved as a whole, again and again.
            index.tokens.reserve(reader.left());
            self.stage = Stage::Forms;
        }
        self.position = reader.position();
        Ok(())
    }

    fn analyze(&mut self, budget: usize) {
        let end = self.done.saturating_add(budget).min(self.index.words.len());
        for at in self.done..end {
            let Some(word) = self.index.words.get(at) else { break };
            let start = self.index.word_terms.len();
            self.index.word_starts.push(start as u32);
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
            let first = self.index.word_terms.get(start).map(|(term, _)| *term);
            let none = if word.contains('\n') { LINE_END } else { BETWEEN };
            self.index.first_terms.push(first.unwrap_or(none));
        }
        self.done = end;
        let all = end == self.index.words.len();
        if all || self.index.dictionary.unsorted() >= FORMS {
            self.index.dictionary.sort();
        }
        if all {
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
                self.counter.name(number, term);
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
        self.counter.measure(index, first..index.units.len());
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
            used += self.counter.count(&mut self.index, self.done);
            self.done += 1;
        }
        if self.done == self.index.runbooks.len() {
            self.stage = Stage::Place;
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
