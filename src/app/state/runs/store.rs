//! Where records are kept: in the database, and where there is none in the site's small storage, or in memory only.
//!
//! A record's key is `e/RUN/EVENT` for an event, `s/RUN` for the Markdown source that a run began with.

use crate::app::browser::database::{Database, Failure, OPEN_MS};
use crate::app::browser::storage;
use crate::app::routes::Site;

/// How safe what is written is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// On the disk before it is shown so.
    Durable,
    /// In the browser, but a crash can lose the last of it.
    Fragile,
    /// Nowhere but in this page.
    Nowhere,
}

enum Place {
    Database(Database),
    Local,
    Memory,
}

/// The store of this site's runs.
pub struct Store {
    place: Place,
    prefix: String,
    is_late: bool,
}

impl Store {
    /// Opens the best store that this browser has for the page.
    pub async fn open(site: &Site) -> Self {
        let failure = match Self::open_database(site, OPEN_MS).await {
            Ok(store) => return store,
            Err(failure) => failure,
        };
        let prefix = prefix(site);
        // Asking is the only way to know: it may be there and refuse to be written.
        let probe = [&prefix, "probe"].concat();
        let place = if storage::keep(&probe, "1") {
            storage::write(&probe, None);
            Place::Local
        } else {
            Place::Memory
        };
        Self {
            place,
            prefix,
            is_late: failure != Failure::Missing,
        }
    }

    /// Opens the database, which may take as many milliseconds as `limit` says.
    ///
    /// # Errors
    /// When the browser has none, or does not open it in time.
    pub async fn open_database(site: &Site, limit: u32) -> Result<Self, Failure> {
        let database = Database::open(&site.storage_key("runs"), limit).await?;
        Ok(Self {
            place: Place::Database(database),
            prefix: prefix(site),
            is_late: false,
        })
    }

    /// Whether there is a database that may still open: this store stands in for it.
    pub fn is_late(&self) -> bool {
        self.is_late
    }

    /// What the site's small storage keeps of runs: what a store that stood in for the database has left.
    pub fn left_over(&self) -> Vec<(String, String)> {
        let entries = storage::entries(&self.prefix).into_iter();
        let own = entries.filter_map(|(key, value)| Some((key.strip_prefix(&self.prefix)?.to_string(), value)));
        own.filter(|(key, _)| key.starts_with("e/") || key.starts_with("s/"))
            .collect()
    }

    /// Removes from the small storage what is in the database now. A record that has changed meanwhile stays.
    pub fn forget_left_over(&self, records: &[(String, String)]) {
        for (key, value) in records {
            let key = self.local(key);
            if storage::read(&key).as_ref() == Some(value) {
                storage::write(&key, None);
            }
        }
    }

    /// How safe what it keeps is.
    pub fn safety(&self) -> Safety {
        match self.place {
            Place::Database(_) => Safety::Durable,
            Place::Local => Safety::Fragile,
            Place::Memory => Safety::Nowhere,
        }
    }

    fn local(&self, key: &str) -> String {
        [&self.prefix, key].concat()
    }

    /// Writes a record; returns how many there are under `prefix` then, where the store counts.
    ///
    /// # Errors
    /// When it is not written.
    pub async fn put(&self, key: &str, value: &str, prefix: &str) -> Result<Option<u32>, Failure> {
        match &self.place {
            Place::Database(database) => database.put(key, value, prefix).await.map(Some),
            Place::Local if storage::keep(&self.local(key), value) => Ok(None),
            Place::Local => Err(Failure::Full),
            Place::Memory => Err(Failure::Missing),
        }
    }

    /// Writes records, all or (in the database) none.
    ///
    /// # Errors
    /// When they are not written.
    pub async fn put_all(&self, records: &[(String, String)]) -> Result<(), Failure> {
        match &self.place {
            Place::Database(database) => database.put_all(records).await,
            Place::Local => {
                let kept = records
                    .iter()
                    .all(|(key, value)| storage::keep(&self.local(key), value));
                if kept { Ok(()) } else { Err(Failure::Full) }
            }
            Place::Memory => Err(Failure::Missing),
        }
    }

    /// The records whose keys begin with `prefix`.
    pub async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, Failure> {
        match &self.place {
            Place::Database(database) => database.read(prefix).await,
            Place::Local => {
                let mut records = self.left_over();
                records.retain(|(key, _)| key.starts_with(prefix));
                Ok(records)
            }
            Place::Memory => Ok(Vec::new()),
        }
    }

    /// Deletes everything, for good.
    ///
    /// # Errors
    /// When something is still there.
    pub async fn destroy(&self) -> Result<(), Failure> {
        for (key, _) in storage::entries(&self.prefix) {
            storage::write(&key, None);
        }
        match &self.place {
            // Emptied first: if another tab holds the database open, at least nothing is left in it.
            Place::Database(database) => {
                database.remove("").await?;
                database.destroy().await
            }
            Place::Local | Place::Memory => Ok(()),
        }
    }
}

fn prefix(site: &Site) -> String {
    site.storage_key("runs") + ":"
}
