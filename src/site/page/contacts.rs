//! `contacts/`: whom to call, from the configuration and from the index.

use super::Frame;
use crate::markdown::Document;
use crate::markdown::contacts::{Block, Item, Part, Section};
use crate::markdown::duty;
use crate::markdown::html::{render_blocks, render_inline};
use crate::route::Route;
use crate::runbook::contacts::{Contact, Piece, PieceKind, is_placeholder, pieces};
use crate::runbook::hours::Hours;
use crate::site::resolve::Resolver;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::Event;

/// The section of the index that names contacts, with what its links need.
pub struct Listed<'a, 'r> {
    /// The index.
    pub document: &'a Document,
    /// Its section.
    pub section: &'a Section,
    /// Where its links lead.
    pub resolver: &'a mut Resolver<'r>,
}

/// The page.
pub fn page(frame: &Frame, contacts: &[Contact], listed: Option<Listed<'_, '_>>) -> Vec<u8> {
    let title = "Contacts";
    let empty = contacts.is_empty() && listed.is_none();
    let content = html! {
        article class="bg-article bg-alone" {
            header class="bg-head" { h1 id="bg-title" tabindex="-1" { (title) } }
            div class="bg-body" {
                @if empty { (nobody()) }
                (configured(contacts))
                @if let Some(listed) = listed { (from_index(listed)) }
            }
        }
    };
    frame.page(&Route::Contacts, "contacts", title, content)
}

fn nobody() -> Markup {
    html! {
        div class="bg-empty" {
            h2 { "Nobody to call yet" }
            p { "Add a section \"Emergency Contacts\" to the " code { "README.md" } " beside the runbooks, with items such as "
                code { "- **Database on-call**: +49 30 5550 0123" } ", or entries under " code { "[contacts]" } " in "
                code { "breakglass.toml" } "." }
        }
    }
}

/// The contacts of the configuration: those without a group first, then group by group in the order of the file.
fn configured(contacts: &[Contact]) -> Markup {
    let mut groups: Vec<&str> = vec![""];
    for contact in contacts {
        if !groups.contains(&contact.group.as_str()) {
            groups.push(&contact.group);
        }
    }
    html! {
        @for group in groups {
            @let members: Vec<&Contact> = contacts.iter().filter(|contact| contact.group == group).collect();
            @if !members.is_empty() {
                @if !group.is_empty() { h2 { (group) } }
                ul class="bg-contacts" { @for contact in members { (card(contact)) } }
            }
        }
    }
}

/// Where the app says whether a contact is on duty now.
fn duty(duty: Option<(Hours, Option<String>)>) -> Markup {
    html! { @if let Some((hours, zone)) = duty { (PreEscaped(duty::html(&hours, zone.as_deref()))) } }
}

fn card(contact: &Contact) -> Markup {
    let ways = [
        ("Phone", &contact.phone, PieceKind::Phone),
        ("Mail", &contact.mail, PieceKind::Mail),
        ("Chat", &contact.chat, PieceKind::Text),
        ("Pager", &contact.pager, PieceKind::Text),
    ];
    let hours = match (&contact.hours, &contact.time_zone) {
        (Some(hours), Some(zone)) => Some(format!("{hours} ({zone})")),
        (Some(hours), None) => Some(hours.clone()),
        (None, Some(zone)) => Some(format!("Time zone {zone}")),
        (None, None) => None,
    };
    html! {
        li {
            p class="bg-contact-name" { (contact.name) }
            (duty(contact.duty()))
            @if let Some(role) = &contact.role { p class="bg-contact-note" { (role) } }
            @for (label, way, kind) in ways {
                @if let Some(text) = way {
                    p class="bg-contact-way" { span class="bg-label" { (label) } " " (whole(text, kind)) }
                }
            }
            @if let Some(text) = &contact.text { p class="bg-contact-way" { (linked(text)) } }
            @if let Some(hours) = hours { p class="bg-contact-note" { span class="bg-label" { "Hours" } " " (hours) } }
            @if let Some(note) = &contact.note { p class="bg-contact-note" { (linked(note)) } }
        }
    }
}

