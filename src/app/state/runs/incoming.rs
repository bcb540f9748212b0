//! What comes from elsewhere: acts of other tabs, and runs that are imported.

use super::{CLEARED, Runs};
use crate::run::export::Import;
use crate::run::{Kind, Run, record};
use std::rc::Rc;

impl Runs {
    /// Another tab wrote something.
    pub(super) fn hear(self, text: &str) {
        if text == CLEARED {
            self.inner().held.borrow_mut().clear();
            self.bump();
            return;
        }
        let Ok(event) = record::decode(text) else { return };
        let inner = self.inner();
        let is_start = event.kind == Kind::Start;
        let changed = {
            let mut held = inner.held.borrow_mut();
            let one = held.entry(event.run.clone()).or_default();
            let changed = one.log.add(event);
            if changed {
                one.run = Rc::new(Run::fold(&one.log));
            }
            changed
        };
        if changed {
            self.bump();
        }
        if is_start {
            self.refresh();
        }
    }

    /// Takes imported runs in and stores them.
    pub async fn import(self, import: Import) -> bool {
        let mut records = Vec::new();
        for (id, run) in import.runs {
            for event in run.log.events() {
                records.push((["e/", &id, "/", &event.id].concat(), record::encode(event)));
            }
            for (at, text) in run.set_aside.iter().enumerate() {
                let name = ["aside-", &record::hash(text), "-", &at.to_string()].concat();
                records.push((["e/", &id, "/", &name].concat(), text.clone()));
            }
            if let Some(source) = run.source.filter(|_| self.source(&id).is_none()) {
                records.push((["s/", &id].concat(), source));
            }
        }
        // What was written here is not touched by what was imported.
        records.retain(|(key, _)| {
            let mut parts = key.splitn(3, '/').skip(1);
            let (run, event) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let inner = self.inner();
            let held = inner.held.borrow();
            held.get(run)
                .and_then(|one| one.log.get(event))
                .is_none_or(|known| known.imported)
        });
        let store = self.inner().store.borrow().clone();
        let kept = match store {
            Some(store) => store.put_all(&records).await.is_ok(),
            None => false,
        };
        self.take_in(records);
        self.bump();
        kept
    }
}
