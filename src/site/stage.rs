//! Writing the files of a site into a new folder.
//!
//! What the site before has in the same words is not written again but linked (a hard link): most of a site is as it was,
//! and a file that is not made anew need not be found room for, nor be written to the disk, nor be sent by programs that
//! copy what is newer. No file of a site is ever changed in its place, so that links share nothing that could differ.

use super::Output;
use super::write::{MARKER, MARKER_TEXT};
use anyhow::{Context, Result};
use bytes::Bytes;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

/// The files of one folder: name and content.
type Files<'a> = Vec<(&'a str, &'a Bytes)>;

/// Writes `output` and the marker into the folder `new`, which is not there yet; `old` is the site before, if there is one.
///
/// # Errors
/// When a folder or a file cannot be written.
pub fn stage(output: &Output, new: &Path, old: &Path) -> Result<()> {
    fs::create_dir_all(new).with_context(|| format!("cannot create {}", new.display()))?;
    let marker = new.join(MARKER);
    let like = write(&marker, MARKER_TEXT.as_bytes())
        .and_then(|file| file.metadata())
        .with_context(|| format!("cannot write {}", marker.display()))?;
    // Where `a/HighCPU` and `a/highcpu` are one file, the one in lower case is right for both.
    let twins = if ignores_case(new) {
        twins(output)
    } else {
        BTreeSet::new()
    };
    for folders in by_depth(output.iter().filter(|(path, _)| !twins.contains(*path))) {
        folders
            .into_par_iter()
            .try_for_each(|(folder, files)| fill(&new.join(folder), &old.join(folder), &files, &like))?;
    }
    Ok(())
}

/// All folders with their files, by the number of folders that they lie in: each can be made when those before it are.
fn by_depth<'a>(
    files: impl Iterator<Item = (&'a String, &'a Bytes)>,
) -> impl Iterator<Item = BTreeMap<&'a str, Files<'a>>> {
    let mut levels: BTreeMap<usize, BTreeMap<&str, Files>> = BTreeMap::new();
    for (path, bytes) in files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut depth = 0;
        for (end, _) in folder.match_indices('/') {
            depth += 1;
            let above = folder.get(..end).unwrap_or("");
            levels.entry(depth).or_default().entry(above).or_default();
        }
        let depth = if folder.is_empty() { 0 } else { depth + 1 };
        let files = levels.entry(depth).or_default().entry(folder).or_default();
        files.push((name, bytes));
    }
    levels.into_values()
}

