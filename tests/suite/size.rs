//! What a page costs beside its text. A site of 1,000 runbooks has nearly 3,000 pages: what all of them repeat decides on
//! its size.

use crate::project::{Project, text};

const PARAGRAPH: &str = "The same words again and again. ";

/// Bytes of the page at `path` beside its paragraph.
fn frame(path: &str) -> usize {
    let source = format!("# Slow\n\n## Detection\n\n- **Alert**: `SlowQueries`\n\n## Diagnosis\n\n{PARAGRAPH}\n");
    let site = Project::new(&[("db/slow.md", &source)]).site();
    let page = text(&site, path);
    assert!(page.contains(PARAGRAPH.trim()), "{path}");
    page.len() - PARAGRAPH.len()
}

#[test]
fn what_every_page_repeats_stays_small() {
    for (path, most) in [
        ("r/db/slow/index.html", 2_850),
        ("a/SlowQueries/index.html", 2_700),
        ("a/slowqueries/index.html", 2_280),
    ] {
        let bytes = frame(path);
        println!("{path}: {bytes} of {most} bytes");
        assert!(
            bytes <= most,
            "{path}: {bytes} bytes beside the text, {most} expected at most"
        );
    }
}

#[test]
fn only_the_home_page_carries_the_search_field() {
    let site = Project::new(&[("db/slow.md", "# Slow\n\n## Detection\n\n- **Alert**: `SlowQueries`\n")]).site();
    for (path, page) in &site.output {
        if path.ends_with("index.html") {
            let page = String::from_utf8_lossy(page);
            let expected = usize::from(path == "index.html");
            assert_eq!(page.matches("role=\"combobox\"").count(), expected, "{path}");
            assert!(page.contains("id=\"bg-search\""), "{path}");
        }
    }
}
