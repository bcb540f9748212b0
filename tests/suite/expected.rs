//! Expected texts that lie in files. `BREAKGLASS_UPDATE=1 cargo test` writes them anew; the difference is then to be read.

use std::path::Path;

/// Whether expected texts are to be written instead of compared.
pub fn is_update() -> bool {
    std::env::var_os("BREAKGLASS_UPDATE").is_some()
}

/// Fails where the file at `path`, below the project's root, holds another text.
#[track_caller]
pub fn is_in_file(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if is_update() {
        std::fs::write(&file, text).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        expected == text,
        "{path} holds another text; `BREAKGLASS_UPDATE=1 cargo test` writes what it should be:\n{text}"
    );
}
