//! Characters that a word processor has put into a command.

use super::command_text::is_run;
use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::words::bare_bytes;
use crate::text::Span;

lint! {
    /// Characters that a word processor has put into a command.
    "BG086" "typographic-character-in-command" Error, Check::File(check),
    what: "Curly quotes, en or em dashes in a command, outside of quotes and comments.",
    why: "To the shell they are ordinary letters: `–force` is an argument and no option, and `“a b”` is two words. The command \
          fails, or worse, does something else.",
    bad: "# T\n\n## Diagnosis\n\n```bash\nkubectl get pods –n shop\n```\n",
    good: "# T\n\n## Diagnosis\n\n```bash\nkubectl get pods -n shop\n```\n",
    fix: "",
}

/// The plain spelling of a character that word processors make.
fn plain(c: char) -> Option<&'static str> {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => Some("'"),
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => Some("\""),
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' => Some("-"),
        '\u{2014}' => Some("--"),
        _ => None,
    }
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for code in file.codes.iter().filter(|code| code.is_command()) {
        let mut quote = None;
        for (line, span) in &code.lines {
            if line.is_ascii() {
                if !line.trim_start().starts_with('#') {
                    bare_bytes(line, &mut quote);
                }
                continue;
            }
            if !is_run(code, line) {
                continue;
            }
            let bare = bare_bytes(line, &mut quote);
            let found: Vec<(usize, char, &str)> = line
                .char_indices()
                .filter(|(at, _)| bare.get(*at) == Some(&true))
                .filter_map(|(at, c)| Some((at, c, plain(c)?)))
                .collect();
            let Some((first, c, as_typed)) = found.first() else {
                continue;
            };
            let place = |at: usize, c: char| Span::new(span.start + at, span.start + at + c.len_utf8());
            let edits = found
                .iter()
                .map(|(at, c, text)| TextEdit::replace(place(*at, *c), *text))
                .collect();
            out.push(
                Diagnostic::new(RULE, place(*first, *c), format!("`{c}` means nothing to a shell"))
                    .help(format!("type `{as_typed}`"))
                    .fix(Fix {
                        title: "Type the plain characters".to_string(),
                        edits,
                        safe: false,
                    }),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn text_inside_of_quotes_is_text() {
        check(
            "typographic-character-in-command",
            "```bash\necho \"it’s – fine\" # “really”\n```\n",
            &[],
        );
        check("typographic-character-in-command", "```bash\necho “a b”\n```\n", &["“"]);
        check(
            "typographic-character-in-command",
            "```\nNAME – output\n```\n\n```\nkubectl get pods –n x\n```\n",
            &["–"],
        );
        check("typographic-character-in-command", "```yaml\na: “b”\n```\n", &[]);
    }
}
