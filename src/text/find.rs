//! Looking for pairs of bytes and for words in short texts, of which a page has thousands: a searcher of the standard
//! library takes longer to make than most of them to look through.

/// Whether two bytes stand behind each other somewhere. No branch depends on the bytes, so that many are looked at in one
/// instruction: for what most texts do not hold.
pub fn has_pair(text: &str, wanted: [u8; 2]) -> bool {
    pairs(text).fold(false, |any, [a, b]| any | ((a == wanted[0]) & (b == wanted[1])))
}

/// Where two bytes stand behind each other.
pub fn pair_places(text: &str, wanted: [u8; 2]) -> impl Iterator<Item = usize> {
    let places = pairs(text).enumerate();
    places.filter(move |(_, pair)| *pair == wanted).map(|(at, _)| at)
}

fn pairs(text: &str) -> impl Iterator<Item = [u8; 2]> {
    let firsts = text.as_bytes();
    let seconds = firsts.get(1..).unwrap_or(&[]);
    firsts.iter().zip(seconds).map(|(a, b)| [*a, *b])
}

/// Whether a word is one of a list, in which `|` stands between the words.
pub fn is_listed(word: &str, list: &str) -> bool {
    list.split('|').any(|known| known == word)
}

/// The same, with ASCII's letters in any case.
pub fn is_listed_folded(word: &str, list: &str) -> bool {
    list.split('|').any(|known| known.eq_ignore_ascii_case(word))
}

/// By its first letter, whatever its case, and its length, whether a text may be one of some words: most that are asked
/// about are told by these.
#[derive(Debug)]
pub struct Sieve([u32; 32]);

impl Sieve {
    /// For these words, none of them empty.
    pub const fn new(words: &[&str]) -> Self {
        Self([0; 32]).and(words)
    }

    /// For further words.
    #[must_use]
    pub const fn and(mut self, words: &[&str]) -> Self {
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            self.0[(word[0] & 31) as usize] |= length_bit(word.len());
            at += 1;
        }
        self
    }

    /// For further words that stand in one text, `|` between them.
    #[must_use]
    pub const fn and_list(mut self, words: &str) -> Self {
        let words = words.as_bytes();
        let mut from = 0;
        let mut at = 0;
        while at <= words.len() {
            if at == words.len() || words[at] == b'|' {
                if at > from {
                    self.0[(words[from] & 31) as usize] |= length_bit(at - from);
                }
                from = at + 1;
            }
            at += 1;
        }
        self
    }

    /// Whether a text may be one of the words.
    pub fn may_hold(&self, text: impl AsRef<[u8]>) -> bool {
        let text = text.as_ref();
        let Some(first) = text.first() else {
            return false;
        };
        let lengths = self.0.get(usize::from(first & 31)).copied().unwrap_or(0);
        lengths & length_bit(text.len()) != 0
    }
}

/// The bit for a length; the longest share the last one.
const fn length_bit(len: usize) -> u32 {
    1 << if len < 31 { len } else { 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_where_they_stand() {
        assert!(has_pair("a--b", *b"--") && !has_pair("a-b-", *b"--"));
        assert!(pair_places("()a(())", *b"()").eq([0, 4]));
    }

    #[test]
    fn a_sieve_holds_its_words() {
        const SIEVE: Sieve = Sieve::new(&["owner", "last updated"]).and_list("a|severity|症状");
        for word in ["owner", "Last Updated", "a", "severity", "症状"] {
            assert!(SIEVE.may_hold(word), "{word}");
        }
        for word in ["", "own", "owners", "b", "severe"] {
            assert!(!SIEVE.may_hold(word), "{word}");
        }
    }
}
