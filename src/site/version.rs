//! A name for what a site holds, so that open pages know when to reload.

use super::{Output, is_same};
use bytes::Bytes;
use sha2::{Digest, Sha256};

/// Hashes of a site's files, kept from one build to the next: comparing is quicker than hashing.
#[derive(Debug, Default)]
pub struct Versions {
    /// One for each file, in order of their paths.
    hashes: Vec<[u8; 32]>,
}

impl Versions {
    /// The version of `new`, the same for the same files. `old` is the output that this was called with before.
    pub fn of(&mut self, old: &Output, new: &Output) -> String {
        let hashes = std::mem::take(&mut self.hashes);
        let mut known = old.iter().zip(hashes).peekable();
        let hash = |(path, bytes): (&String, &Bytes)| {
            while known.next_if(|((before, _), _)| *before < path).is_some() {}
            let kept = known.next_if(|((same, _), _)| *same == path);
            let kept = kept.filter(|((_, old), _)| is_same(old, bytes));
            kept.map_or_else(|| Sha256::digest(bytes).into(), |(_, hash)| hash)
        };
        self.hashes = new.iter().map(hash).collect();
        let mut all = Sha256::new();
        for (path, hash) in new.keys().zip(&self.hashes) {
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

#[cfg(test)]
mod tests {
    use super::super::testing::output;
    use super::*;

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
