//! The canonical writer over any texts: what it writes has its nine sections, and the commands that went in.
#![no_main]

use breakglass::markdown::write::{Draft, DraftStep, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: Vec<String>| {
    let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
    let step = |at: usize| DraftStep {
        text: text(at),
        warning: text(at + 1),
        command: text(at + 2),
        expected: text(at + 3),
        ..DraftStep::default()
    };
    let draft = Draft {
        title: text(0),
        symptoms: vec![text(1), text(2)],
        verification: vec![text(3)],
        diagnosis: vec![step(4)],
        immediate: vec![step(8), step(12)],
        owner: text(16),
        ..Draft::default()
    };
    let source = write(&draft);
    let document = breakglass::markdown::read(&source);
    assert_eq!(document.runbook().sections.len(), 9, "{source}");
    let wanted = [4, 8, 12]
        .into_iter()
        .filter(|at| !text(at + 2).trim().is_empty())
        .count();
    assert!(document.runbook().commands.len() <= wanted, "{source}");
});
