//! The drill that is going on: a scenario was shown, and its runbook is to be found. It lives until the run starts, then
//! the run carries it.

use crate::app::browser::storage;
use crate::app::routes::Site;
use crate::text::json;
use serde::Serialize;

/// A drill that is going on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Drill {
    /// The id of the runbook to be found.
    pub runbook: String,
    /// What was shown.
    pub scenario: String,
    /// When it was shown: milliseconds since 1970-01-01 UTC.
    pub shown: i64,
    /// When the runbook was found.
    pub found: Option<i64>,
}

const KEY: &str = "drill";

json::members!(Drill, needed: [runbook, scenario, shown], optional: [found]);

impl Drill {
    /// The drill that is going on in this browser, if any.
    pub fn current(site: &Site) -> Option<Self> {
        json::read(&storage::read(&site.storage_key(KEY))?)
    }

    /// Remembers it.
    pub fn keep(&self, site: &Site) {
        let text = serde_json::to_string(self).ok();
        storage::write(&site.storage_key(KEY), text.as_deref());
    }

    /// Ends whatever drill is going on.
    pub fn end(site: &Site) {
        storage::write(&site.storage_key(KEY), None);
    }
}
