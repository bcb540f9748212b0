//! Alerts that two runbooks answer.

use crate::diagnostic::Diagnostic;
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Options};

lint! {
    /// Alerts that two runbooks answer.
    "BG034" "alert-claimed-twice" Warning, Check::Folder(check),
    what: "An alert that two runbooks name as theirs.",
    why: "The page of that alert has to ask the engineer which of them to open, at the worst moment.",
    bad: [
        ("a.md", "# A\n\n## Detection\n\n- **Alert**: `HighCPUUsage`\n"),
        ("b.md", "# B\n\n## Detection\n\n- **Alert**: `HighCPUUsage`\n"),
    ],
    good: [
        ("a.md", "# A\n\n## Detection\n\n- **Alert**: `HighCPUUsage`\n"),
        ("b.md", "# B\n\n## Detection\n\n- **Alert**: `HighMemoryUsage`\n"),
    ],
    fix: "",
}

fn check(folder: &Folder<'_>, _: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    for (at, alert, (first, _)) in repeated(folder, |a, b| a == b) {
        let other = folder.members.get(first).map_or("", |member| member.path);
        let finding = Diagnostic::new(
            RULE,
            alert.span,
            format!("the alert `{}` already leads to `{other}`", alert.value),
        );
        out.push((
            at,
            finding.help("name it in one of them, and let that one link to the other"),
        ));
    }
}

/// The alerts that an earlier runbook names, too, by `same`; each with the number of its runbook, and with the number of the
/// other and the name there.
pub fn repeated<'a>(
    folder: &'a Folder<'_>,
    same: impl Fn(&str, &str) -> bool,
) -> Vec<(usize, &'a crate::text::span::Spanned<String>, (usize, &'a str))> {
    let mut by_name: std::collections::BTreeMap<String, Vec<(usize, &str)>> = std::collections::BTreeMap::new();
    let mut out = Vec::new();
    for (at, member) in folder.members.iter().enumerate() {
        for alert in &member.document.runbook().metadata.alerts {
            let others = by_name.entry(alert.value.to_lowercase()).or_default();
            let found = others
                .iter()
                .find(|(other, name)| *other != at && same(&alert.value, name));
            if let Some(first) = found {
                out.push((at, alert, *first));
            }
            others.push((at, alert.value.as_str()));
        }
    }
    out
}
