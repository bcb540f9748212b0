//! Drafts on this device: one record for each draft and tab.
//!
//! A tab writes only its own record, so no tab can overwrite another's. A record says which one it was made from; the
//! newest of such a chain is the draft. Two that were made from the same one are two drafts, and both are kept.

use crate::app::browser::database::{Database, Failure, OPEN_MS};
use crate::app::browser::time;
use crate::draft::History;
use crate::text::json;
use crate::text::order;
use serde::Serialize;
use std::cell::RefCell;
use std::rc::Rc;

/// The version of the records that this code writes.
const VERSION: u32 = 1;

/// Superseded records are kept this long: another tab may still be at work on one.
const KEPT_MS: i64 = 3_600_000;

/// A version of a draft: the tab that wrote it, and a number that grows with every write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// The tab.
    pub tab: String,
    /// The number, from 1.
    pub n: u32,
}

/// A draft as it is stored, and as it is exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// The format's version.
    pub version: u32,
    /// The draft.
    pub id: String,
    /// Which version of it.
    pub stamp: Stamp,
    /// The version that it was made from.
    pub parent: Option<Stamp>,
    /// The runbook's title as it was last read: while it is being typed, the source has a newer one.
    pub title: String,
    /// The path of the runbook that it changes; empty for a new one.
    pub path: String,
    /// The name of the file that it was opened from; empty for what was not.
    pub file: String,
    /// When it was written: milliseconds since 1970-01-01 UTC.
    pub updated: i64,
    /// The Markdown.
    pub source: String,
    /// What was done.
    pub history: History,
}

json::members!(Stamp, needed: [tab, n], optional: []);

json::members!(
    Record,
    needed: [],
    optional: [version, id, stamp, parent, title, path, file, updated, source, history]
);

impl Record {
    fn key(&self) -> String {
        ["d:", &self.id, ":", &self.stamp.tab].concat()
    }
}

/// The stored drafts, and how many records could not be read. Those stay where they are.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// Newest first.
    pub records: Vec<Record>,
    /// Records of another version, or damaged.
    pub unread: usize,
}

/// The place where drafts are stored.
pub struct Store {
    name: String,
    database: RefCell<Option<Rc<Database>>>,
}

impl Store {
    /// The store in the database `name`, not opened yet.
    pub fn new(name: String) -> Self {
        Self {
            name,
            database: RefCell::default(),
        }
    }

    async fn database(&self) -> Result<Rc<Database>, Failure> {
        if let Some(database) = self.database.borrow().as_ref() {
            return Ok(Rc::clone(database));
        }
        let database = Rc::new(Database::open(&self.name, OPEN_MS).await?);
        self.database.replace(Some(Rc::clone(&database)));
        Ok(database)
    }

    /// Stores a record. Durable once this returns.
    ///
    /// # Errors
    /// When it was not stored.
    pub async fn put(&self, record: &Record) -> Result<(), Failure> {
        let text = serde_json::to_string(record).map_err(|_| Failure::Broken)?;
        self.database().await?.put(&record.key(), &text, "d:").await.map(|_| ())
    }

    /// All drafts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Drafts, Failure> {
        let database = self.database().await?;
        let mut out = Drafts::default();
        for (_, text) in database.read("d:").await? {
            match json::read::<Record>(&text) {
                Some(record) if record.version == VERSION => out.records.push(record),
                _ => out.unread += 1,
            }
        }
        let now = time::now() as i64;
        let parents: Vec<(String, Stamp)> = out
            .records
            .iter()
            .filter_map(|record| Some((record.id.clone(), record.parent.clone()?)))
            .collect();
        let superseded = |record: &Record| {
            parents
                .iter()
                .any(|(id, stamp)| *id == record.id && *stamp == record.stamp)
        };
        for record in out.records.iter().filter(|record| superseded(record)) {
            if now - record.updated > KEPT_MS {
                let _ = database.remove(&record.key()).await;
            }
        }
        out.records.retain(|record| !superseded(record));
        order::sort(&mut out.records, &|a, b| b.updated.cmp(&a.updated));
        Ok(out)
    }

    /// Removes a draft, all its versions.
    ///
    /// # Errors
    /// When it was not removed.
    pub async fn remove(&self, id: &str) -> Result<(), Failure> {
        self.database().await?.remove(&["d:", id, ":"].concat()).await
    }

    /// Removes this tab's version of a draft.
    ///
    /// # Errors
    /// When it was not removed.
    pub async fn remove_version(&self, id: &str, tab: &str) -> Result<(), Failure> {
        self.database().await?.remove(&["d:", id, ":", tab].concat()).await
    }
}

/// Drafts as a file.
#[derive(Debug, Default, Serialize)]
struct File {
    /// Says what the file is.
    breakglass: String,
    version: u32,
    drafts: Vec<Record>,
}

json::members!(File, needed: [breakglass, version, drafts], optional: []);

const FILE: &str = "drafts";

/// Drafts as a file's text.
pub fn export(records: &[Record]) -> String {
    let file = File {
        breakglass: FILE.to_string(),
        version: VERSION,
        drafts: records.to_vec(),
    };
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// The drafts of a file, each with a new id, so that none replaces one that is here. `None` for a file that is no
/// export of drafts, or one of another version.
pub fn import(text: &str) -> Option<Vec<Record>> {
    let file: File = json::read(text)?;
    if file.breakglass != FILE || file.version != VERSION {
        return None;
    }
    let drafts = file.drafts.into_iter().map(|draft| Record {
        version: VERSION,
        id: time::random_id(),
        parent: None,
        ..draft
    });
    Some(drafts.collect())
}

/// A record's first version in this tab.
pub fn record(id: &str, tab: &str) -> Record {
    Record {
        version: VERSION,
        id: id.to_string(),
        stamp: Stamp {
            tab: tab.to_string(),
            n: 0,
        },
        ..Record::default()
    }
}
