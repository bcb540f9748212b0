//! Alert names that differ in case only.

use super::alert_claimed_twice::repeated;
use crate::diagnostic::Diagnostic;
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Options};

lint! {
    /// Alert names that differ in case only.
    "BG035" "alert-differs-in-case" Warning, Check::Folder(check),
    what: "Two alerts whose names differ only in upper and lower case.",
    why: "Prometheus tells them apart and people do not: one of the two is a typing error, and its link leads nowhere.",
    bad: [
        ("a.md", "# A\n\n## Detection\n\n- **Alert**: `HighCPUUsage`\n"),
        ("b.md", "# B\n\n## Detection\n\n- **Alert**: `HighCpuUsage`\n"),
    ],
    good: [
        ("a.md", "# A\n\n## Detection\n\n- **Alert**: `HighCPUUsage`\n"),
        ("b.md", "# B\n\n## Detection\n\n- **Alert**: `HighCPULoad`\n"),
    ],
    fix: "",
}

fn check(folder: &Folder<'_>, _: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    for (at, alert, first) in repeated(folder, |a, b| a != b) {
        let Some(other) = folder.members.get(first) else {
            continue;
        };
        let written = other.document.runbook().metadata.alerts.iter();
        let name = written
            .map(|alert| alert.value.as_str())
            .find(|name| name.eq_ignore_ascii_case(&alert.value) || name.to_lowercase() == alert.value.to_lowercase())
            .unwrap_or("");
        let finding = Diagnostic::new(
            RULE,
            alert.span,
            format!(
                "`{}` differs only in case from `{name}` in `{}`",
                alert.value, other.path
            ),
        );
        out.push((at, finding.help("write the name exactly as the rule file does")));
    }
}
