//! A hash that is the same on every machine and in every version.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a, 64 bits (Fowler, Noll, Vo): small, fast on short texts, and of a fixed definition, which counts where hashes
/// are stored. It tells texts apart; it is no protection against someone who makes two texts collide.
#[derive(Clone, Copy, Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes bytes in.
    pub fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Takes text in, every run of white space as one space and none at its ends.
    pub fn write_folded(&mut self, text: &str) {
        let (mut any, mut gap) = (false, false);
        for byte in text.bytes() {
            if byte.is_ascii_whitespace() {
                gap = any;
                continue;
            }
            if std::mem::replace(&mut gap, false) {
                self.write(b" ");
            }
            self.write(&[byte]);
            any = true;
        }
    }

    /// The hash of all that was taken in.
    pub fn finish(self) -> u64 {
        self.0
    }
}

/// The hash of [`long`] for the keys of a map.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= long(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        // Such keys are hashes already.
        self.0 ^= number;
    }

    fn write_u8(&mut self, _: u8) {
        // Stands behind the text of a key, which is the whole key.
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map by hash for the names of one file, with a text or the hash of one as its key: some times as fast as the standard
/// one, whose hash is made against keys that somebody chose to collide. Whoever writes a runbook could slow down its own
/// page only.
pub type Map<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A set by hash, likewise.
pub type Set<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// The hash of `bytes`.
pub fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.write(bytes);
    hash.finish()
}

/// A hash of long texts, eight bytes at a time: FNV's step over little-endian words with a rotation between them, the
/// length taken in at the end. Five times as fast as [`fnv`], with the same promises.
pub fn long(bytes: &[u8]) -> u64 {
    let mut hash = Fnv::default().0;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut step = |word: u64| hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
    for word in words {
        step(u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    step(u64::from_le_bytes(last));
    step(bytes.len() as u64);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        // From the authors' test vectors.
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn long_texts_differ_where_one_byte_does() {
        let text = "a runbook of some length";
        for at in 0..text.len() {
            let mut other = text.as_bytes().to_vec();
            other[at] ^= 1;
            assert_ne!(long(text.as_bytes()), long(&other), "{at}");
        }
        assert_ne!(long(b"a"), long(b"a\0"));
        assert_eq!(long(b""), long(b""));
    }

    #[test]
    fn white_space_is_folded() {
        let folded = |text: &str| {
            let mut hash = Fnv::default();
            hash.write_folded(text);
            hash.finish()
        };
        assert_eq!(folded("a  b\n"), folded(" a\tb"));
        assert_eq!(folded("a b"), fnv(b"a b"));
    }
}
