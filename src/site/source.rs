//! Finding and reading the files below the runbook folder.

use super::write::MARKER;
use super::{Report, repository, stamp};
use crate::diagnostic::{Diagnostic, rules};
use crate::runbook::id::strip_extension;
use crate::text::Span;
use crate::text::nfc::nfc;
use anyhow::{Context, Result, bail};
use bytes::Bytes;
use ignore::WalkBuilder;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A Markdown file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path below the runbook folder, `/` between parts, in NFC.
    pub path: String,
    /// The bytes as they are on disk.
    pub bytes: Bytes,
    /// The bytes as text; what is not UTF-8 is U+FFFD.
    pub text: Arc<str>,
    /// Findings made while reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// The files of a runbook folder.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The folder, canonical.
    pub root: PathBuf,
    /// The folder below the root of its git repository, with a slash at its end; empty outside of git.
    pub below: String,
    /// The folder's `README.md`.
    pub index: Option<SourceFile>,
    /// The runbooks, in path order.
    pub runbooks: Vec<SourceFile>,
    /// Every other file that a page may link to: path below the folder (in NFC) to path on disk.
    pub files: BTreeMap<String, PathBuf>,
    /// Findings about paths that are no source file.
    pub problems: Vec<Report>,
}

impl Sources {
    /// The Markdown files: the runbooks in path order, then the index.
    pub fn markdown(&self) -> impl Iterator<Item = &SourceFile> {
        self.runbooks.iter().chain(&self.index)
    }

    /// One report for each of [`Self::markdown`], with what was found while reading.
    pub fn reports(&self) -> Vec<Report> {
        self.markdown()
            .map(|file| Report {
                path: file.path.clone(),
                text: Arc::clone(&file.text),
                diagnostics: file.diagnostics.clone(),
            })
            .collect()
    }
}

/// Reads the runbook folder `dir`. Ignore files are respected; folders that begin with `.` are passed over, and those
/// that begin with `_` hold no runbooks; no link is followed out of the folder; sites made by this program are no
/// sources.
///
/// # Errors
/// When `dir` is no folder or cannot be read. A single file that cannot be read is a finding, not an error.
pub fn read(dir: &Path) -> Result<Sources> {
    read_again(dir, &mut stamp::Kept::default())
}

/// As [`read`], without reading once more what is as it was.
///
/// # Errors
/// As [`read`].
pub fn read_again(dir: &Path, kept: &mut stamp::Kept) -> Result<Sources> {
    let root = root_of(dir)?;
    let mut sources = Sources {
        below: repository::prefix(&root),
        root: root.clone(),
        ..Sources::default()
    };
    let mut markdown = Vec::new();
    for entry in walk(&root) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                sources.problems.push(unwalkable(&root, &error)?);
                continue;
            }
        };
        let Some(kind) = entry.file_type() else { continue };
        let Some(path) = relative(&root, entry.path()) else {
            continue;
        };
        let is_source = if kind.is_symlink() {
            match leads_to_file(&root, &path, entry.path()) {
                Ok(leads) => leads,
                Err(report) => {
                    sources.problems.push(report);
                    false
                }
            }
        } else {
            kind.is_file()
        };
        if !is_source {
            if !kind.is_symlink() && !kind.is_dir() && is_runbook(&path) {
                sources.problems.push(special(&path));
            }
            continue;
        }
        if is_runbook(&path) {
            markdown.push((path, entry.into_path()));
        } else if !entry.file_name().to_string_lossy().starts_with('.') {
            sources.files.insert(path, entry.into_path());
        }
    }
    markdown.sort();
    // Where upper and lower case are two names, a folder may have two of them.
    let named = |(path, _): &&(String, PathBuf)| is_index(path);
    let exact = markdown.iter().find(|(path, _)| path == INDEX);
    let index = exact
        .or_else(|| markdown.iter().find(named))
        .map(|(path, _)| path.clone());
    let read: Vec<(String, std::io::Result<stamp::Read>)> = markdown
        .into_par_iter()
        .map(|(path, on_disk)| {
            let file = kept.get(&path, &on_disk, || read_file(path.clone(), &on_disk));
            (path, file)
        })
        .collect();
    kept.keep(read.iter().filter_map(|(_, read)| read.as_ref().ok().cloned()));
    for (path, read) in read {
        let file = read.map(|read| read.file);
        match file {
            Ok(file) if index.as_deref() == Some(path.as_str()) => sources.index = Some(file),
            Ok(mut file) => {
                if let Some(index) = index.as_deref().filter(|_| is_index(&path)) {
                    let message = format!("`{index}` is the folder's index, so this file is a runbook");
                    let finding = Diagnostic::new(rules::DUPLICATE_ID, Span::at(0), message);
                    file.diagnostics.push(finding.help("rename one of the files"));
                }
                sources.runbooks.push(file);
            }
            Err(error) => sources.problems.push(problem(
                &path,
                rules::FILE_UNREADABLE,
                format!("cannot be read: {error}"),
            )),
        }
    }
    Ok(sources)
}

/// The runbook folder, canonical.
///
/// # Errors
/// When `dir` is no folder or cannot be read.
pub fn root_of(dir: &Path) -> Result<PathBuf> {
    let root = match dir.canonicalize() {
        Ok(root) => root,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
            "cannot read the runbook folder {}: there is no such folder; give the one that holds the runbooks",
            dir.display()
        ),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read the runbook folder {}", dir.display()));
        }
    };
    if !root.is_dir() {
        bail!(
            "{} is not a folder; give the folder that holds the runbooks",
            dir.display()
        );
    }
    Ok(root)
}

