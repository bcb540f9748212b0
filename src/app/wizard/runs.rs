//! Finished runs of this device, as the beginning of a runbook.

use crate::app::routes::Site;
use crate::app::state::runs::store::Store;
use crate::draft::{Done, DoneStep, from_run};
use crate::markdown;
use crate::run::event::Kind;
use crate::run::mark::Mark;
use crate::run::{Log, Run, record, report};
use crate::text::order;
use std::collections::BTreeMap;

/// A run that is over, and the source that it began with.
pub struct Finished {
    run: Run,
    source: String,
}

impl Finished {
    /// What it is called in a list.
    pub fn name(&self) -> String {
        let date = crate::run::civil::Civil::new(self.run.started, self.run.zone).date();
        [&report::title(&self.run), ", ", &date].concat()
    }

    /// The runbook that it makes. `today` as `2026-11-25`.
    pub fn draft(&self, today: &str) -> String {
        let document = markdown::read(&self.source);
        let runbook = document.runbook();
        let notes = |target: &str| -> Vec<String> {
            let entries = self
                .run
                .entries
                .iter()
                .filter(|entry| !entry.retracted && entry.event.kind == Kind::Note && entry.event.target == target);
            entries.map(|entry| entry.event.text.clone()).collect()
        };
        let steps = runbook.steps.iter().filter_map(|step| {
            let state = self.run.steps.get(step.id.as_str())?;
            if !matches!(state.mark, Mark::Done | Mark::Failed) {
                return None;
            }
            let commands = step.commands.iter().filter_map(|at| runbook.commands.get(*at));
            let mut notes = notes(step.id.as_str());
            if state.mark == Mark::Failed {
                notes.insert(0, ["This failed. ", &state.why].concat().trim().to_string());
            }
            Some(DoneStep {
                text: step.text.clone(),
                section: step.section,
                // The source's own text: what was filled in stays out.
                commands: commands
                    .map(|command| (command.language.to_string(), command.text.clone()))
                    .collect(),
                observed: state.observed.clone(),
                notes,
            })
        });
        from_run(&Done {
            title: &self.run.title,
            steps: steps.collect(),
            notes: notes(""),
            today,
        })
    }
}

/// The runs that are over, newest first. What cannot be read is left alone.
pub async fn finished(site: &Site) -> Vec<Finished> {
    let store = Store::open(site).await;
    let mut logs: BTreeMap<String, Log> = BTreeMap::new();
    for (_, text) in store.read("e/").await.unwrap_or_default() {
        if let Ok(event) = record::decode(&text) {
            logs.entry(event.run.clone()).or_default().add(event);
        }
    }
    // Extended, not collected: `text::order` says why.
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    sources.extend(store.read("s/").await.unwrap_or_default());
    let mut out: Vec<Finished> = Vec::new();
    for (id, log) in &logs {
        let run = Run::fold(log);
        let source = sources.get(&["s/", id].concat());
        if let Some(source) = source.filter(|_| run.finished.is_some() && !run.deleted) {
            out.push(Finished {
                run,
                source: source.clone(),
            });
        }
    }
    order::sort(&mut out, &|a, b| b.run.finished.cmp(&a.run.finished));
    out
}
