//! Any script is read and filled: no panic, and what is filled keeps everything around its places.
#![no_main]

use breakglass::markdown::{self, commands::copy_text};
use breakglass::runbook::fill::fill;
use breakglass::runbook::variable::key;
use std::collections::BTreeMap;

libfuzzer_sys::fuzz_target!(|input: (&str, &str, u8)| {
    let (script, value, language) = input;
    let language = ["bash", "", "console", "fish"][usize::from(language % 4)];
    let copied = copy_text(language, script);
    assert!(!copied.ends_with('\n'));
    // A fence in the script ends the block, and what follows may be another: they are all held to the same.
    let page = markdown::read(&format!("# A\n\n~~~~~~~~{language}\n{script}\n~~~~~~~~\n"));
    for command in &page.runbook().commands {
        let mut end = 0;
        for place in &command.placeholders {
            assert!(place.range.start >= end && command.copy.get(place.range.clone()).is_some());
            end = place.range.end;
        }
        let values: BTreeMap<String, String> = command
            .placeholders
            .iter()
            .map(|place| (key(&place.name), value.to_string()))
            .collect();
        match fill(command, &values) {
            Ok(filled) => {
                let first = command
                    .placeholders
                    .first()
                    .map_or(command.copy.len(), |place| place.range.start);
                assert!(filled.starts_with(&command.copy[..first]));
                assert!(command.placeholders.is_empty() || value.is_empty() || filled.len() + 512 > value.len());
            }
            Err(error) => assert!(!error.missing.is_empty() || !error.refused.is_empty()),
        }
    }
});
