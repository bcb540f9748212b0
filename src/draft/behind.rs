//! What stands behind a label in a step: `**Expected**: words`, or a list below it.

use super::guard;
use super::slot::unindent;

/// A line of a value: whether it is the first, begins a list, and is an item of one or belongs to it.
struct Line<'a> {
    text: &'a str,
    is_first: bool,
    begins: bool,
    is_inner: bool,
}

/// Calls `then` with each line that has words.
fn each<'a>(value: &'a str, then: &mut dyn FnMut(Line<'a>)) {
    let mut in_list = false;
    let mut is_first = true;
    for text in value.split('\n') {
        let text = text.trim_end();
        let own = mark(text);
        // Behind words, a number begins a list only if it is 1.
        let begins = !in_list
            && (is_first && own != 0
                || matches!(own, b'-' | b'*' | b'+')
                || own != 0 && text.as_bytes().starts_with(b"1") && text.as_bytes().get(1) == Some(&own));
        in_list |= begins;
        let is_inner = in_list && (own != 0 || text.starts_with("  "));
        then(Line {
            text,
            is_first,
            begins,
            is_inner,
        });
        is_first = false;
    }
}

/// The value that stands as `raw` behind the label's colon, its lines without `indent` spaces.
pub(super) fn read(raw: &str, indent: usize) -> String {
    let text = unindent(raw.trim_start(), indent, false);
    if !text.contains('\\') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    each(&text, &mut |line| {
        if !line.is_first {
            out.push('\n');
        }
        if line.is_first || line.is_inner {
            out.push_str(line.text);
        } else {
            out.push_str(&guard::read(line.text, true));
        }
    });
    out
}

/// `value` as it is written behind a label's colon, and whether there is a list in it: with that the next line must not
/// go on. All of it stays the label's: what would begin another block is escaped, and empty lines go where they would
/// end it.
pub(super) fn write(value: &str, indent: usize, newline: &str) -> (String, bool) {
    let mut out = String::with_capacity(value.len() + 16);
    // The kind of the list's marks, once it has begun.
    let mut list = 0;
    let mut gap = false;
    each(value.trim(), &mut |line| {
        let text = line.text;
        if text.is_empty() {
            gap = true;
            return;
        }
        if line.is_first && !line.begins {
            out.push(' ');
        } else {
            let goes_on = line.is_inner && (text.starts_with(' ') || mark(text) == list);
            if line.is_first || gap && (goes_on || line.begins && out.ends_with(':')) {
                out.push_str(newline);
            }
            out.push_str(newline);
            out.extend(std::iter::repeat_n(' ', indent));
        }
        if line.is_first || line.is_inner {
            out.push_str(text);
        } else {
            out.push_str(&guard::write(text, true));
        }
        if line.begins {
            list = mark(text);
        }
        gap = false;
    });
    (out, list != 0)
}

/// The mark that a line's item has: a bullet, or what stands behind the number. 0 for a line that is no item with words.
fn mark(line: &str) -> u8 {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    match bytes.get(digits..) {
        Some([kind, b' ', rest @ ..]) if rest.iter().any(|b| *b != b' ') => match kind {
            b'-' | b'*' | b'+' if digits == 0 => *kind,
            b'.' | b')' if (1..=9).contains(&digits) => *kind,
            _ => 0,
        },
        _ => 0,
    }
}

/// Whether a paragraph ends where `text` follows it.
pub(super) fn ends_paragraph(text: &str) -> bool {
    mark(text) != 0 || matches!(text.as_bytes(), [b'#' | b'>', ..] | [b'`', b'`', b'`', ..])
}

/// Whether a paragraph may begin in the line below `text`: behind a heading or a fence.
pub(super) fn ends_itself(text: &str) -> bool {
    let last = text.trim_end().rsplit('\n').next().unwrap_or("").trim_start();
    matches!(last.as_bytes(), [b'#', ..] | [b'`', b'`', b'`', ..])
}
