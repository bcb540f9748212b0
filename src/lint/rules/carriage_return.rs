//! Line ends of Windows.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Span;

lint! {
    /// Line ends of Windows.
    "BG096" "carriage-return" Info, Check::File(check),
    what: "A file whose lines end with carriage return and line feed, all or some of them. One finding for a file.",
    why: "Commands that are copied out of the file end with a character that a shell takes for a part of the last word; and a change \
          of one line can show as a change of all. `--fix` leaves line ends as they are.",
    bad: "# T\r\n\r\n## Resolution\r\n\r\nRestart it.\r\n",
    good: "# T\n\n## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let source = file.source;
    let Some(first) = source.find('\r') else { return };
    let windows = source.matches("\r\n").count();
    let all = source.matches('\n').count();
    let message = if windows == 0 {
        "carriage returns stand here without line feeds".to_string()
    } else if windows == all {
        "the lines of this file end with carriage return and line feed".to_string()
    } else {
        format!("{windows} of {all} lines end with carriage return and line feed, the others do not")
    };
    let span = Span::new(
        first,
        first
            + if windows > 0 && source.get(first + 1..).is_some_and(|rest| rest.starts_with('\n')) {
                2
            } else {
                1
            },
    );
    out.push(
        Diagnostic::new(RULE, span, message)
            .help("save it with line feeds alone; `* text=auto eol=lf` in .gitattributes keeps it so"),
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;

    #[test]
    fn carriage_returns_alone_are_no_line_ends_of_windows() {
        for source in ["# a\rb\rc\r", "# a\nb\rc\n"] {
            let found = of("carriage-return", source);
            assert_eq!(found[0].1, "carriage returns stand here without line feeds");
        }
    }

    #[test]
    fn mixed_line_ends_are_counted() {
        let found = of("carriage-return", "a\r\nb\nc\r\n");
        assert_eq!(
            found[0].1,
            "2 of 3 lines end with carriage return and line feed, the others do not"
        );
    }
}
