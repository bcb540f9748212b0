//! The index comes: from the host, in slices.

use super::Search;
use crate::app::browser::combobox::{breathe, now};
use crate::app::browser::spawn;
use crate::app::content::{self, LoadError, SearchPart};
use crate::app::state::search::Phase;
use crate::search::{Engine, Loader};
use leptos::prelude::*;
use std::rc::Rc;

/// Words or tokens between two looks at the clock.
const SLICE: usize = 2_000;

/// Milliseconds of work before the browser gets its turn: well below the 50 from which typing feels slow, also where the
/// clock is only looked at after a slice on a slow machine.
const SLICE_MS: f64 = 12.0;

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
            let phase = match search.fetch(SearchPart::First).await {
                Ok(Phase::Catalog) => {
                    search.state.phase.set(Phase::Catalog);
                    // What the catalog says stands if the rest does not come; the next search tries again.
                    search.fetch(SearchPart::Whole).await.unwrap_or(Phase::Idle)
                }
                Ok(phase) | Err(phase) => phase,
            };
            search.state.phase.set(phase);
            search.loading.replace(false);
        });
    }

    async fn fetch(self: &Rc<Self>, part: SearchPart) -> Result<Phase, Phase> {
        let file = content::search_file(&self.site, part)
            .await
            .map_err(|error| match error {
                LoadError::Unreachable => Phase::Unreachable,
                LoadError::Refused => Phase::Damaged,
            })?;
        let damaged = |_| Phase::Damaged;
        let mut loader = Loader::new(&file.bytes).map_err(damaged)?;
        let mut since = now();
        while !loader.step(&file.bytes, SLICE).map_err(damaged)? {
            if now() - since > SLICE_MS {
                breathe().await;
                since = now();
            }
        }
        self.engine.replace(Some(Engine::new(loader.finish())));
        let text = self.field.value();
        if !text.trim().is_empty() {
            self.answer(&text);
        }
        Ok(if file.is_catalog { Phase::Catalog } else { Phase::Ready })
    }
}
