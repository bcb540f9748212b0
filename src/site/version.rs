//! A name for what a site holds, so that open pages know when to reload.

use super::Output;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Hashes of a site's files, kept from one build to the next: comparing is quicker than hashing.
#[derive(Debug, Default)]
pub struct Versions {
    files: BTreeMap<String, [u8; 32]>,
}

impl Versions {
    /// The version of `new`, the same for the same files. `old` is the output that this was called with before.
    pub fn of(&mut self, old: &Output, new: &Output) -> String {
        let known = std::mem::take(&mut self.files);
        let hash = |(path, bytes): (&String, &Bytes)| {
            let is_same = |old: &Bytes| is_shared(old, bytes) || old == bytes;
            let kept = known.get(path).filter(|_| old.get(path).is_some_and(is_same));
            let hash = kept.copied().unwrap_or_else(|| Sha256::digest(bytes).into());
            (path.clone(), hash)
        };
        self.files = new.iter().map(hash).collect();
        let mut all = Sha256::new();
        for (path, hash) in &self.files {
            // No path has this byte, so no two sites run together alike.
            all.update(path.as_bytes());
            all.update([0]);
            all.update(hash);
        }
        all.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Whether two are one piece of memory, which nothing changes while either is there.
fn is_shared(a: &Bytes, b: &Bytes) -> bool {
    std::ptr::eq(a.as_ptr(), b.as_ptr()) && a.len() == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(files: &[(&str, &str)]) -> Output {
        let files = files.iter();
        files
            .map(|(path, text)| (path.to_string(), text.to_string().into()))
            .collect()
    }

    #[test]
    fn the_version_is_that_of_the_files_whatever_was_before() {
        let sites = [
            output(&[]),
            output(&[("a", "1"), ("b", "2")]),
            output(&[("a", "1"), ("b", "3")]),
            output(&[("a", "1b"), ("c", "2")]),
            output(&[("b", "2"), ("c", "2")]),
        ];
        let alone: Vec<String> = sites
            .iter()
            .map(|site| Versions::default().of(&Output::new(), site))
            .collect();
        let mut versions = Versions::default();
        let mut old = Output::new();
        for number in [0, 1, 2, 1, 1, 3, 4, 0, 3] {
            assert_eq!(versions.of(&old, &sites[number]), alone[number]);
            old = sites[number].clone();
        }
        for (at, version) in alone.iter().enumerate() {
            assert!(!alone[at + 1..].contains(version));
        }
    }
}
