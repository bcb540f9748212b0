//! A site that is built again and again with what was kept is the one that a fresh build makes: over random changes of
//! everything that pages depend on.

use crate::project::Project;
use breakglass::site::{App, Site, cache, compile, config, source};
use proptest::prelude::*;
use std::fs;

/// Files that come and go. They link to each other, to headings, to files, to the index, and to nothing.
const FILES: [&str; 7] = [
    "a.md",
    "b.md",
    "db/slow.md",
    "db/README.md",
    "db/Lag.markdown",
    "net/dns.md.erb",
    "net/deep/x.md",
];

const TITLES: [&str; 4] = [
    "# Slow queries\n",
    "# SlowQueries\n",
    "",
    "# Runbook: *Lag* of replicas\n",
];

const ALERTS: [&str; 5] = [
    "",
    "- **Alert**: `SlowQueries`\n",
    "- **Alert**: `slowqueries`\n",
    "- **Alert**: `ReplicaLag`, `SlowQueries`\n",
    "- **Alert**: `DiskFull`\n",
];

const IMPACTS: [&str; 4] = [
    "",
    "- **Severity**: P1\n",
    "- **Severity**: Sev-9\n- **Affected users**: all\n",
    "- **Severity**: P3\n",
];

const TEXTS: [&str; 8] = [
    "See [b](b.md#end), [a](../a.md) and [here](#end).\n",
    "See [lag](/db/Lag.markdown), ![plan](img/plan.png) and [c](c.md).\n",
    "[README](/README.md#list), [folder](../db/), [hidden](.hidden.txt)\n\n```sh\nkubectl delete pod <pod-name>\n```\n",
    "<!-- breakglass-allow: dead-link, gone for good -->\n[gone](gone.md)\n",
    "[x](deep/x.md#step-1-look)\n\n## Step 1: Look\n\nWell.\n",
    "TODO\n\n## End\n\nDone.\n",
    "1. One\n2. Two `${NAME}`\n\n## The end\n",
    "---\nLast Updated: 2026-01-02\nOwner: ops\nReview Cycle: monthly\n",
];

const CONFIGS: [&str; 6] = [
    "",
    "[site]\ntitle = \"Ops\"\nlanguage = \"ar\"\n",
    "[review]\ncycle = \"quarterly\"\n",
    "[contacts]\n\"On call\" = { phone = \"+49 30 555 0100\" }\n",
    "[rules]\ndead-link = \"error\"\nplaceholder-left = \"off\"\n",
    "[site]\nrepository = \"https://git.example/ops/runbooks\"\n",
];

const INDEXES: [&str; 4] = [
    "# Ops\n\n## List\n\n| Runbook | Severity |\n|---|---|\n| [A](a.md) | P1 |\n| [Slow](db/slow.md) | P2 |\n| [Gone](gone.md) | P2 |\n",
    "# Ops\n\n## List\n\n| Runbook | Severity |\n|---|---|\n| [Slow](db/slow.md) | P3 |\n| [B](b.md) | P1 |\n\n## How to use\n\nRead [a](a.md).\n",
    "# On call\n\n## Contacts\n\n- **Ann**: +49 30 555 0101\n",
    "",
];

#[derive(Clone, Debug)]
enum Change {
    Write {
        file: usize,
        parts: [usize; 5],
    },
    Append {
        file: usize,
        text: usize,
    },
    Remove(usize),
    Rename(usize, usize),
    Config(usize),
    Index(usize),
    /// A file that pages may link to comes or goes: an image, or one that is not published.
    Other(bool),
    Hidden(bool),
}

fn change() -> impl Strategy<Value = Change> {
    let file = 0..FILES.len();
    prop_oneof![
        4 => (file.clone(), any::<[prop::sample::Index; 5]>()).prop_map(|(file, picks)| Change::Write {
            file,
            parts: [
                picks[0].index(TITLES.len()),
                picks[1].index(ALERTS.len()),
                picks[2].index(IMPACTS.len()),
                picks[3].index(TEXTS.len()),
                picks[4].index(TEXTS.len()),
            ],
        }),
        3 => (file.clone(), 0..TEXTS.len()).prop_map(|(file, text)| Change::Append { file, text }),
        2 => file.clone().prop_map(Change::Remove),
        1 => (file.clone(), file).prop_map(|(from, to)| Change::Rename(from, to)),
        2 => (0..CONFIGS.len()).prop_map(Change::Config),
        2 => (0..INDEXES.len()).prop_map(Change::Index),
        1 => any::<bool>().prop_map(Change::Other),
        1 => any::<bool>().prop_map(Change::Hidden),
    ]
}

