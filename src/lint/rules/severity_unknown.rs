//! Severities that are no level.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};

lint! {
    /// Severities that are no level.
    "BG061" "severity-unknown" Warning, Check::File(check),
    what: "A severity that names no level from P0 to P4 (SEV0 to SEV4, critical, high, medium, low, info).",
    why: "The page cannot show it, and the list cannot sort by it.",
    bad: "# T\n\n## Impact\n\n- **Severity**: P9\n\n## Resolution\n\nRestart it.\n",
    good: "# T\n\n## Impact\n\n- **Severity**: P2\n\n## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let metadata = &file.runbook().metadata;
    let Some(text) = metadata.severity_text.as_ref().filter(|_| metadata.severity.is_none()) else {
        return;
    };
    // What the template left is for another rule.
    if text.value.trim_start().starts_with('[') {
        return;
    }
    let finding = Diagnostic::new(RULE, text.span, format!("`{}` is no severity", text.value.trim()));
    out.push(finding.help("write P0 (worst) to P4, or add your word to `[severities]`"));
}
