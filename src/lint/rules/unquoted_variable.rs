//! Variables outside of quotes.

use super::command_text::{has_run, in_dangerous};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::runbook::command::Command;
use crate::runbook::variable::{Placeholder, Quoting, Syntax};
use crate::text::Span;

lint! {
    /// Variables outside of quotes.
    "BG083" "unquoted-variable" Info, Check::File(check),
    what: "A shell variable outside of quotes in a command; one finding for a file, and one for every \
           destructive command, where it is a warning.",
    why: "Unset, it disappears, and the command means something else: `rm -rf $DIR/*` becomes `rm -rf /*`. With a space in its \
          value it becomes two arguments.",
    bad: "# T\n\n## Resolution\n\n```bash\nkubectl rollout restart deployment/$NAME\n```\n",
    good: "# T\n\n## Resolution\n\n```bash\nkubectl rollout restart \"deployment/$NAME\"\n```\n",
    fix: "",
}

/// Variables of one command that are looked at: each costs a search in the block.
const MOST: usize = 50;

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if file.around.is_index {
        return;
    }
    let mut others: Option<(Span, String)> = None;
    let mut blocks = 0;
    for command in file
        .runbook()
        .commands
        .iter()
        .filter(|command| file.code_at(command.span).is_some_and(has_run))
    {
        let bare: Vec<(&str, Span)> = command
            .placeholders
            .iter()
            .filter(|place| is_bare(command, place))
            .take(MOST)
            .map(|place| {
                let written = command.copy.get(place.range.clone()).unwrap_or("");
                (written, locate(file, command, written))
            })
            .collect();
        if let Some((written, place)) = bare.iter().find(|(_, place)| in_dangerous(file, command, *place)) {
            let message = format!("`{written}` is outside of quotes in a destructive command");
            let mut finding = Diagnostic::new(RULE, *place, message);
            finding.severity = Severity::Warning;
            out.push(finding.help(format!("write `\"{written}\"`")));
        } else if let Some((written, place)) = bare.first() {
            blocks += 1;
            others.get_or_insert_with(|| (*place, (*written).to_string()));
        }
    }
    let Some((place, written)) = others else { return };
    let message = match blocks {
        1 => format!("`{written}` is outside of quotes"),
        n => format!(
            "`{written}` is outside of quotes, and so are variables in {} more commands",
            n - 1
        ),
    };
    out.push(Diagnostic::new(RULE, place, message).help(format!("write `\"{written}\"`")));
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
    fn where_the_shell_does_not_split() {
        let with = |command: &str| format!("# T\n\n## Resolution\n\n```bash\n{command}\n```\n");
        check(
            "unquoted-variable",
            &with("kubectl get pods -n $NS -o $FORMAT"),
            &["$NS"],
        );
        // Indented instead of fenced, it is a command all the same; output is none.
        let indented = "# T\n\n## Resolution\n\nDo:\n\n    kubectl get pods -n $NS\n\nIt says:\n\n    kubectl: $NS\n";
        check("unquoted-variable", indented, &["$NS"]);
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
