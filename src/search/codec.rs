//! The index file: bytes out, bytes in.
//!
//! ```text
//! "BGSX" version
//! words      count, then each: bytes shared with the word before, length of the rest, the rest
//! names      count, then strings: categories and owners
//! synonyms   count, then strings: a team's own groups
//! runbooks   count, then each: id, kind, severity, category, owner, alerts, units
//!   unit     kind, anchor (empty: the heading's slug), runs
//!   run      field, number of tokens, tokens
//! checksum   FNV-1a over everything before, 8 bytes, little endian
//! ```
//!
//! Numbers are LEB128. A token is a word's number; words are in two sorted groups, the 127 most frequent first, so that
//! these take one byte. What stands between two words is a word of its own unless it is one space. The file holds the
//! text in order and no posting lists: those are made when it is read, in one pass over the tokens. Text that repeats
//! (and runbooks repeat themselves) then compresses as text does, snippets need no other file, and the file is a third
//! of the text's size even where a host does not compress.
//!
//! Reading never trusts a count: it is bounded by the bytes that are left.

/// The first bytes of an index file.
pub const MAGIC: &[u8; 4] = b"BGSX";

/// The version of the format. A file of another version is refused: app and index come from one build.
pub const VERSION: u8 = 1;

/// Why an index file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// It does not begin as one.
    NotAnIndex,
    /// It is of another version.
    Version(u8),
    /// It ends too soon, or its checksum is wrong, or a value is out of range.
    Corrupt,
}

impl std::fmt::Display for CodecError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAnIndex => f.write_str("this is no search index"),
            Self::Version(found) => write!(f, "the search index has version {found}, not {VERSION}"),
            Self::Corrupt => f.write_str("the search index is damaged"),
        }
    }
}

impl std::error::Error for CodecError {}

/// Bytes being written.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// A file with its first bytes.
    pub fn new() -> Self {
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        Self { bytes }
    }

    /// A number.
    pub fn number(&mut self, value: usize) {
        let mut value = value;
        while value >= 0x80 {
            self.bytes.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// One byte.
    pub fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// A string with its length.
    pub fn string(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A sorted list, each string without what it shares with the one before.
    pub fn sorted<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.number(texts.len());
        let mut before = "";
        for text in texts {
            let shared = before.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
            let shared = (0..=shared).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            self.number(shared);
            self.string(text.get(shared..).unwrap_or(""));
            before = text;
        }
    }

    /// The file, with its checksum.
    pub fn finish(mut self) -> Vec<u8> {
        let sum = checksum(&self.bytes);
        self.bytes.extend_from_slice(&sum.to_le_bytes());
        self.bytes
    }
}

/// FNV-1a, 64 bits: finds damage, not malice.
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Checksum::default();
    sum.add(bytes);
    sum.sum
}

/// A checksum over a file, piece by piece.
#[derive(Clone, Copy, Debug)]
pub struct Checksum {
    sum: u64,
    done: usize,
}

impl Default for Checksum {
    fn default() -> Self {
        Self {
            sum: 0xcbf2_9ce4_8422_2325,
            done: 0,
        }
    }
}

impl Checksum {
    fn add(&mut self, bytes: &[u8]) {
        self.sum = bytes.iter().fold(self.sum, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
        });
        self.done += bytes.len();
    }

    /// Looks at up to `budget` bytes more of a file; true when it has seen all of it.
    ///
    /// # Errors
    /// When the file is not what was written.
    pub fn check(&mut self, bytes: &[u8], budget: usize) -> Result<bool, CodecError> {
        let (content, sum) = bytes.split_last_chunk::<8>().ok_or(CodecError::Corrupt)?;
        let end = self.done.saturating_add(budget).min(content.len());
        self.add(content.get(self.done..end).unwrap_or(&[]));
        match end == content.len() {
            true if self.sum != u64::from_le_bytes(*sum) => Err(CodecError::Corrupt),
            all => Ok(all),
        }
    }
}

