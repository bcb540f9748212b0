//! One file, as rules look at it: collected in one pass over its events.

use crate::markdown::Document;
use crate::markdown::outline::fence_language;
use crate::runbook::command::is_shell_like;
use crate::runbook::{Kind, Runbook, SectionKind, Severity};
use crate::text::Span;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

/// What the folder adds to a file.
#[derive(Clone, Debug)]
pub struct Around {
    /// Whether it is the folder's index and no runbook.
    pub is_index: bool,
    /// The severity that the index gives it.
    pub severity: Option<Severity>,
    /// The kind that the index gives it.
    pub kind: Option<Kind>,
    /// What the folder's other runbooks have, and so this one should have, too.
    pub customs: Customs,
}

impl Default for Around {
    fn default() -> Self {
        Self {
            is_index: false,
            severity: None,
            kind: None,
            customs: Customs {
                sections: true,
                severity: true,
                alert: true,
                owner: true,
                last_updated: true,
                verification: true,
                escalation: true,
                related: true,
            },
        }
    }
}

/// What runbooks of a folder usually say. A team that keeps a fact elsewhere (owners in CODEOWNERS, dates in git) is
/// told once, not for every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customs {
    /// Most files have sections of a runbook.
    pub sections: bool,
    /// Some file names its severity.
    pub severity: bool,
    /// Some file names its alert.
    pub alert: bool,
    /// Some file names its owner.
    pub owner: bool,
    /// Some file says when it was last updated.
    pub last_updated: bool,
    /// A good part of the files has a section Verification.
    pub verification: bool,
    /// A good part of the files has a section Escalation.
    pub escalation: bool,
    /// A good part of the files has a section Related.
    pub related: bool,
}

/// What kind of page a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The folder's index.
    Index,
    /// A runbook in the form of the nine sections.
    Template,
    /// A runbook of another form.
    Runbook,
    /// A page without the sections of a runbook.
    Page,
}

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
    pub text: CowStr<'a>,
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
    /// The whole block.
    pub span: Span,
    /// Its lines without line ends, each with its place.
    pub lines: Vec<(&'a str, Span)>,
}

impl Code<'_> {
    /// Whether a reader would run it.
    pub fn is_command(&self) -> bool {
        self.is_fenced && is_shell_like(&self.language)
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

/// A file with what rules look at.
#[derive(Debug)]
pub struct File<'a> {
    /// Its path below the runbook folder.
    pub path: &'a str,
    /// Its source.
    pub source: &'a str,
    /// Its source, parsed.
    pub document: &'a Document,
    /// What the folder adds.
    pub around: &'a Around,
    /// What kind of page it is.
    pub profile: Profile,
    /// All prose, in source order.
    pub leaves: Vec<Leaf<'a>>,
    /// All code blocks, in source order.
    pub codes: Vec<Code<'a>>,
    /// All links and images, in source order.
    pub links: Vec<Link<'a>>,
    /// All ordered lists, in source order.
    pub ordered: Vec<Ordered>,
    /// Every block, containers before their content.
    pub blocks: Vec<Span>,
    /// The texts of raw HTML.
    pub html: Vec<Span>,
}

impl<'a> File<'a> {
    /// Collects what rules look at.
    pub fn new(path: &'a str, source: &'a str, document: &'a Document, around: &'a Around) -> Self {
        let mut file = Self {
            path,
            source,
            document,
            around,
            profile: if is_template(path) {
                Profile::Page
            } else {
                profile(document.runbook(), around)
            },
            leaves: Vec::new(),
            codes: Vec::new(),
            links: Vec::new(),
            ordered: Vec::new(),
            blocks: Vec::new(),
            html: Vec::new(),
        };
        if !document.prepared.is_plain {
            Walk::default().run(&mut file);
        }
        file
    }

