//! What is wrong with a configuration file.

use crate::text::LineIndex;
use crate::text::escape::printable;
use std::fmt;

/// One problem, at a byte of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// Where it begins.
    pub at: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// All problems of a file, in its order; shown as one line for each: `breakglass.toml:3:1: what is wrong`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    lines: Vec<String>,
}

impl Problems {
    pub(super) fn new(path: &str, text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.at);
        let index = LineIndex::new(text);
        let line = |problem: &Problem| {
            let place = index.locate(text, problem.at.min(text.len()));
            let message = printable(&problem.message);
            format!("{}:{}:{}: {message}", printable(path), place.line, place.column)
        };
        Self {
            lines: problems.iter().map(line).collect(),
        }
    }

    /// One line for each problem, without control characters.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

impl std::error::Error for Problems {}
