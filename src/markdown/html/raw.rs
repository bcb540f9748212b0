//! The author's own HTML, on its way through the filter.

use super::{Open, Writer};
use crate::diagnostic::{Diagnostic, rules};
use crate::markdown::links::Reference;
use crate::markdown::raw_html::{self, OPTIONAL_END, Token, VOID};
use crate::text::Span;
use crate::text::escape::{push_html_attribute, push_html_text};
use pulldown_cmark::{Event, TagEnd};
use std::collections::HashMap;

/// Offset of the last `</name` of each name in `text`.
pub(super) fn last_end_tags(text: &str) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    for (at, _) in text.match_indices("</") {
        let name: String = text[at + 2..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !name.is_empty() {
            out.insert(name, at);
        }
    }
    out
}

impl Writer<'_> {
    /// A block of raw HTML: its lines are one text, since tags may run over several.
    pub(super) fn html_block(&mut self) {
        let mut html = String::new();
        let mut span: Option<Span> = None;
        while let Some((event, here)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::Html(line) | Event::InlineHtml(line) | Event::Text(line) => {
                    html.push_str(line);
                    let start = span.map_or(here.start, |span| span.start);
                    span = Some(Span::new(start, here.end));
                }
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        self.raw(&html, span.unwrap_or_default());
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Raw HTML that stands at `span`.
    pub(super) fn raw(&mut self, html: &str, span: Span) {
        self.html_start = span.start;
        // Lines of a block in a quote or a list stand apart in the source; then the block is place enough.
        let is_whole = span.of(&self.document.prepared.text) == html;
        for (at, token) in raw_html::tokens(html) {
            let span = if is_whole {
                Span::new(span.start + at, span.end)
            } else {
                span
            };
            match token {
                Token::Text(text) => self.raw_text(text),
                Token::Hidden => {}
                Token::Code(code) => self.not_carried(span, code),
                Token::Open { name, attributes, raw } => self.open_tag(&name, &attributes, raw, span),
                Token::Close { name, raw } => self.close_tag(&name, raw),
            }
        }
    }

    /// Text of raw HTML: character references stay, everything else is escaped.
    fn raw_text(&mut self, text: &str) {
        let mut pieces = text.split('&');
        push_html_text(&mut self.out, pieces.next().unwrap_or(""));
        for piece in pieces {
            let is_reference = piece.split_once(';').is_some_and(|(name, _)| {
                !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
            });
            self.out.push_str(if is_reference { "&" } else { "&amp;" });
            push_html_text(&mut self.out, piece);
        }
    }

    fn open_tag(&mut self, name: &str, attributes: &[(String, String)], raw: &str, span: Span) {
        if self.is_placeholder(name, attributes, span) {
            push_html_text(&mut self.out, raw);
            return;
        }
        if !raw_html::is_allowed(name) {
            self.not_carried(span, raw);
            return;
        }
        let get = |wanted: &str| {
            attributes
                .iter()
                .find(|(key, _)| key == wanted)
                .map(|(_, value)| value.as_str())
        };
        let mut extra = String::new();
        self.push_id(name, attributes, &mut extra);
        for (key, value) in attributes {
            if raw_html::is_allowed_attribute(name, key, value)
                && !matches!((name, key.as_str()), ("img", "alt" | "title"))
            {
                extra.push(' ');
                extra.push_str(key);
                if !value.is_empty() {
                    extra.push_str("=\"");
                    push_html_attribute(&mut extra, value);
                    extra.push('"');
                }
            }
        }
        match name {
            "img" => {
                let (alt, title) = (get("alt").unwrap_or(""), get("title").unwrap_or(""));
                self.image_element(get("src").unwrap_or(""), alt, title, &extra, span);
            }
            "a" => self.author_link(get("href"), &extra, span),
            name => {
                // The page has one level-one heading, its title.
                let name = if name == "h1" { "h2" } else { name };
                if OPTIONAL_END.contains(&name) && self.innermost() == Some(name) {
                    self.close_tag(name, "");
                }
                self.out.push('<');
                self.out.push_str(name);
                self.out.push_str(&extra);
                self.out.push('>');
                if !VOID.contains(&name) {
                    self.push_author(name, format!("</{name}>"));
                }
            }
        }
    }

    fn author_link(&mut self, href: Option<&str>, extra: &str, span: Span) {
        match href {
            Some(href) if !self.in_link() => {
                let target = self.links.resolve(Reference {
                    href,
                    span,
                    image: false,
                });
                let from = self.out.len();
                self.open_link(&target, "", Some("a"));
                // Its other attributes go behind the element's name.
                if let Some(space) = self.out.get(from..).and_then(|tag| tag.find([' ', '>'])) {
                    self.out.insert_str(from + space, extra);
                }
            }
            Some(_) => self.push_author("a", String::new()),
            None => {
                self.out.push_str("<span");
                self.out.push_str(extra);
                self.out.push('>');
                self.push_author("a", "</span>".to_string());
            }
        }
    }

    /// Past the deepest nesting an author's element closes at once.
    fn push_author(&mut self, name: &str, end: String) {
        if self.stack.len() >= crate::markdown::limits::DEEPEST_NESTING {
            self.out.push_str(&end);
        } else {
            self.stack.push(Open {
                html: Some(name.to_string()),
                end,
                link: false,
            });
        }
    }

    fn close_tag(&mut self, name: &str, raw: &str) {
        let name = if name == "h1" { "h2" } else { name };
        // Only what the author opened in this Markdown block can be closed by the author.
        let inside = self.stack.iter().rev().take_while(|open| open.html.is_some());
        let depth = inside
            .map(|open| open.html.as_deref())
            .position(|open| open == Some(name));
        if let Some(depth) = depth {
            for _ in 0..=depth {
                if let Some(open) = self.stack.pop() {
                    self.out.push_str(&open.end);
                }
            }
        } else if !raw_html::is_known(name) {
            push_html_text(&mut self.out, raw);
        }
    }

    fn innermost(&self) -> Option<&str> {
        self.stack.last()?.html.as_deref()
    }

    /// Whether a tag is a placeholder in prose, such as `<pod-name>`: no element has this name, or it has no attribute
    /// and nothing behind it ever closes it.
    fn is_placeholder(&self, name: &str, attributes: &[(String, String)], span: Span) -> bool {
        if !raw_html::is_known(name) {
            return true;
        }
        let optional = VOID.contains(&name) || OPTIONAL_END.contains(&name);
        let closed = self.last_end_tag.get(name).is_some_and(|at| *at >= span.start);
        attributes.is_empty() && !optional && !closed
    }

    fn push_id(&mut self, name: &str, attributes: &[(String, String)], extra: &mut String) {
        let Some(id) = raw_html::own_id(name, attributes) else {
            return;
        };
        // The outline claimed the ids of this piece of HTML in the same order, those of elements that are not carried among
        // them; one that it could not claim is taken.
        let ids = &self.document.outline.html_ids;
        let here = ids.partition_point(|known| known.offset < self.html_start);
        let from = self.next_html_id.max(here);
        let of_here = ids.iter().enumerate().skip(from);
        let mut of_here = of_here.take_while(|(_, known)| known.offset == self.html_start);
        if let Some((at, known)) = of_here.find(|(_, known)| known.written == id) {
            self.next_html_id = at + 1;
            extra.push_str(" id=\"");
            push_html_attribute(extra, &known.own);
            extra.push('"');
        }
    }

    fn not_carried(&mut self, span: Span, raw: &str) {
        let name: String = raw
            .trim_start_matches('<')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        self.diagnostics.push(
            Diagnostic::new(
                rules::HTML_NOT_CARRIED,
                span,
                format!("`<{}>` is not carried over to the page", name.to_ascii_lowercase()),
            )
            .help("pages keep a safe part of HTML only; the element's text stays"),
        );
    }
}
