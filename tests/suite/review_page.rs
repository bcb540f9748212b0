//! `review/` and `feed.xml`: complete as HTML, true, and independent of the clock.

use crate::corpora::corpora;
use crate::project::{Project, site as site_of, text};
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

#[test]
fn the_home_page_leads_to_it() {
    let site = project().site();
    assert!(text(&site, "index.html").contains("<a href=\"review/index.html\">Review</a>"));
    let empty = Project::new(&[("notes.txt", "x")]).site();
    assert!(!text(&empty, "index.html").contains("review/index.html"));
}

#[test]
fn a_next_review_that_was_not_moved_on_is_told() {
    let stale = "---\nlast_updated: 2026-02-20\nnext_review: 2026-02-01\n---\n# Stale\n";
    let page = |source: &str| text(&Project::new(&[("a.md", source)]).site(), "review/index.html").to_string();
    assert!(page(stale).contains("after the next review that it names"));
    assert!(!page(&stale.replace("2026-02-01", "2026-03-01")).contains("after the next review"));
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

/// The rows' ids with the day that git says.
fn changes(page: &str) -> BTreeMap<String, String> {
    let rows = page.split("<tr data-id=\"").skip(1).filter_map(|row| {
        let id = row.split('"').next()?.to_string();
        let changed = row.split('>').next()?.split(" data-changed=\"").nth(1)?;
        Some((id, changed.split('"').next()?.to_string()))
    });
    rows.collect()
}

#[test]
fn git_is_a_second_opinion_that_reaches_the_review_alone() {
    let project = project();
    project.write("breakglass.toml", "[review]\ngit = true\n");
    let without = project.site();
    assert!(changes(text(&without, "review/index.html")).is_empty());
    project.git(&["init", "-q"], "2026-01-01");
    project.git(&["add", "-A"], "2026-01-01");
    project.git(&["commit", "-q", "-m", "All"], "2026-01-01");
    let some = std::fs::read_to_string(project.runbooks().join("some.md")).unwrap();
    project.write("some.md", &some.replace("Hurts", "Aches"));
    project.git(&["commit", "-q", "-a", "-m", "Words"], "2026-01-20");
    project.write("new für alle.md", "# Not yet committed\n");
    let site = project.site();
    let page = text(&site, "review/index.html");
    let day = |id: &str, day: &str| (id.to_string(), day.to_string());
    assert_eq!(
        changes(page),
        BTreeMap::from([
            day("full", "2026-01-01"),
            day("some", "2026-01-20"),
            day("none", "2026-01-01")
        ])
    );
    let said = |day: &str| format!("changed <time datetime=\"{day}\">{day}</time> by git");
    // `full` says a later day itself, `none` says none.
    assert_eq!(page.matches(" by git<").count(), 2, "{page}");
    assert!(
        page.contains(&said("2026-01-20")) && page.contains(&said("2026-01-01")),
        "{page}"
    );
    // The command says the same.
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(project.beside("."))
        .args(["review", "runbooks", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let told = report["runbooks"].as_array().unwrap().iter();
    let told: BTreeMap<String, String> = told
        .filter_map(|item| Some((item["id"].as_str()?.to_string(), item["changed"].as_str()?.to_string())))
        .collect();
    assert_eq!(changes(page), told);
    // The same history gives the same bytes; more of it, which changes no file, changes the review and the time of the build.
    assert_eq!(site.output, project.site().output);
    project.git(&["rm", "-q", "--cached", "runbooks/none.md"], "2026-02-01");
    project.git(&["commit", "-q", "-m", "Out"], "2026-02-01");
    project.git(&["add", "runbooks/none.md"], "2026-02-02");
    project.git(&["commit", "-q", "-m", "In again"], "2026-02-02");
    let later = project.site();
    let differ = site
        .output
        .iter()
        .filter(|(name, bytes)| later.output.get(*name) != Some(bytes));
    let differ: Vec<&str> = differ
        .map(|(name, _)| name.as_str())
        .filter(|name| !["index.html", "runbooks.json"].contains(name))
        .collect();
    assert_eq!(differ, ["review/index.html"]);
    // A history that is cut off makes everything look new, so it says nothing.
    let clone = project.beside("clone");
    let url = format!("file://{}", project.beside(".").display());
    project.git(
        &["clone", "-q", "--depth", "1", &url, clone.to_str().unwrap()],
        "2026-02-03",
    );
    let shallow = site_of(&clone.join("runbooks"), &project.app());
    assert!(changes(text(&shallow, "review/index.html")).is_empty());
    project.write("breakglass.toml", "[review]\ngit = false\n");
    assert!(changes(text(&project.site(), "review/index.html")).is_empty());
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
        let site = site_of(&folder, &project.app());
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
