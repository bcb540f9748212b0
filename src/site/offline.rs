//! The offline copy's side of a site: packs, their manifest, and the service worker that keeps them
//! (`public/sw.js`; docs/offline.md).

use super::app::sha256;
use super::media::media_type;
use super::packs::{self, Pack};
use super::resolve::FILES;
use super::{Output, asset_name};
use serde::Serialize;
use std::collections::BTreeMap;

/// The worker; the generator fills in the words in double braces.
const WORKER: &str = include_str!("../../public/sw.js");

/// A worker that removes the offline copy and then itself.
const KILL: &str = include_str!("../../public/sw-kill.js");

/// Where [`KILL`] lies in the output, to be put in the place of `sw.js`.
pub const KILL_PATH: &str = "deploy/sw-kill.js";

/// The version of the manifest's format.
const FORMAT: u32 = 1;

/// What the offline copy says about the site.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The site's title.
    pub title: String,
    /// When it was built, for machines; see [`super::built`].
    pub built: Option<String>,
    /// How many runbooks it has.
    pub runbooks: usize,
    /// The path of the single file below the root, where the site contains one.
    pub single: Option<String>,
    /// Ids of runbooks by their alerts' names in lower case.
    pub alerts: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: u32,
    site: About<'a>,
    /// Path, SHA-256, media type, bytes: files that are fetched one by one, all of them needed.
    core: Vec<(&'a str, String, &'static str, usize)>,
    /// Path, SHA-256 of what it unpacks to, bytes, unpacked bytes.
    packs: Vec<(&'a str, &'a str, usize, usize)>,
    /// As `core`; fetched afterwards, and missed by nobody who only reads.
    media: Vec<(&'a str, String, &'static str, usize)>,
}

#[derive(Serialize)]
struct About<'a> {
    title: &'a str,
    built: &'a Option<String>,
    runbooks: usize,
    single: &'a Option<String>,
}

/// Adds packs, their manifest and the workers to a finished site.
pub fn add(output: &mut Output, facts: &Facts) {
    let packs = packs::pack(
        output,
        output.keys().map(String::as_str).filter(|path| is_packed(path, facts)),
        facts.runbooks,
        |path| owner(path, facts),
    );
    let manifest = manifest(output, &packs, facts);
    let version = sha256(&manifest);
    let path = asset_name("offline", "json", &manifest);
    output.insert("sw.js".to_string(), worker(&version, &path).into());
    output.insert(KILL_PATH.to_string(), strip(KILL).into());
    output.insert(path, manifest.into());
    for pack in packs {
        output.insert(pack.path, pack.bytes.into());
    }
}

fn manifest(output: &Output, packs: &[Pack], facts: &Facts) -> Vec<u8> {
    let singly = |prefix: &str| {
        output
            .iter()
            .filter(|(path, _)| path.starts_with(prefix))
            .map(|(path, bytes)| (path.as_str(), sha256(bytes), media_type(path), bytes.len()))
            .collect()
    };
    let manifest = Manifest {
        format: FORMAT,
        site: About {
            title: &facts.title,
            built: &facts.built,
            runbooks: facts.runbooks,
            single: &facts.single,
        },
        core: singly("assets/"),
        packs: packs
            .iter()
            .map(|pack| {
                (
                    pack.path.as_str(),
                    pack.sha256.as_str(),
                    pack.bytes.len(),
                    pack.unpacked,
                )
            })
            .collect(),
        media: singly(FILES),
    };
    // Only text, numbers and lists: serialising cannot fail.
    serde_json::to_vec(&manifest).unwrap_or_default()
}

/// Whether a file travels in a pack: everything that readers come to, but what has a hash in its name (the page has it
/// already) and authors' own files.
fn is_packed(path: &str, facts: &Facts) -> bool {
    let apart = ["assets/", FILES, "deploy/"];
    !apart.iter().any(|prefix| path.starts_with(prefix))
        && !matches!(path, "sw.js" | "_headers")
        && facts.single.as_deref() != Some(path)
}

/// The id of the runbook that a page is about.
fn owner(path: &str, facts: &Facts) -> Option<String> {
    let folder = path.rsplit_once('/')?.0;
    if let Some(id) = folder.strip_prefix("r/") {
        return Some(id.to_string());
    }
    let alert = folder.strip_prefix("a/")?;
    facts.alerts.get(&alert.to_lowercase()).cloned()
}

/// The worker for the version `version` with the manifest at `manifest`. Its function carries its own hash.
fn worker(version: &str, manifest: &str) -> String {
    let text = strip(WORKER)
        .replace("{{version}}", version)
        .replace("{{manifest}}", manifest);
    let start = text.find("function breakglass").unwrap_or(0);
    let end = text.rfind("})(").map_or(text.len(), |at| at + 1);
    let own = sha256(text.get(start..end).unwrap_or_default().as_bytes());
    text.replace("{{self}}", &own)
}

/// JavaScript of ours, or of wasm-bindgen's, without indentation and lines that are comments. Neither has template text over
/// several lines.
pub(super) fn strip(script: &str) -> String {
    let code = script.lines().map(str::trim).filter(|line| {
        !line.is_empty() && !["//", "/*", "* ", "*/"].iter().any(|start| line.starts_with(start)) && *line != "*"
    });
    let mut out = String::with_capacity(script.len());
    for line in code {
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_carries_the_hash_of_its_function() {
        let text = worker("v", "assets/m.json");
        assert!(!text.contains("{{"), "{text}");
        let function = text
            .strip_prefix('(')
            .and_then(|text| text.rsplit_once(")(\""))
            .unwrap()
            .0;
        assert!(function.starts_with("function breakglass(SELF) {") && function.ends_with('}'));
        assert!(
            text.trim_end()
                .ends_with(&format!(")(\"{}\");", sha256(function.as_bytes())))
        );
    }

    #[test]
    fn alert_pages_travel_with_their_runbook() {
        let facts = Facts {
            alerts: BTreeMap::from([("kubedown".to_string(), "kube/down".to_string())]),
            ..Facts::default()
        };
        assert_eq!(owner("r/kube/down/source.md", &facts).as_deref(), Some("kube/down"));
        assert_eq!(owner("a/KubeDown/index.html", &facts).as_deref(), Some("kube/down"));
        assert_eq!(owner("a/index.html", &facts), None);
        assert_eq!(owner("a/Other/index.html", &facts), None);
        assert_eq!(owner("index.html", &facts), None);
    }
}
