//! One file, as rules look at it: collected in one pass over its events.

mod around;
mod parts;
mod walk;

pub use around::{Around, Customs, Profile, profile};
pub use parts::{Code, Leaf, LeafKind, Link, Ordered, Piece};

use crate::markdown::Document;
use crate::runbook::{Kind, Runbook, SectionKind};
use crate::text::Span;
use walk::Walk;

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
