//! Where a command's places stand in the block as it is shown: with the prompts and the output that are not copied.

use crate::runbook::command::Command;
use std::ops::Range;

/// For each placeholder of `command` its bytes in `shown`, the block's text on the page; `None` where it is not found.
/// Lines that are copied stand in both in the same order, on the page perhaps with a prompt before them.
pub fn places(command: &Command, shown: &str) -> Vec<Option<Range<usize>>> {
    let copy = command.copy.as_str();
    if shown.starts_with(copy) {
        return command
            .placeholders
            .iter()
            .map(|place| Some(place.range.clone()))
            .collect();
    }
    let mut out = vec![None; command.placeholders.len()];
    let mut rest = lines(shown);
    for (start, line) in lines(copy) {
        let mut ahead = rest.clone();
        let Some((at, found)) = ahead.find(|(_, shown)| shown.ends_with(line)) else {
            continue;
        };
        rest = ahead;
        let shift = at + found.len() - line.len();
        for (place, out) in command.placeholders.iter().zip(&mut out) {
            if place.range.start >= start && place.range.end <= start + line.len() {
                *out = Some(place.range.start - start + shift..place.range.end - start + shift);
            }
        }
    }
    out
}

/// The lines of a text with the offsets of their starts, without what white space ends them.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (start, line.trim_end())
    })
}

#[cfg(test)]
mod tests {
    use super::{Command, places};
    use crate::markdown::commands::{self, Block};
    use crate::text::Span;

    fn command(language: &str, text: &str) -> Command {
        let block = Block::new(language, text.to_string(), Span::default());
        commands::read(block.as_slice()).remove(0)
    }

    #[track_caller]
    fn check(language: &str, shown: &str, expected: &[&str]) {
        let command = command(language, shown);
        let found: Vec<(usize, &str)> = places(&command, shown)
            .into_iter()
            .map(|range| range.unwrap())
            .map(|range| (range.start, shown.get(range).unwrap()))
            .collect();
        assert_eq!(found.iter().map(|(_, text)| *text).collect::<Vec<_>>(), expected);
        assert!(found.is_sorted(), "{found:?}");
    }

    #[test]
    fn prompts_and_output_stand_between() {
        check("bash", "a ${X}\nb <y z>\n", &["${X}", "<y z>"]);
        check(
            "console",
            "$ get ${X} \\\n    -n ${Y}\nout ${X}\n# not a command ${X}\nuser@host:~$ put ${X} \nok\n",
            &["${X}", "${Y}", "${X}"],
        );
        check("sql", "select ${X},\n  '${Y}';\n\n", &["${X}", "${Y}"]);
    }

    #[test]
    fn what_is_not_there_has_no_place() {
        let command = command("bash", "a ${X}");
        assert_eq!(places(&command, "something else"), [None]);
    }
}
