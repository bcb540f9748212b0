//! Findings and how they are written: `check`, `alerts` and `review` report in the same words and formats.

pub mod github;
pub mod json;
pub mod sarif;
pub mod text;

use crate::diagnostic::Severity;
use crate::site::Report;
use std::path::Path;

/// The findings about one file, under the name that the user gave it.
pub struct Finding {
    /// The path to show: as typed, or below the folder that was typed.
    pub path: String,
    /// The file's text and its findings.
    pub report: Report,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Files that were looked at.
    pub files: usize,
    /// Findings of the level error.
    pub errors: usize,
    /// Findings of the level warning.
    pub warnings: usize,
    /// Findings of the level info.
    pub infos: usize,
}

impl Summary {
    /// Adds the findings by level.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings.iter().flat_map(|finding| &finding.report.diagnostics) {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
        }
    }
}

/// A file's path as the user would name it: `path` lies below the folder `dir`, as typed.
pub fn shown(dir: &Path, path: &str) -> String {
    let joined = dir.join(path);
    joined.strip_prefix(".").unwrap_or(&joined).display().to_string()
}
