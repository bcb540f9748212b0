//! Links between runbooks, to files, and to nothing.

use crate::project::{Project, findings, html};

#[test]
fn links_lead_to_pages_with_the_right_anchors() {
    let project = Project::new(&[
        (
            "README.md",
            "# Ops\n\n## Index\n\n### List\n\n| Runbook |\n|--|\n| [A](a.md) |\n\n## Contacts\n\n[1](#index) [2](#list) [3](#ops) [4](#contacts)\n",
        ),
        (
            "a.md",
            "# A\n\n[1](slow.md#step-2) [2](database/x%20y.md) [3](database/) [4](/database/x%20y.md#top) [5][ref] [6](#part) \
             [7](README.md) [8](README.md#contacts) [9](README.md#list) [10](slow) [11](slow.html#Step-2) [12](<database/x y.md>)\n\n## Part\n\n[ref]: ./slow.md\n",
        ),
        ("slow.md", "# Slow\n\n### Step 2: Check the queries\n"),
        ("database/x y.md", "# X\n\n## Top\n\n[up](../a.md)\n"),
        ("database/README.md", "# Database\n"),
    ]);
    let site = project.site();
    let page = html(&site, "r/a/index.html");
    for (label, href) in [
        ("1", "../../r/slow/index.html#step-2-check-the-queries"),
        ("2", "../../r/database/x-y/index.html"),
        ("3", "../../r/database/index.html"),
        ("4", "../../r/database/x-y/index.html#top"),
        ("5", "../../r/slow/index.html"),
        ("6", "#part"),
        ("7", "../../index.html"),
        ("8", "../../guide/index.html#contacts"),
        ("9", "../../index.html#list"),
        ("10", "../../r/slow/index.html"),
        ("11", "../../r/slow/index.html#step-2-check-the-queries"),
        ("12", "../../r/database/x-y/index.html"),
    ] {
        assert!(
            page.contains(&format!("<a href=\"{href}\">{label}</a>")),
            "[{label}] is not {href} in {page}"
        );
    }
    assert!(html(&site, "r/database/x-y/index.html").contains("href=\"../../../r/a/index.html\">up<"));
    let guide = html(&site, "guide/index.html");
    for (label, href) in [
        ("1", "../index.html"),
        ("2", "../index.html#list"),
        ("3", "#ops"),
        ("4", "#contacts"),
    ] {
        assert!(
            guide.contains(&format!("<a href=\"{href}\">{label}</a>")),
            "[{label}] is not {href} in {guide}"
        );
    }
    assert!(guide.contains("<h1 id=\"ops\""));
    let unexpected: Vec<String> = findings(&site)
        .into_iter()
        .filter(|f| !f.ends_with("runbook-not-indexed"))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
}

#[test]
fn dead_links_keep_their_text_and_are_reported_with_their_place() {
    let project = Project::new(&[
        (
            "a.md",
            "# A\n\n[gone](gone.md) and\n[up](../../etc/passwd) ![pic](no.png) [h](b.md#nothing) [js](javascript:alert(1))\n",
        ),
        ("b.md", "# B\n"),
    ]);
    let site = project.site();
    let page = html(&site, "r/a/index.html");
    for dead in ["gone", "up", "pic", "js"] {
        assert!(
            page.contains(&format!("<span class=\"bg-dead\">{dead}</span>")),
            "{dead}: {page}"
        );
    }
    assert!(page.contains("<a href=\"../../r/b/index.html\">h</a>"));
    assert_eq!(
        findings(&site),
        [
            "a.md:3:1 dead-link",
            "a.md:4:1 dead-link",
            "a.md:4:24 dead-link",
            "a.md:4:39 dead-anchor",
            "a.md:4:57 scheme-not-allowed"
        ]
    );
}

#[test]
fn links_in_raw_html_are_links_too() {
    let project = Project::new(&[
        (
            "a.md",
            "# A\n\n<p>\n<a href=\"b.md\">b</a>\n<img src=\"gone.png\" alt=\"picture\"> <a href=\"gone.md\">gone</a>\n</p>\n",
        ),
        ("b.md", "# B\n"),
    ]);
    let site = project.site();
    let page = html(&site, "r/a/index.html");
    assert!(page.contains("<a href=\"../../r/b/index.html\">b</a>"), "{page}");
    for dead in ["picture", "gone"] {
        assert!(
            page.contains(&format!("<span class=\"bg-dead\">{dead}</span>")),
            "{dead}: {page}"
        );
    }
    assert_eq!(findings(&site), ["a.md:5:1 dead-link", "a.md:5:36 dead-link"]);
}

