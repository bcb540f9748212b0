//! Golden files: what is read from inputs shaped like real ones, one quirk each.
//!
//! `BREAKGLASS_UPDATE=1 cargo test --test suite golden` writes the expected texts anew; the difference is then read.

use super::dump::dump;
use super::{consistency, files};
use breakglass::markdown;
use std::path::Path;

#[test]
fn every_fixture_reads_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model");
    let update = std::env::var_os("BREAKGLASS_UPDATE").is_some();
    let mut wrong = Vec::new();
    let fixtures = files(&folder);
    assert!(fixtures.len() >= 60);
    for path in fixtures {
        let source = std::fs::read_to_string(&path).expect("the fixture is readable");
        let document = markdown::read(&source);
        consistency::check(&source, &document);
        let found = dump(&document, &source);
        let golden = path.with_extension("txt");
        if update {
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
