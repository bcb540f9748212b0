//! Real public runbooks, where they are at hand (`../shared/corpora`).

use crate::project::{Project, site, text};
use std::path::{Path, PathBuf};

/// The folders of the corpora; none where they are not at hand.
pub fn corpora() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(listing) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let mut out: Vec<PathBuf> = listing
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    out.sort();
    out
}

#[test]
fn every_corpus_builds_with_a_page_for_every_file() {
    let project = Project::new(&[]);
    for folder in corpora() {
        let site = site(&folder, &project.app());
        let pages = site
            .output
            .keys()
            .filter(|name| name.starts_with("r/") && name.ends_with("/index.html"))
            .count();
        let findings: usize = site.reports.iter().map(|report| report.diagnostics.len()).sum();
        println!("{}: {} runbooks, {findings} findings", folder.display(), site.runbooks);
        assert!(site.runbooks > 0);
        assert_eq!(pages, site.runbooks);
        for name in site.output.keys().filter(|name| name.ends_with("index.html")) {
            let page = text(&site, name);
            assert_eq!(page.matches("<h1").count(), 1, "{name}");
            assert_eq!(
                page.matches("<section").count(),
                page.matches("</section>").count(),
                "{name}"
            );
        }
    }
}
