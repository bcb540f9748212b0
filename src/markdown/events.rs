//! Source text to Markdown events: byte order mark and front matter cut off, fences repaired, links in shortcodes made
//! links, one set of options.

mod inline;

pub use inline::plain_text;
pub(super) use inline::{append, inline_text, placeholder, without_tags};

use super::admonition::{self, Mapped};
use super::fence::{self, Repair};
use super::front_matter::{self, FrontMatter};
use super::{attributes, shortcode};
use crate::diagnostic::{Diagnostic, rules};
use crate::text::Span;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::cell::Cell;

/// An event and its place in the source file.
pub type Spanned<'a> = (Event<'a>, Span);

/// A source file made ready for parsing.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The text with fences and links repaired; as long as the source, so offsets mean the same in both.
    pub text: String,
    /// What the parser reads instead, where the text has admonitions.
    rewritten: Option<Mapped>,
    /// Where the Markdown begins, behind byte order mark and front matter.
    pub start: usize,
    /// The front matter, where there is any.
    pub front_matter: Option<FrontMatter>,
    /// Whether the text is shown as it stands, unparsed.
    pub is_plain: bool,
}

/// The dialect: GitHub's tables, strikethrough, task lists, footnotes and alerts, and definition lists. Not the option
/// for YAML blocks, which makes text between two `---` anywhere in a page disappear.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

impl Prepared {
    /// Prepares `source`, reporting what had to be repaired.
    pub fn new(source: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let bom = if source.starts_with('\u{feff}') { 3 } else { 0 };
        let front_matter = front_matter::read(source, bom, diagnostics);
        let start = front_matter.as_ref().map_or(bom, |front| front.span.end);
        let candidates = fence::find(source, start);
        let mut prepared = Self {
            text: fence::apply(source, &candidates),
            rewritten: None,
            start,
            front_matter,
            is_plain: false,
        };
        prepared.rewritten = admonition::rewrite(&prepared.text, start, OPTIONS);
        if !candidates.is_empty() {
            let (confirmed, refuted): (Vec<Repair>, Vec<Repair>) = prepared.confirm(&candidates);
            if !refuted.is_empty() {
                prepared.text = fence::apply(source, &confirmed);
                prepared.rewritten = admonition::rewrite(&prepared.text, start, OPTIONS);
            }
            diagnostics.extend(confirmed.iter().map(|repair| repair.diagnostic(source)));
        }
        if let Some(text) = shortcode::rewrite(&prepared.text, || prepared.codes()) {
            prepared.text = text;
            prepared.rewritten = admonition::rewrite(&prepared.text, start, OPTIONS);
        }
        prepared
    }

    /// `source` as text that is not parsed at all.
    pub fn plain(source: &str) -> Self {
        Self {
            text: source.to_string(),
            rewritten: None,
            start: 0,
            front_matter: None,
            is_plain: true,
        }
    }

