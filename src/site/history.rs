//! What git knows about the runbooks: a second opinion on when they changed, and what to tell others.

use crate::text::Date;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader};
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

/// Variables that point git elsewhere than at the folder it is asked about: a hook has them, whatever the hook builds.
const ELSEWHERE: [&str; 5] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
];

impl History {
    /// Reads the history of `dir`. `None` where there is no git, no repository, or only the newest commits (a shallow
    /// clone), which would make every file look new.
    pub fn read(dir: &Path) -> Option<Self> {
        walk(dir, |_| false)
    }

    /// As [`History::read`], no further back than to the last change of each of `files`, which are paths below `dir`.
    pub fn of(dir: &Path, files: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut missing: HashSet<String> = files.into_iter().collect();
        walk(dir, |commit| {
            for (_, path) in &commit.files {
                missing.remove(path);
            }
            missing.is_empty()
        })
    }

    /// The day on which the file at `path` below the folder last changed.
    pub fn changed(&self, path: &str) -> Option<Date> {
        self.last.get(path).copied()
    }

    fn add(&mut self, commit: Commit) {
        for (_, path) in &commit.files {
            self.last.entry(path.clone()).or_insert(commit.date);
        }
        self.commits.push(commit);
    }
}

/// git, asked about `dir`. Nothing that it does asks a person, the network or the folder's index.
pub(super) fn git(dir: &Path) -> Command {
    let mut command = Command::new("git");
    for name in ELSEWHERE {
        command.env_remove(name);
    }
    command
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .arg("--no-optional-locks")
        .arg("-C")
        .arg(dir)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Reads commits, newest first, until there are no more, or `is_enough`.
fn walk(dir: &Path, mut is_enough: impl FnMut(&Commit) -> bool) -> Option<History> {
    let output = git(dir).args(["rev-parse", "--is-shallow-repository"]).output().ok()?;
    if output.stdout.trim_ascii() != b"false" {
        return None;
    }
    let mut child = git(dir)
        .args(["-c", "core.quotePath=false", "log", "-z", "-n", MOST_COMMITS])
        // What a user has set for reading logs is not meant for us.
        .args(["--no-show-signature", "--no-color", "--no-renames", "--name-status"])
        .args(["--relative", "--format=%x01%h%x02%ct%x02%an%x02%s", "--", "."])
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut history = History::default();
    let mut stopped = false;
    if let Some(out) = child.stdout.take() {
        for record in BufReader::new(out).split(1) {
            let Some(commit) = record.ok().and_then(|record| commit(&String::from_utf8_lossy(&record))) else {
                continue;
            };
            stopped = is_enough(&commit);
            history.add(commit);
            if stopped {
                // Whether it has ended by itself does not matter.
                let _ = child.kill();
                break;
            }
        }
    }
    let status = child.wait().ok()?;
    (stopped || status.success()).then_some(history)
}

/// Reads one commit of the log.
fn commit(record: &str) -> Option<Commit> {
    let end = record.find(['\0', '\n']).unwrap_or(record.len());
    let (head, rest) = record.split_at(end);
    let mut fields = head.splitn(4, '\u{2}');
    let name = fields.next().unwrap_or("").to_string();
    let seconds: i64 = fields.next()?.parse().ok()?;
    let date = Date::from_days(i32::try_from(seconds.div_euclid(86_400)).ok()?)?;
    let (author, subject) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
    let mut words = rest.split(['\0', '\n']).filter(|word| !word.is_empty());
    let mut files = Vec::new();
    while let (Some(status), Some(path)) = (words.next(), words.next()) {
        let path = crate::text::nfc::nfc(path).to_string();
        files.push((status.chars().next().unwrap_or('M'), path));
    }
    Some(Commit {
        name,
        date,
        author: author.to_string(),
        subject: subject.to_string(),
        files,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_change_of_a_file_counts() {
        let log = "\u{1}b2\u{2}1772323200\u{2}Ann\u{2}Second\0\nM\0a.md\0D\0old.md\0\0\u{1}a1\u{2}1704067200\u{2}Bob\u{2}First\0\nA\0a.md\0A\0ü b.md\0";
        let mut history = History::default();
        for record in log.split('\u{1}') {
            commit(record).into_iter().for_each(|commit| history.add(commit));
        }
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
