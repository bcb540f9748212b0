//! Packs: many small files in one download, for the offline copy.
//!
//! A pack is gzip over: `BGP1`, the length of its table (32 bits, little-endian), the table, the bodies. The table is
//! JSON, one `[path, sha256, media type, start, length]` for each file, `start` counted from the end of the table; files
//! with the same bytes share a body. Which pack a file goes into depends on its runbook's id alone, so an edit changes
//! its runbook's pack and the one of the pages about all runbooks.

use super::app::{hexadecimal, sha256};
use super::media::media_type;
use super::{Output, asset_name};
use bytes::Bytes;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;

/// Marks a pack and its format.
const MAGIC: &[u8; 4] = b"BGP1";

/// How hard gzip tries. Higher levels take twice the time for 2 % less.
const LEVEL: Compression = Compression::new(6);

/// A pack, ready to be put into the output.
pub struct Pack {
    /// Its path below the root, with the hash of `bytes`.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// SHA-256 of what it unpacks to.
    pub sha256: String,
    /// The length of what it unpacks to.
    pub unpacked: usize,
}

/// Into how many packs a number of runbooks is split, beside the one of the pages about all of them. Few for few: each
/// is a request. It changes rarely as a site grows, because then every pack does.
fn split(runbooks: usize) -> usize {
    match runbooks {
        0..=15 => 1,
        16..=60 => 3,
        _ => 6,
    }
}

/// Packs `paths` of `output`. `owner` is the id of the runbook that a file belongs to; `None` for pages about all.
pub fn pack<'a>(
    output: &Output,
    paths: impl Iterator<Item = &'a str>,
    runbooks: usize,
    owner: impl Fn(&str) -> Option<String>,
) -> Vec<Pack> {
    let count = split(runbooks);
    // Within a pack, what belongs to one runbook stands together: its pages are nearly the same, and gzip looks back
    // 32 kB only.
    let mut groups: BTreeMap<usize, Vec<(String, &str)>> = BTreeMap::new();
    for path in paths {
        let (number, id) = match owner(path) {
            Some(id) => (1 + bucket(&id, count), id),
            None => (0, String::new()),
        };
        groups.entry(number).or_default().push((id, path));
    }
    let groups: Vec<(usize, Vec<(String, &str)>)> = groups.into_iter().collect();
    groups
        .into_par_iter()
        .map(|(number, mut members)| {
            members.sort();
            one(output, number, members.into_iter().map(|(_, path)| path))
        })
        .collect()
}

fn bucket(id: &str, count: usize) -> usize {
    let hash = Sha256::digest(id.as_bytes());
    let number = hash
        .iter()
        .take(4)
        .fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
    number % count.max(1)
}

fn one<'a>(output: &Output, number: usize, paths: impl Iterator<Item = &'a str>) -> Pack {
    let parts = parts(output, paths);
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let bytes = gzip_parts(&parts, LEVEL);
    Pack {
        path: asset_name(&format!("pack{number}"), "bin", &bytes),
        sha256: hexadecimal(&hash.finalize()),
        unpacked: parts.iter().map(Bytes::len).sum(),
        bytes,
    }
}

/// A pack of `paths`, compressed as far as gzip goes.
pub fn bundle<'a>(output: &Output, paths: impl Iterator<Item = &'a str>) -> Vec<u8> {
    gzip_parts(&parts(output, paths), Compression::best())
}

/// What a pack unpacks to, piece by piece: the bodies are those of the output, and are not copied.
fn parts<'a>(output: &Output, paths: impl Iterator<Item = &'a str>) -> Vec<Bytes> {
    let mut table: Vec<(&str, String, &str, usize, usize)> = Vec::new();
    let mut bodies: Vec<Bytes> = Vec::new();
    let mut end = 0;
    let mut known: HashMap<String, usize> = HashMap::new();
    for path in paths {
        let Some(bytes) = output.get(path) else { continue };
        let sha = sha256(bytes);
        let start = *known.entry(sha.clone()).or_insert_with(|| {
            let start = end;
            end += bytes.len();
            bodies.push(bytes.clone());
            start
        });
        table.push((path, sha, media_type(path), start, bytes.len()));
    }
    // Only text and numbers: serialising cannot fail.
    let table = serde_json::to_vec(&table).unwrap_or_default();
    let length = u32::try_from(table.len()).unwrap_or(u32::MAX).to_le_bytes();
    let head = [MAGIC, &length[..], &table].concat();
    std::iter::once(head.into()).chain(bodies).collect()
}

/// `bytes` as a gzip file: the same input gives the same file, anywhere.
pub fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    gzip_parts(&[bytes], level)
}

fn gzip_parts(parts: &[impl AsRef<[u8]>], level: Compression) -> Vec<u8> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), level);
    for part in parts {
        // Writing into memory cannot fail.
        let _ = writer.write_all(part.as_ref());
    }
    writer.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn unpack(pack: &Pack) -> Output {
        let mut raw = Vec::new();
        flate2::read::GzDecoder::new(pack.bytes.as_slice())
            .read_to_end(&mut raw)
            .unwrap();
        assert_eq!((sha256(&raw), raw.len()), (pack.sha256.clone(), pack.unpacked));
        assert_eq!(&raw[..4], MAGIC);
        let end = 8 + u32::from_le_bytes(raw[4..8].try_into().unwrap()) as usize;
        let table: Vec<(String, String, String, usize, usize)> = serde_json::from_slice(&raw[8..end]).unwrap();
        table
            .into_iter()
            .map(|(path, sha, _, start, length)| {
                let body = raw[end + start..end + start + length].to_vec();
                assert_eq!(sha256(&body), sha);
                (path, body.into())
            })
            .collect()
    }

    fn site(runbooks: usize) -> Output {
        let mut output = Output::from([("index.html".to_string(), "home".into())]);
        for number in 0..runbooks {
            output.insert(format!("r/{number}/index.html"), format!("page {number}").into());
            output.insert(format!("a/A{number}/index.html"), format!("page {number}").into());
        }
        output
    }

    fn packs(output: &Output, runbooks: usize) -> Vec<Pack> {
        pack(output, output.keys().map(String::as_str), runbooks, |path| {
            let rest = path.strip_prefix("r/").or_else(|| path.strip_prefix("a/A"))?;
            Some(rest.split('/').next()?.to_string())
        })
    }

    #[test]
    fn every_file_comes_out_of_one_pack() {
        for runbooks in [0, 1, 15, 16, 100, 1000] {
            let output = site(runbooks);
            let packs = packs(&output, runbooks);
            assert!(packs.len() <= 12, "{}", packs.len());
            let mut all = BTreeMap::new();
            for pack in &packs {
                for (path, body) in unpack(pack) {
                    assert!(all.insert(path, body).is_none());
                }
            }
            assert_eq!(all, output);
        }
    }

    #[test]
    fn an_edit_changes_the_pack_of_its_runbook_only() {
        let before = site(1000);
        let mut after = before.clone();
        after.insert("r/7/index.html".to_string(), "other words".into());
        after.insert("a/A7/index.html".to_string(), "other words".into());
        let (before, after) = (packs(&before, 1000), packs(&after, 1000));
        let changed = before.iter().zip(&after).filter(|(a, b)| a.path != b.path).count();
        assert_eq!((before.len(), changed), (7, 1));
    }
}
