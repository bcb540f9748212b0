//! Exported runs as evidence.

use crate::run::usage::used;
use crate::run::{Run, export};
use crate::runbook::Use;
use anyhow::{Context, Result};
use std::path::Path;

/// What a folder of exported runs holds.
#[derive(Default)]
pub struct Runs {
    /// The runs that say something of a runbook.
    pub uses: Vec<Use>,
    /// Files that could not be used, or not wholly, and why.
    pub unusable: Vec<(String, String)>,
}

/// Reads the `.json` files of a folder and of those in it. A run that stands in several files is one.
///
/// # Errors
/// When the folder cannot be read.
pub fn read(dir: &Path) -> Result<Runs> {
    std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut all = export::Import::default();
    let mut unusable = Vec::new();
    for entry in ignore::WalkBuilder::new(dir)
        .standard_filters(false)
        .sort_by_file_path(Path::cmp)
        .build()
    {
        let entry = entry.with_context(|| format!("cannot read {}", dir.display()))?;
        let path = entry.path();
        let is_json = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if !is_json || !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let shown = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                unusable.push((shown, format!("cannot be read: {error}")));
                continue;
            }
        };
        match export::read(&text) {
            Ok(import) => {
                if import.set_aside() > 0 {
                    unusable.push((shown, format!("{} records in it cannot be read", import.set_aside())));
                }
                for (id, parts) in import.runs {
                    all.add(parts, &id);
                }
            }
            Err(error) => unusable.push((shown, error.words().to_string())),
        }
    }
    let runs = all.runs.iter().map(|(_, exported)| Run::fold(&exported.log));
    let uses = runs
        .filter(|run| !run.deleted && !run.runbook.is_empty())
        .map(|run| used(&run))
        .collect();
    Ok(Runs { uses, unusable })
}
