//! What git says of the runbooks' past, asked while the pages are made, and once for each commit.
//!
//! A build asks at most two questions: when a commit last touched the runbooks, and when each of them last changed.
//! Under `serve` the answers of the build before hold as long as the same commit is checked out.

use super::built;
use super::catalog::Catalog;
use super::config::Config;
use super::history::{History, git};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

/// What git says. Nothing, where there is no git or no repository.
#[derive(Debug, Default)]
pub struct Past {
    /// When the newest commit that touched the runbooks was made, in seconds since 1970-01-01 00:00 UTC.
    pub newest: Option<i64>,
    /// When the runbooks changed.
    pub history: Option<History>,
}

/// The answers of the build before.
#[derive(Debug, Default)]
pub struct Kept(Option<Arc<Said>>);

/// Answers with all that they depend on.
#[derive(Debug)]
struct Said {
    question: Question,
    commit: Vec<u8>,
    past: Past,
}

#[derive(Debug, PartialEq, Eq)]
struct Question {
    root: PathBuf,
    /// Paths of the runbooks, where it is asked when they changed.
    files: Option<Vec<String>>,
    /// Whether it is asked for the newest commit.
    newest: bool,
}

/// Questions that wait for their answers.
#[derive(Debug)]
pub struct Asked(Option<JoinHandle<Arc<Said>>>);

impl Kept {
    /// Asks what a site with this configuration needs to know about `catalog`, whose files lie below `root`.
    pub fn ask(&self, root: &Path, catalog: &Catalog, config: &Config) -> Asked {
        let newest = !built::is_told();
        // Only `review/` depends on it.
        let history = config.review.git.unwrap_or(newest);
        if !newest && !history {
            return Asked(None);
        }
        let files = || catalog.entries.iter().map(|entry| entry.path.clone()).collect();
        let question = Question {
            root: root.to_path_buf(),
            files: history.then(files),
            newest,
        };
        let kept = self.0.clone();
        // Without threads there are no such answers, and a site all the same.
        Asked(std::thread::Builder::new().spawn(move || question.answer(kept)).ok())
    }

    /// Waits for the answers and keeps them.
    pub fn answers(&mut self, asked: Asked) -> impl std::ops::Deref<Target = Past> + use<> {
        self.0 = asked.0.and_then(|thread| thread.join().ok());
        Shared(self.0.clone(), Past::default())
    }
}

struct Shared(Option<Arc<Said>>, Past);

impl std::ops::Deref for Shared {
    type Target = Past;

    fn deref(&self) -> &Past {
        self.0.as_ref().map_or(&self.1, |said| &said.past)
    }
}

impl Question {
    fn answer(self, kept: Option<Arc<Said>>) -> Arc<Said> {
        let commit = commit(&self.root);
        // No commit is no answer: it may have been git that failed.
        let holds = |said: &Arc<Said>| !commit.is_empty() && said.commit == commit && said.question == self;
        if let Some(kept) = kept.filter(holds) {
            return kept;
        }
        let (newest, history) = std::thread::scope(|scope| {
            let newest = self.newest.then(|| scope.spawn(|| built::newest_commit(&self.root)));
            let history = self.files.clone().and_then(|files| History::of(&self.root, files));
            (newest.and_then(|thread| thread.join().ok().flatten()), history)
        });
        Arc::new(Said {
            question: self,
            commit,
            past: Past { newest, history },
        })
    }
}

/// The commit that is checked out, where in it `root` is, and whether older commits are there.
fn commit(root: &Path) -> Vec<u8> {
    let output = git(root)
        .args(["rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD"])
        .output();
    output
        .ok()
        .filter(|output| output.status.success())
        .map_or(Vec::new(), |output| output.stdout)
}
