//! Escalations that reach nobody.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, LeafKind, trim_end};
use crate::lint::registry::{Check, lint};
use crate::lint::words::{reaches_someone, says};
use crate::runbook::SectionKind;

lint! {
    /// Escalations that reach nobody.
    "BG072" "escalation-without-contact" Error, Check::File(check),
    what: "An Escalation section without a number, an address, a channel or a link.",
    why: "Whoever opens it needs help now and cannot ask around for how to get it.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n## Escalation\n\n- **L2 Support**: the database team\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n## Escalation\n\n- **L2 Support**: the database team, `#db-oncall`\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if !file.is_runbook() {
        return;
    }
    let runbook = file.runbook();
    for section in runbook
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Escalation)
    {
        let body: Vec<_> = file
            .leaves_in(section.span)
            .filter(|leaf| !matches!(leaf.kind, LeafKind::Heading(_)))
            .collect();
        let links = file
            .links
            .iter()
            .any(|link| section.span.contains(link.span.start) && !link.is_image);
        // A command that pages, or a tool's own command in a chat, reaches somebody.
        let commands = runbook
            .commands
            .iter()
            .any(|command| section.span.contains(command.span.start));
        let pages = body.iter().any(|leaf| {
            let code = leaf
                .pieces
                .iter()
                .any(|piece| piece.is_code && piece.text.starts_with(['/', '!', '#', '@']));
            code || says(
                &leaf.text(),
                &["slack channel", "teams channel", "page the ", "in the channel"],
            )
        });
        if body.is_empty() || links || commands || pages || body.iter().any(|leaf| reaches_someone(&leaf.text())) {
            continue;
        }
        let heading = file.heading_at(section.span.start);
        let span = heading.map_or(section.span, |heading| trim_end(file.source, heading.span));
        let finding = Diagnostic::new(
            RULE,
            span,
            format!("the section {} gives no way to reach anyone", section.title),
        );
        out.push(finding.help("add a telephone number, a link to the paging service, or a channel"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;

    #[test]
    fn ways_to_reach_someone() {
        let head = "# T\n\n## Symptoms\n\nx\n\n## Resolution\n\nx\n\n## Escalation\n\n";
        for body in [
            "Call +1 555 0100.",
            "[On call](https://page.example.org)",
            "Ask in `#ops`.",
            "See [Contacts](README.md#contacts).",
        ] {
            assert!(
                of("escalation-without-contact", &format!("{head}{body}\n")).is_empty(),
                "{body}"
            );
        }
        for body in ["- **L1**: [Contact]", "Check PagerDuty.", "1-800-XXX-XXXX"] {
            assert_eq!(
                of("escalation-without-contact", &format!("{head}{body}\n")).len(),
                1,
                "{body}"
            );
        }
    }
}
