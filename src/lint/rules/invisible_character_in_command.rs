//! Characters in a command that nobody sees.

use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Span;
use crate::text::escape::is_bidirectional_control;

lint! {
    /// Characters in a command that nobody sees.
    "BG087" "invisible-character-in-command" Error, Check::File(check),
    what: "Non-breaking or other unusual spaces, zero-width characters, soft hyphens, direction marks or control characters in a command or in inline code.",
    why: "The command looks right and fails, and nobody finds out why; direction marks can even make it look like another one.",
    bad: "# T\n\n## Diagnosis\n\n```bash\nkubectl\u{a0}get pods\n```\n",
    good: "# T\n\n## Diagnosis\n\n```bash\nkubectl get pods\n```\n",
    fix: "",
}

/// What stands in for an invisible character, and its name.
fn seen(c: char) -> Option<(&'static str, &'static str)> {
    match c {
        '\u{a0}' | '\u{202f}' => Some((" ", "a non-breaking space")),
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{1680}' => Some((" ", "an unusual space")),
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Some(("", "a zero-width character")),
        '\u{ad}' => Some(("", "a soft hyphen")),
        '\u{2028}' | '\u{2029}' => Some(("\n", "a line separator")),
        c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => Some(("", "a control character")),
        c if is_bidirectional_control(c) => Some(("", "a mark that changes the direction of the text")),
        _ => None,
    }
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let lines = file
        .codes
        .iter()
        .filter(|code| code.is_command())
        .flat_map(|code| &code.lines);
    let inline = file
        .leaves
        .iter()
        .flat_map(|leaf| &leaf.pieces)
        .filter(|piece| piece.is_code);
    let inline = inline.filter_map(|piece| {
        let text = piece.span.of(file.source);
        (!is_plain(text)).then_some((text, piece.span))
    });
    for (line, span) in lines.map(|(line, span)| (*line, *span)).chain(inline) {
        if is_plain(line) {
            continue;
        }
        let found: Vec<(usize, char, &str, &str)> = line
            .char_indices()
            .filter_map(|(at, c)| seen(c).map(|(text, name)| (at, c, text, name)))
            // Emoji are joined by zero-width characters.
            .filter(|(at, c, ..)| *c != '\u{200d}' || !is_behind_emoji(line, *at))
            .collect();
        let Some((first, c, _, name)) = found.first() else {
            continue;
        };
        let place = |at: usize, c: char| Span::new(span.start + at, span.start + at + c.len_utf8() + colour(line, at));
        let edits = found
            .iter()
            .map(|(at, c, text, _)| TextEdit::replace(place(*at, *c), *text))
            .collect();
        let more = if found.len() > 1 {
            format!(" (and {} more like it)", found.len() - 1)
        } else {
            String::new()
        };
        out.push(
            Diagnostic::new(
                RULE,
                place(*first, *c),
                format!("here stands {name}, U+{:04X}{more}", u32::from(*c)),
            )
            .help("type the command anew instead of pasting it")
            .fix(Fix {
                title: "Replace what cannot be seen".to_string(),
                edits,
                safe: false,
            }),
        );
    }
}

/// Whether there is nothing in a line but what can be typed.
fn is_plain(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
}

/// Bytes behind an escape character that belong to it, where a terminal's colour was pasted along: `[32m`.
fn colour(line: &str, at: usize) -> usize {
    let rest = line.get(at..).and_then(|rest| rest.strip_prefix("\u{1b}["));
    let end = rest.and_then(|rest| rest.find(|c| matches!(c, '@'..='~')));
    end.map_or(0, |end| end + 2)
}

fn is_behind_emoji(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|head| head.chars().next_back());
    before.is_some_and(|c| c > '\u{2190}')
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn commands_and_inline_code_only() {
        check(
            "invisible-character-in-command",
            "a\u{a0}b\n\n```yaml\na:\u{a0}b\n```\n",
            &[],
        );
        check(
            "invisible-character-in-command",
            "`a\u{200b}b`\n\n```sh\nrm \u{202e}x\n```\n",
            &["\u{200b}", "\u{202e}"],
        );
        check(
            "invisible-character-in-command",
            "```sh\r\n\tls -la\r\n\u{1b}[1;32mls\u{1b}[0m \u{8}x\r\n```\r\n",
            &["\u{1b}[1;32m"],
        );
    }
}