    /// The model.
    pub fn runbook(&self) -> &'a Runbook {
        self.document.runbook()
    }

    /// Whether it is a runbook, and not the index or another page.
    pub fn is_runbook(&self) -> bool {
        matches!(self.profile, Profile::Template | Profile::Runbook)
    }

    /// Its kind: its own word, else the index's.
    pub fn kind(&self) -> Kind {
        let own = self.runbook().metadata.kind.as_ref().map(|kind| kind.value);
        own.or(self.around.kind).unwrap_or_default()
    }

    /// The section that a place stands in; `Other` outside of all.
    pub fn section_at(&self, offset: usize) -> SectionKind {
        let sections = &self.runbook().sections;
        let at = sections.partition_point(|section| section.span.start <= offset);
        at.checked_sub(1)
            .and_then(|at| sections.get(at))
            .map_or(SectionKind::Other, |section| section.kind)
    }

    /// The place of the title: where findings about the whole file point.
    pub fn title_span(&self) -> Span {
        let title = self.runbook().title_span;
        if title.is_empty() && title.start == 0 {
            return Span::at(self.document.prepared.start);
        }
        trim_end(self.source, title)
    }

    /// The leaves of a stretch of the source.
    pub fn leaves_in(&self, span: Span) -> impl Iterator<Item = &Leaf<'a>> {
        let from = self.leaves.partition_point(|leaf| leaf.span.start < span.start);
        let rest = self.leaves.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |leaf| leaf.span.start < span.end)
    }

    /// The heading that begins at a place.
    pub fn heading_at(&self, start: usize) -> Option<&'a crate::runbook::Heading> {
        let headings = &self.runbook().headings;
        let at = headings.partition_point(|heading| heading.span.start < start);
        headings.get(at).filter(|heading| heading.span.start == start)
    }

    /// The code blocks that begin in a stretch of the source.
    pub fn codes_in(&self, span: Span) -> impl Iterator<Item = &Code<'a>> {
        let from = self.codes.partition_point(|code| code.span.start < span.start);
        let rest = self.codes.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |code| code.span.start < span.end)
    }

    /// The links and images that begin in a stretch of the source.
    pub fn links_in(&self, span: Span) -> impl Iterator<Item = &Link<'a>> {
        let from = self.links.partition_point(|link| link.span.start < span.start);
        let rest = self.links.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |link| link.span.start < span.end)
    }

    /// The raw HTML that begins in a stretch of the source.
    pub fn html_in(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let from = self.html.partition_point(|html| html.start < span.start);
        let rest = self.html.get(from..).unwrap_or(&[]);
        rest.iter().copied().take_while(move |html| html.start < span.end)
    }

    /// Whether a place stands in raw HTML.
    pub fn in_html(&self, offset: usize) -> bool {
        let at = self.html.partition_point(|html| html.start <= offset);
        at.checked_sub(1)
            .and_then(|at| self.html.get(at))
            .is_some_and(|html| html.contains(offset))
    }

    /// Whether a place stands in a code block.
    pub fn in_code_block(&self, offset: usize) -> bool {
        let at = self.codes.partition_point(|code| code.span.start <= offset);
        at.checked_sub(1)
            .and_then(|at| self.codes.get(at))
            .is_some_and(|code| code.span.contains(offset))
    }

    /// The command block with this place in the source.
    pub fn code_at(&self, span: Span) -> Option<&Code<'a>> {
        let at = self.codes.partition_point(|code| code.span.start < span.start);
        self.codes.get(at).filter(|code| code.span.start < span.end)
    }
}

/// A span without the white space at its end.
pub fn trim_end(source: &str, span: Span) -> Span {
    let text = span.of(source);
    Span::new(span.start, span.start + text.trim_end().len())
}

/// Whether a file lies in a folder of templates: what it leaves open is meant to be.
pub fn is_template(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| {
        ["templates", "template", "archetypes"]
            .iter()
            .any(|name| folder.eq_ignore_ascii_case(name))
    })
}

/// What kind of page a runbook is.
pub fn profile(runbook: &Runbook, around: &Around) -> Profile {
    if around.is_index {
        return Profile::Index;
    }
    let has = |kind| runbook.sections.iter().any(|section| section.kind == kind);
    let named = SectionKind::NAMED.into_iter().filter(|kind| has(*kind)).count();
    let acts = [SectionKind::Diagnosis, SectionKind::Resolution]
        .into_iter()
        .filter(|kind| has(*kind))
        .count();
    let signs = [SectionKind::Symptoms, SectionKind::Impact, SectionKind::Detection]
        .into_iter()
        .filter(|kind| has(*kind))
        .count();
    // A guide with a chapter "Monitoring" and one "Troubleshooting" among ten others is none.
    let other = runbook
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Other)
        .count();
    if named >= 6 && acts > 0 {
        Profile::Template
    } else if other > 2 && named * 3 < (named + other) * 2 {
        Profile::Page
    } else if acts > 0 && signs > 0 || acts == 2 || signs >= 2 || acts > 0 && named >= 3 {
        Profile::Runbook
    } else {
        Profile::Page
    }
}

/// Where the pass over the events stands.
#[derive(Default)]
struct Walk<'a> {
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
    fn run(mut self, file: &mut File<'a>) {
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
                        self.code = Some(code(file.source, &kind, span));
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
                last.text = CowStr::from(format!("{}{text}", last.text));
                last.span.end = span.end;
            }
            _ => leaf.pieces.push(Piece {
                text,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn with(source: &str, look: impl Fn(&File<'_>)) {
        let document = crate::markdown::read(source);
        look(&File::new("a.md", source, &document, &Around::default()));
    }

    #[test]
    fn lines_of_code_have_their_places() {
        for source in [
            "1. x\n\n   ```bash\n   a b\n\n   \tc\n   ```\n",
            "```sh\na b\n\n\tc\n```\n",
            "> ~~~bash\n> a b\n>\n> \tc\n> ~~~\n",
            "```bash\r\na b\r\n\r\n\tc\r\n```\r\n",
        ] {
            with(source, |file| {
                let code = &file.codes[0];
                let lines: Vec<&str> = code.lines.iter().map(|(line, _)| line.trim()).collect();
                assert_eq!(lines, ["a b", "", "c"], "{source:?} {:?}", code.lines);
                for (line, span) in &code.lines {
                    assert_eq!(span.of(source), *line, "{source:?}");
                }
                assert!(code.is_shell());
            });
        }
    }

    #[test]
    fn leaves_are_what_a_reader_sees_together() {
        with("# T `x`\n\n- a **b** [c](d)\n- [ ] e\n\n| f |\n|--|\n| g |\n", |file| {
            let texts: Vec<String> = file.leaves.iter().map(Leaf::text).collect();
            assert_eq!(texts, ["T x", "a b c", "e", "f", "g"]);
            let tasks: Vec<bool> = file.leaves.iter().map(|leaf| leaf.is_task).collect();
            assert_eq!(tasks, [false, false, true, false, false]);
            assert_eq!(file.links[0].text, "c");
        });
    }
}
