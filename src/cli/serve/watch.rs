//! Watching the runbook folder and the configuration.

use crate::site::config;
use anyhow::{Context, Result};
use notify::RecursiveMode;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Editors write a file in several steps within some milliseconds; longer waits are felt.
const QUIET: Duration = Duration::from_millis(25);

/// A running watch; dropping it ends it.
pub struct Watching {
    _debouncer: Debouncer<notify::RecommendedWatcher, RecommendedCache>,
    changes: Receiver<()>,
}

impl Watching {
    /// One item for each group of changes; blocks in between.
    pub fn changes(&self) -> impl Iterator<Item = ()> {
        self.changes.iter().map(|()| {
            // What has piled up during a build is one change.
            while self.changes.try_recv().is_ok() {}
        })
    }
}

/// Watches `dir` and the configuration that counts for it.
///
/// # Errors
/// When the system refuses to watch (too many watches, say).
pub fn start(dir: &Path) -> Result<Watching> {
    let (sender, changes) = channel();
    let beside = Beside::of(dir);
    let folder = beside.as_ref().map(|beside| beside.folder.clone());
    let mut debouncer = new_debouncer(QUIET, None, move |events: DebounceEventResult| {
        let is_ours = |path: &PathBuf| beside.as_ref().is_none_or(|beside| beside.counts(path));
        let changed = match events {
            Ok(events) => events
                .iter()
                .any(|event| is_change(event.kind) && (event.paths.is_empty() || event.paths.iter().any(is_ours))),
            // Events were lost: whatever changed, the next build sees it.
            Err(_) => true,
        };
        if changed {
            // The receiver is gone only when the program ends.
            let _ = sender.send(());
        }
    })
    .context("cannot watch files")?;
    let describe = || format!("cannot watch {}", dir.display());
    debouncer.watch(dir, RecursiveMode::Recursive).with_context(describe)?;
    if let Some(folder) = &folder {
        debouncer
            .watch(folder, RecursiveMode::NonRecursive)
            .with_context(describe)?;
    }
    Ok(Watching {
        _debouncer: debouncer,
        changes,
    })
}

/// The folder of a configuration that lies above the runbooks. It is watched as a whole, since editors put a new file in the
/// place of the old one; of what else lies there only the way to the runbooks counts.
struct Beside {
    folder: PathBuf,
    /// The first part of the way from there to the runbooks.
    way: OsString,
}

impl Beside {
    /// Where the configuration that counts for `dir` lies, if not in it.
    fn of(dir: &Path) -> Option<Self> {
        let dir = dir.canonicalize().ok()?;
        let folder = config::find(&dir)?.parent()?.to_path_buf();
        let way = dir.strip_prefix(&folder).ok()?.components().next()?;
        Some(Self {
            way: way.as_os_str().to_owned(),
            folder,
        })
    }

    fn counts(&self, path: &Path) -> bool {
        let is_beside = path.parent() == Some(&self.folder);
        let name = path.file_name();
        !is_beside || name == Some(OsStr::new(config::FILE)) || name == Some(&self.way)
    }
}

/// Reading a file is no change, and our own builds read.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}
