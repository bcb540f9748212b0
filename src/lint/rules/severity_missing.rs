//! Runbooks that do not say how bad it is.

use crate::diagnostic::Diagnostic;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Options};
use crate::runbook::{Kind, SectionKind};
use crate::text::Span;

lint! {
    /// Runbooks that do not say how bad it is.
    "BG060" "severity-missing" Warning, Check::Both(check, folder),
    what: "A runbook for an incident without a severity, in its front matter, its Impact section, or the index. Where no \
           runbook of a larger folder has one, that is said once.",
    why: "The severity decides whom to wake and how often to report. Whoever has just been paged should not have to \
          guess it.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Impact\n\n- **Affected Users**: all\n\n## Diagnosis\n\nLook.\n\n## Resolution\n\nRestart it.\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Impact\n\n- **Severity**: P1 - High\n- **Affected Users**: all\n\n## Diagnosis\n\nLook.\n\n\
           ## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let metadata = &file.runbook().metadata;
    let known = metadata.severity_text.is_some() || metadata.severity.is_some() || file.around.severity.is_some();
    if !file.is_runbook() || file.kind() != Kind::Incident || known || !file.around.customs.severity {
        return;
    }
    let impact = file.runbook().section(SectionKind::Impact);
    let heading = impact.and_then(|impact| file.heading_at(impact.span.start).map(|heading| heading.span));
    let span = heading.map_or(file.title_span(), |span| crate::lint::file::trim_end(file.source, span));
    let finding = Diagnostic::new(RULE, span, "nothing says how severe this is");
    out.push(finding.help("add `- **Severity**: P1` to Impact, or `severity: P1` to the front matter"));
}

fn folder(folder: &Folder<'_>, _: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    super::say_once(
        folder,
        folder.customs.severity,
        RULE,
        "no runbook of this folder says how severe its incident is",
        out,
    );
}

/// Where findings about a whole folder point in its first runbook.
pub fn first_place(folder: &Folder<'_>) -> Option<(usize, Span)> {
    let at = folder.first()?;
    let member = folder.members.get(at)?;
    let title = member.document.runbook().title_span;
    let source = &member.document.prepared.text;
    Some((at, crate::lint::file::trim_end(source, title)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Around;
    use crate::lint::testing::{findings_with, of};

    #[test]
    fn the_index_may_say_it() {
        let source = "# T\n\n## Symptoms\n\nx\n\n## Impact\n\nx\n\n## Resolution\n\nx\n";
        assert_eq!(of(RULE.name, source).len(), 1);
        let around = Around {
            severity: crate::runbook::Severity::read("P1"),
            ..Around::default()
        };
        let found = findings_with("a.md", source, &around, &Options::default());
        assert!(found.iter().all(|finding| finding.rule != RULE));
    }

    #[test]
    fn planned_work_has_none() {
        assert!(
            of(
                RULE.name,
                "---\nkind: procedure\n---\n# T\n\n## Impact\n\nx\n\n## Resolution\n\nx\n"
            )
            .is_empty()
        );
    }
}