    /// Splits repairs into those where the parser, too, sees a block from the opening to the repaired line, and those
    /// where it sees something else (a fence inside an indented block, say).
    fn confirm(&self, candidates: &[Repair]) -> (Vec<Repair>, Vec<Repair>) {
        let blocks: Vec<Span> = self
            .iter()
            .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))))
            .map(|(_, span)| span)
            .collect();
        candidates.iter().partition(|repair| {
            let at = blocks.partition_point(|block| block.start < repair.opening.start);
            blocks.get(at).is_some_and(|block| {
                block.start < repair.opening.end
                    && repair.info.start <= block.end + repair.info.len()
                    && block.end <= repair.closing.end + 2
            })
        })
    }

    /// Where the text has code, in blocks and between backticks.
    fn codes(&self) -> Vec<Span> {
        self.iter()
            .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)))
            .map(|(_, span)| span)
            .collect()
    }

    /// The events of the text, spans counted from the start of the file.
    pub fn iter(&self) -> impl Iterator<Item = Spanned<'_>> {
        let mapped = self.rewritten.as_ref();
        let body = mapped.map_or_else(|| self.text.get(self.start..).unwrap_or(""), |mapped| &mapped.text);
        Parser::new_ext(body, OPTIONS)
            .into_offset_iter()
            .map(move |(event, range)| {
                let span = match mapped {
                    Some(mapped) => mapped.span(range.start, range.end),
                    None => Span::from(range).shifted(self.start),
                };
                (event, span)
            })
    }

    /// All events, with neighbouring pieces of text joined.
    pub fn events(&self) -> Vec<Spanned<'_>> {
        if self.is_plain {
            let span = Span::new(0, self.text.len());
            let block = Tag::CodeBlock(CodeBlockKind::Fenced("text".into()));
            let text = Event::Text(self.text.as_str().into());
            return vec![
                (Event::Start(block), span),
                (text, span),
                (Event::End(TagEnd::CodeBlock), span),
            ];
        }
        let mut out: Vec<Spanned<'_>> = match KEEPS {
            true => SPARE.try_with(Cell::take).unwrap_or_default(),
            false => Vec::new(),
        };
        out.reserve(self.text.len() / 24);
        let mut joined = String::new();
        let mut after_text = false;
        // Whether the first line of a callout, which is its header, is being passed over.
        let mut in_header = false;
        for (event, span) in self.iter() {
            if in_header && !matches!(event, Event::Start(Tag::Paragraph)) {
                in_header = !matches!(
                    event,
                    Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph)
                );
                if matches!(event, Event::End(TagEnd::Paragraph)) {
                    out.pop();
                }
                continue;
            }
            let is_text = matches!(event, Event::Text(_));
            if is_text && after_text {
                if let (Event::Text(text), Some((Event::Text(before), place))) = (event, out.last_mut()) {
                    self.join(before, place, (text, span), &mut joined);
                }
                continue;
            }
            after_text = is_text;
            if !joined.is_empty() {
                keep_joined(&mut out, &mut joined);
            }
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                attributes::cut(&mut out);
            }
            let is_plain_quote = matches!(event, Event::Start(Tag::BlockQuote(None)));
            out.push((event, span));
            if is_plain_quote {
                in_header = self.title(span, &mut out);
            }
        }
        keep_joined(&mut out, &mut joined);
        out
    }

    /// Adds a text to the one before it: as a longer stretch of the source where both are one and stand behind each
    /// other, else in `joined`.
    fn join<'a>(
        &'a self,
        before: &mut CowStr<'a>,
        place: &mut Span,
        (text, span): (CowStr<'a>, Span),
        joined: &mut String,
    ) {
        let is_source = |text: &CowStr<'_>, span: Span| match text {
            CowStr::Borrowed(text) => {
                span.len() == text.len() && std::ptr::eq(span.of(&self.text).as_ptr(), text.as_ptr())
            }
            _ => false,
        };
        let whole = Span::new(place.start, span.end);
        if !joined.is_empty() {
            joined.push_str(&text);
        } else if place.end == span.start && is_source(before, *place) && is_source(&text, span) {
            *before = CowStr::Borrowed(whole.of(&self.text));
        } else {
            joined.push_str(before);
            joined.push_str(&text);
        }
        *place = whole;
    }
}

/// Gives the last event the text that was joined from several.
fn keep_joined(events: &mut [Spanned<'_>], joined: &mut String) {
    if let Some((Event::Text(text), _)) = events.last_mut().filter(|_| !joined.is_empty()) {
        *text = CowStr::Boxed(joined.as_str().into());
        joined.clear();
    }
}

thread_local! {
    /// The room that the last file's events took: whoever reads a folder reads file after file, and getting and giving
    /// back so much each time makes every other allocation slower.
    static SPARE: Cell<Vec<Spanned<'static>>> = const { Cell::new(Vec::new()) };
}

/// Whether room is kept: in a browser, where one page is read now and then, the bytes that it takes count for more.
const KEEPS: bool = cfg!(not(target_arch = "wasm32"));

/// Events for which room is kept.
const MOST_SPARE: usize = 1 << 14;

/// Drops events, and keeps their room for the next file.
pub(super) fn give_back(mut events: Vec<Spanned<'_>>) {
    events.clear();
    if KEEPS && events.capacity() <= MOST_SPARE {
        // Nothing is left in it; the collection takes the room over.
        let room = events.into_iter().map_while(|_| None).collect();
        let _ = SPARE.try_with(|spare| spare.set(room));
    }
}

impl Prepared {
    /// The title of the admonition whose block quote stands at `span`, as its first paragraph. Says whether its header stands in
    /// the quote, too.
    fn title<'a>(&self, span: Span, out: &mut Vec<Spanned<'a>>) -> bool {
        let Some(header) = admonition::at(&self.text, span) else {
            return false;
        };
        let is_callout = span.of(&self.text).starts_with('>');
        let Some((text, offset)) = header.title else {
            return is_callout;
        };
        let title = Span::new(span.start + offset, span.start + offset + text.len());
        if !title.is_empty() {
            out.push((Event::Start(Tag::Paragraph), title));
            out.extend(admonition::title_events(&self.text, title, OPTIONS));
            out.push((Event::End(TagEnd::Paragraph), title));
        }
        is_callout
    }
}

