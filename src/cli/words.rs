//! Phrases that several commands use.

use crate::diagnostic::Severity;
use crate::site::Site;

/// That `check` finds what building does not look for: "0 errors" would say that there is nothing.
pub fn unsaid(site: &Site) -> &'static str {
    match site.unsaid {
        Some(Severity::Error) => "; `breakglass check` finds more, errors among them",
        Some(_) => "; `breakglass check` finds more",
        None => "",
    }
}

/// `2 errors, 1 warning`.
pub fn findings(errors: usize, warnings: usize) -> String {
    format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))
}

/// `1 runbook`, `2 runbooks`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
