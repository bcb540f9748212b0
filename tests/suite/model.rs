//! The runbook model over inputs shaped like real ones.

mod consistency;
mod dump;
mod ecommerce;
mod golden;
mod quoting;

use std::path::{Path, PathBuf};

/// A folder of the public runbooks, where they are at hand.
fn corpora(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpora")
        .join(folder);
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// The Markdown files under a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is readable") {
            let path = entry.expect("the entry is readable").path();
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().to_lowercase())
                .unwrap_or_default();
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(".md") || name.ends_with(".erb") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}
