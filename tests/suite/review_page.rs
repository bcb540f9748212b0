//! `review/` and `feed.xml`: complete as HTML, true, and independent of the clock.

use crate::corpora::corpora;
use crate::project::{Project, site, text};
use serde_json::Value;
use std::collections::BTreeMap;

fn project() -> Project {
    let full = "# Full\n\n## Symptoms\n\nHurts.\n\n## Impact\n\n- **Severity**: P1\n\n## Detection\n\n- **Alert**: `FullDown`\n\n## Diagnosis\n\nLook.\n\n## Resolution\n\nMend.\n\n\
                ## Verification\n\n- [ ] Well\n\n## Prevention\n\nThink.\n\n## Escalation\n\nCall.\n\n## Related\n\nNone.\n\n---\n\n**Last Updated**: 2026-01-31  \n**Owner**: Platform & Co  \n**Review Cycle**: Monthly\n";
    Project::new(&[
        ("full.md", full),
        (
            "some.md",
            "# Some <b>\n\n## Symptoms\n\nHurts, see [x](gone.md).\n\n---\n\n**Last Updated**: 2026-01-05\n**Owner**: Data\n**Review Cycle**: Weekly\n",
        ),
        ("none.md", "# None\n"),
    ])
}

/// The rows of the table: id, due date, cells.
fn rows(page: &str) -> Vec<(String, String)> {
    let attribute = |row: &str, name: &str| {
        let from = row.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(row[from..].split('"').next().unwrap_or("").to_string())
    };
    let table = &page[page.find("<table id=\"bg-review\"").unwrap()..];
    let table = &table[..table.find("</table>").unwrap()];
    let rows = table.split("<tr ").skip(1);
    rows.map(|row| {
        let row = format!(" {row}");
        (
            attribute(&row, "data-id").unwrap(),
            attribute(&row, "data-due").unwrap_or_default(),
        )
    })
    .collect()
}

#[test]
fn the_page_has_every_runbook_due_first_and_no_word_about_today() {
    let site = project().site();
    let page = text(&site, "review/index.html");
    let expected = [("some", "2026-01-12"), ("full", "2026-02-28"), ("none", "")];
    assert_eq!(rows(page), expected.map(|(id, due)| (id.to_string(), due.to_string())));
    assert!(!page.contains("overdue"), "the app compares with today");
    for piece in [
        "3 runbooks: 2 with a due date, 1 without an owner",
        "href=\"../r/full/index.html\">Full</a>",
        "Some",
        ">Platform &amp; Co</td>",
        "9 of 9",
        "<summary>1 of 9</summary>Missing: Impact, Detection, Diagnosis, Resolution, Verification, Prevention, Escalation, Related",
        "<th scope=\"row\">Symptoms</th><td class=\"bg-right\">2 of 3</td>",
        "1 error: dead link",
    ] {
        assert!(page.contains(piece), "{piece}\n{page}");
    }
}

#[test]
fn the_problems_are_those_that_check_finds() {
    let project = project();
    let site = project.site();
    let page = text(&site, "review/index.html");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(project.beside("."))
        .args(["check", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in report["diagnostics"].as_array().unwrap() {
        let severity = item["severity"].as_str().unwrap();
        if severity != "info" {
            let rule = item["rule"].as_str().unwrap().replace('-', " ");
            *counts.entry(format!("{severity}\t{rule}")).or_default() += 1;
        }
    }
    assert!(counts.len() > 1, "{counts:?}");
    for (key, count) in counts {
        let (severity, rule) = key.split_once('\t').unwrap();
        let plural = if count == 1 { "" } else { "s" };
        assert!(
            page.contains(&format!("<summary>{count} {severity}{plural}: {rule} (")),
            "{count} {key}\n{page}"
        );
    }
}

#[test]
fn the_feed_is_atom_with_names_that_stay() {
    let project = project();
    let site = project.site();
    let feed = text(&site, "feed.xml");
    let ids = |feed: &str| -> Vec<String> {
        feed.split("<id>")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap().to_string())
            .collect()
    };
    assert_eq!(ids(feed).len(), 3);
    assert!(ids(feed).iter().all(|id| id.starts_with("urn:uuid:")), "{feed}");
    assert!(
        feed.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">"),
        "{feed}"
    );
    assert!(
        feed.contains("<updated>2026-01-31T00:00:00Z</updated><link rel=\"self\""),
        "{feed}"
    );
    let (full, some) = (
        feed.find("<title>Full</title>").unwrap(),
        feed.find("<title>Some").unwrap(),
    );
    assert!(full < some, "the newest first");
    assert!(feed.contains("href=\"./r/full/index.html\""), "{feed}");
    // The same sources, the same bytes; an update makes one new entry.
    assert_eq!(feed, text(&project.site(), "feed.xml"));
    let before = ids(feed);
    project.write("some.md", "# Some <b>\n\n---\n\n**Last Updated**: 2026-02-05\n");
    let again = project.site();
    let after = ids(text(&again, "feed.xml"));
    assert_eq!(before[0], after[0]);
    assert_eq!(after.iter().filter(|id| !before.contains(id)).count(), 1);
}

#[test]
fn the_page_agrees_with_the_manifest_on_all_corpora() {
    let project = Project::new(&[]);
    for folder in corpora() {
        let site = site(&folder, &project.app());
        let manifest: Value = serde_json::from_slice(&site.output["runbooks.json"]).unwrap();
        let mut expected: Vec<(String, String)> = manifest["runbooks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                (
                    item["id"].as_str().unwrap().to_string(),
                    item["review_due"].as_str().unwrap_or("").to_string(),
                )
            })
            .collect();
        expected.sort();
        let page = text(&site, "review/index.html");
        let shown = rows(page);
        let mut found = shown.clone();
        found.sort();
        assert_eq!(found, expected, "{}", folder.display());
        let dates: Vec<&String> = shown.iter().map(|(_, due)| due).filter(|due| !due.is_empty()).collect();
        assert!(dates.is_sorted(), "{}", folder.display());
        println!("{}: {} kB", folder.display(), page.len() / 1000);
    }
}
