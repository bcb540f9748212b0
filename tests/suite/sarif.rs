//! `check --format sarif` against the official schema of SARIF 2.1.0, which a dependency of the tests carries.

use crate::project::Project;
use serde_json::Value;
use std::process::Command;

/// The schema, from the sources of the crate `serde-sarif`.
pub fn schema() -> Value {
    // Of other platforms' packages the sources may be missing.
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--locked",
            "--filter-platform",
            host,
        ])
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "serde-sarif")
        .unwrap();
    let manifest = std::path::PathBuf::from(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    // One pattern of the official schema is no regular expression: it closes a bracket that is not open.
    let wrong = r#""^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$""#;
    assert!(text.contains(wrong));
    let text = text.replace(wrong, r#""^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}$""#);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn sarif_is_valid() {
    let project = Project::new(&[
        (
            "a b.md",
            "\u{feff}# T\n\n[x](gone.md)\n\n```bash\nls\n```text\n\n## Resolution\n\n```bash\nkubectl get pods –n x\n$ ls\n```\n",
        ),
        ("größe.md", "# T\n\n## Symptoms\n\n## Diagnosis\n\nTODO\n"),
    ]);
    let output = Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(project.beside("."))
        .args(["check", "--format", "sarif"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    // The validator would notice.
    let mut wrong = report.clone();
    wrong["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!validator.is_valid(&wrong));

    let _: serde_sarif::sarif::Sarif = serde_json::from_value(report.clone()).unwrap();
    let run = &report["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 5);
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
    }
    let uris: Vec<&str> = results
        .iter()
        .map(|result| {
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
        })
        .collect();
    assert!(
        uris.contains(&"runbooks/a%20b.md") && uris.contains(&"runbooks/gr%C3%B6%C3%9Fe.md"),
        "{uris:?}"
    );
    assert!(
        results.iter().any(
            |result| result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]["byteLength"] == 4
        )
    );
}
