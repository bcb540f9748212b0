//! What a page costs beside its text. A site of 1,000 runbooks has nearly 3,000 pages: what all of them repeat decides on
//! its size.

use crate::corpora::corpora;
use crate::project::{Project, site as site_of, text};

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
        ("r/db/slow/index.html", 2_150),
        ("a/SlowQueries/index.html", 1_950),
        ("a/slowqueries/index.html", 1_650),
    ] {
        let bytes = frame(path);
        println!("{path}: {bytes} of {most} bytes");
        assert!(
            bytes <= most,
            "{path}: {bytes} bytes beside the text, {most} expected at most"
        );
    }
}

/// Real runbooks: what their pages take for each byte of Markdown. With the app (some 3 MB), the packs, the index and the
/// lists, this is what keeps a site of 1,000 below 20 MB.
#[test]
fn the_pages_of_real_runbooks_stay_small() {
    for (name, runbook, exact, lower) in [
        ("prometheus-operator", 4.35, 3.70, 3.05),
        ("cloudnative-pg", 2.73, 2.30, 1.95),
    ] {
        let Some(folder) = corpora().into_iter().find(|folder| folder.ends_with(name)) else {
            println!("skipped: {name} is not at hand");
            continue;
        };
        let project = Project::new(&[]);
        let site = site_of(&folder, &project.app());
        let sum = |wanted: &dyn Fn(&str) -> bool| {
            let pages = site.output.iter().filter(|(path, _)| wanted(path));
            pages.map(|(_, bytes)| bytes.len()).sum::<usize>() as f64
        };
        let is_lower = |path: &str| path.to_lowercase() == *path;
        let sources = sum(&|path| path.ends_with("/source.md"));
        let alert = |path: &str| path.starts_with("a/") && path != "a/index.html";
        for (what, pages, most) in [
            (
                "runbooks",
                sum(&|path| path.starts_with("r/") && path.ends_with(".html")),
                runbook,
            ),
            ("alerts", sum(&|path| alert(path) && !is_lower(path)), exact),
            ("lower case", sum(&|path| alert(path) && is_lower(path)), lower),
        ] {
            let times = pages / sources;
            println!("{name}, {what}: {times:.2} of {most} bytes for each byte of Markdown");
            assert!(
                times <= most,
                "{name}, {what}: {times:.2} bytes for each byte of Markdown, {most} at most"
            );
        }
    }
}

#[test]
fn only_the_home_page_carries_the_search_field() {
    let site = Project::new(&[("db/slow.md", "# Slow\n\n## Detection\n\n- **Alert**: `SlowQueries`\n")]).site();
    for (path, page) in &site.output {
        if path.ends_with("index.html") {
            let page = String::from_utf8_lossy(page);
            let expected = usize::from(path == "index.html");
            assert_eq!(page.matches("combobox").count(), expected, "{path}");
            // On runbooks' pages, of which there are thousands, `boot.js` makes its room, too.
            let has_room = !page.contains("data-page=\"runbook\"");
            assert_eq!(
                page.contains("role=\"search\"") || page.contains("role=search"),
                has_room,
                "{path}"
            );
        }
    }
}
