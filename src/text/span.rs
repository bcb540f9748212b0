//! Where something stands in a source file.

use std::ops::Range;

/// A half-open range of UTF-8 byte offsets into a source file, front matter and byte order mark included.
///
/// Both ends lie on character boundaries of the text they were made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; never less than `start`.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; an `end` before `start` gives the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The empty span at `offset`: the place where something is missing.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The same range, `by` bytes further on.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing lies between the ends.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies inside.
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The span with what else stands on its lines, without the last line's end.
    pub fn with_lines(self, source: &str) -> Self {
        Self::new(line_start(source, self.start), line_end(source, self.end))
    }

    /// Whether nothing but white space stands beside it on its lines.
    pub fn is_alone(self, source: &str) -> bool {
        let around = self.with_lines(source);
        let blank = |from, to| source.get(from..to).is_some_and(|text| text.trim().is_empty());
        blank(around.start, self.start) && blank(self.end, around.end)
    }

    /// The text of the span, or the empty string where `source` has no such range.
    pub fn of(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or("")
    }
}

/// Where the line of `offset` begins; 0 where `source` has no such place.
pub fn line_start(source: &str, offset: usize) -> usize {
    let before = source.get(..offset).unwrap_or("");
    before.rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line of `offset` ends, before its `\n`; at the end of `source` where it has no such place.
pub fn line_end(source: &str, offset: usize) -> usize {
    let rest = source.get(offset..).unwrap_or("");
    rest.find('\n').map_or(source.len(), |at| offset + at)
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value and the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, read from `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: AsRef<str>> Spanned<T> {
    /// The same text on its own, and its place.
    pub fn owned(&self) -> Spanned<String> {
        Spanned::new(self.value.as_ref().to_string(), self.span)
    }
}