#[test]
fn used_files_travel_with_the_site_and_unused_ones_do_not() {
    let project = Project::new(&[
        (
            "a/x.md",
            "# X\n\n![d](img/d.png) [s](../run%20me.sh) [h](p.html) ![e](https://x.example/i.png) [env](../.env) [i](../ignored.txt)\n",
        ),
        ("a/img/d.png", "png"),
        ("run me.sh", "echo"),
        ("a/p.html", "<script>1</script>"),
        ("unused.txt", "u"),
        (".env", "SECRET=1"),
        (".gitignore", "ignored.txt\n"),
        ("ignored.txt", "i"),
    ]);
    let site = project.site();
    let page = html(&site, "r/a/x/index.html");
    assert!(
        page.contains("<img src=\"../../../files/a/img/d.png\" alt=\"d\""),
        "{page}"
    );
    assert!(page.contains("<a href=\"../../../files/run%20me.sh\">s</a>"), "{page}");
    assert!(
        page.contains("<a href=\"../../../files/a/p.html\" download>h</a>"),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"https://x.example/i.png\" rel=\"noopener noreferrer\">e</a>"),
        "{page}"
    );
    let files: Vec<&String> = site.output.keys().filter(|name| name.starts_with("files/")).collect();
    assert_eq!(files, ["files/a/img/d.png", "files/a/p.html", "files/run me.sh"]);
    let codes: Vec<String> = findings(&site)
        .into_iter()
        .filter(|f| f.contains("link-not-published"))
        .collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
}

#[test]
fn the_index_orders_the_home_page_and_missing_runbooks_are_shown_and_reported() {
    let project = Project::new(&[
        (
            "README.md",
            "# Ops\n\n## Index\n\n### B cat\n\n| Runbook | Severity | Owner | Description |\n|--|--|--|--|\n| [Two](two.md) | P0 | Team | CPU > `80%` |\n| [Gone](gone.md) | P1 | – | text |\n\n### A cat\n\n| Runbook | Type |\n|--|--|\n| [One](one.md) | Procedure |\n",
        ),
        ("one.md", "# One\n"),
        ("two.md", "# Two\n\n## Impact\n\n- **Severity**: P2\n"),
        ("extra.md", "# Extra\n"),
    ]);
    let site = project.site();
    let home = html(&site, "index.html");
    let order: Vec<usize> = [
        "B cat",
        "r/two/",
        "Gone",
        "A cat",
        "r/one/",
        "Other runbooks",
        "r/extra/",
    ]
    .iter()
    .map(|part| home.find(part).unwrap())
    .collect();
    assert!(order.is_sorted(), "{home}");
    assert!(
        home.contains("not written yet") && home.contains("Team") && home.contains("CPU &gt; <code>80%</code>"),
        "{home}"
    );
    assert!(
        !site.output.contains_key("guide/index.html"),
        "nothing is left for a guide"
    );
    assert!(html(&site, "r/one/index.html").contains("Procedure"));
    assert_eq!(
        findings(&site),
        [
            "README.md:10:3 index-row-without-runbook",
            "extra.md:1:1 runbook-not-indexed",
            "two.md:5:17 severity-contradicts-index"
        ]
    );
}

#[test]
fn a_link_from_the_top_of_another_generators_folder_is_found() {
    let project = Project::new(&[
        ("content/a.md", "# A\n\n[B](/runbooks/b) and [C](/runbooks/none)\n"),
        ("content/runbooks/b.md", "# B\n\n[A](/content/a.md)\n"),
    ]);
    let site = project.site();
    assert!(html(&site, "r/content/a/index.html").contains("href=\"../../../r/content/runbooks/b/"));
    assert_eq!(findings(&site), ["content/a.md:3:22 dead-link"]);
}

#[test]
fn a_link_from_a_folder_above_the_runbooks_is_found() {
    let project = Project::new(&[
        (
            "a.md",
            "# A\n\n[1](/runbooks/shop/b.md) [2](/runbooks/shop/b.html#look) [3]({{site.baseurl}}/runbooks/shop/b.html) \
             [4](/docs/shop/b.md) [5]({{base}}/none.md) [6]({{home}}/)\n",
        ),
        ("shop/b.md", "# B\n\n## Look\n\nLook.\n"),
    ]);
    // Where the folder lies is no part of what is built.
    assert_eq!(findings(&project.site()).len(), 6);
    std::fs::create_dir(project.beside(".git")).unwrap();
    let site = project.site();
    let page = html(&site, "r/a/index.html");
    for (label, anchor) in [("1", ""), ("2", "#look"), ("3", "")] {
        let link = format!("<a href=\"../../r/shop/b/index.html{anchor}\">{label}</a>");
        assert!(page.contains(&link), "{label} in {page}");
    }
    assert_eq!(
        findings(&site),
        ["a.md:3:101 dead-link", "a.md:3:122 dead-link", "a.md:3:144 dead-link"]
    );
}

#[test]
fn ids_of_the_index_are_found_on_the_page_that_has_them() {
    let table = "| Runbook | Description |\n|--|--|\n| [A](a.md) | <a id=\"row\"></a>what it is for |\n";
    let index =
        format!("# I\n\n<a id=\"above\"></a> Words.\n\n## All\n\n{table}\n## Rules\n\n<a id=\"below\"></a> Words.\n");
    let links = "# A\n\n[x](README.md#row) [y](README.md#above) [z](README.md#below)\n";
    let project = Project::new(&[("README.md", index.as_str()), ("a.md", links)]);
    let site = project.site();
    let page = html(&site, "r/a/index.html");
    for (file, id) in [
        ("index.html", "row"),
        ("guide/index.html", "above"),
        ("guide/index.html", "below"),
    ] {
        assert!(page.contains(&format!("href=\"../../{file}#{id}\"")), "{id}: {page}");
        assert!(html(&site, file).contains(&format!(" id=\"{id}\"")), "{id}");
    }
}
