//! IndexedDB: texts by key, each written in a transaction of its own and acknowledged only when it is on the disk
//! (`durability: 'strict'`; without it Chromium says "complete" while a crash can still lose the record).
//!
//! Promises are given to the requests as handlers, so that no closure outlives its request.

use super::{time, window};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

const STORE: &str = "records";

/// How long opening may take before the page goes on without. Chromium on file:// and browsers with a broken profile have
/// been seen never to answer, and a busy disk answers late.
pub const OPEN_MS: u32 = 4_000;

#[wasm_bindgen]
extern "C" {
    /// The database, with the form of `transaction` that web-sys calls unstable.
    #[wasm_bindgen(extends = IdbDatabase, js_name = IDBDatabase)]
    type StrictDatabase;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with(
        this: &StrictDatabase,
        store: &str,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

/// Why the database cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The browser has none, or forbids it here.
    Missing,
    /// There is no room left.
    Full,
    /// Something else, such as no answer in time; trying again may help.
    Broken,
}

fn failure(error: &JsValue) -> Failure {
    // A rejected promise holds the event of the request or of the transaction; a throw holds the exception.
    let error = js_sys::Reflect::get(error, &"target".into())
        .ok()
        .and_then(|target| js_sys::Reflect::get(&target, &"error".into()).ok())
        .filter(|inner| !inner.is_null() && !inner.is_undefined())
        .unwrap_or_else(|| error.clone());
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("QuotaExceededError") => Failure::Full,
        // A private window that has none (InvalidStateError), a database of a later version of this program.
        Some("SecurityError" | "InvalidStateError" | "VersionError") => Failure::Missing,
        _ => Failure::Broken,
    }
}

/// A database, opened again when the browser closes it.
pub struct Database {
    name: String,
    open: RefCell<Option<StrictDatabase>>,
}

impl Database {
    /// Opens the database `name` within `limit` milliseconds, and makes it if there is none.
    ///
    /// # Errors
    /// When the browser has no database for this page, or does not open it in time.
    pub async fn open(name: &str, limit: u32) -> Result<Self, Failure> {
        let database = Self {
            name: name.to_string(),
            open: RefCell::new(None),
        };
        database.connect(limit).await?;
        Ok(database)
    }

    async fn connect(&self, limit: u32) -> Result<(), Failure> {
        let factory = window()
            .and_then(|window| window.indexed_db().ok().flatten())
            .ok_or(Failure::Missing)?;
        let request = factory.open_with_u32(&self.name, 1).map_err(|_| Failure::Missing)?;
        let upgrade = {
            let request = request.clone();
            Closure::once(move || {
                if let Ok(database) = request.result() {
                    let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
                }
            })
        };
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let answer = js_sys::Promise::new(&mut |resolve, reject| {
            request.set_onsuccess(Some(&resolve));
            request.set_onerror(Some(&reject));
            request.set_onblocked(Some(&reject));
            time::after(limit, move || {
                let _ = reject.call0(&JsValue::NULL);
            })
            .detach();
        });
        if let Err(error) = JsFuture::from(answer).await {
            // An answer that still comes is nobody's: a connection left open would be in the way of whoever deletes.
            let late = {
                let request = request.clone();
                Closure::once_into_js(move || {
                    if let Ok(database) = request.result() {
                        database.unchecked_into::<IdbDatabase>().close();
                    }
                })
            };
            request.set_onsuccess(Some(late.unchecked_ref()));
            // The database may still have to be made: then its store is, too.
            upgrade.forget();
            return Err(failure(&error));
        }
        let database: StrictDatabase = request.result().map_err(|_| Failure::Missing)?.unchecked_into();
        // Another tab deletes or replaces the database: this one must not be in the way.
        let close = {
            let database: IdbDatabase = database.clone().unchecked_into();
            Closure::once_into_js(move || database.close())
        };
        database.set_onversionchange(Some(close.unchecked_ref()));
        self.open.replace(Some(database));
        Ok(())
    }

    /// A transaction; the connection is made anew if the browser has closed it (storage cleared, another tab).
    async fn transaction(&self, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), Failure> {
        let begin = || -> Option<IdbTransaction> {
            let options = js_sys::Object::new();
            let _ = js_sys::Reflect::set(&options, &"durability".into(), &"strict".into());
            self.open
                .borrow()
                .as_ref()?
                .transaction_with(STORE, mode, &options)
                .ok()
        };
        let transaction = match begin() {
            Some(transaction) => transaction,
            None => {
                self.connect(OPEN_MS).await?;
                begin().ok_or(Failure::Broken)?
            }
        };
        let store = transaction.object_store(STORE).map_err(|error| failure(&error))?;
        Ok((transaction, store))
    }

