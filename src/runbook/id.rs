//! Runbook ids: stable names made from paths.

use crate::text::slug;
use std::fmt;

/// A runbook's id: its path below the runbook folder without extension, each part lower-cased and slugged, joined by
/// `/`. It names the page `r/<id>/`, so it never has an empty, `.` or `..` part.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunbookId(String);

impl RunbookId {
    /// The id for a source path (`/` between parts). A nested `README.md` or `_index.md` has its folder's id.
    pub fn from_path(path: &str) -> Self {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = file_stem(file);
        let mut parts: Vec<String> = folder
            .split('/')
            .filter(|part| !part.is_empty())
            .map(slug::id_part)
            .collect();
        let names_folder = stem.eq_ignore_ascii_case("readme") || stem == "_index";
        if !names_folder || parts.is_empty() {
            parts.push(slug::id_part(stem.trim_start_matches('_')));
        }
        Self(parts.join("/"))
    }

    /// The id for the `n`th file (from 2) whose path gives this id.
    pub fn numbered(&self, n: usize) -> Self {
        Self(format!("{}-{n}", self.0))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunbookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The endings that make a file a runbook, longest first, compared without case.
pub const EXTENSIONS: [&str; 3] = [".md.erb", ".markdown", ".md"];

/// A file name without its runbook ending; `None` when it has none and so is no runbook.
pub fn strip_extension(file: &str) -> Option<&str> {
    EXTENSIONS.iter().find_map(|extension| {
        let cut = file.len().checked_sub(extension.len())?;
        let (stem, end) = (file.get(..cut)?, file.get(cut..)?);
        (!stem.is_empty() && end.eq_ignore_ascii_case(extension)).then_some(stem)
    })
}

/// A file name as a reader would say it: without runbook ending, and without the `.html` of `page.html.md.erb`.
pub fn file_stem(file: &str) -> &str {
    let stem = strip_extension(file).unwrap_or(file);
    stem.strip_suffix(".html").filter(|s| !s.is_empty()).unwrap_or(stem)
}

/// The title of a file that says none, from its path: `slow-queries.md` is "Slow queries"; names with capitals stay as they
/// are.
pub fn title_of(path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file_stem(file);
    let names_folder = (stem.eq_ignore_ascii_case("readme") || stem == "_index") && !folder.is_empty();
    words_of(if names_folder {
        folder.rsplit('/').next().unwrap_or(folder)
    } else {
        stem
    })
}

/// The name of a file or folder as words.
pub fn words_of(name: &str) -> String {
    if name.chars().any(char::is_uppercase) {
        return name.replace('_', " ");
    }
    let text = name.replace(['-', '_'], " ");
    let mut chars = text.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_become_titles() {
        assert_eq!(title_of("a/slow-queries.md"), "Slow queries");
        assert_eq!(title_of("KubePodCrashLooping.md"), "KubePodCrashLooping");
        assert_eq!(title_of("database/README.md"), "Database");
    }

    #[track_caller]
    fn check(path: &str, id: &str) {
        assert_eq!(RunbookId::from_path(path).as_str(), id);
    }

    #[test]
    fn ids_come_from_paths() {
        check("high-cpu-usage.md", "high-cpu-usage");
        check("Database/Slow Queries.markdown", "database/slow-queries");
        check("runbooks/restore.html.md.erb", "runbooks/restore");
        check("database/README.md", "database");
        check("database/_index.md", "database");
        check("_index.md", "index");
        check("復旧.md", "復旧");
        check("a/.md", "a/md");
    }

    #[test]
    fn extensions_are_compared_without_case() {
        assert_eq!(strip_extension("A.MD"), Some("A"));
        assert_eq!(strip_extension("a.md.erb"), Some("a"));
        assert_eq!(strip_extension("a.txt"), None);
        assert_eq!(strip_extension(".md"), None);
    }
}
