//! `docs/rules.md` says what the registry says.

use crate::expected::is_in_file;
use breakglass::lint::docs;

#[test]
fn rules_page_is_made_from_the_registry() {
    is_in_file("docs/rules.md", &docs::page());
}
