//! What the program is made of, as CycloneDX 1.5 (JSON): `cargo metadata --format-version 1 | sbom`.
//!
//! Everything that is compiled into the program or the app inside it, on any system, with build scripts and macros, but
//! without what only tests use. The same metadata and lock file give the same bytes: no date, no random serial number.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Error, Read as _};

fn main() -> Result<(), Error> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let metadata: Value = serde_json::from_str(&text)?;
    let lock = std::fs::read_to_string("Cargo.lock")?;
    println!("{:#}", bom(&metadata, &checksums(&lock)));
    Ok(())
}

/// SHA-256 by name and version, from the lock file.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |block: &str, key: &str| {
        let start = format!("{key} = \"");
        let line = block.lines().find_map(|line| line.strip_prefix(&start))?;
        Some(line.trim_end_matches('"').to_string())
    };
    let blocks = lock.split("[[package]]");
    blocks
        .filter_map(|block| {
            Some((
                (value(block, "name")?, value(block, "version")?),
                value(block, "checksum")?,
            ))
        })
        .collect()
}

fn field<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The ids that a node needs, but for tests.
fn needs(node: &Value) -> BTreeSet<&str> {
    let is_needed = |dependency: &&Value| {
        list(dependency, "dep_kinds")
            .iter()
            .any(|kind| field(kind, "kind") != "dev")
    };
    let needed = list(node, "deps").iter().filter(is_needed);
    needed.map(|dependency| field(dependency, "pkg")).collect()
}

fn bom(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Value {
    let packages: BTreeMap<&str, &Value> = list(metadata, "packages")
        .iter()
        .map(|package| (field(package, "id"), package))
        .collect();
    let resolve = metadata.get("resolve").unwrap_or(&Value::Null);
    let nodes: BTreeMap<&str, &Value> = list(resolve, "nodes")
        .iter()
        .map(|node| (field(node, "id"), node))
        .collect();
    let root = field(resolve, "root");
    let mut reached = BTreeSet::from([root]);
    let mut queue = vec![root];
    while let Some(node) = queue.pop().and_then(|id| nodes.get(id)) {
        for id in needs(node) {
            if reached.insert(id) {
                queue.push(id);
            }
        }
    }
    let purl = |id: &str| {
        let package = packages.get(id).copied().unwrap_or(&Value::Null);
        format!("pkg:cargo/{}@{}", field(package, "name"), field(package, "version"))
    };
    let component = |id: &str, kind: &str| {
        let package = packages.get(id).copied().unwrap_or(&Value::Null);
        let (name, version) = (field(package, "name"), field(package, "version"));
        let mut component =
            json!({"type": kind, "bom-ref": purl(id), "name": name, "version": version, "purl": purl(id)});
        let license = field(package, "license").replace(" / ", " OR ").replace('/', " OR ");
        if !license.is_empty() {
            component["licenses"] = json!([{"expression": license}]);
        }
        if let Some(sum) = checksums.get(&(name.to_string(), version.to_string())) {
            component["hashes"] = json!([{"alg": "SHA-256", "content": sum}]);
        }
        if !field(package, "repository").is_empty() {
            component["externalReferences"] = json!([{"type": "vcs", "url": field(package, "repository")}]);
        }
        component
    };
    let components: Vec<Value> = reached
        .iter()
        .filter(|id| **id != root)
        .map(|id| component(id, "library"))
        .collect();
    let dependencies: Vec<Value> = reached
        .iter()
        .filter_map(|id| Some((id, nodes.get(id)?)))
        .map(|(id, node)| json!({"ref": purl(id), "dependsOn": needs(node).into_iter().map(purl).collect::<Vec<_>>()}))
        .collect();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(root, "application")},
        "components": components,
        "dependencies": dependencies,
    })
}
