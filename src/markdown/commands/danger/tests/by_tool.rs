//! What commands do, tool by tool: `tests/fixtures/danger` has one on each line, `\n` for its line ends and `\\` for a
//! backslash.

use super::{Danger, check};

#[track_caller]
fn check_lines(danger: Danger, lines: &str) {
    let texts: Vec<String> = lines
        .lines()
        .map(|line| line.replace("\\\\", "\0").replace("\\n", "\n").replace('\0', "\\"))
        .collect();
    assert!(texts.len() > 50);
    check(danger, &texts.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn commands_that_only_look() {
    check_lines(
        Danger::ReadOnly,
        include_str!("../../../../../tests/fixtures/danger/looks.txt"),
    );
}

#[test]
fn commands_that_change_something() {
    check_lines(
        Danger::ChangesState,
        include_str!("../../../../../tests/fixtures/danger/changes.txt"),
    );
}

#[test]
fn commands_that_cannot_be_undone() {
    check_lines(
        Danger::Destructive,
        include_str!("../../../../../tests/fixtures/danger/destroys.txt"),
    );
}
