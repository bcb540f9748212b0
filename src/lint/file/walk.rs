//! The pass over a file's events that collects its parts.

use super::{Code, File, Leaf, LeafKind, Link, Ordered, Piece};
use crate::markdown::outline::fence_language;
use crate::text::Span;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

/// Where the pass over the events stands.
#[derive(Default)]
pub(super) struct Walk<'a> {
    leaf: Option<Leaf<'a>>,
    code: Option<Code<'a>>,
    /// Open links and images, as indices.
    open: Vec<usize>,
    /// Open lists; ordered ones as indices.
    lists: Vec<Option<usize>>,
    /// Whether the last line of the open code block goes on.
    line_open: bool,
    items: usize,
    quotes: usize,
    is_task: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn run(mut self, file: &mut File<'a>) {
        let document = file.document;
        for (event, span) in document.prepared.iter() {
            self.event(file, event, span);
        }
        self.end_leaf(file);
    }

    fn event(&mut self, file: &mut File<'a>, event: Event<'a>, span: Span) {
        match event {
            Event::Start(tag) => self.start(file, tag, span),
            Event::End(tag) => self.end(file, tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => push_lines(code, &mut self.line_open, file.source, span),
                None => self.piece(file, text, span, false),
            },
            Event::Code(text) => self.piece(file, text, span, true),
            Event::SoftBreak | Event::HardBreak => self.piece(file, CowStr::Borrowed("\n"), span, false),
            Event::Html(_) | Event::InlineHtml(_) => file.html.push(span),
            Event::TaskListMarker(_) => self.is_task = true,
            Event::Rule => {
                self.end_leaf(file);
                file.blocks.push(span);
            }
            _ => {}
        }
    }

    fn start(&mut self, file: &mut File<'a>, tag: Tag<'a>, span: Span) {
        match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } if self.code.is_none() => {
                let is_image = file.source.get(span.start..).is_some_and(|rest| rest.starts_with('!'));
                self.open.push(file.links.len());
                file.links.push(Link {
                    href: dest_url,
                    span,
                    is_image,
                    text: String::new(),
                });
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            tag => {
                self.end_leaf(file);
                file.blocks.push(span);
                match tag {
                    Tag::CodeBlock(kind) => {
                        self.line_open = false;
                        let mut code = code(file.source, &kind, span);
                        let commands = &file.runbook().commands;
                        code.is_typed = !code.is_fenced
                            && commands
                                .binary_search_by_key(&span.start, |command| command.span.start)
                                .is_ok();
                        self.code = Some(code);
                    }
                    Tag::Heading { level, .. } => self.begin(LeafKind::Heading(number(level)), span),
                    Tag::Paragraph => self.begin(LeafKind::Paragraph, span),
                    Tag::TableCell => self.begin(LeafKind::Cell, span),
                    Tag::List(start) => {
                        self.lists.push(start.map(|_| file.ordered.len()));
                        file.ordered.extend(start.map(|start| Ordered {
                            span,
                            start,
                            items: Vec::new(),
                        }));
                    }
                    Tag::Item => {
                        self.items += 1;
                        self.is_task = false;
                        let list = self.lists.last().copied().flatten();
                        if let Some(list) = list.and_then(|at| file.ordered.get_mut(at)) {
                            list.items.push(span);
                        }
                    }
                    Tag::BlockQuote(_) => self.quotes += 1,
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, file: &mut File<'a>, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                self.open.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::CodeBlock => file.codes.extend(self.code.take()),
            tag => {
                self.end_leaf(file);
                match tag {
                    TagEnd::List(_) => {
                        self.lists.pop();
                    }
                    TagEnd::Item => {
                        self.items = self.items.saturating_sub(1);
                        self.is_task = false;
                    }
                    TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }

    fn begin(&mut self, kind: LeafKind, span: Span) {
        self.leaf = Some(Leaf {
            kind,
            span,
            pieces: Vec::new(),
            in_item: self.items > 0,
            is_task: self.is_task,
            in_quote: self.quotes > 0,
        });
    }

    fn end_leaf(&mut self, file: &mut File<'a>) {
        file.leaves
            .extend(self.leaf.take().filter(|leaf| !leaf.pieces.is_empty()));
    }

    fn piece(&mut self, file: &mut File<'a>, text: CowStr<'a>, span: Span, is_code: bool) {
        // The text of a tight list item has no paragraph around it.
        if self.leaf.is_none() {
            self.begin(LeafKind::Paragraph, span);
        }
        for open in &self.open {
            if let Some(link) = file.links.get_mut(*open) {
                link.text.push_str(&text);
            }
        }
        let in_link = !self.open.is_empty();
        let Some(leaf) = &mut self.leaf else { return };
        leaf.span.end = leaf.span.end.max(span.end);
        leaf.is_task |= self.is_task;
        match leaf.pieces.last_mut() {
            // The parser ends a text at every character that could have begun something.
            Some(last)
                if !is_code
                    && !last.is_code
                    && last.in_link == in_link
                    && last.span.end == span.start
                    // The end of a line is longer in the source than here.
                    && &*text != "\n"
                    && &*last.text != "\n" =>
            {
                last.text.to_mut().push_str(&text);
                last.span.end = span.end;
            }
            _ => leaf.pieces.push(Piece {
                text: text.into(),
                span,
                is_code,
                in_link,
            }),
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

fn code<'a>(source: &str, kind: &CodeBlockKind<'_>, span: Span) -> Code<'a> {
    let CodeBlockKind::Fenced(info) = kind else {
        return Code {
            language: String::new(),
            info: Span::at(span.start),
            is_fenced: false,
            is_typed: false,
            span,
            lines: Vec::new(),
        };
    };
    let line = span.of(source).lines().next().unwrap_or("");
    let rest = line.trim_start_matches(['`', '~']);
    let start = span.start + line.len() - rest.trim_start().len();
    Code {
        language: fence_language(info),
        info: Span::new(start, start + rest.trim().len()),
        is_fenced: true,
        is_typed: false,
        span,
        lines: Vec::new(),
    }
}

/// Adds the lines of a text event. The parser gives a block's text in pieces: mostly whole lines, at times a line end on
/// its own or the rest of a line behind a tab. `open` says that the last line has not ended yet.
fn push_lines<'a>(code: &mut Code<'a>, open: &mut bool, source: &'a str, span: Span) {
    let mut start = span.start;
    for line in span.of(source).split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let place = Span::new(start, start + content.len());
        start += line.len();
        match code.lines.last_mut().filter(|_| *open) {
            Some(last) => {
                if !content.is_empty() {
                    last.1.end = place.end;
                    last.0 = last.1.of(source);
                }
            }
            None => code.lines.push((content, place)),
        }
        *open = !line.ends_with('\n');
    }
}
