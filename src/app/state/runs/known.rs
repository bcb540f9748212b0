//! What is known of runs: one, all, and what cannot be read.

use super::Runs;
use crate::run::Run;
use crate::run::export::Exported;
use crate::text::order;
use std::rc::Rc;

impl Runs {
    /// The run `id` as it is now.
    pub fn get(self, id: &str) -> Option<Rc<Run>> {
        let inner = self.inner();
        let held = inner.held.borrow();
        held.get(id)
            .filter(|one| !one.log.is_empty())
            .map(|one| Rc::clone(&one.run))
    }

    /// The Markdown source that the run began with.
    pub fn source(self, id: &str) -> Option<Rc<str>> {
        self.inner().held.borrow().get(id)?.source.clone()
    }

    /// All runs, the newest first.
    pub fn all(self) -> Vec<Rc<Run>> {
        let inner = self.inner();
        let held = inner.held.borrow();
        let mut all: Vec<Rc<Run>> = held
            .values()
            .filter(|one| !one.log.is_empty())
            .map(|one| Rc::clone(&one.run))
            .collect();
        order::sort(&mut all, &|a, b| b.started.cmp(&a.started));
        all
    }

    /// Records that cannot be read, with the run that they belong to.
    pub fn set_aside(self) -> Vec<(String, String)> {
        let inner = self.inner();
        let held = inner.held.borrow();
        held.iter()
            .flat_map(|(id, one)| one.set_aside.iter().map(move |text| (id.clone(), text.clone())))
            .collect()
    }

    /// The run with everything that belongs to it, for an export.
    pub fn exported(self, id: &str) -> Option<Exported> {
        let inner = self.inner();
        let held = inner.held.borrow();
        let one = held.get(id)?;
        Some(Exported {
            log: one.log.clone(),
            source: one.source.as_deref().map(str::to_string),
            set_aside: one.set_aside.clone(),
        })
    }
}
