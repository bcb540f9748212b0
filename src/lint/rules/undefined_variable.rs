//! Variables that nothing explains.

use super::command_text::has_run;
use super::unquoted_variable::locate;
use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::runbook::command::Console;
use crate::runbook::variable::{Syntax, key};
use crate::text::Span;
use std::collections::BTreeSet;

lint! {
    /// Variables that nothing explains.
    "BG084" "undefined-variable" Info, Check::File(check),
    what: "Variables in commands that no block assigns and no text or comment mentions; one finding for a file.",
    why: "The page asks for its value, and the reader does not know what to enter.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n```bash\nkubectl rollout restart \"deployment/$X2\"\n```\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nSet `X2` to the deployment that the alert names.\n\n\
           ```bash\nkubectl rollout restart \"deployment/$X2\"\n```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if !file.is_runbook() {
        return;
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut prose: Option<String> = None;
    let mut unknown: Vec<(&str, Span)> = Vec::new();
    for command in file.runbook().commands.iter().filter(|command| {
        file.code_at(command.span)
            .is_some_and(|code| code.console().is_some() || has_run(code))
    }) {
        for place in &command.placeholders {
            if !matches!(place.syntax, Syntax::Braced | Syntax::Bare) || !seen.insert(key(&place.name)) {
                continue;
            }
            let prose = prose.get_or_insert_with(|| {
                let leaves = file.leaves.iter().map(|leaf| leaf.text());
                let comments = file.codes.iter().flat_map(|code| {
                    let mark = if code.console() == Some(Console::Sql) {
                        "--"
                    } else {
                        "#"
                    };
                    code.lines.iter().filter_map(move |(line, _)| line.split_once(mark))
                });
                let comments = comments.map(|(_, comment)| comment.to_string());
                key(&leaves.chain(comments).collect::<Vec<_>>().join("\n"))
            });
            if prose.contains(&key(&place.name)) {
                continue;
            }
            let written = command.copy.get(place.range.clone()).unwrap_or("");
            unknown.push((place.name.as_str(), locate(file, command, written)));
        }
    }
    let Some((name, span)) = unknown.first() else { return };
    let message = match unknown.len() {
        1 => format!("nothing says what `{name}` is"),
        n => format!(
            "nothing says what `{name}` is, and {} more variables are not explained",
            n - 1
        ),
    };
    let finding = Diagnostic::new(RULE, *span, message);
    out.push(finding.help("say in the text what to set it to, or assign it in a command before"));
}