/// A text that as a whole is one way to reach somebody.
fn whole(text: &str, kind: PieceKind) -> Markup {
    match kind {
        PieceKind::Phone | PieceKind::Mail if !is_placeholder(text) => piece(&Piece { text, kind }),
        _ => linked(text),
    }
}

/// A text with its numbers and addresses as links.
fn linked(text: &str) -> Markup {
    html! { @for part in pieces(text) { (piece(&part)) } }
}

fn piece(piece: &Piece<'_>) -> Markup {
    match (piece.href(), piece.kind) {
        (Some(href), PieceKind::Web) => {
            html! { a href=(href) rel="noopener noreferrer" class="bg-url" { (piece.text) } }
        }
        (Some(href), _) => html! { a href=(href) { (piece.text) } },
        (None, PieceKind::Placeholder) => unfilled(html! { (piece.text) }),
        (None, _) => html! { (piece.text) },
    }
}

/// Something that nobody has filled in: what stands there, and that it leads to nobody.
fn unfilled(text: Markup) -> Markup {
    html! { span class="bg-unfilled" { (text) } " " span class="bg-unfilled-note" { "not filled in" } }
}

fn from_index(listed: Listed<'_, '_>) -> Markup {
    let Listed {
        document,
        section,
        resolver,
    } = listed;
    let mut findings = Vec::new();
    let events = document.prepared.events();
    let mut blocks = Vec::new();
    for block in &section.blocks {
        blocks.push(match block {
            Block::Other(span) => {
                let body = render_blocks(document, resolver, &mut findings, &|other| other == *span).body;
                html! { (PreEscaped(body)) }
            }
            Block::Contacts(items) => html! {
                ul class="bg-contacts" {
                    @for item in items {
                        (listed_card(document, &events, item, resolver))
                    }
                }
            },
        });
    }
    html! {
        h2 { (section.title) }
        @for block in blocks { (block) }
    }
}

type Events<'a> = [(Event<'a>, crate::text::Span)];

fn listed_card(document: &Document, events: &Events<'_>, item: &Item, resolver: &mut Resolver<'_>) -> Markup {
    let parts: Vec<(&str, Markup)> = item
        .parts
        .iter()
        .map(|part| (part.label.as_str(), inline(document, events, part, resolver)))
        .collect();
    html! {
        li {
            @if !item.name.is_empty() { p class="bg-contact-name" { (item.name) } }
            (duty(item.duty()))
            @for (label, content) in parts {
                p class="bg-contact-way" {
                    @if !label.is_empty() { span class="bg-label" { (label) } " " }
                    (content)
                }
            }
        }
    }
}

/// What a contact says: Markdown, with numbers and addresses in plain text as links.
fn inline(document: &Document, events: &Events<'_>, part: &Part, resolver: &mut Resolver<'_>) -> Markup {
    let mut findings = Vec::new();
    let mut out = Vec::new();
    let mut skip = part.skip;
    let mut at = part.events.start;
    while at < part.events.end {
        let Some((event, _)) = events.get(at) else { break };
        let start = at;
        at += 1;
        out.push(match event {
            Event::Text(text) => linked(text.get(std::mem::take(&mut skip)..).unwrap_or("")),
            Event::Code(text) => html! { code { (linked(text)) } },
            event => {
                let mut depth = usize::from(matches!(event, Event::Start(_)));
                while depth > 0 && at < part.events.end {
                    match events.get(at) {
                        Some((Event::Start(_), _)) => depth += 1,
                        Some((Event::End(_), _)) => depth -= 1,
                        _ => {}
                    }
                    at += 1;
                }
                html! { (PreEscaped(render_inline(document, resolver, &mut findings, start..at))) }
            }
        });
    }
    let content = html! { @for piece in &out { (piece) } };
    // Pieces flag what they are by themselves; here it is the text as a whole that says nothing.
    let flagged = content.0.contains("bg-unfilled");
    if !part.has_link && !flagged && is_placeholder(&part.text) {
        unfilled(content)
    } else {
        content
    }
}