/// A list that [`Writer::sorted`] wrote, being read.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    /// Strings that are to come; `None` before their number is read.
    left: Option<usize>,
    current: String,
}

impl Sorted {
    /// Reads up to `budget` strings to `out`; true when that were all, and another list may be read. No string may be
    /// longer than `longest`, which bounds how far a short file can blow up.
    ///
    /// # Errors
    /// When a string is too long, no UTF-8 or cut off.
    pub fn read(
        &mut self,
        reader: &mut Reader<'_>,
        longest: usize,
        budget: usize,
        out: &mut Vec<Box<str>>,
    ) -> Result<bool, CodecError> {
        let left = match self.left {
            Some(left) => left,
            None => reader.count()?,
        };
        let now = left.min(budget);
        for _ in 0..now {
            let shared = reader.number()?;
            if shared > self.current.len() || !self.current.is_char_boundary(shared) {
                return Err(CodecError::Corrupt);
            }
            self.current.truncate(shared);
            self.current.push_str(reader.string()?);
            if self.current.len() > longest {
                return Err(CodecError::Corrupt);
            }
            out.push(self.current.as_str().into());
        }
        self.left = Some(left - now);
        if left == now {
            *self = Self::default();
        }
        Ok(left == now)
    }
}

/// Bytes being read.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Checks beginning and version; [`Checksum::check`] looks at the rest.
    ///
    /// # Errors
    /// As [`CodecError`] says.
    pub fn new(bytes: &'a [u8]) -> Result<Self, CodecError> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(CodecError::NotAnIndex)?;
        match rest.first() {
            Some(&VERSION) => {}
            Some(other) => return Err(CodecError::Version(*other)),
            None => return Err(CodecError::Corrupt),
        }
        let (content, _) = bytes.split_last_chunk::<8>().ok_or(CodecError::Corrupt)?;
        if content.len() <= MAGIC.len() {
            return Err(CodecError::Corrupt);
        }
        Ok(Self {
            bytes: content,
            at: MAGIC.len() + 1,
        })
    }

    /// A file that [`Reader::new`] has checked before.
    ///
    /// # Errors
    /// When it is too short.
    pub fn again(bytes: &'a [u8], position: usize) -> Result<Self, CodecError> {
        let (content, _) = bytes.split_last_chunk::<8>().ok_or(CodecError::Corrupt)?;
        Ok(Self {
            bytes: content,
            at: position,
        })
    }

    /// Where the next byte stands.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// One byte.
    ///
    /// # Errors
    /// At the end.
    pub fn byte(&mut self) -> Result<u8, CodecError> {
        let byte = self.bytes.get(self.at).copied().ok_or(CodecError::Corrupt)?;
        self.at += 1;
        Ok(byte)
    }

    /// A number below 2³².
    ///
    /// # Errors
    /// At the end, and for a larger number.
    pub fn number(&mut self) -> Result<usize, CodecError> {
        let mut value = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(value)
                    .map(|v| v as usize)
                    .map_err(|_| CodecError::Corrupt);
            }
        }
        Err(CodecError::Corrupt)
    }

    /// A number of things that take at least one byte each.
    ///
    /// # Errors
    /// When there cannot be so many.
    pub fn count(&mut self) -> Result<usize, CodecError> {
        let count = self.number()?;
        if count > self.left() {
            Err(CodecError::Corrupt)
        } else {
            Ok(count)
        }
    }

    /// A string.
    ///
    /// # Errors
    /// When it is cut off or no UTF-8.
    pub fn string(&mut self) -> Result<&'a str, CodecError> {
        let length = self.count()?;
        let end = self.at.checked_add(length).ok_or(CodecError::Corrupt)?;
        let bytes = self.bytes.get(self.at..end).ok_or(CodecError::Corrupt)?;
        self.at = end;
        std::str::from_utf8(bytes).map_err(|_| CodecError::Corrupt)
    }
}
