//! Inline content: text, links, images.

use super::{Open, Writer};
use crate::markdown::links::{Reference, Target};
use crate::runbook::{SectionKind, phone};
use crate::text::Span;
use crate::text::escape::{push_html_attribute, push_html_text};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

impl Writer<'_> {
    /// Text; bare `http://` and `https://` addresses in it become links, as on GitHub, and so do telephone numbers.
    /// `start` is its offset in the source.
    pub(super) fn text(&mut self, text: &str, start: usize) {
        if self.in_link() {
            return push_html_text(&mut self.out, text);
        }
        let mut rest = text;
        while let Some((before, url)) = find_url(rest) {
            self.words(before, start);
            self.external_link(url, url);
            rest = &rest[before.len() + url.len()..];
        }
        self.words(rest, start);
    }

    /// Text without web addresses.
    fn words(&mut self, text: &str, start: usize) {
        if !phone::may_be_in(text) {
            return push_html_text(&mut self.out, text);
        }
        let whom = self.in_section == SectionKind::Escalation;
        let source = self.document.prepared.text.get(..start).unwrap_or("");
        let before = source.rsplit('\n').next().unwrap_or("");
        let mut from = 0;
        for range in phone::numbers(text, before, whom) {
            push_html_text(&mut self.out, text.get(from..range.start).unwrap_or(""));
            from = range.end;
            self.number(text.get(range).unwrap_or(""));
        }
        push_html_text(&mut self.out, text.get(from..).unwrap_or(""));
    }

    /// A link that calls a number.
    fn number(&mut self, number: &str) {
        self.out.push_str("<a href=\"");
        push_html_attribute(&mut self.out, &phone::tel(number));
        self.out.push_str("\">");
        push_html_text(&mut self.out, number);
        self.out.push_str("</a>");
    }

    /// Code in a line of text. A number to call is one in this dress, too.
    pub(super) fn inline_code(&mut self, code: &str) {
        self.out.push_str("<code>");
        let whom = self.in_section == SectionKind::Escalation;
        let is_whole = || matches!(phone::numbers(code, "", true).as_slice(), [one] if one.len() == code.len());
        let is_number = whom && phone::may_be_in(code) && !self.in_link() && is_whole();
        if is_number {
            self.number(code);
        } else {
            push_html_text(&mut self.out, code);
        }
        self.out.push_str("</code>");
    }

    pub(super) fn in_link(&self) -> bool {
        self.stack.iter().any(|open| open.link)
    }

    pub(super) fn link(&mut self, kind: LinkType, href: &str, title: &str, span: Span) {
        if self.in_link() {
            return self.open("", "");
        }
        let href = match kind {
            LinkType::Email => format!("mailto:{href}"),
            _ => href.to_string(),
        };
        let target = self.links.resolve(Reference {
            href: &href,
            span,
            image: false,
        });
        self.open_link(&target, title, None);
    }

    /// Opens the element for a resolved link: `<a>`, or a `<span>` for one that leads nowhere. `author` names the
    /// author's tag when it comes from raw HTML.
    pub(super) fn open_link(&mut self, target: &Target, title: &str, author: Option<&str>) {
        let (href, attributes) = match target {
            Target::Page(href) => (href, ""),
            Target::File { href, download: false } => (href, ""),
            Target::File { href, download: true } => (href, " download"),
            Target::External(href) => (href, " rel=\"noopener noreferrer\""),
            Target::Dead => {
                self.out.push_str("<span class=\"bg-dead\">");
                self.stack.push(Open {
                    html: author.map(str::to_string),
                    end: "</span>".to_string(),
                    link: false,
                });
                return;
            }
        };
        self.out.push_str("<a href=\"");
        push_html_attribute(&mut self.out, href);
        self.out.push('"');
        self.out.push_str(attributes);
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            push_html_attribute(&mut self.out, title);
            self.out.push('"');
        }
        self.out.push('>');
        self.stack.push(Open {
            html: author.map(str::to_string),
            end: "</a>".to_string(),
            link: true,
        });
    }

    fn external_link(&mut self, href: &str, text: &str) {
        self.out.push_str("<a href=\"");
        push_html_attribute(&mut self.out, href);
        // An address that is its own text need not be printed twice.
        self.out.push_str(if href == text {
            "\" rel=\"noopener noreferrer\" class=\"bg-url\">"
        } else {
            "\" rel=\"noopener noreferrer\">"
        });
        push_html_text(&mut self.out, text);
        self.out.push_str("</a>");
    }

    /// An image of Markdown's; its alternative text is the plain text up to its end.
    pub(super) fn image(&mut self, href: &str, title: &str, span: Span) {
        let mut alt = String::new();
        let mut depth = 0usize;
        while let Some((event, _)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) if depth == 0 => break,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        self.image_element(href, &alt, title, "", span);
    }

    /// An image: itself when it travels with the site, a link with its alternative text when it stands elsewhere (a
    /// page makes no request to other hosts), its text when it does not exist.
    pub(super) fn image_element(&mut self, href: &str, alt: &str, title: &str, size: &str, span: Span) {
        let target = self.links.resolve(Reference {
            href,
            span,
            image: true,
        });
        match target {
            Target::File { href, .. } | Target::Page(href) => {
                self.out.push_str("<img src=\"");
                push_html_attribute(&mut self.out, &href);
                self.out.push_str("\" alt=\"");
                push_html_attribute(&mut self.out, alt);
                if !title.is_empty() {
                    self.out.push_str("\" title=\"");
                    push_html_attribute(&mut self.out, title);
                }
                self.out.push('"');
                self.out.push_str(size);
                self.out.push_str(" loading=\"lazy\">");
            }
            Target::External(url) if !self.in_link() => {
                let text = if alt.trim().is_empty() { url.as_str() } else { alt };
                self.external_link(&url, text);
            }
            Target::External(_) => push_html_text(&mut self.out, if alt.trim().is_empty() { "image" } else { alt }),
            Target::Dead => {
                self.out.push_str("<span class=\"bg-dead\">");
                push_html_text(&mut self.out, if alt.trim().is_empty() { href } else { alt });
                self.out.push_str("</span>");
            }
        }
    }
}

