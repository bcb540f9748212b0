//! What looks like a link and is none.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, Piece};
use crate::lint::registry::{Check, lint};

lint! {
    /// What looks like a link and is none.
    "BG026" "link-as-text" Warning, Check::File(check),
    what: "A link that Markdown does not read as one: an address with a space in it, or a wiki's `[[page]]`.",
    why: "The page shows the brackets, and there is nothing to click on.",
    bad: "# T\n\nSee [the restore](backup restore.md) and [[failed-deployment]].\n",
    good: "# T\n\nSee [the restore](<backup restore.md>) and [the rollback](failed-deployment.md).\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let pieces = file.leaves.iter().flat_map(|leaf| &leaf.pieces);
    // Where text and source differ in length there are character references: the author wants the brackets.
    for piece in pieces.filter(|piece| !piece.is_code && !piece.in_link && piece.text.len() == piece.span.len()) {
        spaced(file.source, piece, out);
        wiki(file.source, piece, out);
    }
}

/// Whether a backslash stands before this place: text, then, is what the author wants.
fn is_escaped(source: &str, at: usize) -> bool {
    source.get(..at).is_some_and(|before| before.ends_with('\\'))
}

/// `[text](address with spaces)`. The text may have begun in a piece before, as code.
fn spaced(source: &str, piece: &Piece<'_>, out: &mut Vec<Diagnostic>) {
    for (at, _) in piece.text.match_indices("](") {
        let rest = piece.text.get(at + 2..).unwrap_or("");
        // Up to where the next one would begin.
        let rest = rest.split("](").next().unwrap_or("");
        let Some(address) = rest.find([')', '\n']).and_then(|end| rest.get(..end)) else {
            continue;
        };
        let place = piece.place(at + 2..at + 2 + address.len());
        if address.trim().contains(' ') && is_address(address) && !is_escaped(source, place.start.saturating_sub(2)) {
            let finding = Diagnostic::new(RULE, place, "an address with a space in it makes no link");
            out.push(if address.contains("{{") {
                finding.help("write the address that the template stands for")
            } else {
                finding.help(format!("write `(<{}>)`", address.trim()))
            });
        }
    }
}

/// Whether what stands in the brackets was meant to be followed, and is no remark.
fn is_address(text: &str) -> bool {
    let path = text.trim().split('#').next().unwrap_or("");
    path.contains('/')
        || path.rsplit_once('.').is_some_and(|(_, extension)| {
            (2..=8).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// `[[page]]`, and not the shell's `[[ -f file ]]`.
fn wiki(source: &str, piece: &Piece<'_>, out: &mut Vec<Diagnostic>) {
    for (at, _) in piece.text.match_indices("[[") {
        let rest = piece.text.get(at + 2..).unwrap_or("");
        let Some(name) = rest.find(['[', ']', '\n']).and_then(|end| rest.get(..end)) else {
            continue;
        };
        let closed = rest.get(name.len()..).is_some_and(|rest| rest.starts_with("]]"));
        let place = piece.place(at..at + name.len() + 4);
        let is_name = name.starts_with(char::is_alphanumeric) && name.ends_with(char::is_alphanumeric);
        if closed && is_name && !is_escaped(source, place.start) {
            let finding = Diagnostic::new(RULE, place, format!("`[[{name}]]` makes no link"));
            out.push(finding.help("write `[text](file.md)`, as Markdown has links"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn addresses_with_spaces_are_found() {
        check(
            "link-as-text",
            "See [a](b c.md), [`d`](e f/g.md#h i) and ![k](l m.png).\n\n- [n](o p.md)\n",
            &["b c.md", "e f/g.md#h i", "l m.png", "o p.md"],
        );
        // An address ends at the latest where the next begins.
        check("link-as-text", "See [a](b c, [d](e f.md).\n", &["e f.md"]);
    }

    #[test]
    fn names_of_wiki_pages_are_found() {
        check(
            "link-as-text",
            "See [[Failed deployment]] or [[a|b]].\n",
            &["[[Failed deployment]]", "[[a|b]]"],
        );
    }

    #[test]
    fn links_code_remarks_and_escapes_are_none() {
        let source = "See [a](<b c.md>), [d](e%20f.md \"g h\"), `[i](j k.md)`, x[0](when it is set), \\[l\\](m n.md), \
                      \\[[o]], if [[ -f p.md ]] and [q][r].\n\n```sh\n[[ -f a ]] && echo '[[b]]'\n```\n\n[r]: s.md\n";
        check("link-as-text", source, &[]);
    }
}
