//! `docs/rules.md` says what the registry says.

use breakglass::lint::docs;
use std::path::Path;

#[test]
fn rules_page_is_made_from_the_registry() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = docs::page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/rules.md is not what src/lint/rules says: UPDATE_DOCS=1 cargo test --test suite rules_page writes it anew"
    );
}