fn apply(project: &Project, change: &Change) {
    let path = |file: usize| project.runbooks().join(FILES[file]);
    let toggle = |name: &str, there: bool| {
        if there {
            project.write(name, "x");
        } else {
            let _ = fs::remove_file(project.runbooks().join(name));
        }
    };
    match change {
        Change::Write { file, parts } => {
            let [title, alert, impact, first, second] = *parts;
            let text = format!(
                "{}\n{}\n## Impact\n\n{}\n## Detection\n\n{}\n{}",
                TITLES[title], TEXTS[first], IMPACTS[impact], ALERTS[alert], TEXTS[second]
            );
            project.write(FILES[*file], &text);
        }
        Change::Append { file, text } => {
            let before = fs::read_to_string(path(*file)).unwrap_or_default();
            project.write(FILES[*file], &format!("{before}\n{}", TEXTS[*text]));
        }
        Change::Remove(file) => {
            let _ = fs::remove_file(path(*file));
        }
        Change::Rename(from, to) => {
            if let Ok(text) = fs::read_to_string(path(*from)) {
                fs::remove_file(path(*from)).unwrap();
                project.write(FILES[*to], &text);
            }
        }
        Change::Config(number) => project.write("breakglass.toml", CONFIGS[*number]),
        Change::Index(number) => project.write("README.md", INDEXES[*number]),
        Change::Other(there) => toggle("db/img/plan.png", *there),
        Change::Hidden(there) => toggle("net/.hidden.txt", *there),
    }
}

fn build(project: &Project, app: &App, cache: &mut cache::Cache) -> Site {
    let sources = source::read_again(&project.runbooks(), &mut cache.sources).unwrap();
    let config = config::read(&sources.root).unwrap();
    compile(&sources, &config, app, cache).unwrap()
}

/// Everything that a build says.
fn reports(site: &Site) -> Vec<String> {
    let reports = site.reports.iter();
    reports
        .map(|report| format!("{} {:?}", report.path, report.diagnostics))
        .collect()
}

fn agree(kept: &Site, fresh: &Site) -> Result<(), TestCaseError> {
    let paths = |site: &Site| site.output.keys().cloned().collect::<Vec<_>>();
    prop_assert_eq!(paths(kept), paths(fresh));
    for (path, bytes) in &fresh.output {
        let text = |site: &Site| String::from_utf8_lossy(&site.output[path]).into_owned();
        prop_assert!(kept.output[path] == *bytes, "{}\n{}\n{}", path, text(kept), text(fresh));
    }
    prop_assert_eq!(reports(kept), reports(fresh));
    prop_assert_eq!(kept.runbooks, fresh.runbooks);
    prop_assert_eq!(format!("{:?}", kept.facts), format!("{:?}", fresh.facts));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12),
    ) })]

    #[test]
    fn what_is_kept_changes_nothing(changes in prop::collection::vec(change(), 10..24)) {
        let project = Project::new(&[("b.md", "# B\n\n## End\n"), ("db/slow.md", "# Slow\n\nSee [b](../b.md#end).\n")]);
        let app = App::read(&project.app()).unwrap();
        let mut cache = cache::Cache::default();
        for change in &changes {
            apply(&project, change);
            let kept = build(&project, &app, &mut cache);
            let fresh = build(&project, &App::read(&project.app()).unwrap(), &mut cache::Cache::default());
            agree(&kept, &fresh)?;
        }
    }
}

