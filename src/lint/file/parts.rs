//! The parts of a file that rules look at: prose, code, links, lists.

use crate::runbook::command::{Console, console, is_shell_like};
use crate::text::Span;
use pulldown_cmark::CowStr;
use std::borrow::Cow;

/// Prose that belongs together: a heading, a paragraph, a table cell, the first lines of a list item.
#[derive(Clone, Debug)]
pub struct Leaf<'a> {
    /// What it is.
    pub kind: LeafKind,
    /// Its place.
    pub span: Span,
    /// Its text and inline code, in order.
    pub pieces: Vec<Piece<'a>>,
    /// Whether it stands in a list item.
    pub in_item: bool,
    /// Whether the list item has a check box.
    pub is_task: bool,
    /// Whether it stands in a quotation or an alert.
    pub in_quote: bool,
}

/// Kinds of leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph, or the text of a tight list item.
    Paragraph,
    /// A cell of a table.
    Cell,
}

/// A stretch of text or inline code.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// Its text.
    pub text: Cow<'a, str>,
    /// Its place; as long as the text unless the source has escapes.
    pub span: Span,
    /// Whether it is inline code.
    pub is_code: bool,
    /// Whether it is the text of a link or image.
    pub in_link: bool,
}

impl Piece<'_> {
    /// The place of a part of the text; the whole piece where the source writes it otherwise (escapes, references).
    pub fn place(&self, part: std::ops::Range<usize>) -> Span {
        if self.text.len() == self.span.len() {
            Span::new(self.span.start + part.start, self.span.start + part.end)
        } else {
            self.span
        }
    }
}

impl Leaf<'_> {
    /// The text as a reader sees it.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_ref()).collect()
    }
}

/// A code block.
#[derive(Clone, Debug)]
pub struct Code<'a> {
    /// The fence's language, lower case; empty for none and for indented blocks.
    pub language: String,
    /// The info string in the source; empty, behind the fence's characters, where there is none.
    pub info: Span,
    /// Whether it is fenced.
    pub is_fenced: bool,
    /// Whether it is indented instead, and a command of the runbook.
    pub is_typed: bool,
    /// The whole block.
    pub span: Span,
    /// Its lines without line ends, each with its place.
    pub lines: Vec<(&'a str, Span)>,
}

impl Code<'_> {
    /// Whether a reader would run it in a shell.
    pub fn is_command(&self) -> bool {
        self.is_typed || self.is_fenced && is_shell_like(&self.language)
    }

    /// The console other than a shell that the fence says it is for.
    pub fn console(&self) -> Option<Console> {
        let (_, console) = console(&self.language)?;
        (self.is_fenced && console != Console::Shell).then_some(console)
    }

    /// Whether the fence says that it is for a shell. One without a language may hold anything.
    pub fn is_shell(&self) -> bool {
        self.is_command() && !self.language.is_empty()
    }
}

/// A link or an image.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// The destination, decoded.
    pub href: CowStr<'a>,
    /// The whole link.
    pub span: Span,
    /// Whether it is an image.
    pub is_image: bool,
    /// Its text, or the alternative text of an image.
    pub text: String,
}

/// An ordered list.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// The whole list.
    pub span: Span,
    /// The number of its first item.
    pub start: u64,
    /// Its items, markers included.
    pub items: Vec<Span>,
}
