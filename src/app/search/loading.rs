//! The index comes: from the host, in slices.

use super::Search;
use crate::app::browser::combobox::{breathe, now};
use crate::app::browser::{events, spawn};
use crate::app::content::{LoadError, SearchFiles, SearchPart};
use crate::app::state::search::Phase;
use crate::search::{CodecError, Engine, Lexicon, Loader};
use leptos::prelude::*;
use std::rc::Rc;

/// Words or tokens between two looks at the clock.
const SLICE: usize = 150;

/// Phrases of the lexicon between two looks at the clock: each is worth some twenty tokens.
const PHRASES: usize = 15;

/// Milliseconds of work before the browser gets its turn: well below the 50 from which typing feels slow, also where the
/// clock is only looked at after a slice on a slow machine.
const SLICE_MS: f64 = 8.0;

/// Gives the browser its turn once [`SLICE_MS`] have passed.
struct Turn {
    since: f64,
}

impl Turn {
    fn new() -> Self {
        Self { since: now() }
    }

    async fn take(&mut self) {
        if now() - self.since > SLICE_MS {
            self.give().await;
        }
    }

    async fn give(&mut self) {
        breathe().await;
        self.since = now();
    }
}

impl Search {
    /// Loads the index, once; again after a failure.
    pub(super) fn load(self: &Rc<Self>) {
        let done = matches!(self.state.phase.get_untracked(), Phase::Ready | Phase::Catalog);
        if done || self.loading.replace(true) {
            return;
        }
        self.state.phase.set(Phase::Loading);
        let search = Rc::clone(self);
        spawn(async move {
            let phase = search.load_parts().await.unwrap_or_else(|phase| phase);
            if matches!(phase, Phase::Unreachable | Phase::Damaged) {
                search.end_early();
            }
            search.state.phase.set(phase);
            search.loading.replace(false);
            // Nothing is told while the index is on its way.
            if !search.field.value().trim().is_empty() {
                search.announce_soon();
            }
            // The offline copy has waited for this (public/boot.js).
            events::tell("bg-index");
        });
    }

    async fn load_parts(self: &Rc<Self>) -> Result<Phase, Phase> {
        let files = SearchFiles::find(&self.site).await.map_err(failed)?;
        let mut lexicon = Lexicon::default();
        self.load_part(&files, SearchPart::First, &mut lexicon).await?;
        if files.has_catalog() {
            self.state.phase.set(Phase::Catalog);
            // What the catalog says stands if the rest does not come; the next search tries again.
            let rest = self.load_part(&files, SearchPart::Whole, &mut lexicon).await;
            return Ok(rest.map_or(Phase::Idle, |()| Phase::Ready));
        }
        Ok(Phase::Ready)
    }

    async fn load_part(
        self: &Rc<Self>,
        files: &SearchFiles,
        part: SearchPart,
        lexicon: &mut Lexicon,
    ) -> Result<(), Phase> {
        let bytes = files.load(&self.site, part).await.map_err(failed)?;
        let mut turn = Turn::new();
        // Some megabytes were copied.
        turn.give().await;
        let damaged = |_: CodecError| Phase::Damaged;
        let mut loader = Loader::new(&bytes).map_err(damaged)?;
        while !loader.step(&bytes, SLICE).map_err(damaged)? {
            turn.take().await;
        }
        let index = loader.finish();
        turn.take().await;
        // The catalog's engine has it, and answers until the whole index is there.
        while part == SearchPart::First && !lexicon.read(index.synonyms(), PHRASES) {
            turn.take().await;
        }
        turn.give().await;
        let before = self.engine.take().map(|mut before| {
            *lexicon = before.take_lexicon();
            before
        });
        self.engine.replace(Some(Engine::with(index, std::mem::take(lexicon))));
        if !self.field.value().trim().is_empty() {
            self.answer_soon();
        }
        // Thousands of pieces of memory: time of its own.
        turn.give().await;
        drop(before);
        Ok(())
    }
}

fn failed(error: LoadError) -> Phase {
    match error {
        LoadError::Unreachable => Phase::Unreachable,
        LoadError::Refused => Phase::Damaged,
    }
}
