//! Bounds on input, each with its reason. What exceeds one is reported and still shown.

/// Bytes of one source file. Real runbooks stay below 400 kB; a phone needs seconds for a page of several megabytes.
/// A larger file is shown as plain text.
pub const LARGEST_FILE: usize = 4 << 20;

/// Nested blocks and inline elements on a page. Browsers stop nesting at 512 and readers long before; deeper elements
/// lose their tags and keep their text.
pub const DEEPEST_NESTING: usize = 64;

/// Characters of a summary: two lines on a phone.
pub const LONGEST_SUMMARY: usize = 180;
