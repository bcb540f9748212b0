//! Fences "closed" by a line that carries an info string.
//!
//! A closing fence cannot have an info string (CommonMark 0.31.2, example 147), so of
//!
//! ````text
//! ```bash
//! kubectl get pods
//! ```text
//!
//! ### Step 2
//! ````
//!
//! everything up to the next bare fence is one block, and from there on prose and code have changed places. Where it
//! is certain that such a line was meant to close, its info string is replaced by spaces: the repaired text has the
//! length of the source, so every offset stays true.

mod container;

use crate::diagnostic::{Diagnostic, Fix, TextEdit, rules};
use crate::text::Span;

/// A line that was meant to close a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The opening fence's line, without its line end.
    pub opening: Span,
    /// The line that was meant to close it, without its line end.
    pub closing: Span,
    /// The info string on that line.
    pub info: Span,
}

impl Repair {
    /// What to tell the author.
    pub fn diagnostic(&self, source: &str) -> Diagnostic {
        let info = self.info.of(source);
        Diagnostic::new(
            rules::FENCE_CLOSED_WITH_INFO,
            self.closing,
            format!("a closing fence cannot carry `{info}`, so the code block does not end here"),
        )
        .label(self.opening, "the block is opened here")
        .help("the page shows it as it was meant; remove the info string so that other tools do too")
        .fix(Fix {
            title: "Remove the info string".to_string(),
            edits: vec![TextEdit {
                span: self.info,
                text: String::new(),
            }],
            safe: true,
        })
    }
}

