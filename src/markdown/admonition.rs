//! Admonitions as MkDocs has them:
//!
//! ```text
//! !!! danger "Do not restart the primary"
//!     The replicas are **behind**.
//! ```
//!
//! `???` folds the body away, `???+` shows it folded open. And between colons, as Docusaurus, VitePress, Quarto and MyST
//! have them ([`colons`]):
//!
//! ```text
//! :::danger[Do not restart the primary]
//! The replicas are **behind**.
//! :::
//! ```
//!
//! Tabs, `=== "Kubernetes"`, are indented likewise; each is a box of its own. And there are Obsidian's ([`callout`]).
//!
//! To CommonMark the body is part of a paragraph or indented code, so for the parser every admonition is rewritten as a
//! block quote, and [`Mapped`] leads from places in the rewritten text back to the source. The text that everybody else
//! sees stays the source; a block quote whose source begins with `!`, `?`, `:` or `=` is an admonition ([`Header::read`]).
//!
//! A header whose next text is not indented by four columns more, or whose colons are not closed, is no admonition and
//! stays a paragraph.

mod callout;
mod colons;
mod rewrite;

pub use rewrite::rewrite;

use crate::text::Span;
use pulldown_cmark::{BlockQuoteKind, Event, Options, Parser, Tag, TagEnd};

/// What headers begin with, three times or more.
const MARKS: [char; 4] = ['!', '?', ':', '='];

/// The first line of an admonition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// Its type as written: `danger`. Further words are for a theme's layout.
    pub name: &'a str,
    /// The title's text and its offset in the line; `None` without one, empty where the author wants none.
    pub title: Option<(&'a str, usize)>,
    /// Whether it folds, and then whether it is open.
    pub fold: Option<bool>,
}

impl<'a> Header<'a> {
    /// Reads a line that begins with `!!!`, `???` or `:::`; `None` when it is no header.
    pub fn read(line: &'a str) -> Option<Self> {
        let line = line.lines().next()?.trim_end();
        if line.starts_with(':') {
            return colons::header(line);
        }
        if let Some(rest) = line.strip_prefix("===") {
            let quoted = rest.trim_start_matches(['!', '+']).trim_start();
            let title = quoted.strip_prefix('"')?.strip_suffix('"')?;
            let offset = line.len() - title.len() - 1;
            return Some(Self {
                name: "",
                title: Some((title, offset)),
                fold: None,
            });
        }
        let (fold, rest) = if let Some(rest) = line.strip_prefix("!!!") {
            (None, rest)
        } else if let Some(rest) = line.strip_prefix("???+") {
            (Some(true), rest)
        } else {
            (Some(false), line.strip_prefix("???")?)
        };
        let (words, title) = match rest.find(['"', '“']) {
            Some(at) => {
                let quote = rest.get(at..)?.chars().next()?;
                let inside = rest.get(at + quote.len_utf8()..)?;
                let title = inside.strip_suffix(['"', '”'])?;
                let offset = line.len() - inside.len();
                (rest.get(..at)?, Some((title, offset)))
            }
            None => (rest, None),
        };
        let is_word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let mut names = words.split_whitespace();
        let name = names.next()?;
        (is_word(name) && names.all(is_word)).then_some(Self { name, title, fold })
    }

    /// Whether it says something by the way, as tips and notes do.
    pub fn is_aside(&self) -> bool {
        matches!(self.kind(), BlockQuoteKind::Note | BlockQuoteKind::Tip)
    }

    /// The GitHub alert that the type stands for.
    pub fn kind(&self) -> BlockQuoteKind {
        match self.name.to_lowercase().as_str() {
            "danger" | "error" | "failure" | "fail" | "missing" | "bug" | "caution" => BlockQuoteKind::Caution,
            "warning" | "attention" => BlockQuoteKind::Warning,
            "important" => BlockQuoteKind::Important,
            "tip" | "hint" | "success" | "check" | "done" | "question" | "help" | "faq" => BlockQuoteKind::Tip,
            _ => BlockQuoteKind::Note,
        }
    }
}

/// The header of the admonition whose block quote stands at `span` of the source; `None` for any other block quote.
pub fn at(source: &str, span: Span) -> Option<Header<'_>> {
    let text = span.of(source);
    if text.starts_with(MARKS) {
        Header::read(text)
    } else if text.starts_with('>') {
        callout::header(text.lines().next()?.trim_end())
    } else {
        None
    }
}

/// A rewritten text with the way back to the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// What the parser reads.
    pub text: String,
    /// In the order of both texts.
    pieces: Vec<Piece>,
}

/// A stretch of the rewritten text. It is the source's where both are as long as each other, and in its stead otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    at: usize,
    len: usize,
    source: Span,
}

impl Mapped {
    /// Where a range of the rewritten text stands in the source.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start_at = self.pieces.partition_point(|piece| piece.at + piece.len <= start);
        let from = self
            .pieces
            .get(start_at)
            .map_or(end, |piece| match piece.len == piece.source.len() {
                true => piece.source.start + start.saturating_sub(piece.at),
                false => piece.source.start,
            });
        // The end belongs to the piece that holds the byte before it.
        let end_at = self.pieces.partition_point(|piece| piece.at + piece.len < end);
        let to = self
            .pieces
            .get(end_at)
            .map_or(from, |piece| match piece.len == piece.source.len() {
                true => piece.source.start + end.saturating_sub(piece.at),
                false => piece.source.end,
            });
        Span::new(from, to)
    }
}

impl Mapped {
    fn push(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.pieces.last_mut()
            && last.len == last.source.len()
            && text.len() == source.len()
            && last.source.end == source.start
        {
            last.len += text.len();
            last.source.end = source.end;
        } else {
            self.pieces.push(Piece {
                at: self.text.len(),
                len: text.len(),
                source,
            });
        }
        self.text.push_str(text);
    }
}

/// The inline events of a title, with their places in the source. A title that is more than one line of text to Markdown
/// is plain text.
pub fn title_events(source: &str, title: Span, options: Options) -> Vec<(Event<'static>, Span)> {
    let text = title.of(source);
    let all: Vec<_> = Parser::new_ext(text, options).into_offset_iter().collect();
    match all.as_slice() {
        [
            (Event::Start(Tag::Paragraph), _),
            inner @ ..,
            (Event::End(TagEnd::Paragraph), _),
        ] if inner.iter().all(|(event, _)| !is_block(event)) => {
            let place = |range: &std::ops::Range<usize>| Span::from(range.clone()).shifted(title.start);
            inner
                .iter()
                .map(|(event, range)| (event.clone().into_static(), place(range)))
                .collect()
        }
        _ if text.is_empty() => Vec::new(),
        _ => vec![(Event::Text(text.to_string().into()), title)],
    }
}

fn is_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Paragraph | Tag::FootnoteDefinition(_))
            | Event::End(TagEnd::Paragraph)
            | Event::FootnoteReference(_)
    )
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
