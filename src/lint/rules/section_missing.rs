//! Sections that a runbook does not have.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::file::{Customs, File, Profile, is_template};
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Options};
use crate::markdown::facts::alert_in_name;
use crate::runbook::{Kind, Section, SectionKind};
use crate::text::Span;

lint! {
    /// Sections that a runbook does not have.
    "BG050" "section-missing" Warning, Check::Both(check, folder),
    what: "A section of the nine that the runbook does not have. In a page of another form only the missing of all \
           instructions is reported, and that of Verification and Escalation as advice: for the runbook where others of its \
           folder have them, else once for the folder.",
    why: "At night nobody looks for what is not where it always is. Diagnosis and Resolution say what to do, \
          Verification when it is over, Escalation whom to call when it is not.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Impact\n\n- **Severity**: P1\n\n## Detection\n\n- **Alert**: `A`\n\n## Diagnosis\n\nLook.\n\n\
          ## Resolution\n\nRestart it.\n\n## Verification\n\n- [ ] Fast\n\n## Prevention\n\n- Test\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Impact\n\n- **Severity**: P1\n\n## Detection\n\n- **Alert**: `A`\n\n## Diagnosis\n\nLook.\n\n\
           ## Resolution\n\nRestart it.\n\n## Verification\n\n- [ ] Fast\n\n## Prevention\n\n- Test\n\n## Escalation\n\n- `#ops`\n\n\
           ## Related\n\n- None\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let runbook = file.runbook();
    let has = |kind| runbook.sections.iter().any(|section| section.kind == kind);
    match file.profile {
        Profile::Index => {}
        Profile::Page => {
            // Steps under headings of the author's own are a procedure all the same.
            let name = file.path.rsplit('/').next().unwrap_or("");
            let is_list =
                name.starts_with("_index.") || name.eq_ignore_ascii_case("readme.md") || is_template(file.path);
            if file.around.customs.sections && !is_list && runbook.steps.is_empty() && runbook.commands.is_empty() {
                let message = "no heading here names a section of a runbook (Symptoms, Diagnosis, Resolution, …)";
                let mut finding = Diagnostic::new(RULE, file.title_span(), message);
                finding.severity = Severity::Info;
                out.push(
                    finding
                        .help("name the sections so, add your own names to `[sections]`, or move the page elsewhere"),
                );
            }
        }
        Profile::Template => {
            let lacks = |kind: &SectionKind| match kind {
                // A page that is called as its alert says what detects it.
                SectionKind::Detection if names_alert(file) => false,
                kind => !has(*kind) && is_custom(file.around.customs, *kind),
            };
            for kind in SectionKind::NAMED.into_iter().filter(lacks) {
                if needed(file.kind(), kind) {
                    out.push(missing(file, kind, severity(kind)));
                }
            }
        }
        Profile::Runbook => {
            if !has(SectionKind::Diagnosis) && !has(SectionKind::Resolution) && runbook.steps.is_empty() {
                out.push(missing(file, SectionKind::Resolution, Severity::Warning));
            }
            // One finding for both: a page of another form is not wrong for having other headings.
            let lacks: Vec<&str> = [SectionKind::Verification, SectionKind::Escalation]
                .into_iter()
                .filter(|kind| !has(*kind) && is_custom(file.around.customs, *kind))
                .map(SectionKind::title)
                .collect();
            if !lacks.is_empty() && file.kind() == Kind::Incident {
                let message = format!("the runbook has no section {}", lacks.join(" and none "));
                let mut finding = Diagnostic::new(RULE, file.title_span(), message);
                finding.severity = Severity::Info;
                out.push(finding.help("say how to tell that it is over, and whom to call when it is not"));
            }
        }
    }
}

/// Whether the title or the file's name is an alert's name, or the page names one elsewhere.
fn names_alert(file: &File<'_>) -> bool {
    let runbook = file.runbook();
    !runbook.metadata.alerts.is_empty() || alert_in_name(&runbook.title, file.path).is_some()
}