/// `text` with the info strings of `repairs` blanked.
pub fn apply(text: &str, repairs: &[Repair]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for repair in repairs {
        out.push_str(text.get(from..repair.info.start).unwrap_or(""));
        out.extend(std::iter::repeat_n(' ', repair.info.len()));
        from = repair.info.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

/// Finds the lines of `source`, from offset `from` on, that were certainly meant to close a block.
pub fn find(source: &str, from: usize) -> Vec<Repair> {
    let fences = fence_lines(source, from);
    let mut repairs = Vec::new();
    let mut open: Option<&FenceLine> = None;
    // Of the lines within a block, the first that may close it is looked at closely: time stays in the size of the page.
    let mut is_first = true;
    for (at, fence) in fences.iter().enumerate() {
        let Some(opening) = open else {
            open = Some(fence);
            is_first = true;
            continue;
        };
        if !fence.could_close(opening) {
            continue;
        }
        if fence.info.is_empty() {
            open = None;
        } else if !holds_markdown(opening.info.of(source))
            && is_word(fence.info.of(source))
            && (std::mem::take(&mut is_first) && container::ends_behind(source, from, opening, fence)
                || certainly_closes(
                    source,
                    fence,
                    fences[at + 1..].iter().find(|next| next.could_close(opening)),
                ))
        {
            repairs.push(Repair {
                opening: opening.line,
                closing: fence.line,
                info: fence.info,
            });
            open = None;
        }
    }
    repairs
}

/// Whether the line `fence`, inside a block, was certainly meant to end it; `next` is the next fence line after it.
///
/// What follows must read as Markdown, not as the output that a second block would hold: a blank line or a heading
/// comes next, and then either another block is opened (nobody opens a block inside a block), or headings stand
/// between here and the next bare fence or the end, or nothing stands there at all.
fn certainly_closes(source: &str, fence: &FenceLine, next: Option<&FenceLine>) -> bool {
    let end = next.map_or(source.len(), |next| next.line.start);
    let between = source.get(fence.line.end..end).unwrap_or("");
    let mut lines = between.lines().skip(1);
    let first = lines.next().unwrap_or("");
    let is_blank = first.trim_matches([' ', '\t', '\r', '>']).is_empty();
    if !is_blank && !is_section_heading(first) {
        return false;
    }
    match next {
        Some(next) if !next.info.is_empty() => true,
        None if between.trim().is_empty() => true,
        _ => is_section_heading(first) || lines.any(is_section_heading),
    }
}

/// A heading of level two or deeper: `# x` alone could be a comment in a script.
fn is_section_heading(line: &str) -> bool {
    let rest = line.trim_start_matches([' ', '>']);
    let hashes = rest.bytes().take_while(|b| *b == b'#').count();
    (2..=6).contains(&hashes) && rest[hashes..].starts_with(' ')
}

/// Blocks in these languages show Markdown, fences and all.
fn holds_markdown(info: &str) -> bool {
    let language = info.split_whitespace().next().unwrap_or("");
    ["markdown", "md", "mdx", "rmarkdown", "gfm"]
        .iter()
        .any(|name| language.eq_ignore_ascii_case(name))
}

fn is_word(info: &str) -> bool {
    info.len() <= 30 && info.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-#.".contains(&b))
}

/// A line of three or more backticks or tildes.
#[derive(Debug)]
struct FenceLine {
    line: Span,
    /// Indentation and quote marks before the fence.
    prefix: usize,
    mark: u8,
    marks: usize,
    info: Span,
}

impl FenceLine {
    /// Same character, at least as many of them, and indented at most three columns more than the opening.
    fn could_close(&self, opening: &FenceLine) -> bool {
        self.mark == opening.mark && self.marks >= opening.marks && self.prefix <= opening.prefix + 3
    }
}

/// Bytes of a page for each fence, of pages that have many.
const BYTES_PER_FENCE: usize = 256;

fn fence_lines(source: &str, from: usize) -> Vec<FenceLine> {
    let mut out = Vec::with_capacity(source.len() / BYTES_PER_FENCE);
    let bytes = source.as_bytes();
    let mut at = from;
    // Most lines have no fence, and are passed over many bytes at a time.
    while let Some(mark_at) = find_three(bytes, at, [b'`', b'~']) {
        let here = bytes.get(mark_at..).unwrap_or(&[]);
        let mark = here.first().copied().unwrap_or(b'`');
        let marks = here.iter().take_while(|byte| **byte == mark).count();
        at = mark_at + marks;
        let before = bytes.get(from..mark_at).unwrap_or(&[]);
        let is_prefix = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'>');
        if before.last().is_some_and(|last| *last != b'\n' && !is_prefix(&last)) {
            continue;
        }
        let prefix = before.iter().rev().take_while(is_prefix).count();
        let start = mark_at - prefix;
        if start != from && bytes.get(start - 1) != Some(&b'\n') {
            continue;
        }
        let rest = source.get(at..).unwrap_or("");
        let rest = memchr::memchr(b'\n', rest.as_bytes())
            .and_then(|end| rest.get(..end))
            .unwrap_or(rest);
        let info = rest.trim();
        // What stands between backticks in one line is code in a text.
        if mark == b'`' && info.contains('`') {
            at += rest.len();
            continue;
        }
        let info_start = at + (rest.len() - rest.trim_start().len());
        out.push(FenceLine {
            line: Span::new(start, at + rest.trim_end_matches('\r').len()),
            prefix,
            mark,
            marks,
            info: Span::new(info_start, info_start + info.len()),
        });
        at += rest.len();
    }
    out
}

/// Where three times the same of two bytes stands first from offset `from` on.
pub(super) fn find_three(bytes: &[u8], from: usize, marks: [u8; 2]) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let found = memchr::memchr2(marks[0], marks[1], rest)?;
        let mark = rest.get(found)?;
        let run = rest.iter().skip(found).take_while(|byte| *byte == mark).count();
        at += found;
        if run >= 3 {
            return Some(at);
        }
        at += run;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines (from 1) that are repaired.
    #[track_caller]
    fn check(source: &str, lines: &[usize]) {
        let found: Vec<usize> = find(source, 0)
            .iter()
            .map(|r| source[..r.closing.start].matches('\n').count() + 1)
            .collect();
        assert_eq!(found, lines, "{source}");
        assert_eq!(apply(source, &find(source, 0)).len(), source.len());
    }

    #[test]
    fn a_block_opened_next_shows_that_the_line_closed() {
        check(
            "```bash\na\n```text\n\n### Step 2\n\n```bash\nb\n```text\n\n## Next\n",
            &[3, 9],
        );
        check("```bash\na\n```text\n\nProse.\n\n```bash\nb\n```\n", &[3]);
    }

    #[test]
    fn headings_before_a_bare_fence_show_it() {
        check("```bash\na\n```text\n## Next\n\n```\nb\n```\n", &[3]);
        check("```bash\na\n```text\n", &[3]);
        check("> ```bash\n> a\n> ```text\n>\n> ## B\n", &[3]);
    }

    #[test]
    fn the_end_of_an_item_or_quote_shows_it() {
        check("- do\n  ```sh\n  a\n  ```text\n- two\n", &[4]);
        check("1. do\n\n   ```sh\n   a\n   ```text\n\n2. two\n\nEnd.\n", &[5]);
        check(
            "1. do\r\n   - in\r\n\r\n   ```sh\r\n   a\r\n   ```text\r\n\r\nEnd.\r\n",
            &[6],
        );
        check("> ```sh\n> a\n> ```text\n\nEnd.\n", &[3]);
        // The item goes on.
        check("1. do\n\n   ```sh\n   a\n   ```text\n\n   out\n\n2. two\n", &[]);
        check("> ```sh\n> a\n> ```text\n> out\n\nEnd.\n", &[]);
        // These are indented, and in no item.
        check("Do:\n\n  ```sh\n  a\n  ```text\n- out\n  ```\n", &[]);
        check("- do\n\nThen:\n  ```sh\n  a\n  ```text\n- out\n  ```\n", &[]);
        check("- do\n  ```sh\na\n  ```text\n- out\n  ```\n", &[]);
    }

    #[test]
    fn what_is_not_certain_stays() {
        // The second line may open the output of the first.
        check("```bash\na\n```text\nout\n```\n", &[]);
        check("```bash\na\n```text\n\nmaybe output\n\n```\n", &[]);
        check("```markdown\n```bash\n```text\n\n### S\n\n```bash\n```\n", &[]);
        check("````text\n```bash\n\n## x\n```bash\n````\n", &[]);
        check("```bash\na\n```not a word\n\n## B\n", &[]);
    }

    #[test]
    fn ordinary_fences_stay() {
        check("```bash\na\n```\n\n```text\nb\n```\n", &[]);
        check("~~~\n```bash\n\n## x\n~~~\n", &[]);
    }
}
