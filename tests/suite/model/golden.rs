//! Golden files: what is read from inputs shaped like real ones, one quirk each.
//!
//! [`crate::expected`] says how the expected texts are written anew.

use super::dump::dump;
use super::{consistency, files};
use crate::expected::is_update;
use breakglass::markdown;
use std::path::Path;

#[test]
fn every_fixture_reads_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model");
    let mut wrong = Vec::new();
    let fixtures = files(&folder);
    assert!(fixtures.len() >= 60);
    for path in fixtures {
        let source = std::fs::read_to_string(&path).expect("the fixture is readable");
        let document = markdown::read(&source);
        consistency::check(&source, &document);
        let found = dump(&document, &source);
        let golden = path.with_extension("txt");
        if is_update() {
            std::fs::write(&golden, &found).expect("the golden file is writable");
            continue;
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if found != expected {
            wrong.push(format!("##### {}\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