/// Makes the folder `new` with `files`; `old` is where they were before, and `like` says what a new file's owner and
/// rights are.
fn fill(new: &Path, old: &Path, files: &Files<'_>, like: &Metadata) -> Result<()> {
    match fs::create_dir(new) {
        Err(error) if !(error.kind() == io::ErrorKind::AlreadyExists && new.is_dir()) => {
            return Err(error).with_context(|| format!("cannot create {}", new.display()));
        }
        _ => {}
    }
    let was_there = old.is_dir();
    for (name, bytes) in files {
        let file = new.join(name);
        if was_there && link(&old.join(name), &file, bytes, like) {
            continue;
        }
        write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<File> {
    // Not over one that is there: it may be a link.
    let mut file = File::create_new(file)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Gives the file `old` a second name, where it holds `bytes` and is otherwise what a new file would be.
fn link(old: &Path, new: &Path, bytes: &Bytes, like: &Metadata) -> bool {
    let is_alike =
        |found: &Metadata| found.is_file() && found.len() == bytes.len() as u64 && has_rights_of(found, like);
    fs::symlink_metadata(old).is_ok_and(|found| is_alike(&found))
        && fs::read(old).is_ok_and(|found| found == *bytes)
        // Some file systems have no second names.
        && fs::hard_link(old, new).is_ok()
}

#[cfg(unix)]
fn has_rights_of(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.mode(), a.uid(), a.gid()) == (b.mode(), b.uid(), b.gid())
}

#[cfg(not(unix))]
fn has_rights_of(a: &Metadata, b: &Metadata) -> bool {
    a.permissions() == b.permissions()
}

/// Whether the file system takes names that differ in case only for the same.
fn ignores_case(folder: &Path) -> bool {
    let upper = folder.file_name().map(|name| name.to_string_lossy().to_uppercase());
    upper.is_some_and(|upper| folder.with_file_name(upper).exists())
}

/// Paths that another one, later in order and so in lower case, equals but for its case.
fn twins(output: &Output) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut twins = BTreeSet::new();
    for path in output.keys().rev() {
        if !seen.insert(path.to_lowercase()) {
            twins.insert(path.clone());
        }
    }
    twins
}

#[cfg(test)]
mod tests {
    use super::super::testing::output;
    use super::*;

    /// Every file below `dir`, but the marker, with its text.
    fn found(dir: &Path) -> BTreeMap<String, String> {
        let walk = ignore::WalkBuilder::new(dir).standard_filters(false).build();
        walk.map(Result::unwrap)
            .filter(|entry| entry.file_type().unwrap().is_file() && entry.file_name() != MARKER)
            .map(|entry| {
                let path = entry.path().strip_prefix(dir).unwrap();
                let path = path.to_str().unwrap().replace('\\', "/");
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .collect()
    }

    const BEFORE: [(&str, &str); 5] = [
        ("index.html", "home"),
        ("r/a/index.html", "a"),
        ("r/a/b/index.html", "b"),
        ("r/c/source.md", "c"),
        ("x", "file"),
    ];
    const AFTER: [(&str, &str); 5] = [
        ("index.html", "home, too"),
        ("r/a/index.html", "A"),
        ("r/a/b/index.html", "b"),
        ("x/y/z", ""),
        ("x/y.z", "more"),
    ];

    #[test]
    fn what_is_staged_is_the_output_whatever_was_there() {
        let dir = tempfile::tempdir().unwrap();
        let [none, old, new] = ["none", "old", "new"].map(|name| dir.path().join(name));
        let (before, after) = (output(&BEFORE), output(&AFTER));
        stage(&before, &old, &none).unwrap();
        stage(&after, &new, &old).unwrap();
        let texts = |files: &[(&str, &str)]| {
            files
                .iter()
                .map(|(path, text)| (path.to_string(), text.to_string()))
                .collect()
        };
        assert_eq!(found(&old), texts(&BEFORE));
        assert_eq!(found(&new), texts(&AFTER));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_as_it_was_is_linked_and_nothing_else_is() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        let [none, old, new] = ["none", "old", "new"].map(|name| dir.path().join(name));
        let site = output(&[("a", "same"), ("b", "1"), ("c", "rights"), ("d", "elsewhere")]);
        stage(&site, &old, &none).unwrap();
        fs::set_permissions(old.join("c"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(dir.path().join("elsewhere"), "elsewhere").unwrap();
        fs::remove_file(old.join("d")).unwrap();
        symlink(dir.path().join("elsewhere"), old.join("d")).unwrap();
        let changed = output(&[("a", "same"), ("b", "2"), ("c", "rights"), ("d", "elsewhere")]);
        stage(&changed, &new, &old).unwrap();
        let number = |path: &Path| fs::symlink_metadata(path).unwrap().ino();
        let linked = ["a", "b", "c", "d"].map(|name| number(&old.join(name)) == number(&new.join(name)));
        assert_eq!(linked, [true, false, false, false]);
        assert!(fs::symlink_metadata(new.join("d")).unwrap().is_file());
        assert_eq!(fs::read_to_string(old.join("b")).unwrap(), "1");
    }

    #[test]
    fn names_that_differ_in_case_only_are_written_once_where_they_are_one_file() {
        let output = output(&[("a/AB/x", ""), ("a/Ab/x", ""), ("a/ab/x", ""), ("b", "")]);
        let twins: Vec<String> = twins(&output).into_iter().collect();
        assert_eq!(twins, ["a/AB/x", "a/Ab/x"]);
    }
}
