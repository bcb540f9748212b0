//! The formats that other tools read, held against `docs/schemas`.

use crate::corpora::corpora;
use crate::project::{Project, site};
use serde_json::{Value, json};
use std::path::Path;

fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas/runbooks.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn manifest(folder: &Path, project: &Project) -> Value {
    serde_json::from_slice(&site(folder, &project.app()).output["runbooks.json"]).unwrap()
}

#[test]
fn manifests_are_as_their_schema_says() {
    let schema = schema();
    let project = Project::new(&[]);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    for folder in corpora().into_iter().chain([own]) {
        let manifest = manifest(&folder, &project);
        let errors: Vec<String> = schema.iter_errors(&manifest).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", folder.display());
    }
}

#[test]
fn the_schema_refuses_what_the_format_is_not() {
    let schema = schema();
    let project = Project::new(&[(
        "a.md",
        "# A\n\n---\n\n**Last Updated**: 2026-01-31\n**Review Cycle**: Monthly\n",
    )]);
    let good = manifest(&project.runbooks(), &project);
    assert!(schema.is_valid(&good));
    for (pointer, value) in [
        ("/version", json!(2)),
        ("/site/title", json!("")),
        ("/runbooks/0/severity", json!("P9")),
        ("/runbooks/0/review_due", json!("28.02.2026")),
        ("/runbooks/0/url", json!("/r/a/")),
        ("/runbooks/0/url", json!("https://x/r/a/")),
        ("/runbooks/0/source", json!("../a.md")),
        ("/runbooks/0/sha256", json!("abc")),
        ("/runbooks/0/kind", json!("other")),
        ("/search/index", json!(null)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&bad), "{pointer}");
    }
    let mut without = good.clone();
    without["runbooks"][0].as_object_mut().unwrap().remove("owner");
    assert!(!schema.is_valid(&without));
}
