//! Verifications with nothing to check.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, trim_end};
use crate::lint::registry::{Check, lint};
use crate::runbook::SectionKind;

lint! {
    /// Verifications with nothing to check.
    "BG071" "verification-without-checks" Warning, Check::File(check),
    what: "A Verification section without a single item or step.",
    why: "Incidents are closed too early by feeling. A list to tick off, with the values to see, is what prevents that.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n## Verification\n\nSee that all is well.\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n## Verification\n\n- [ ] p95 is below 500 ms for 15 minutes\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let runbook = file.runbook();
    for section in runbook
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Verification)
    {
        let within = |offset: usize| section.span.contains(offset);
        let items = file.leaves_in(section.span).any(|leaf| leaf.in_item);
        let steps = runbook.steps.iter().any(|step| within(step.span.start));
        let commands = runbook.commands.iter().any(|command| within(command.span.start));
        let headings = runbook
            .headings
            .iter()
            .any(|heading| within(heading.span.start) && heading.span.start > section.span.start);
        let says_something = file.leaves_in(section.span).count() > 1;
        if !file.is_runbook() || items || steps || commands || headings || !says_something {
            continue;
        }
        let heading = file.heading_at(section.span.start);
        let span = heading.map_or(section.span, |heading| trim_end(file.source, heading.span));
        let finding = Diagnostic::new(
            RULE,
            span,
            format!("the section {} has nothing to tick off", section.title),
        );
        out.push(finding.help("make it a list of `- [ ]` items, each with the value to see"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn bullets_and_commands_are_checks() {
        let head = "# T\n\n## Symptoms\n\nx\n\n## Resolution\n\nx\n\n## Verification\n\n";
        for body in ["- The queue is empty\n", "```bash\nuptime\n```\n", ""] {
            check("verification-without-checks", &format!("{head}{body}"), &[]);
        }
    }
}
