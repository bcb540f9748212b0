//! Watching the runbook folder and the configuration.

use crate::site::config;
use anyhow::{Context, Result};
use notify::RecursiveMode;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::path::Path;
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
    let mut debouncer = new_debouncer(QUIET, None, move |events: DebounceEventResult| {
        let changed = match events {
            Ok(events) => events.iter().any(|event| is_change(event.kind)),
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
    if let Some(file) = dir.canonicalize().ok().and_then(|dir| config::find(&dir))
        && let Some(folder) = file.parent()
        && !dir.canonicalize().is_ok_and(|dir| file.starts_with(dir))
    {
        debouncer
            .watch(folder, RecursiveMode::NonRecursive)
            .with_context(describe)?;
    }
    Ok(Watching {
        _debouncer: debouncer,
        changes,
    })
}

/// Reading a file is no change, and our own builds read.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}
