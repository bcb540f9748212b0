//! The parts of a section: steps, items, branches; a long section leaf by leaf and slice by slice.

use super::fields::{Look, dom_id, field};
use super::state::{Wizard, focus_soon};
use crate::app::browser::{events, time};
use crate::app::components::{Live, live};
use crate::draft::{self, FieldId, Move, PartKind, Sub};
use crate::runbook::SectionKind;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Sections with more parts than this show each part by its first field, and the others once it is turned to.
const LONG: usize = 12;

/// A section shows this many parts at a time.
pub const LEAF: usize = 24;

/// How many parts are put in at a time.
const SLICE: usize = 3;

/// The parts of a section, each with its fields.
pub fn view(w: Wizard, section: usize, kind: SectionKind) -> AnyView {
    // What is there, and the next one; a part keeps its element as long as it stays what it is.
    let parts = Memo::new(move |_| {
        let reading = w.reading.get();
        let Some(own) = reading.form.sections.get(section) else {
            return Vec::new();
        };
        let mut out: Vec<(usize, PartKind)> = own.parts.iter().map(|part| part.kind).enumerate().collect();
        out.extend(own.next.as_ref().map(|next| (own.parts.len(), next.kind)));
        out.retain(|(_, kind)| !matches!(kind, PartKind::Fact(_)));
        out
    });
    let leaf = Memo::new(move |_| w.leaf.with(|(of, leaf)| if *of == section { *leaf } else { 0 }));
    // It is put in slice by slice, so that the page answers meanwhile.
    let slices = RwSignal::new((0, SLICE));
    let so_far = Memo::new(move |_| {
        let (of, so_far) = slices.get();
        if of == leaf.get() { so_far } else { SLICE }
    });
    Effect::new(move |_| {
        let next = (leaf.get(), so_far.get() + SLICE);
        if next.1 < LEAF + SLICE {
            time::after(0, move || {
                slices.try_set(next);
            })
            .detach();
        }
    });
    let shown = move || {
        let (leaf, so_far) = (leaf.get(), so_far.get());
        parts.with(|parts| {
            let on_leaf = parts.iter().filter(|(at, _)| at / LEAF == leaf);
            on_leaf.take(so_far).copied().collect::<Vec<_>>()
        })
    };
    let is_long = parts.with_untracked(Vec::len) > LONG;
    view! {
        {leaves(w, section, parts, leaf)}
        <div class="bg-w-parts">
            <For each=shown key=|part| *part children=move |(at, part)| part_view(w, section, kind, at, part, is_long) />
        </div>
        {leaves(w, section, parts, leaf)}
    }
    .into_any()
}

/// The leaves of a section that is too long to be shown at once; nothing for any other.
fn leaves(w: Wizard, section: usize, parts: Memo<Vec<(usize, PartKind)>>, leaf: Memo<usize>) -> AnyView {
    let last = Memo::new(move |_| parts.with(|parts| parts.last().map_or(0, |(at, _)| *at)));
    let one = move |number: usize| {
        let (from, to) = (number * LEAF, last.get().min(number * LEAF + LEAF - 1));
        let range = [&(from + 1).to_string(), "–", &(to + 1).to_string()].concat();
        let label = ["Parts ", &range].concat();
        let current = move || (leaf.get() == number).then_some("true");
        let turn = move |_| time::after(0, move || w.leaf.set((section, number))).detach();
        view! { <button type="button" class="bg-w-step" aria-label=label aria-current=live(current) on:click=turn>{range}</button> }.into_any()
    };
    view! {
        {live(move || (last.get() >= LEAF).then(|| view! { <div class="bg-w-leaves">{(0..=last.get() / LEAF).map(one).collect::<Vec<_>>()}</div> }.into_any()))}
    }
    .into_any()
}