    /// Stores `value` under `key`, and returns how many keys begin with `prefix` then. Durable once this returns.
    ///
    /// # Errors
    /// When it was not stored.
    pub async fn put(&self, key: &str, value: &str, prefix: &str) -> Result<u32, Failure> {
        let (transaction, store) = self.transaction("readwrite").await?;
        let done = completion(&transaction);
        store
            .put_with_key(&value.into(), &key.into())
            .map_err(|error| failure(&error))?;
        let count = store.count_with_key(&range(prefix)?).map_err(|error| failure(&error))?;
        done.await.map_err(|error| failure(&error))?;
        Ok(count.result().ok().and_then(|count| count.as_f64()).unwrap_or_default() as u32)
    }

    /// Stores many texts in one transaction: all or none.
    ///
    /// # Errors
    /// When they were not stored.
    pub async fn put_all(&self, records: &[(String, String)]) -> Result<(), Failure> {
        let (transaction, store) = self.transaction("readwrite").await?;
        let done = completion(&transaction);
        for (key, value) in records {
            store
                .put_with_key(&value.as_str().into(), &key.as_str().into())
                .map_err(|error| failure(&error))?;
        }
        done.await.map_err(|error| failure(&error))?;
        Ok(())
    }

    /// All keys that begin with `prefix`, with their texts. A record that is no text comes as its JSON, or as nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(&self, prefix: &str) -> Result<Vec<(String, String)>, Failure> {
        let (transaction, store) = self.transaction("readonly").await?;
        let done = completion(&transaction);
        let range = range(prefix)?;
        let keys = store.get_all_keys_with_key(&range).map_err(|error| failure(&error))?;
        let values = store.get_all_with_key(&range).map_err(|error| failure(&error))?;
        done.await.map_err(|error| failure(&error))?;
        let (keys, values) = (array(&keys), array(&values));
        let pairs = keys.iter().zip(values.iter()).filter_map(|(key, value)| {
            let text = value.as_string().or_else(|| {
                let json = js_sys::JSON::stringify(&value).ok()?;
                json.as_string()
            });
            Some((key.as_string()?, text.unwrap_or_default()))
        });
        Ok(pairs.collect())
    }

    /// Removes all keys that begin with `prefix`.
    ///
    /// # Errors
    /// When they were not removed.
    pub async fn remove(&self, prefix: &str) -> Result<(), Failure> {
        let (transaction, store) = self.transaction("readwrite").await?;
        let done = completion(&transaction);
        store.delete(&range(prefix)?).map_err(|error| failure(&error))?;
        done.await.map_err(|error| failure(&error))?;
        Ok(())
    }

    /// Deletes the whole database.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn destroy(&self) -> Result<(), Failure> {
        if let Some(database) = self.open.take() {
            database.close();
        }
        let factory = window()
            .and_then(|window| window.indexed_db().ok().flatten())
            .ok_or(Failure::Missing)?;
        let request = factory.delete_database(&self.name).map_err(|error| failure(&error))?;
        let done = js_sys::Promise::new(&mut |resolve, reject| {
            request.set_onsuccess(Some(&resolve));
            request.set_onerror(Some(&reject));
        });
        JsFuture::from(done).await.map_err(|error| failure(&error))?;
        Ok(())
    }
}

fn array(request: &IdbRequest) -> js_sys::Array {
    let result = request.result().ok();
    result.and_then(|value| value.dyn_into().ok()).unwrap_or_default()
}

/// What becomes of a transaction. It is listened to from here on: one that is given up while its requests are made aborts,
/// too, and would be a rejection that nobody takes.
fn completion(transaction: &IdbTransaction) -> JsFuture {
    let ended = js_sys::Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        // Not on `error`: every error ends in an abort, and only that knows the cause.
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(ended)
}

/// The keys that begin with `prefix`.
fn range(prefix: &str) -> Result<JsValue, Failure> {
    let end = [prefix, "\u{ffff}"].concat();
    let range = IdbKeyRange::bound(&prefix.into(), &end.into());
    range.map(JsValue::from).map_err(|_| Failure::Broken)
}
