//! The list item or quote that a block of code stands in: where it ends, the block ends.

use super::FenceLine;

/// Lines above a block in which the beginning of its item is looked for.
const MOST_LINES: usize = 200;

/// Whether the item or quote that holds the block from the line of `opening` to that of `fence` ends there, so that this
/// is the block's last line; the text begins at `from`.
pub(super) fn ends_behind(source: &str, from: usize, opening: &FenceLine, fence: &FenceLine) -> bool {
    let inside = source.get(opening.line.start..fence.line.end).unwrap_or("");
    let mut behind = source.get(fence.line.end..).unwrap_or("").lines().skip(1);
    if inside.starts_with('>') {
        let is_quote = |line: &str| line.starts_with('>');
        return behind.next().is_some_and(|line| !is_quote(line)) && inside.lines().all(is_quote);
    }
    let Some(width) = item_around(source, from, opening) else {
        return false;
    };
    let is_inside = |line: &str| line.trim().is_empty() || indentation(line) >= width;
    behind
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| !is_inside(line))
        && inside.lines().all(is_inside)
}

/// How far the lines of the list item around a block are indented.
fn item_around(source: &str, from: usize, opening: &FenceLine) -> Option<usize> {
    let above = source.get(from..opening.line.start)?;
    let line = above
        .rsplit('\n')
        .take(MOST_LINES)
        .find(|line| !line.trim().is_empty() && indentation(line) < opening.prefix)?;
    item_indentation(line).filter(|width| (*width..=*width + 3).contains(&opening.prefix))
}

fn indentation(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// How far the lines of the list item that begins with `line` are indented.
fn item_indentation(line: &str) -> Option<usize> {
    let before = indentation(line);
    let text = line.get(before..)?.as_bytes();
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let marker = match (digits, text.get(digits)?) {
        (0, b'-' | b'*' | b'+') => 1,
        (1..=9, b'.' | b')') => digits + 1,
        _ => return None,
    };
    let spaces = text.get(marker..)?.iter().take_while(|byte| **byte == b' ').count();
    match spaces {
        0 => None,
        1..=4 => Some(before + marker + spaces),
        _ => Some(before + marker + 1),
    }
}
