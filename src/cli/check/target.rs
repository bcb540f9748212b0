//! Which files are checked: PATHs to runbook folders and the files in them.

use crate::cli::findings::shown;
use crate::cli::render::Printer;
use crate::runbook::id::strip_extension;
use crate::site::{Sources, config};
use crate::text::nfc::nfc;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// A runbook folder, and which of its files.
#[derive(Debug)]
pub struct Target {
    /// The folder, as the user would name it.
    pub dir: PathBuf,
    /// The files that were asked for: path below the folder to path as typed; `None` for all.
    pub only: Option<BTreeMap<String, String>>,
}

impl Target {
    /// Whether a file of the folder is one that was asked for.
    pub fn covers(&self, path: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains_key(path))
    }

    /// The files that were asked for and are none of the folder's, as typed.
    pub fn missed<'a>(&'a self, sources: &'a Sources) -> impl Iterator<Item = &'a String> {
        let files = sources.markdown().map(|file| &file.path);
        let known: HashSet<&String> = files
            .chain(sources.problems.iter().map(|report| &report.path))
            .collect();
        let missed = self
            .only
            .iter()
            .flatten()
            .filter(move |(path, _)| !known.contains(path));
        missed.map(|(_, typed)| typed)
    }

    /// A file's path as the user would name it.
    pub fn shown(&self, path: &str) -> String {
        let typed = self.only.as_ref().and_then(|only| only.get(path));
        typed.cloned().unwrap_or_else(|| shown(&self.dir, path))
    }
}

/// Sorts PATHs by runbook folder.
///
/// # Errors
/// When a path does not exist, or is a file and no runbook.
pub fn read(paths: &[PathBuf], printer: &Printer) -> Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    for path in paths {
        let real = path
            .canonicalize()
            .with_context(|| format!("cannot read {}", path.display()))?;
        if real.is_dir() {
            targets.push(Target {
                dir: path.clone(),
                only: None,
            });
            continue;
        }
        let name = real
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if strip_extension(&name).is_none() {
            bail!("{} is no Markdown file", path.display());
        }
        let dir = folder_of(&real);
        let below = real.strip_prefix(&dir).unwrap_or(&real);
        let parts: Vec<String> = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let hidden = |part: &String| part.starts_with('_') || part.starts_with('.');
        if parts.iter().rev().skip(1).any(hidden) {
            printer.note(&format!(
                "{}: passed over, its folder holds no runbooks",
                path.display()
            ));
            continue;
        }
        let below = nfc(&parts.join("/"));
        let typed = path.display().to_string();
        match targets
            .iter_mut()
            .find(|target| target.only.is_some() && target.dir == dir)
        {
            Some(target) => {
                target.only.get_or_insert_default().insert(below, typed);
            }
            None => targets.push(Target {
                dir,
                only: Some(BTreeMap::from([(below, typed)])),
            }),
        }
    }
    // What is given as a folder is checked once, and so are files that are given beside it.
    let mut whole = HashSet::new();
    let mut again = |target: &Target| target.only.is_none() && !whole.insert(target.dir.canonicalize().ok());
    targets.retain(|target| !again(target));
    targets.retain(|target| target.only.is_none() || !whole.contains(&Some(target.dir.clone())));
    Ok(targets)
}

/// The runbook folder that a file lies in. Up to the root of the git repository (or the folder of `breakglass.toml`):
/// the outermost folder named `runbooks`; else the nearest whose `README.md` is an index of other files; else the file's
/// own folder.
fn folder_of(file: &Path) -> PathBuf {
    let own = file.parent().unwrap_or(file);
    let mut within: Vec<&Path> = Vec::new();
    for folder in own.ancestors() {
        within.push(folder);
        if folder.join(".git").exists() || folder.join(config::FILE).is_file() {
            break;
        }
    }
    // Without a repository there is no telling where the folders of a project end.
    let ends = within
        .last()
        .is_some_and(|top| top.join(".git").exists() || top.join(config::FILE).is_file());
    let named = |folder: &&&Path| {
        folder
            .file_name()
            .is_some_and(|name| name.eq_ignore_ascii_case("runbooks"))
    };
    if let Some(folder) = within.iter().rev().find(named) {
        return folder.to_path_buf();
    }
    let reach = if ends { within.len() } else { 1 };
    let indexed = within.iter().take(reach).find(|folder| is_indexed(folder));
    indexed.map_or_else(|| own.to_path_buf(), |folder| folder.to_path_buf())
}

/// Whether a folder has a `README.md` that lists runbooks.
fn is_indexed(folder: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(folder.join("README.md")) else {
        return false;
    };
    let document = crate::markdown::read(&text);
    let index = crate::markdown::index::read(&document);
    let mut rows = index.categories.iter().flat_map(|category| &category.rows);
    rows.any(|row| !row.href.is_empty() && folder.join(row.href.split('#').next().unwrap_or("")).is_file())
}