#[test]
fn a_page_follows_what_it_links_to() {
    let project = Project::new(&[
        ("a.md", "# A\n\nSee [b](b.md#end) and [c](c.md).\n"),
        ("b.md", "# B\n\n## End\n"),
    ]);
    let app = App::read(&project.app()).unwrap();
    let mut cache = cache::Cache::default();
    let mut page = || {
        let site = build(&project, &app, &mut cache);
        let fresh = build(&project, &app, &mut cache::Cache::default());
        agree(&site, &fresh).unwrap();
        String::from_utf8(site.output["r/a/index.html"].to_vec()).unwrap()
    };
    assert!(page().contains("href=\"../../r/b/index.html#end\""));
    project.write("b.md", "# B\n\n## The end\n");
    assert!(page().contains("href=\"../../r/b/index.html\">"));
    project.write("c.md", "# C\n");
    assert!(page().contains("href=\"../../r/c/index.html\">c<"));
    fs::remove_file(project.runbooks().join("b.md")).unwrap();
    assert!(!page().contains("r/b/index.html"));
}

#[test]
fn a_commit_is_seen_by_the_next_build() {
    let project = Project::new(&[("a.md", "# A\n"), ("b.md", "# B\n")]);
    let app = App::read(&project.app()).unwrap();
    let mut cache = cache::Cache::default();
    let mut page = |path: &str| {
        let site = build(&project, &app, &mut cache);
        let fresh = build(&project, &app, &mut cache::Cache::default());
        agree(&site, &fresh).unwrap();
        String::from_utf8(site.output[path].to_vec()).unwrap()
    };
    assert!(!page("index.html").contains("last changed"));
    let commit = |day: &str| {
        project.git(&["add", "-A"], day);
        project.git(&["commit", "-q", "-m", "Words"], day);
    };
    project.git(&["init", "-q"], "2026-01-01");
    assert!(!page("index.html").contains("last changed"));
    commit("2026-01-01");
    assert!(page("index.html").contains("2026-01-01"));
    assert!(page("index.html").contains("2026-01-01"));
    project.write("a.md", "# A\n\nMore.\n");
    assert!(page("index.html").contains("2026-01-01"));
    commit("2026-01-20");
    assert!(page("index.html").contains("2026-01-20"));
    // A file more is a question more, with the same commit.
    project.write("c.md", "# C\n");
    assert!(page("review/index.html").contains("data-changed=\"2026-01-20\""));
    commit("2026-02-03");
    assert!(page("review/index.html").contains("data-changed=\"2026-02-03\""));
}

/// From 500 runbooks on there is a catalog, too.
#[test]
fn the_catalog_follows_the_text_that_is_in_it() {
    let project = Project::new(&[]);
    for number in 0..500 {
        project.write(
            &format!("{}/{number}.md", number % 9),
            &format!("# Page {number}\n\nText.\n"),
        );
    }
    let app = App::read(&project.app()).unwrap();
    let mut cache = cache::Cache::default();
    let mut name = || {
        let site = build(&project, &app, &mut cache);
        let fresh = build(&project, &app, &mut cache::Cache::default());
        agree(&site, &fresh).unwrap();
        let mut names = site.output.keys().filter(|path| path.starts_with("assets/catalog-"));
        names.next().unwrap().clone()
    };
    let mut names = vec![name()];
    let mut edit = |text: &str, is_new: bool| {
        project.write("4/40.md", text);
        let name = name();
        assert_eq!(names.last() != Some(&name), is_new, "{text}");
        names.push(name);
    };
    edit("# Page 40\n\nOther text.\n", false);
    edit("# Page 40\n\nOther text.\n\n## Symptoms\n\nIt is slow.\n", true);
    edit("# Page 40\n\nText.\n\n## Symptoms\n\nIt is slow.\n", false);
    edit("# Page 40\n\nText.\n\n## Symptoms\n\nIt is gone.\n", true);
    edit("# Page 40\n\nText.\n\n## Signs\n\nIt is gone.\n", true);
    edit("# Page forty\n\nText.\n\n## Signs\n\nIt is gone.\n", true);
    edit("# Page forty\n\n```sh\nls\n```\n\n## Signs\n\nIt is gone.\n", false);
    project.write("breakglass.toml", "[search]\nsynonyms = [\"gone, away\"]\n");
    edit("# Page forty\n\nText.\n\n## Signs\n\nIt is gone.\n", true);
}