fn is_custom(customs: Customs, kind: SectionKind) -> bool {
    match kind {
        SectionKind::Verification => customs.verification,
        SectionKind::Escalation => customs.escalation,
        SectionKind::Related => customs.related,
        _ => true,
    }
}

fn folder(folder: &Folder<'_>, _: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    for (kind, message) in [
        (
            SectionKind::Verification,
            "hardly a runbook of this folder has a section Verification",
        ),
        (
            SectionKind::Escalation,
            "hardly a runbook of this folder has a section Escalation",
        ),
    ] {
        super::say_once(folder, is_custom(folder.customs, kind), RULE, message, out);
    }
}

/// Planned work has no symptoms and no alert.
fn needed(kind: Kind, section: SectionKind) -> bool {
    kind == Kind::Incident
        || !matches!(
            section,
            SectionKind::Symptoms | SectionKind::Impact | SectionKind::Detection
        )
}

/// What is needed while the incident lasts is a warning, what is needed after it is advice.
fn severity(kind: SectionKind) -> Severity {
    match kind {
        SectionKind::Prevention | SectionKind::Related => Severity::Info,
        _ => Severity::Warning,
    }
}

fn missing(file: &File<'_>, kind: SectionKind, severity: Severity) -> Diagnostic {
    let mut finding = Diagnostic::new(
        RULE,
        place(file, kind),
        format!("the runbook has no section {}", kind.title()),
    );
    finding.severity = severity;
    finding.help(help(kind))
}

/// Where the section belongs: before the heading of the first section that comes later, else behind the last one.
fn place(file: &File<'_>, kind: SectionKind) -> Span {
    let sections = &file.runbook().sections;
    let later = |section: &&Section| section.kind != SectionKind::Other && section.kind > kind;
    match sections.iter().find(later) {
        Some(next) => Span::at(next.span.start),
        None => file.title_span(),
    }
}

fn help(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Symptoms => "say how to recognise the problem: what users report, which error lines appear",
        SectionKind::Impact => "say how severe it is, who is hit, and what it costs",
        SectionKind::Detection => "name the alert, the dashboard and the log patterns",
        SectionKind::Diagnosis => "say how to find the cause, step by step, with what to expect",
        SectionKind::Resolution => "say what to do, first what stops the damage",
        SectionKind::Verification => "say how to tell that it is over, as a list to tick off",
        SectionKind::Prevention => "say what keeps it from coming back",
        SectionKind::Escalation => "say whom to call, when, and by which number or link",
        SectionKind::Related | SectionKind::Other => "link to the neighbouring runbooks",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::findings;

    fn messages(source: &str) -> Vec<String> {
        findings(source)
            .into_iter()
            .filter(|finding| finding.rule == RULE)
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn other_forms_are_asked_for_less() {
        let source = "# T\n\n## Meaning\n\nx\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n";
        assert_eq!(
            messages(source),
            ["the runbook has no section Verification and none Escalation"]
        );
    }

    #[test]
    fn a_missing_section_points_at_its_place() {
        let source = "# T\n\n## Symptoms\n\nx\n\n## Impact\n\nx\n\n## Detection\n\nx\n\n## Diagnosis\n\nx\n\n## Resolution\n\nx\n\n\
                      ## Prevention\n\nx\n\n## Escalation\n\nx\n\n## Related\n\nx\n";
        let finding = findings(source)
            .into_iter()
            .find(|finding| finding.rule == RULE)
            .unwrap();
        assert_eq!(finding.message, "the runbook has no section Verification");
        assert!(source[finding.span.start..].starts_with("## Prevention"));
    }

    #[test]
    fn planned_work_needs_no_symptoms() {
        let source = "---\nkind: procedure\n---\n# T\n\n## Diagnosis\n\nx\n\n## Resolution\n\nx\n\n## Verification\n\nx\n\n\
                      ## Prevention\n\nx\n\n## Escalation\n\nx\n\n## Related\n\nx\n";
        assert_eq!(messages(source), Vec::<String>::new());
    }
}
