//! `breakglass search`, and the index in a built site.

use crate::project::Project;
#[cfg(target_os = "linux")]
use crate::project::refuses_a_full_disk;
use breakglass::markdown;
use breakglass::search::{Engine, Index, Source};
use std::path::Path;
use std::process::{Command, Output};

fn project() -> Project {
    Project::new(&[
        (
            "high-cpu.md",
            "# Runbook: High CPU\n\n## Symptoms\n\n- Pages hang\n\n## Detection\n\n- **Alert**: `HighCPUUsage`\n",
        ),
        (
            "data/slow.md",
            "# Slow queries\n\n## Symptoms\n\n- `deadlock detected`\n\n## Impact\n\n- **Severity**: P1\n",
        ),
        (
            "README.md",
            "# Runbooks\n\n## Load\n\n| Runbook | Description |\n|---|---|\n| [CPU](high-cpu.md) | fans are loud |\n",
        ),
    ])
}

fn run(args: &[&str], dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .arg("search")
        .args(args)
        .current_dir(dir)
        .output()
        .unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn json_is_as_promised_from_sources_and_from_a_site() {
    let project = project();
    let dir = project.runbooks();
    let src = dir.to_str().unwrap();
    let site = project.site();
    let out = project.beside("site");
    for (path, bytes) in &site.output {
        let file = out.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    for place in [["--src", src], ["--site", out.to_str().unwrap()]] {
        let args = [&["deadlock", "--format", "json", "--limit", "1"][..], &place].concat();
        let found = json(&run(&args, &dir));
        assert_eq!(found["version"], 1);
        assert_eq!(found["query"], "deadlock");
        assert_eq!(found["weak"], false);
        assert_eq!(found["correction"], serde_json::Value::Null);
        let results = found["results"].as_array().unwrap();
        assert_eq!(results.len(), 1);
        let keys: Vec<&String> = results[0].as_object().unwrap().keys().collect();
        let mut wanted = ["anchor", "id", "score", "section", "snippet", "title"].to_vec();
        wanted.sort_unstable();
        assert_eq!(keys, wanted);
        assert_eq!(results[0]["id"], "data/slow");
        assert_eq!(results[0]["section"], "Symptoms");
        assert_eq!(results[0]["anchor"], "symptoms");
        assert_eq!(results[0]["snippet"], "deadlock detected");
    }
    // What the index's list says of a runbook finds it, too.
    let found = json(&run(&["loud", "fans", "--src", src, "--format", "json"], &dir));
    assert_eq!(found["results"][0]["id"], "high-cpu");
}

#[test]
fn nothing_found_is_no_failure_and_bad_usage_is() {
    let project = project();
    let dir = project.runbooks();
    let src = dir.to_str().unwrap();
    let nothing = run(&["zzzzzzzz", "--src", src, "--format", "json"], &dir);
    assert_eq!(json(&nothing)["results"].as_array().unwrap().len(), 0);
    let far = ["kafka broker partition deadlock", "--src", src];
    assert_eq!(
        json(&run(&[&far[..], &["--format", "json"]].concat(), &dir))["weak"],
        true
    );
    let text = String::from_utf8(run(&far, &dir).stdout).unwrap();
    assert!(text.starts_with("No runbook matches all of this; nearest:\n"), "{text}");
    assert_eq!(run(&["zzzzzzzz", "--src", src], &dir).status.code(), Some(0));
    assert_eq!(run(&["x", "--src", "missing"], &dir).status.code(), Some(2));
    assert_eq!(run(&["x", "--site", src], &dir).status.code(), Some(2));
    assert_eq!(run(&[], &dir).status.code(), Some(2));
}

#[test]
fn a_filter_that_no_runbook_passes_is_named() {
    let project = project();
    project.write(
        "data/slow.md",
        "# Slow queries\n\n- **Severity**: P1\n\n---\n\n**Owner**: Payments Team\n",
    );
    let dir = project.runbooks();
    let src = dir.to_str().unwrap();
    for (query, wanted) in [
        ("severity:P9 slow", "`P9` is no severity; write P0 (worst) to P4.\n"),
        ("severity:P3", "No runbook has the severity P3.\n"),
        ("kind:foo slow", "`foo` is no kind; write incident or procedure.\n"),
        ("kind:procedure slow", "No runbook is of the kind procedure.\n"),
        ("owner:Paymets slow", "No runbook has the owner `Paymets`.\n"),
        (
            "owner:\"Paymets Team\"",
            "No runbook has the owner `Paymets Team`; did you mean `Payments Team`?\n",
        ),
        (
            "alert:HighCPUUsag3",
            "No runbook has the alert `HighCPUUsag3`; did you mean `HighCPUUsage`?\n",
        ),
        ("owner:payments zzzzzzzz", "No runbook resembles that.\n"),
    ] {
        let output = run(&[query, "--src", src], &dir);
        assert_eq!(output.status.code(), Some(0), "{query}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), wanted, "{query}");
        let output = run(&[query, "--src", src, "--format", "json"], &dir);
        assert_eq!(json(&output)["results"].as_array().unwrap().len(), 0, "{query}");
        let told = if wanted.contains("resembles") { "" } else { wanted };
        assert_eq!(String::from_utf8_lossy(&output.stderr), told, "{query}");
    }
    // One of several values is known: the answer stands, and the other is named all the same.
    let both = run(&["cpu alert:HighCPUUsage alert:Nope", "--src", src], &dir);
    let both = String::from_utf8_lossy(&both.stdout).into_owned();
    assert!(both.starts_with("No runbook has the alert `Nope`.\n\n"), "{both}");
    assert!(both.contains("high-cpu"), "{both}");
}

#[test]
fn what_cannot_be_asked_or_answered_is_an_error() {
    let project = project();
    let dir = project.runbooks();
    let src = dir.to_str().unwrap();
    for (args, message) in [
        (&["cpu", "--src", src, "--limit", "0"][..], "give a number from 1 on"),
        (&["cpu", "--site", src], "is no folder that `breakglass build` made"),
    ] {
        let output = run(args, &dir);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(message), "{args:?}: {told}");
    }
    // An answer that did not arrive is no success.
    #[cfg(target_os = "linux")]
    refuses_a_full_disk(&project, &["search", "cpu", "--src", src]);
}

#[test]
fn a_flag_of_a_command_is_a_query() {
    let project = Project::new(&[
        ("a.md", "# A\n\n```bash\nkubectl logs --previous\n```\n"),
        ("b.md", "# B\n\nprevious\n"),
    ]);
    let dir = project.runbooks();
    let found = json(&run(
        &["--src", dir.to_str().unwrap(), "--format", "json", "--", "--previous"],
        &dir,
    ));
    assert_eq!(found["results"][0]["id"], "a");
}

#[test]
fn only_the_manifest_names_the_index() {
    let project = project();
    let site = project.site();
    let manifest: serde_json::Value = serde_json::from_slice(&site.output["runbooks.json"]).unwrap();
    let name = manifest["search"]["index"].as_str().unwrap();
    assert!(manifest["search"]["catalog"].is_null());
    let engine = Engine::new(Index::open(&site.output[name]).unwrap());
    assert_eq!(engine.search("HighCPUUsage", 1).hits[0].id, "high-cpu");
    let file = name.rsplit('/').next().unwrap().as_bytes();
    for (path, bytes) in site
        .output
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".js"))
    {
        assert!(
            !bytes.windows(file.len()).any(|window| window == file),
            "{path} names {name}"
        );
    }
}

