//! Admonitions between colons. The types that are known are those of Docusaurus, VitePress, Quarto and MyST; other words
//! there are for other things (`:::mermaid`, `:::image`, `:::row`) and stay text.

use super::Header;
use crate::text::find::is_listed_folded;

const KNOWN: &str =
    "note|tip|info|hint|important|warning|caution|danger|error|success|attention|seealso|secondary|admonition|callout";

/// Types that fold their body away.
const FOLDED: &str = "details|dropdown|spoiler";

/// Reads `:::tip`, `::: tip Title`, `:::tip[Title]`, `:::{tip} Title` or `::: {.callout-tip title="Title"}`; `None` when the line is no
/// header or its type none of those known.
pub(super) fn header(line: &str) -> Option<Header<'_>> {
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim_start();
    let (name, title) = match rest.strip_prefix('{') {
        Some(inside) => {
            let (words, title) = inside.split_once('}')?;
            let first = words.split_whitespace().next()?.trim_start_matches('.');
            let name = first.strip_prefix("callout-").unwrap_or(first);
            let given = words
                .split_once("title=\"")
                .and_then(|(_, title)| title.split_once('"'));
            if let Some((title, rest)) = given.filter(|_| is_listed_folded(name, KNOWN)) {
                // Behind it are its quote, what else stands in the braces, and what is behind them.
                let behind = 1 + rest.len() + (line.len() - (line.find(words)? + words.len()));
                let offset = line.len() - behind - title.len();
                return Some(Header {
                    name,
                    title: Some((title, offset)),
                    fold: None,
                });
            }
            (name, title)
        }
        None => {
            let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            rest.split_at_checked(end)?
        }
    };
    let folds = is_listed_folded(name, FOLDED);
    if !folds && !is_listed_folded(name, KNOWN) {
        return None;
    }
    // What is left is the end of the line; attributes, as in `:::note{#id}`, are no title.
    let tail = title.trim_start();
    let (tail, title) = match tail
        .strip_prefix('[')
        .and_then(|inside| Some((inside, inside.split_once(']')?.0)))
    {
        Some((inside, title)) => (inside.trim_start(), title.trim()),
        None if tail.starts_with('{') => ("", ""),
        None => (tail, tail.trim_end_matches(':').trim_end()),
    };
    let offset = line.len() - tail.len();
    Some(Header {
        name,
        title: (!title.is_empty()).then_some((title, offset)),
        fold: folds.then_some(false),
    })
}

/// For each line, which line closes it, where it is a header: the first behind it of as many colons or more, and nothing
/// else, that closes no header within it; 0 where none does. What stands in a fence closes nothing. `is_header` tells of a
/// line by its number.
pub(super) fn closings<'a>(
    lines: impl ExactSizeIterator<Item = &'a str>,
    is_header: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let mut found = vec![0; lines.len()];
    // Each with the fewest colons of those open, so that a line that closes none is passed over at once.
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    let mut fence = None;
    for (number, line) in lines.enumerate() {
        let line = line.trim();
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark)) {
            fence = match fence {
                None => Some(mark),
                Some(open) if open == mark => None,
                other => other,
            };
        }
        let rest = line.trim_start_matches(':');
        let colons = line.len() - rest.len();
        if fence.is_some() || colons < 3 {
            continue;
        }
        if is_header(number) {
            let least = open.last().map_or(colons, |(_, _, least)| colons.min(*least));
            open.push((colons, number, least));
        } else if rest.is_empty()
            && open.last().is_some_and(|(_, _, least)| *least <= colons)
            && let Some(at) = open.iter().rposition(|(wanted, _, _)| *wanted <= colons)
            && let Some((_, header, _)) = open.get(at)
        {
            if let Some(closing) = found.get_mut(*header) {
                *closing = number;
            }
            open.truncate(at);
        }
    }
    found
}
