//! A mark at the beginning that nobody sees.

use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Span;

lint! {
    /// A mark at the beginning that nobody sees.
    "BG097" "byte-order-mark" Info, Check::File(check),
    what: "A file that begins with a byte order mark.",
    why: "Other tools do not recognise the title or the front matter behind it.",
    bad: "\u{feff}# T\n\n## Resolution\n\nRestart it.\n",
    good: "# T\n\n## Resolution\n\nRestart it.\n",
    fix: "Removes it.",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if !file.source.starts_with('\u{feff}') {
        return;
    }
    let span = Span::new(0, '\u{feff}'.len_utf8());
    let finding = Diagnostic::new(RULE, span, "the file begins with a byte order mark");
    out.push(finding.help("save it as UTF-8 without one").fix(Fix {
        title: "Remove the byte order mark".to_string(),
        edits: vec![TextEdit::delete(span)],
        safe: true,
    }));
}
