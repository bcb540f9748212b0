//! Tabs in commands.

use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Span;

lint! {
    /// Tabs in commands.
    "BG088" "tab-in-command" Info, Check::File(check),
    what: "A tab in a command that a shell would run. In a here-document with `<<-` tabs mean something, and are left alone.",
    why: "Pasted into a terminal, a tab asks for completions instead of standing for white space.",
    bad: "# T\n\n## Diagnosis\n\n```bash\nfor pod in a b; do\n\tkubectl logs \"$pod\"\ndone\n```\n",
    good: "# T\n\n## Diagnosis\n\n```bash\nfor pod in a b; do\n  kubectl logs \"$pod\"\ndone\n```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for code in file.codes.iter().filter(|code| code.is_shell()) {
        if code.lines.iter().any(|(line, _)| line.contains("<<-")) {
            continue;
        }
        let tabs: Vec<Span> = code
            .lines
            .iter()
            .flat_map(|(line, span)| {
                line.match_indices('\t')
                    .map(|(at, _)| Span::new(span.start + at, span.start + at + 1))
            })
            .collect();
        let Some(first) = tabs.first() else { continue };
        let finding = Diagnostic::new(
            RULE,
            *first,
            "this is a tab, which a terminal takes for a request to complete",
        );
        out.push(finding.help("use spaces").fix(Fix {
            title: "Use spaces".to_string(),
            edits: tabs.iter().map(|span| TextEdit::replace(*span, "  ")).collect(),
            safe: false,
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn only_shells_and_not_here_documents() {
        check(
            "tab-in-command",
            "```make\na:\n\tls\n```\n\n```bash\ncat <<-X\n\ta\nX\n```\n",
            &[],
        );
        check("tab-in-command", "```bash\nls\ta\tb\n```\n", &["\t"]);
    }
}
