//! The pages below `a/`, the manifest's fields, due dates.

use crate::project::{Project, html};
use breakglass::route::Route;
use breakglass::site::Site;
use breakglass::text::percent::decode;
use serde_json::Value;

fn article(site: &Site, path: &str) -> String {
    let page = &html(site, path);
    let start = page.find("<article").unwrap_or_else(|| panic!("{path} has no article"));
    page[start..page.find("</article>").unwrap()].to_string()
}

/// Removes every stretch from `start` through `end`.
fn cut(text: &mut String, start: &str, end: &str) {
    while let Some(from) = text.find(start) {
        let to = from + text[from..].find(end).unwrap() + end.len();
        text.replace_range(from..to, "");
    }
}

fn manifest(site: &Site) -> Vec<Value> {
    let manifest: Value = serde_json::from_slice(&site.output["runbooks.json"]).unwrap();
    manifest["runbooks"].as_array().unwrap().clone()
}

#[test]
fn an_alert_has_its_runbook_whole_under_both_spellings() {
    let project = Project::new(&[
        (
            "db/slow.md",
            "---\nalerts: [SlowQueries, \"queries slow\"]\n---\n# Slow\n\nSee [lag](lag.md#symptoms) and [here](#end).\n\n## End\n",
        ),
        (
            "db/lag.md",
            "# Lag\n\n## Symptoms\n\nx\n\n## Detection\n\n- **Alert**: `ReplicaLag`\n",
        ),
        ("KubePodCrashLooping.md", "## Meaning\n\nx\n"),
        ("Watchdog.md", "# Watchdog\n"),
        ("plain.md", "# Plain\n"),
    ]);
    let site = project.site();
    let alerts: Vec<&str> = site
        .output
        .keys()
        .filter_map(|path| path.strip_prefix("a/")?.strip_suffix("/index.html"))
        .collect();
    assert_eq!(
        alerts,
        [
            "KubePodCrashLooping",
            "ReplicaLag",
            "SlowQueries",
            "Watchdog",
            "kubepodcrashlooping",
            "queries slow",
            "replicalag",
            "slowqueries",
            "watchdog"
        ]
    );
    let own = article(&site, "r/db/slow/index.html");
    for folder in ["SlowQueries", "slowqueries", "queries slow"] {
        let under = article(&site, &format!("a/{folder}/index.html"));
        // The same article, its links one level less deep; the lower-case copy has no table of contents.
        let mut expected = own
            .replace("../../../", "../../")
            .replace("href=\"source.md\"", "href=\"../../r/db/slow/source.md\"");
        if folder == "slowqueries" {
            cut(&mut expected, "<nav class=\"bg-toc\"", "</nav>");
            cut(&mut expected, "<details class=\"bg-front-matter\"", "</details>");
        }
        assert_eq!(under, expected, "{folder}");
        assert!(under.contains("data-id=\"db/slow\"") && under.contains("href=\"../../r/db/lag/index.html#symptoms\""));
        assert!(under.contains("href=\"#end\""));
        let page = html(&site, &format!("a/{folder}/index.html"));
        assert!(page.contains("<link rel=\"canonical\" href=\"../../r/db/slow/index.html\">"));
    }
    let alerts: Vec<Value> = manifest(&site)
        .iter()
        .map(|runbook| runbook["alerts"].clone())
        .collect();
    assert_eq!(
        serde_json::to_string(&alerts).unwrap(),
        r#"[["KubePodCrashLooping"],["Watchdog"],["ReplicaLag"],["SlowQueries","queries slow"],[]]"#
    );
}

#[test]
fn several_claims_and_spellings_are_a_choice() {
    let project = Project::new(&[
        ("a.md", "---\nalerts: DiskFull\n---\n# A\n"),
        ("b.md", "---\nalerts: [DiskFull, diskfull]\n---\n# B\n"),
        ("c.md", "---\nalerts: OnlyCase\n---\n# C\n"),
        ("d.md", "---\nalerts: ONLYCASE\n---\n# D\n"),
    ]);
    let site = project.site();
    for path in [
        "a/DiskFull/index.html",
        "a/diskfull/index.html",
        "a/onlycase/index.html",
    ] {
        let page = html(&site, path);
        assert!(!page.contains("<article"), "{path}");
        assert_eq!(page.matches("class=\"bg-choice\"").count(), 2, "{path}");
    }
    assert!(html(&site, "a/onlycase/index.html").contains("href=\"../../r/c/index.html\""));
    // Each spelling leads to its own runbook, and says that there is another.
    assert!(article(&site, "a/OnlyCase/index.html").contains("data-id=\"c\""));
    assert!(html(&site, "a/ONLYCASE/index.html").contains("href=\"../../a/OnlyCase/index.html\""));
}