/// The first bare web address in `text`: what stands before it, and the address without trailing punctuation
/// (GitHub Flavored Markdown, autolinks extension).
fn find_url(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("http")) {
        let start = from + found;
        let rest = &text[start..];
        let scheme = ["https://", "http://"].iter().find(|scheme| rest.starts_with(**scheme));
        let free = text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if let Some(scheme) = scheme.filter(|_| free) {
            let len = rest
                .find(|c: char| c.is_whitespace() || c == '<' || c == '"' || c == '`' || c == '|')
                .unwrap_or(rest.len());
            let url = trim_url(&rest[..len]);
            let host = url.get(scheme.len()..).and_then(|host| host.chars().next());
            if host.is_some_and(|c| c.is_alphanumeric() || c == '[') {
                return Some((&text[..start], url));
            }
        }
        from = start + 4;
    }
    None
}

/// A URL without the punctuation of the sentence around it: marks at its end, and closing parentheses that it does not
/// open.
fn trim_url(url: &str) -> &str {
    let open = url.matches('(').count();
    let mut close = url.matches(')').count();
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        if last == ')' && close > open {
            close -= 1;
        } else if !"?!.,:;*_~'\"".contains(last) {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_addresses_are_found_without_their_punctuation() {
        for (text, url) in [
            ("see https://x.example/a_b(c).", Some("https://x.example/a_b(c)")),
            ("(http://x.example)", Some("http://x.example")),
            ("xhttp://x.example", None),
            ("http:// and https", None),
            ("`a` https://x.example/?q=1,", Some("https://x.example/?q=1")),
        ] {
            assert_eq!(find_url(text).map(|found| found.1), url, "{text}");
        }
    }
}
