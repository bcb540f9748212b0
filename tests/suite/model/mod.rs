//! The runbook model over inputs shaped like real ones.

mod dump;
mod quoting;

use breakglass::markdown;

/// Prints the dumps of the files that `BREAKGLASS_DUMP` names, for looking at them.
#[test]
fn dumps_of_named_files() {
    for path in std::env::var("BREAKGLASS_DUMP").unwrap_or_default().split_whitespace() {
        let source = std::fs::read_to_string(path).expect("the file is readable");
        println!("##### {path}\n{}", dump::dump(&markdown::read(&source), &source));
    }
}