/// The name of a part for its label, from 1 among its like.
fn part_label(w: Wizard, section: usize, kind: SectionKind, at: usize, part: PartKind) -> String {
    let (title, number) = w.reading.with(|reading| {
        let own = reading.form.sections.get(section);
        let like = |other: PartKind| match (other, part) {
            (PartKind::Text, PartKind::Text) | (PartKind::Group { .. }, PartKind::Group { .. }) => true,
            (PartKind::Fact(_) | PartKind::Text | PartKind::Group { .. }, _) => false,
            _ => other.is_step() == part.is_step(),
        };
        let number = own.map_or(1, |own| {
            own.parts.iter().take(at).filter(|other| like(other.kind)).count() + 1
        });
        (own.map(|own| own.title.clone()).unwrap_or_default(), number)
    });
    let words = match part {
        PartKind::Text => " (Markdown)",
        PartKind::Group { .. } => " branch or part",
        _ if part.is_step() && kind != SectionKind::Verification => {
            return [&title, " step ", &number.to_string()].concat();
        }
        _ => "",
    };
    if number == 1 {
        [&title, words].concat()
    } else {
        [&title, words, " ", &number.to_string()].concat()
    }
}

/// The name of a part without its section's: "step 2", "check 1", "item 3".
fn short_label(w: Wizard, section: usize, kind: SectionKind, at: usize, part: PartKind) -> String {
    let label = part_label(w, section, kind, at, part);
    let number = label
        .rsplit(' ')
        .next()
        .filter(|word| word.bytes().all(|b| b.is_ascii_digit()))
        .unwrap_or("1");
    let what = match part {
        _ if kind == SectionKind::Verification => "check ",
        PartKind::Pair => "contact ",
        PartKind::Group { .. } => return ["part ", &(at + 1).to_string()].concat(),
        PartKind::Text => return ["text ", &(at + 1).to_string()].concat(),
        _ if part.is_step() => "step ",
        _ => "item ",
    };
    [what, number].concat()
}

fn part_view(w: Wizard, section: usize, kind: SectionKind, at: usize, part: PartKind, is_long: bool) -> AnyView {
    let is_open = Memo::new(move |_| !is_long || w.turned.with(|turned| turned.contains(&(section, at))));
    let subs = Memo::new(move |_| {
        let most = if is_open.get() { usize::MAX } else { 1 };
        w.subs(section, at).into_iter().take(most).collect::<Vec<_>>()
    });
    let is_new = Memo::new(move |_| {
        w.reading.with(|reading| {
            let own = reading.form.sections.get(section);
            own.is_none_or(|own| at >= own.parts.len())
        })
    });
    let turn = move || {
        if !is_open.get_untracked() {
            w.turn(section, at);
        }
    };
    let children = move |(sub, n): (Sub, usize)| sub_view(w, section, kind, at, part, sub, n);
    // What a closed step does: the first line of its command, else that there is more.
    let closed = Memo::new(move |_| {
        if is_open.get() || is_new.get() {
            return None;
        }
        w.reading.with(|reading| {
            let part = reading.form.part(section, at)?;
            let command = part.value(&reading.form.source, Sub::Command);
            let line = command.lines().next().unwrap_or_default();
            Some(if line.is_empty() { "More fields" } else { line }.to_string())
        })
    });
    // Pressed, it has the focus first, and is gone before the press ends.
    let open = move |_| {
        turn();
        if let Some((sub, n)) = w.subs(section, at).get(1) {
            focus_soon(dom_id(FieldId::Part {
                section,
                part: at,
                sub: *sub,
                n: *n,
            }));
        }
    };
    let on_drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        if let Some(from) = w.dragged.get_untracked() {
            w.change(|form| draft::reorder(form, section, from, Move::To(at)));
        }
        w.dragged.set(None);
    };
    let on_over = move |event: leptos::ev::DragEvent| {
        if w.dragged.get_untracked().is_some() {
            event.prevent_default();
        }
    };
    view! {
        <div class="bg-w-part" class:bg-w-new=live(move || is_new.get()) data-kind=if part.is_step() { "step" } else { "item" } on:drop=on_drop on:dragover=on_over on:focusin=move |_| turn()>
            <div class="bg-w-part-fields">
                <For each=move || subs.get() key=|sub| *sub children=children />
                {live(move || closed.get().map(|rest| view! { <button type="button" class="bg-w-closed" tabindex="-1" on:focus=open>{rest}</button> }.into_any()))}
                {danger(w, section, at)}
            </div>
            {live(move || (!is_new.get()).then(|| actions(w, section, kind, at, part)))}
        </div>
    }
    .into_any()
}

