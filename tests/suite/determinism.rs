//! Same input, same bytes; and a change reaches the pages it should reach, and no others.

use crate::project::{Project, text};
use breakglass::site::Site;

const FILES: &[(&str, &str)] = &[
    (
        "README.md",
        "# Ops\n\n## Database\n\n| Runbook | Severity |\n|--|--|\n| [Slow](slow.md) | P1 |\n| [Lag](lag.md) | P2 |\n\n## Using\n\nText.\n",
    ),
    ("slow.md", "# Slow\n\n## Symptoms\n\nx\n\nSee [lag](lag.md).\n"),
    ("lag.md", "# Lag\n\n## Symptoms\n\ny\n"),
    ("net/dns.md", "# DNS\n\nz\n"),
    ("net/ntp.md", "# NTP\n\nz\n"),
];

/// The files that differ. The search index, which all content reaches, has another name each time and is left out.
fn changed(before: &Site, after: &Site) -> Vec<String> {
    let names = before.output.keys().chain(after.output.keys());
    let mut out: Vec<String> = names
        .filter(|name| before.output.get(*name) != after.output.get(*name))
        .filter(|name| !name.starts_with("assets/search-"))
        .cloned()
        .collect();
    out.sort();
    out.dedup();
    out
}

#[test]
fn two_builds_are_identical() {
    let project = Project::new(FILES);
    assert_eq!(project.site().output, project.site().output);
    assert_eq!(project.site().output, Project::new(FILES).site().output);
}

#[test]
fn a_body_reaches_its_page_its_source_and_the_manifest() {
    let project = Project::new(FILES);
    let before = project.site();
    project.write("lag.md", "# Lag\n\n## Symptoms\n\nother words\n");
    let after = project.site();
    // The list of what is to be reviewed says which sections there are.
    assert_eq!(
        changed(&before, &after),
        [
            "r/lag/index.html",
            "r/lag/source.md",
            "review/index.html",
            "runbooks.json"
        ]
    );
}

#[test]
fn a_title_reaches_the_pages_that_show_it() {
    let project = Project::new(FILES);
    let before = project.site();
    project.write("net/dns.md", "# Name service\n\nz\n");
    let after = project.site();
    // Its own page, home, its neighbour, and the list of what is to be reviewed.
    assert_eq!(
        changed(&before, &after),
        [
            "index.html",
            "r/net/dns/index.html",
            "r/net/dns/source.md",
            "r/net/ntp/index.html",
            "review/index.html",
            "runbooks.json"
        ]
    );
}

#[test]
fn pages_name_no_hash_of_content_and_every_url_is_relative() {
    let site = Project::new(FILES).site();
    for (name, _) in site.output.iter().filter(|(name, _)| name.ends_with("index.html")) {
        let page = text(&site, name);
        for attribute in ["href=\"", "src=\""] {
            for value in page.split(attribute).skip(1) {
                let value = value.split('"').next().unwrap();
                assert!(!value.starts_with('/'), "{name}: {value}");
                assert!(!value.contains("search-"), "{name}: {value}");
            }
        }
    }
}

#[test]
fn asset_names_are_hashes_of_their_final_bytes() {
    let site = Project::new(FILES).site();
    let mut assets = 0;
    for (name, bytes) in &site.output {
        if let Some(file) = name.strip_prefix("assets/") {
            assets += 1;
            let hash = file.rsplit_once('-').unwrap().1.split('.').next().unwrap();
            assert_eq!(hash, &breakglass::site::app::sha256(bytes)[..16], "{name}");
        }
    }
    assert_eq!(assets, 10);
    let boot = site
        .output
        .keys()
        .find(|name| name.starts_with("assets/boot-"))
        .unwrap();
    let script = site.output.keys().find(|name| name.starts_with("assets/app-")).unwrap();
    assert!(text(&site, boot).contains(&script["assets/".len()..]));
}