/// Whether the symbolic link at `path`, which is `link` on disk, leads to a file of the folder.
///
/// # Errors
/// When it leads out of the folder or nowhere: what is to be said of it.
fn leads_to_file(root: &Path, path: &str, link: &Path) -> Result<bool, Report> {
    match link.canonicalize() {
        Ok(target) if target.starts_with(root) && (target.is_file() || target.is_dir()) => Ok(target.is_file()),
        Ok(target) if target.starts_with(root) => Err(special(path)),
        Ok(_) => {
            let message = "this symbolic link leads out of the runbook folder, so it is not followed";
            Err(problem(path, rules::LINK_LEAVES_FOLDER, message.to_string()))
        }
        Err(error) => {
            let message = format!("this symbolic link cannot be followed: {error}");
            Err(problem(path, rules::FILE_UNREADABLE, message))
        }
    }
}

fn walk(root: &Path) -> ignore::Walk {
    WalkBuilder::new(root)
        .hidden(false)
        .follow_links(false)
        // The same folder gives the same site on every machine and outside of git, too.
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_name(|a, b| a.cmp(b))
        .filter_entry(|entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            if !is_folder || entry.depth() == 0 {
                return true;
            }
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            !hidden && !entry.path().join(MARKER).exists()
        })
        .build()
}

/// A pipe or a device by the name of a runbook: reading it might never end.
fn special(path: &str) -> Report {
    problem(
        path,
        rules::FILE_UNREADABLE,
        "cannot be read: it is a pipe, a socket or a device".to_string(),
    )
}

/// What is wrong with a folder that cannot be listed, at that folder.
///
/// # Errors
/// When it is the runbook folder itself: of that there is nothing to make a site of, and the one that is there stays.
fn unwalkable(root: &Path, error: &ignore::Error) -> Result<Report> {
    let mut path = None;
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = relative(root, at);
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    let message = match error.io_error() {
        // The error's own words name the path once more.
        Some(error) => format!("cannot be read: {}", std::io::Error::from(error.kind())),
        None => format!("cannot be read: {inner}"),
    };
    match path {
        Some(path) => Ok(problem(&path, rules::FILE_UNREADABLE, message)),
        None => bail!("the runbook folder {} {message}", root.display()),
    }
}

/// `path` below `root`, with `/` between parts and in NFC; `None` for the root itself.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Vec<String> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    (!parts.is_empty()).then(|| nfc(&parts.join("/")))
}

const INDEX: &str = "README.md";

/// Whether a file, by its path below the runbook folder, is the folder's index.
pub fn is_index(path: &str) -> bool {
    path.eq_ignore_ascii_case(INDEX)
}

fn is_runbook(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    strip_extension(file).is_some() && !folders.split('/').any(|folder| folder.starts_with('_'))
}

fn read_file(path: String, on_disk: &Path) -> std::io::Result<SourceFile> {
    let bytes = std::fs::read(on_disk)?;
    let mut diagnostics = Vec::new();
    let (text, bytes) = match std::str::from_utf8(&bytes) {
        Ok(text) => {
            let text: Arc<str> = text.into();
            (Arc::clone(&text), Bytes::from_owner(Text(text)))
        }
        Err(error) => {
            let message = if matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
                "the file is UTF-16, so nothing in it can be understood"
            } else {
                "the file is not UTF-8 from here on, so some characters are lost"
            };
            let finding = Diagnostic::new(rules::NOT_UTF8, Span::at(error.valid_up_to()), message);
            diagnostics.push(finding.help("save it as UTF-8"));
            (String::from_utf8_lossy(&bytes).into(), bytes.into())
        }
    };
    Ok(SourceFile {
        path,
        bytes,
        text,
        diagnostics,
    })
}

/// A text as the bytes that it is made of.
struct Text(Arc<str>);

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn problem(path: &str, rule: &'static crate::diagnostic::Rule, message: String) -> Report {
    Report {
        path: path.to_string(),
        text: Arc::default(),
        diagnostics: vec![Diagnostic::new(rule, Span::at(0), message)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_listed_is_named_once() {
        let path = Path::new("/srv/runbooks/deep/shut").to_path_buf();
        let denied = std::io::Error::new(std::io::ErrorKind::PermissionDenied, "/srv/runbooks/deep/shut: no");
        let err = Box::new(ignore::Error::Io(denied));
        let err = Box::new(ignore::Error::WithPath { path, err });
        let report = unwalkable(Path::new("/srv/runbooks"), &ignore::Error::WithDepth { depth: 2, err }).unwrap();
        assert_eq!(report.path, "deep/shut");
        assert_eq!(report.diagnostics[0].message, "cannot be read: permission denied");
    }

    #[test]
    fn a_runbook_folder_that_cannot_be_listed_is_an_error() {
        let root = Path::new("/srv/runbooks");
        let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let (path, err) = (root.to_path_buf(), Box::new(ignore::Error::Io(denied)));
        let error = unwalkable(root, &ignore::Error::WithPath { path, err }).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the runbook folder /srv/runbooks cannot be read: permission denied"
        );
    }
}
