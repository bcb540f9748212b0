//! Runs as a file, and files as runs. A file that somebody hands over is not trusted: its size and counts are bounded, its
//! texts cleaned and masked, its events marked as imported, and what cannot be read is kept aside.

use super::event::{Event, is_id};
use super::limits;
use super::log::Log;
use super::record::{self, Unreadable};
use super::secrets;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt;

/// The value of `format` in a file.
pub const FORMAT: &str = "breakglass-run";

/// A run to be exported, or as it was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Its events.
    pub log: Log,
    /// The Markdown source that it began with, where known.
    pub source: Option<String>,
    /// Records that cannot be read, as they are.
    pub set_aside: Vec<String>,
}

/// What a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The runs by their id.
    pub runs: Vec<(String, Exported)>,
    /// How many texts had secrets masked.
    pub masked: usize,
}

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// Larger than [`limits::LARGEST_IMPORT`], or of a link than [`limits::LARGEST_LINK_CONTENT`].
    TooLarge,
    /// More than [`limits::MOST_EVENTS`] events or [`limits::MOST_RUNS`] runs.
    TooMany,
    /// No file of this kind.
    NotARun,
    /// Written by a newer version.
    Newer,
}

impl ImportError {
    /// The reason for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooLarge => "This is larger than an export can be. Nothing was imported.",
            Self::TooMany => "This holds more events than an export can. Nothing was imported.",
            Self::NotARun => "This is not an export of a run, or it is damaged. Nothing was imported.",
            Self::Newer => "A newer version of this site wrote this. Reload the page to update, then import it again.",
        }
    }
}

#[derive(Serialize)]
struct FileOut<'a> {
    format: &'static str,
    version: u32,
    runs: Vec<RunOut<'a>>,
}

#[derive(Serialize)]
struct RunOut<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    events: Vec<Box<RawValue>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    unreadable: &'a [String],
}

#[derive(Deserialize)]
struct FileIn<'a> {
    #[serde(borrow, default)]
    format: std::borrow::Cow<'a, str>,
    #[serde(default)]
    version: u32,
    #[serde(borrow, default)]
    runs: Capped<'a>,
}

#[derive(Deserialize)]
struct RunIn<'a> {
    #[serde(default)]
    id: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(borrow, default)]
    events: Capped<'a>,
    #[serde(borrow, default)]
    unreadable: Capped<'a>,
}

/// A list that stops being read when it is too long.
#[derive(Default)]
struct Capped<'a> {
    items: Vec<&'a RawValue>,
    over: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for Capped<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Capped<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut out = Capped::default();
                while let Some(item) = list.next_element::<&RawValue>()? {
                    if out.items.len() < limits::MOST_EVENTS {
                        out.items.push(item);
                    } else {
                        out.over = true;
                    }
                }
                Ok(out)
            }
        }
        deserializer.deserialize_seq(List)
    }
}

/// The file for some runs.
pub fn write(runs: &[(&str, &Exported)]) -> String {
    let raw = |event: &Event| RawValue::from_string(record::encode(event)).ok();
    let file = FileOut {
        format: FORMAT,
        version: record::VERSION,
        runs: runs
            .iter()
            .map(|(id, run)| RunOut {
                id,
                source: run.source.as_deref(),
                events: run.log.ordered().into_iter().filter_map(raw).collect(),
                unreadable: &run.set_aside,
            })
            .collect(),
    };
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// Reads a file.
///
/// # Errors
/// Why it is refused as a whole. Single records that cannot be read are set aside instead.
pub fn read(text: &str) -> Result<Import, ImportError> {
    if text.len() > limits::LARGEST_IMPORT {
        return Err(ImportError::TooLarge);
    }
    let file: FileIn<'_> = serde_json::from_str(text).map_err(|_| ImportError::NotARun)?;
    if file.format != FORMAT {
        return Err(ImportError::NotARun);
    }
    if file.version > record::VERSION {
        return Err(ImportError::Newer);
    }
    if file.runs.over || file.runs.items.len() > limits::MOST_RUNS {
        return Err(ImportError::TooMany);
    }
    let mut import = Import::default();
    let mut events = 0;
    for run in file.runs.items {
        let run: RunIn<'_> = serde_json::from_str(run.get()).map_err(|_| ImportError::NotARun)?;
        events += run.events.items.len();
        if run.events.over || events > limits::MOST_EVENTS {
            return Err(ImportError::TooMany);
        }
        let mut parts = Exported {
            source: run.source,
            ..Exported::default()
        };
        for record in run.events.items {
            match record::decode(record.get()) {
                Ok(event) => {
                    let (event, masked) = foreign(event);
                    import.masked += masked;
                    parts.log.add(event);
                }
                Err(_) => parts.set_aside.push(record.get().to_string()),
            }
        }
        let kept = run.unreadable.items.iter();
        parts
            .set_aside
            .extend(kept.filter_map(|text| serde_json::from_str::<String>(text.get()).ok()));
        parts.set_aside.truncate(limits::MOST_SET_ASIDE);
        import.add(parts, &run.id);
    }
    if import.runs.is_empty() {
        return Err(ImportError::NotARun);
    }
    Ok(import)
}

/// Marks an event as imported, cleaned and masked; the number of texts in which something was masked.
pub fn foreign(mut event: Event) -> (Event, usize) {
    event.imported = true;
    event.clean();
    let mut masked = 0;
    let texts = [&mut event.text, &mut event.value];
    for text in texts.into_iter().chain(event.values.iter_mut().map(|(_, value)| value)) {
        let clean = secrets::mask(text);
        if !clean.found.is_empty() {
            masked += 1;
            *text = clean.text;
        }
    }
    (event, masked)
}

impl Import {
    /// Adds what a file says of a run; events go to the run that they name, whatever stands around them. Where none can be
    /// read, `id` says whose the records are.
    pub fn add(&mut self, parts: Exported, id: &str) {
        let first = match parts.log.events().next() {
            Some(event) => event.run.clone(),
            None if is_id(id) && !parts.set_aside.is_empty() => id.to_string(),
            None => return,
        };
        for event in parts.log.events() {
            self.run(&event.run).log.add(event.clone());
        }
        let run = self.run(&first);
        run.source = run.source.take().or(parts.source);
        run.set_aside.extend(parts.set_aside);
    }

    fn run(&mut self, id: &str) -> &mut Exported {
        let at = match self.runs.iter().position(|(known, _)| known == id) {
            Some(at) => at,
            None => {
                self.runs.push((id.to_string(), Exported::default()));
                self.runs.len() - 1
            }
        };
        &mut self.runs[at].1
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        self.runs.iter().map(|(_, run)| run.log.len()).sum()
    }

    /// How many records were set aside.
    pub fn set_aside(&self) -> usize {
        self.runs.iter().map(|(_, run)| run.set_aside.len()).sum()
    }
}

/// Why a stored or imported record was set aside.
pub fn why(record: &str) -> &'static str {
    record::decode(record).err().unwrap_or(Unreadable::Broken).words()
}
