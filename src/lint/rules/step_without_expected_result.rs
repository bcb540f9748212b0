//! Steps that do not say what to see.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, trim_end};
use crate::lint::registry::{Check, lint};
use crate::lint::words::says;
use crate::runbook::{SectionKind, Step};

lint! {
    /// Steps that do not say what to see.
    "BG070" "step-without-expected-result" Info, Check::File(check),
    what: "A step of Diagnosis or Resolution with a command and without a word on what to expect. Where no step of a runbook \
           says so, there is one finding for all; where most have a line `**Expected**: …`, every step needs one.",
    why: "A reader who does not know the system cannot tell whether what the command printed is good, bad, or the wrong \
          cluster.",
    bad: "# T\n\n## Diagnosis\n\n### Step 1: Look\n\n```bash\nuptime\n```\n\n## Resolution\n\nRestart it.\n",
    good: "# T\n\n## Diagnosis\n\n### Step 1: Look\n\n```bash\nuptime\n```\n\n**Expected**: a load below 4\n\n## Resolution\n\nRestart it.\n",
    fix: "",
}

/// Words by which a step says what to see.
const EXPECTATIONS: &[&str] = &[
    "expect",
    "should ",
    "you will see",
    "you'll see",
    "you see",
    "look for",
    "looking for",
    "healthy",
    "returns",
    "shows",
    "must be",
    "must show",
    "output",
    "if it ",
    "if the ",
    "if there ",
    "if any ",
    "if no ",
    "if this",
    "if you see",
    "normal",
    "success",
    "confirm",
    "verify that",
    "wait until",
    "wait for",
    "result",
    "indicates",
    "means",
    "will be",
    "watch for",
    "threshold",
];

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if !file.is_runbook() {
        return;
    }
    let steps = &file.runbook().steps;
    let wants = |step: &&Step| {
        matches!(step.section, SectionKind::Diagnosis | SectionKind::Resolution) && !step.commands.is_empty()
    };
    // Where steps usually have a line of their own for it, a step without one is told from the others.
    let all = || steps.iter().filter(wants);
    let marked = all().filter(|step| step.expected.is_some()).count() * 2 > all().count();
    // The commands of an item belong to the heading's step, too; the innermost answers for them.
    let mut answered = std::collections::BTreeSet::new();
    let with_commands = steps.iter().filter(|step| !step.commands.is_empty());
    answered.extend(with_commands.filter_map(|step| step.parent));
    let inner = |at: usize| answered.contains(&at);
    let with: Vec<(&Step, bool)> = steps
        .iter()
        .enumerate()
        .filter(|(at, step)| wants(step) && !inner(*at))
        .map(|(_, step)| {
            (
                step,
                if marked {
                    step.expected.is_some()
                } else {
                    has(file, step)
                },
            )
        })
        .collect();
    let lacking: Vec<&Step> = with.iter().filter(|(_, has)| !has).map(|(step, _)| *step).collect();
    let Some(first) = lacking.first() else { return };
    let help = "add `**Expected**: …` behind the command, and what to do if it is not so";
    if lacking.len() == with.len() && with.len() > 1 {
        let message = format!("none of the {} steps with commands says what to expect", with.len());
        out.push(Diagnostic::new(RULE, trim_end(file.source, first.head), message).help(help));
        return;
    }
    for step in lacking {
        let finding = Diagnostic::new(
            RULE,
            trim_end(file.source, step.head),
            "this step does not say what to expect",
        );
        out.push(finding.help(help));
    }
}

/// Whether the step says what to see: by a marked line, by its prose, or by output behind the command.
fn has(file: &File<'_>, step: &Step) -> bool {
    let commands = &file.runbook().commands;
    let shows_output = |code: &crate::lint::file::Code<'_>| {
        matches!(
            code.language.as_str(),
            "text" | "output" | "console" | "json" | "yaml" | "txt"
        )
    };
    step.expected.is_some()
        || !step.if_not.is_empty()
        || file
            .leaves_in(step.span)
            .any(|leaf| leaf.span != step.head && says(&leaf.text(), EXPECTATIONS))
        || says(&step.text, EXPECTATIONS)
        || file.codes_in(step.span).any(shows_output)
        || step.commands.iter().any(|at| {
            let command = commands.get(*at);
            command.is_some_and(|command| {
                command
                    .text
                    .lines()
                    .any(|line| line.trim_start().starts_with('#') && says(line, EXPECTATIONS))
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;

    #[test]
    fn one_finding_where_no_step_says_it() {
        let step = |n: usize, more: &str| format!("### Step {n}: Look\n\n```bash\nuptime -{n}\n```\n\n{more}");
        let head = "# T\n\n## Symptoms\n\nx\n\n## Diagnosis\n\n";
        let none = format!("{head}{}{}", step(1, ""), step(2, ""));
        assert_eq!(of("step-without-expected-result", &none).len(), 1);
        let some = format!("{head}{}{}{}", step(1, "Expected: 1\n\n"), step(2, ""), step(3, ""));
        assert_eq!(of("step-without-expected-result", &some).len(), 2);
    }
}