#[test]
fn many_runbooks_have_a_catalog_of_their_own() {
    let files: Vec<(String, String)> = (0..500)
        .map(|n| {
            (
                format!("r{n}.md"),
                format!("# Runbook {n}\n\n## Symptoms\n\nsign{n}\n\n## Notes\n\nlong text {n} {n} {n}\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = Project::new(&files).site();
    let manifest: serde_json::Value = serde_json::from_slice(&site.output["runbooks.json"]).unwrap();
    let catalog = &site.output[manifest["search"]["catalog"].as_str().unwrap()];
    let index = &site.output[manifest["search"]["index"].as_str().unwrap()];
    assert!(catalog.len() < index.len());
    let engine = Engine::new(Index::open(catalog).unwrap());
    assert_eq!(engine.search("sign77", 1).hits[0].id, "r77");
}

#[test]
fn a_team_adds_synonyms() {
    let project = Project::new(&[("a.md", "# PgBouncer is full\n"), ("b.md", "# Other\n")]);
    std::fs::write(
        project.runbooks().join("breakglass.toml"),
        "[search]\nsynonyms = [\"bouncy, pgbouncer\"]\n",
    )
    .unwrap();
    let dir = project.runbooks();
    let found = json(&run(
        &["bouncy", "--src", dir.to_str().unwrap(), "--format", "json"],
        &dir,
    ));
    assert_eq!(found["results"][0]["id"], "a");
}

/// `tests/wasm_app.rs` asserts the same numbers in a browser.
#[test]
fn the_analyser_is_as_it_is_in_wasm() {
    use crate::analyzer_golden::{ANALYSED, ANSWERED, analysed, answered};
    assert_eq!((analysed(), answered()), (ANALYSED, ANSWERED));
}

#[test]
fn every_word_of_a_runbook_finds_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(root.join("runbooks")).unwrap();
    let sources: Vec<Source> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let title = path.file_stem().unwrap().to_string_lossy().into_owned();
            Source {
                id: title.clone(),
                title,
                ..Source::default()
            }
            .read(&markdown::read(&std::fs::read_to_string(&path).unwrap()), "")
        })
        .collect();
    let engine = Engine::new(Index::open(&breakglass::search::build::encode(&sources, &[])).unwrap());
    let mut asked = 0;
    for source in &sources {
        let mut words: Vec<&str> = source
            .units
            .iter()
            .flat_map(|unit| &unit.runs)
            .flat_map(|run| breakglass::search::analyzer::words(&run.text).map(|range| &run.text[range]))
            .collect();
        words.sort_unstable();
        words.dedup();
        for word in words.iter().step_by(9) {
            asked += 1;
            let hits = engine.search(&format!("{word} "), usize::MAX).hits;
            assert!(hits.iter().any(|hit| hit.id == source.id), "{word} in {}", source.id);
        }
    }
    assert!(asked > 500, "{asked}");
}