/// Reports fenced blocks that reach the end of their container without a closing line. `blocks` is where all stand.
pub fn report_open_fences(source: &str, blocks: &[Span], diagnostics: &mut Vec<Diagnostic>) {
    for span in blocks {
        let text = span.of(source);
        let mark = text.bytes().next().unwrap_or(b'`');
        let marks = |text: &str| text.bytes().take_while(|byte| *byte == mark).count();
        let end = memchr::memchr(b'\n', text.as_bytes());
        let lines = end.and_then(|end| Some((text.get(..end)?, text.get(end + 1..)?)));
        let (opening, inside) = lines.unwrap_or((text, ""));
        let inside = inside.strip_suffix('\n').unwrap_or(inside);
        let last = inside.rsplit('\n').next().unwrap_or(inside);
        // A repaired closing line still has its info string in the source.
        let closed = marks(last.trim_start_matches([' ', '\t', '>'])) >= marks(text);
        let opening = opening.strip_suffix('\r').unwrap_or(opening).len();
        if !closed {
            // A block within an item ends with it at the latest.
            let at_end = source.get(span.end..).unwrap_or("").trim_start().is_empty();
            diagnostics.push(
                Diagnostic::new(
                    rules::FENCE_NEVER_CLOSED,
                    Span::new(span.start, span.start + opening),
                    if at_end {
                        "this code block is never closed, so everything after it is code"
                    } else {
                        "this code block is never closed, so the rest of its list item or quote is code"
                    },
                )
                .help("add a line with only the fence's characters behind the code"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repair_is_confirmed_by_the_parser() {
        let source = "```bash\na\n```text\n\n### Step 2\n\n```bash\nb\n```text\n\n## C\n";
        let mut diagnostics = Vec::new();
        let prepared = Prepared::new(source, &mut diagnostics);
        assert_eq!(diagnostics.len(), 2, "{diagnostics:?}");
        let headings = prepared
            .iter()
            .filter(|(e, _)| matches!(e, Event::Start(Tag::Heading { .. })))
            .count();
        assert_eq!(headings, 2);
    }

    #[test]
    fn fences_inside_indented_code_are_left_alone() {
        let source = "Text\n\n    ```bash\n    a\n    ```text\n\n    ## x\n\nEnd\n";
        let mut diagnostics = Vec::new();
        let prepared = Prepared::new(source, &mut diagnostics);
        assert_eq!(prepared.text, source);
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn open_fences_are_reported() {
        for (source, count) in [
            ("```\na\n", 1),
            ("```\na\n```\n", 0),
            ("- ```\n  a\n\nb\n", 1),
            ("```", 1),
        ] {
            let mut diagnostics = Vec::new();
            let prepared = Prepared::new(source, &mut diagnostics);
            let fences: Vec<Span> = prepared
                .iter()
                .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))))
                .map(|(_, span)| span)
                .collect();
            report_open_fences(source, &fences, &mut diagnostics);
            assert_eq!(diagnostics.len(), count, "{source}");
            // A block in an item takes no more than the item.
            let ends_with_item = diagnostics.iter().any(|found| found.message.contains("list item"));
            assert_eq!(ends_with_item, source.starts_with('-'), "{source}");
        }
    }

    #[test]
    fn a_break_divides_words() {
        for (tag, text) in [("<br>", " "), ("<BR/>", " "), ("<b>", ""), ("<pod>", "<pod>")] {
            assert_eq!(placeholder(tag), text, "{tag}");
        }
    }
}
