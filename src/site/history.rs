//! What git knows about the runbooks: a second opinion on when they changed, and what to tell others.

use crate::text::Date;
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// A commit that touched the runbooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its abbreviated name.
    pub name: String,
    /// The day (UTC) on which it was made.
    pub date: Date,
    /// Who wrote it.
    pub author: String,
    /// Its first line.
    pub subject: String,
    /// The files it touched below the runbook folder: `A`, `M` or `D`, and the path.
    pub files: Vec<(char, String)>,
}

/// The history of a runbook folder.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Newest first.
    pub commits: Vec<Commit>,
    last: HashMap<String, Date>,
}

/// Commits looked at; more would take seconds, and nobody reviews them.
const MOST_COMMITS: &str = "20000";

impl History {
    /// Reads the history of `dir`. `None` where there is no git, no repository, or only the newest commits (a shallow
    /// clone), which would make every file look new.
    pub fn read(dir: &Path) -> Option<Self> {
        if git(dir, &["rev-parse", "--is-shallow-repository"])?.trim() != "false" {
            return None;
        }
        let log = git(
            dir,
            &[
                "-c",
                "core.quotePath=false",
                "log",
                "-z",
                "-n",
                MOST_COMMITS,
                "--no-renames",
                "--name-status",
                "--relative",
                "--format=%x01%h%x02%ct%x02%an%x02%s",
                "--",
                ".",
            ],
        )?;
        Some(parse(&log))
    }

    /// The day on which the file at `path` below the folder last changed.
    pub fn changed(&self, path: &str) -> Option<Date> {
        self.last.get(path).copied()
    }
}

fn git(dir: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn parse(log: &str) -> History {
    let mut history = History::default();
    for record in log
        .split('\u{1}')
        .filter(|record| !record.trim_matches(['\0', '\n']).is_empty())
    {
        let end = record.find(['\0', '\n']).unwrap_or(record.len());
        let (head, rest) = record.split_at(end);
        let mut fields = head.splitn(4, '\u{2}');
        let name = fields.next().unwrap_or("").to_string();
        let seconds: Option<i64> = fields.next().and_then(|seconds| seconds.parse().ok());
        let days = seconds.and_then(|seconds| i32::try_from(seconds.div_euclid(86_400)).ok());
        let Some(date) = days.and_then(Date::from_days) else {
            continue;
        };
        let (author, subject) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        let mut words = rest.split(['\0', '\n']).filter(|word| !word.is_empty());
        let mut files = Vec::new();
        while let (Some(status), Some(path)) = (words.next(), words.next()) {
            let path = crate::text::nfc::nfc(path).to_string();
            history.last.entry(path.clone()).or_insert(date);
            files.push((status.chars().next().unwrap_or('M'), path));
        }
        history.commits.push(Commit {
            name,
            date,
            author: author.to_string(),
            subject: subject.to_string(),
            files,
        });
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_change_of_a_file_counts() {
        let log = "\u{1}b2\u{2}1772323200\u{2}Ann\u{2}Second\0\nM\0a.md\0D\0old.md\0\0\u{1}a1\u{2}1704067200\u{2}Bob\u{2}First\0\nA\0a.md\0A\0ü b.md\0";
        let history = parse(log);
        assert_eq!(history.commits.len(), 2);
        assert_eq!(
            history.commits[0].files,
            [('M', "a.md".to_string()), ('D', "old.md".to_string())]
        );
        assert_eq!(history.changed("a.md").unwrap().to_string(), "2026-03-01");
        assert_eq!(history.changed("ü b.md").unwrap().to_string(), "2024-01-01");
        assert_eq!(history.changed("c.md"), None);
    }
}
