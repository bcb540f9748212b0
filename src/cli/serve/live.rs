//! The site as it is now, and word of changes to the pages that show it.

use crate::diagnostic::Severity;
use crate::site::version::Versions;
use crate::site::{Output, Site};
use crate::text::LineIndex;
use crate::text::escape::printable;
use serde::Serialize;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::broadcast;

/// Findings that a page shows at once; the terminal has all of them.
const SHOWN: usize = 20;

/// The site being served.
pub struct Live {
    /// The folder of the URL under which it appears; begins and ends with `/`.
    pub base: String,
    output: RwLock<Arc<Output>>,
    versions: Mutex<Versions>,
    state: Mutex<String>,
    changes: broadcast::Sender<String>,
}

/// What the pages are told.
#[derive(Serialize)]
struct State {
    /// Changes when the page should reload; the hash of the site's content.
    version: String,
    /// What keeps the site from being built, or what is wrong with it.
    problems: Vec<String>,
}

impl Live {
    /// Begins with a site.
    pub fn new(site: Site, base: String) -> Self {
        let (changes, _) = broadcast::channel(16);
        let mut versions = Versions::default();
        let version = versions.of(&Output::new(), &site.output);
        let state = state(&site, version);
        Self {
            base,
            versions: Mutex::new(versions),
            output: RwLock::new(Arc::new(site.output)),
            state: Mutex::new(state),
            changes,
        }
    }

    /// The files to send.
    pub fn output(&self) -> Arc<Output> {
        Arc::clone(&self.output.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The state now, and every later one.
    pub fn subscribe(&self) -> (String, broadcast::Receiver<String>) {
        let receiver = self.changes.subscribe();
        (self.lock().clone(), receiver)
    }

    /// The version that pages are told of. It is never ahead of [`Self::output`]: that is replaced first.
    pub fn version(&self) -> String {
        serde_json::from_str::<serde_json::Value>(&self.lock())
            .ok()
            .and_then(|state| Some(state.get("version")?.as_str()?.to_string()))
            .unwrap_or_default()
    }

    /// Serves `site` from now on, and says whether there is anything new about it.
    pub fn replace(&self, site: Site) -> bool {
        let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        let state = state(&site, versions.of(&self.output(), &site.output));
        *self.output.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site.output);
        self.tell(state)
    }

    /// Keeps serving the last good site and tells its pages why; says whether they did not know.
    pub fn broken(&self, message: &str) -> bool {
        let version = self.version();
        let problems = vec![format!("The site is not rebuilt: {}", printable(message))];
        self.tell(json(&State { version, problems }))
    }

    fn tell(&self, state: String) -> bool {
        let is_new = std::mem::replace(&mut *self.lock(), state.clone()) != state;
        if is_new {
            // Without a page there is nobody to tell.
            let _ = self.changes.send(state);
        }
        is_new
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, String> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn state(site: &Site, version: String) -> String {
    let mut problems = Vec::new();
    for report in &site.reports {
        let index = LineIndex::new(&report.text);
        for diagnostic in report.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
            let place = index.locate(&report.text, diagnostic.span.start);
            problems.push(format!(
                "{}:{}:{}: {}",
                report.path,
                place.line,
                place.column,
                printable(&diagnostic.message)
            ));
        }
    }
    problems.truncate(SHOWN);
    json(&State { version, problems })
}

fn json(state: &State) -> String {
    // Only text: serialising cannot fail.
    serde_json::to_string(state).unwrap_or_default()
}
