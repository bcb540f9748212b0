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
    for (at, alert, (first, name)) in repeated(folder, |a, b| a != b) {
        let Some(other) = folder.members.get(first) else {
            continue;
        };
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

#[cfg(test)]
mod tests {
    use crate::lint::Options;
    use crate::lint::testing::folder_findings;

    #[test]
    fn of_several_names_the_one_that_differs_is_named() {
        let files = [
            ("a.md", "# A\n\n## Detection\n\n- **Alert**: `DiskFull`, `diskfull`\n"),
            ("b.md", "# B\n\n## Detection\n\n- **Alert**: `DiskFull`\n"),
        ];
        let found: Vec<_> = folder_findings(&files, &Options::default())
            .into_iter()
            .filter(|(_, finding)| finding.rule.name == "alert-differs-in-case")
            .map(|(_, finding)| finding.message)
            .collect();
        assert_eq!(found, ["`DiskFull` differs only in case from `diskfull` in `a.md`"]);
    }
}
