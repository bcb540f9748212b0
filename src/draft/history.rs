//! What was done to a draft, and how to take it back.

use super::operations::difference;
use crate::text::json::{self, Members};
use serde::Serialize;
use serde_json::Value;

/// Changes that are kept. A change holds no more than the text that it put in and took out.
const MOST: usize = 500;

/// Bytes of text that are kept in all changes together: a draft with its history has to be written to the disk with
/// every second of typing.
const MOST_BYTES: usize = 60_000;

/// One change of a text: at `at`, `removed` went and `inserted` came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where, in bytes.
    #[serde(rename = "a")]
    pub at: usize,
    /// What went.
    #[serde(rename = "r", skip_serializing_if = "String::is_empty")]
    pub removed: String,
    /// What came.
    #[serde(rename = "i", skip_serializing_if = "String::is_empty")]
    pub inserted: String,
}

impl json::Read for Change {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            at: of.get("a")?,
            removed: of.get_or_default("r")?,
            inserted: of.get_or_default("i")?,
        })
    }
}

impl Change {
    /// The change that makes `new` of `old`; `None` when they are the same.
    pub fn between(old: &str, new: &str) -> Option<Self> {
        let edit = difference(old, new)?;
        Some(Self {
            at: edit.span.start,
            removed: edit.span.of(old).to_string(),
            inserted: edit.text,
        })
    }

    /// The text before the change; `None` when `text` is none that the change led to.
    pub fn revert(&self, text: &str) -> Option<String> {
        swap(text, self.at, &self.inserted, &self.removed)
    }

    /// The text after the change; `None` when `text` is none that it was made on.
    pub fn repeat(&self, text: &str) -> Option<String> {
        swap(text, self.at, &self.removed, &self.inserted)
    }

    fn len(&self) -> usize {
        self.removed.len() + self.inserted.len()
    }
}

fn swap(text: &str, at: usize, old: &str, new: &str) -> Option<String> {
    let end = at.checked_add(old.len())?;
    if text.get(at..end)? != old {
        return None;
    }
    Some([text.get(..at)?, new, text.get(end..)?].concat())
}

/// The changes of a draft, for undo and redo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    /// Whether the last change is still being typed: the next one to the same field joins it.
    #[serde(skip)]
    open: bool,
}

impl json::Read for History {
    fn read(value: &Value) -> Option<Self> {
        let of = Members::of(value)?;
        Some(Self {
            done: of.get_or_default("done")?,
            undone: of.get_or_default("undone")?,
            open: false,
        })
    }
}

impl History {
    /// Notes that `old` became `new`. Typing on (`joins`) belongs to the change before, until [`History::close`].
    pub fn note(&mut self, old: &str, new: &str, joins: bool) {
        let Some(change) = Change::between(old, new) else {
            return;
        };
        self.undone.clear();
        let joined = if joins && self.open {
            self.done.last().and_then(|last| {
                let earlier = last.revert(old)?;
                Some(Change::between(&earlier, new))
            })
        } else {
            None
        };
        match joined {
            Some(joined) => {
                self.done.pop();
                self.done.extend(joined);
            }
            None => self.done.push(change),
        }
        self.open = joins;
        let mut bytes: usize = self.done.iter().map(Change::len).sum();
        while self.done.len() > 1 && (self.done.len() > MOST || bytes > MOST_BYTES) {
            bytes -= self.done.remove(0).len();
        }
    }

    /// What is typed from now on is a change of its own.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// The text before the last change; `None` when there is none.
    pub fn undo(&mut self, text: &str) -> Option<String> {
        self.open = false;
        let change = self.done.pop()?;
        let earlier = change.revert(text)?;
        self.undone.push(change);
        Some(earlier)
    }

    /// The text after the change that was last taken back; `None` when there is none.
    pub fn redo(&mut self, text: &str) -> Option<String> {
        self.open = false;
        let change = self.undone.pop()?;
        let later = change.repeat(text)?;
        self.done.push(change);
        Some(later)
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}