/// What the step's commands do, and that a way back is wanted.
fn danger(w: Wizard, section: usize, at: usize) -> Live<Option<AnyView>> {
    let found = Memo::new(move |_| {
        w.reading.with(|reading| {
            let part = reading.form.part(section, at)?;
            let (danger, reason) = reading.danger(part.span)?;
            let has_rollback = !part.value(&reading.form.source, Sub::Rollback).is_empty();
            Some((danger, reason, has_rollback))
        })
    });
    live(move || {
        let (danger, reason, has_rollback) = found.get()?;
        let text = [
            danger.words(),
            if reason.is_empty() { "" } else { ": " },
            reason,
            if has_rollback {
                "."
            } else {
                ". Say under Rollback how to take it back."
            },
        ]
        .concat();
        Some(view! { <p class="bg-w-danger" data-danger=danger.name()>{text}</p> }.into_any())
    })
}

fn sub_view(w: Wizard, section: usize, kind: SectionKind, at: usize, part: PartKind, sub: Sub, n: usize) -> AnyView {
    let id = FieldId::Part {
        section,
        part: at,
        sub,
        n,
    };
    let name = part_label(w, section, kind, at, part);
    // Named after the step alone: "Diagnosis" is the name of the fields that say what to do.
    let short = short_label(w, section, kind, at, part);
    let of = |what: &str| [what, " (", &short, ")"].concat();
    let (label, look, list): (String, Look, &'static str) = match sub {
        Sub::Title if part == PartKind::Pair => (name, Look::Line, "bg-w-contacts"),
        Sub::Title => (name, Look::Item, ""),
        Sub::Key => (of("Level"), Look::Line, ""),
        Sub::Text if part == PartKind::Text => (name, Look::Text, ""),
        Sub::Text => (of("Note before the command"), Look::Text, ""),
        Sub::Command => (of("Command"), Look::Code, ""),
        Sub::Language => (of("Language"), Look::Line, "bg-w-languages"),
        Sub::Expected => (of("Expected"), Look::Item, ""),
        Sub::IfNot => (of("If not"), Look::Item, ""),
        Sub::Rollback => (of("Rollback"), Look::Item, ""),
    };
    field(w, id, label, look, "", list)
}

/// What can be done with a part: one stop for the keyboard, opened where it is wanted.
fn actions(w: Wizard, section: usize, kind: SectionKind, at: usize, part: PartKind) -> AnyView {
    let name = short_label(w, section, kind, at, part);
    let more = ["bg-w-", &section.to_string(), "-", &at.to_string(), "-more"].concat();
    let moved = move |to: usize| {
        w.turn(section, to);
        let summary = ["bg-w-", &section.to_string(), "-", &to.to_string(), "-more"].concat();
        focus_soon(summary);
    };
    let up = move |_| {
        w.change(|form| draft::reorder(form, section, at, Move::Up));
        moved(at.saturating_sub(1));
    };
    let down = move |_| {
        w.change(|form| draft::reorder(form, section, at, Move::Down));
        let last = w
            .reading
            .with_untracked(|reading| reading.form.sections.get(section).map_or(0, |own| own.parts.len()));
        moved((at + 1).min(last.saturating_sub(1)));
    };
    let double = move |_| {
        w.change(|form| draft::duplicate(form, section, at));
        moved(at + 1);
    };
    let delete = move |_| {
        w.change(|form| draft::delete(form, section, at));
        focus_soon("bg-w-undo".to_string());
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowUp" if event.alt_key() => {
            event.prevent_default();
            up(());
        }
        "ArrowDown" if event.alt_key() => {
            event.prevent_default();
            down(());
        }
        _ => {}
    };
    let carried = name.clone();
    let drag = move |event: leptos::ev::DragEvent| {
        events::carry(&event, &carried);
        w.dragged.set(Some(at));
    };
    view! {
        <details class="bg-w-actions" on:keydown=on_key>
            <summary id=more aria-label=["Change the order, copy or delete: ", &name].concat() draggable="true" on:dragstart=drag on:dragend=move |_| w.dragged.set(None)>
                <span aria-hidden="true">"⋮"</span>
            </summary>
            <div class="bg-w-buttons">
                <button type="button" class="bg-button" on:click=move |_| up(())>"Move up"</button>
                <button type="button" class="bg-button" on:click=move |_| down(())>"Move down"</button>
                <button type="button" class="bg-button" on:click=double>"Duplicate"</button>
                <button type="button" class="bg-button" on:click=delete>"Delete"</button>
            </div>
        </details>
    }
    .into_any()
}
