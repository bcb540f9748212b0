//! Numbered lists that begin anew behind a code block.

use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::Options;
use crate::lint::file::{File, Ordered};
use crate::lint::registry::{Check, lint};
use crate::text::Span;

lint! {
    /// Numbered lists that begin anew behind a code block.
    "BG095" "list-restarts" Info, Check::File(check),
    what: "An ordered list that begins at 1 although only code blocks stand between it and the list before.",
    why: "To the author it is one list. Everywhere but in Breakglass the page says 1, 1, 1, and \"go back to step 3\" leads nowhere.",
    bad: "# T\n\n## Resolution\n\n1. Look\n\n```bash\nuptime\n```\n\n1. Restart\n\n```bash\nreboot\n```\n",
    good: "# T\n\n## Resolution\n\n1. Look\n\n   ```bash\n   uptime\n   ```\n\n2. Restart\n\n   ```bash\n   reboot\n   ```\n",
    fix: "Numbers the items through, where that does not move the text of an item.",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let mut next: u64 = 1;
    for pair in file.ordered.windows(2) {
        let [before, list] = pair else { continue };
        if before.start != 1 || next == 1 {
            next = before.start.saturating_add(before.items.len() as u64);
        }
        if list.start != 1 || !only_code_between(file, before, list) {
            next = 1;
            continue;
        }
        let number = marker(file.source, list.items.first());
        let finding = Diagnostic::new(RULE, number, format!("the list begins anew; this would be {next}"))
            .label(marker(file.source, before.items.first()), "it goes on from here")
            .help("number the items through, and indent the code by three spaces so that it belongs to its item");
        out.push(match renumber(file, list, next) {
            Some(edits) => finding.fix(Fix {
                title: format!("Number the items from {next}"),
                edits,
                safe: true,
            }),
            None => finding,
        });
        next = next.saturating_add(list.items.len() as u64);
    }
}

/// Whether the lists stand in one block, with nothing but code between them.
fn only_code_between(file: &File<'_>, before: &Ordered, list: &Ordered) -> bool {
    if list.span.start < before.span.end {
        return false;
    }
    let from = file.blocks.partition_point(|block| block.start < before.span.end);
    let mut any = false;
    for block in file
        .blocks
        .get(from..)
        .unwrap_or(&[])
        .iter()
        .take_while(|block| block.start < list.span.start)
    {
        let is_code = file.code_at(*block).is_some_and(|code| code.span == *block);
        if !is_code {
            return false;
        }
        any = true;
    }
    // A list in a quotation or an item is another one than that outside.
    let column = |span: &Span| {
        let head = file.source.get(..span.start).unwrap_or("");
        head.rsplit('\n').next().unwrap_or("").to_string()
    };
    any && column(&before.span) == column(&list.span)
}

/// The digits of an item's marker.
fn marker(source: &str, item: Option<&Span>) -> Span {
    let Some(item) = item else { return Span::at(0) };
    let text = item.of(source);
    let lead = text.len() - text.trim_start().len();
    let digits = text.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    Span::new(item.start + lead, item.start + lead + digits)
}

/// The edits that number a list from `first`; `None` where a number would become wider and move lines that belong to
/// the item.
fn renumber(file: &File<'_>, list: &Ordered, first: u64) -> Option<Vec<TextEdit>> {
    let mut edits = Vec::new();
    // Authors who write 1. for every item let the renderer count; the first number is what counts.
    let all_ones = list
        .items
        .iter()
        .all(|item| marker(file.source, Some(item)).of(file.source) == "1");
    for (number, item) in (first..).zip(&list.items) {
        let place = marker(file.source, Some(item));
        let number = if all_ones && list.items.len() > 1 {
            first
        } else {
            number
        };
        let text = number.to_string();
        let is_one_line = item.of(file.source).trim_end().lines().count() == 1;
        if place.is_empty() || text.len() != place.len() && !is_one_line {
            return None;
        }
        if place.of(file.source) != text {
            edits.push(TextEdit::replace(place, text));
        }
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;
    use crate::lint::{Around, Options, fix};

    fn fixed(source: &str) -> Option<String> {
        fix::fix("a.md", source, &Around::default(), &Options::default()).map(|fixed| fixed.text)
    }

    #[test]
    fn items_are_numbered_through() {
        let source = "1. a\n\n```sh\nx\n```\n\n1. b\n2. c\n\n```sh\ny\n```\n\n1. d\n";
        assert_eq!(of("list-restarts", source).len(), 2);
        assert_eq!(
            fixed(source).as_deref(),
            Some("1. a\n\n```sh\nx\n```\n\n2. b\n3. c\n\n```sh\ny\n```\n\n4. d\n")
        );
    }

    #[test]
    fn other_lists_stay() {
        for source in [
            "1. a\n\nText.\n\n1. b\n",
            "1. a\n\n## H\n\n```sh\nx\n```\n\n1. b\n",
            "1. a\n\n   ```sh\n   x\n   ```\n\n2. b\n",
            "- x\n\n  1. a\n\n```sh\nx\n```\n\n1. b\n",
        ] {
            assert!(of("list-restarts", source).is_empty(), "{source}");
        }
    }

    #[test]
    fn text_that_would_move_stays() {
        let nine: String = (1..10).map(|n| format!("{n}. x\n")).collect();
        let source = format!("{nine}\n```sh\nx\n```\n\n1. b\n\n   more\n");
        assert_eq!(of("list-restarts", &source).len(), 1);
        assert_eq!(fixed(&source), None);
    }
}