#[test]
fn odd_names_are_encoded_or_listed_only() {
    let names = [
        "50% full",
        "a/b",
        "..",
        "<img src=x>",
        "Größe",
        "x?y#z",
        "index.html",
        "\u{202e}abc",
    ];
    let list: Vec<String> = names.iter().map(|name| serde_json::to_string(name).unwrap()).collect();
    let source = format!("---\nalerts: [{}]\n---\n# T\n", list.join(", "));
    let site = Project::new(&[("t.md", &source)]).site();
    for path in site.output.keys() {
        assert!(
            path.split('/')
                .all(|part| !part.is_empty() && part != ".." && part != "."),
            "{path}"
        );
    }
    let list = html(&site, "a/index.html");
    assert!(!list.contains("<img"));
    for name in ["50% full", "<img src=x>", "Größe", "x?y#z"] {
        let route = Route::Alert(name.to_string());
        assert!(site.output.contains_key(&decode(&route.file())), "{name}");
        assert!(list.contains(&format!("href=\"../{}\"", route.file())), "{name}");
        assert_eq!(Route::parse(&route.file()), Some(route));
    }
    // Names that no folder can have lead to the runbook.
    assert_eq!(
        list.matches("href=\"../r/t/index.html\" data-alert").count(),
        3,
        "{list}"
    );
}

#[test]
fn due_dates_stand_in_page_and_manifest() {
    let project = Project::new(&[
        (
            "a.md",
            "# A\n\nx\n\n---\n\n**Last Updated**: 2025-08-31  \n**Owner**: Ops\n**Review Cycle**: Every 6 months\n",
        ),
        ("b.md", "---\nlast_updated: 25 October 2025\n---\n# B\n"),
        (
            "c.md",
            "---\nlast_updated: soon\nreview_cycle: after incidents\n---\n# C\n",
        ),
    ]);
    let fields = |site: &Site| -> Vec<(Value, Value)> {
        let runbooks = manifest(site);
        runbooks
            .iter()
            .map(|r| (r["last_updated"].clone(), r["review_due"].clone()))
            .collect()
    };
    let text_of = |value: &str| Value::from(value);
    let site = project.site();
    assert_eq!(
        fields(&site),
        [
            (text_of("2025-08-31"), text_of("2026-02-28")),
            (text_of("2025-10-25"), Value::Null),
            (text_of("soon"), Value::Null)
        ]
    );
    assert!(html(&site, "r/a/index.html").contains("<time datetime=\"2026-02-28\">2026-02-28</time>"));
    assert!(!html(&site, "r/a/index.html").to_lowercase().contains("overdue"));
    // What the source's end says stands once; what only front matter says stands in the foot.
    assert_eq!(article(&site, "r/a/index.html").matches("2025-08-31").count(), 1);
    assert_eq!(article(&site, "r/a/index.html").matches("Ops").count(), 1);
    assert!(html(&site, "r/b/index.html").contains("<dt>Last updated</dt><dd>25 October 2025</dd>"));
    project.write("breakglass.toml", "[review]\ncycle = \"monthly\"\n");
    assert_eq!(fields(&project.site())[1].1, text_of("2025-11-25"));
}

#[test]
fn a_runbook_for_hundreds_of_alerts_does_not_stand_whole_on_each_page() {
    let sized = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("Alert{at}Down")).collect();
        let text = format!(
            "---\nalerts: [{}]\n---\n# Many\n\n## Diagnosis\n\n1. Look\n",
            names.join(", ")
        );
        let site = Project::new(&[("many.md", &text)]).site();
        let page = html(&site, "a/Alert7Down/index.html");
        assert!(page.contains("href=\"../../r/many/index.html\""), "{count}");
        let bytes: usize = site.output.values().map(|bytes| bytes.len()).sum();
        (bytes, page.contains("<article"))
    };
    assert!(sized(200).1);
    let (some, more) = (sized(400), sized(1200));
    assert!(!some.1);
    assert!(more.0 < 4 * some.0, "{} and {} bytes", some.0, more.0);
}
