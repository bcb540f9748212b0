//! Which files become runbooks.

use crate::project::{Project, findings, text};

fn pages(project: &Project) -> Vec<String> {
    let site = project.site();
    site.output
        .keys()
        .filter(|name| name.starts_with("r/") && name.ends_with("index.html"))
        .cloned()
        .collect()
}

#[test]
fn runbooks_are_found_by_ending_and_folder() {
    let project = Project::new(&[
        ("README.md", "# I\n"),
        ("A b.MD", "a"),
        ("c.markdown", "c"),
        ("d.html.md.erb", "<%= x %>"),
        ("sub/README.md", "s"),
        ("sub2/_index.md", "s"),
        ("_templates/t.md", "t"),
        (".hidden/h.md", "h"),
        ("note.txt", "n"),
        (".gitignore", "skipped/\n"),
        ("skipped/x.md", "x"),
    ]);
    assert_eq!(
        pages(&project),
        [
            "r/a-b/index.html",
            "r/c/index.html",
            "r/d/index.html",
            "r/sub/index.html",
            "r/sub2/index.html"
        ]
    );
    assert!(text(&project.site(), "r/d/index.html").contains("&lt;%= x %&gt;"));
}

#[test]
fn ids_that_collide_are_numbered_and_reported() {
    let project = Project::new(&[("a b.md", "1"), ("a-b.md", "2"), ("A-b.md", "3")]);
    assert_eq!(
        pages(&project),
        ["r/a-b-2/index.html", "r/a-b-3/index.html", "r/a-b/index.html"]
    );
    assert_eq!(findings(&project.site()).len(), 2);
}

#[test]
#[cfg(unix)]
fn no_link_is_followed_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[("a.md", "# A\n\n![x](secret.png)\n")]);
    std::fs::write(project.beside("outside.md"), "SECRET").unwrap();
    std::fs::create_dir(project.beside("folder")).unwrap();
    std::fs::write(project.beside("folder/x.md"), "SECRET").unwrap();
    symlink(project.beside("outside.md"), project.runbooks().join("b.md")).unwrap();
    symlink(project.beside("outside.md"), project.runbooks().join("secret.png")).unwrap();
    symlink(project.beside("folder"), project.runbooks().join("folder")).unwrap();
    symlink(project.runbooks().join("a.md"), project.runbooks().join("inside.md")).unwrap();
    let site = project.site();
    assert!(
        site.output
            .values()
            .all(|bytes| !String::from_utf8_lossy(bytes).contains("SECRET"))
    );
    assert!(site.output.contains_key("r/inside/index.html"));
    assert_eq!(
        findings(&site)
            .iter()
            .filter(|f| f.contains("link-leaves-folder"))
            .count(),
        3
    );
}

#[test]
fn bytes_that_are_not_utf8_are_reported_and_kept_in_the_source() {
    let project = Project::new(&[]);
    project.write("a.md", "");
    std::fs::write(project.runbooks().join("a.md"), b"# A\n\nx\xffy\n").unwrap();
    let site = project.site();
    assert_eq!(site.output["r/a/source.md"], b"# A\n\nx\xffy\n"[..]);
    assert!(text(&site, "r/a/index.html").contains("x\u{fffd}y"));
    assert_eq!(findings(&site), ["a.md:3:2 not-utf8"]);
}

#[test]
fn utf_16_is_called_by_its_name() {
    let project = Project::new(&[("a.md", "# A\n")]);
    for mark in [[0xff, 0xfe], [0xfe, 0xff]] {
        std::fs::write(project.runbooks().join("a.md"), [&mark[..], b"\0#\0 \0A"].concat()).unwrap();
        let reports = project.site().reports;
        assert!(reports[0].diagnostics[0].message.contains("UTF-16"), "{reports:?}");
    }
}

/// Who may do everything can list every folder; then there is nothing to see.
#[test]
fn an_empty_folder_is_a_site() {
    let project = Project::new(&[("note.txt", "")]);
    let site = project.site();
    assert!(text(&site, "index.html").contains("Write the first runbook"));
    let manifest: serde_json::Value = serde_json::from_str(text(&site, "runbooks.json")).unwrap();
    assert_eq!(manifest["version"], 1);
    assert_eq!(manifest["runbooks"].as_array().map(Vec::len), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn of_two_indexes_the_one_of_the_usual_name_counts_and_the_other_is_a_runbook() {
    let project = Project::new(&[
        ("README.md", "# Ours\n"),
        ("readme.md", "# Theirs\n\nKept words.\n"),
        ("a.md", "# A\n"),
    ]);
    assert_eq!(pages(&project), ["r/a/index.html", "r/readme/index.html"]);
    let site = project.site();
    assert!(text(&site, "r/readme/index.html").contains("Kept words."));
    assert!(text(&site, "index.html").contains("Ours"));
    assert!(findings(&site).contains(&"readme.md:1:1 duplicate-id".to_string()));
}

#[test]
#[cfg(unix)]
fn what_is_no_regular_file_is_not_read_and_is_said_so() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let project = Project::new(&[("a.md", "# A\n\n[b](socket.md)\n")]);
    let _socket = UnixListener::bind(project.runbooks().join("socket.md")).unwrap();
    symlink("socket.md", project.runbooks().join("way.md")).unwrap();
    let site = project.site();
    let found = findings(&site);
    for finding in [
        "socket.md:1:1 file-unreadable",
        "way.md:1:1 file-unreadable",
        "a.md:3:1 link-not-published",
    ] {
        assert!(found.contains(&finding.to_string()), "{found:?}");
    }
    let told = site.reports.iter().flat_map(|report| &report.diagnostics);
    let messages: Vec<&str> = told.map(|finding| finding.message.as_str()).collect();
    assert!(
        messages.contains(&"`socket.md` cannot be read, so it is not published"),
        "{messages:?}"
    );
}
