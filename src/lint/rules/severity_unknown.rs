//! Severities that are no level.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::runbook::Severity;

lint! {
    /// Severities that are no level.
    "BG061" "severity-unknown" Warning, Check::File(check),
    what: "A severity that names no level from P0 to P4 (SEV0 to SEV4, critical, high, medium, low, info), or several of \
           which none holds by itself (`P1/P2`).",
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
    let (what, help) = match Severity::depends(&text.value) {
        true => (
            "` names several severities, so that none is claimed",
            "write the one to begin with, and exceptions in brackets behind it: `P2 (P1 by day)`",
        ),
        false => (
            "` is no severity",
            "write P0 (worst) to P4, or add your word to `[severities]`",
        ),
    };
    out.push(Diagnostic::new(RULE, text.span, ["`", text.value.trim(), what].concat()).help(help));
}
