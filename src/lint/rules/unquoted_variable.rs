//! Variables outside of quotes.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::runbook::command::{Command, Danger};
use crate::runbook::variable::{Placeholder, Quoting, Syntax};
use crate::text::Span;

lint! {
    /// Variables outside of quotes.
    "BG083" "unquoted-variable" Info, Check::File(check),
    what: "A shell variable outside of quotes in a command; one finding for a block. In a destructive command it is a warning.",
    why: "Unset, it disappears, and the command means something else: `rm -rf $DIR/*` becomes `rm -rf /*`. With a space in its \
          value it becomes two arguments.",
    bad: "# T\n\n## Resolution\n\n```bash\nkubectl rollout restart deployment/$NAME\n```\n",
    good: "# T\n\n## Resolution\n\n```bash\nkubectl rollout restart \"deployment/$NAME\"\n```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if file.around.is_index {
        return;
    }
    for command in &file.runbook().commands {
        let bare: Vec<&Placeholder> = command
            .placeholders
            .iter()
            .filter(|place| is_bare(command, place))
            .collect();
        let Some(first) = bare.first() else { continue };
        let written = command.copy.get(first.range.clone()).unwrap_or("");
        let place = locate(file, command, written);
        let mut names: Vec<&str> = bare.iter().map(|place| place.name.as_str()).collect();
        names.dedup();
        names.sort_unstable();
        names.dedup();
        let message = match names.len() {
            1 => format!("`{written}` is outside of quotes"),
            n => format!("`{written}` and {} more variables are outside of quotes", n - 1),
        };
        let mut finding = Diagnostic::new(RULE, place, message).help(format!("write `\"{written}\"`"));
        if command.danger == Danger::Destructive {
            finding.severity = Severity::Warning;
        }
        out.push(finding);
    }
}

/// Whether a place is subject to word splitting: a shell variable outside of quotes that is not the value of an
/// assignment, in arithmetic or in `[[ … ]]`.
fn is_bare(command: &Command, place: &Placeholder) -> bool {
    if place.quoting != Quoting::None || !matches!(place.syntax, Syntax::Braced | Syntax::Bare) {
        return false;
    }
    let before = command.copy.get(..place.range.start).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let word = line.rsplit([' ', '\t', ';', '|', '&', '(']).next().unwrap_or("");
    let assigns = word.split_once('=').is_some_and(|(name, _)| {
        let first_word = line.trim_start().strip_prefix("export ").unwrap_or(line).trim_start();
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && first_word.starts_with(name)
    });
    let arithmetic = line
        .rfind("$((")
        .is_some_and(|at| !line.get(at..).unwrap_or("").contains("))"));
    let test = line
        .rfind("[[ ")
        .is_some_and(|at| !line.get(at..).unwrap_or("").contains("]]"));
    // `for x in $LIST` splits on purpose.
    let list = line.trim_start().starts_with("for ") && line.contains(" in ");
    let comment = line.contains(" #") || line.trim_start().starts_with('#');
    !assigns && !arithmetic && !test && !list && !comment
}

/// The place of a variable in the source: its first occurrence in the block.
pub fn locate(file: &File<'_>, command: &Command, written: &str) -> Span {
    let Some(code) = file.code_at(command.span) else {
        return command.span;
    };
    let found = code.lines.iter().find_map(|(line, span)| {
        let at = line.find(written)?;
        Some(Span::new(span.start + at, span.start + at + written.len()))
    });
    found.unwrap_or(command.span)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    #[ignore = "the model has no steps and classes yet"]
    fn where_the_shell_does_not_split() {
        let with = |command: &str| format!("# T\n\n## Resolution\n\n```bash\n{command}\n```\n");
        check(
            "unquoted-variable",
            &with("kubectl get pods -n $NS -o $FORMAT"),
            &["$NS"],
        );
        for fine in [
            "POD=$NAME",
            "echo \"$NAME\"",
            "if [[ $NAME == x ]]; then ls; fi",
            "for p in $PODS; do ls; done",
        ] {
            check("unquoted-variable", &with(fine), &[]);
        }
    }
}
