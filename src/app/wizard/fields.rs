//! The fields of a step.

use super::help::{self, Help};
use super::state::{Wizard, focus_soon};
use super::steps::Step;
use crate::app::browser::{dom, events, fields, time};
use crate::draft::{self, Fact, FieldId, Move, PartKind, Sub};
use crate::runbook::{SectionKind, Severity};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::rc::Rc;

/// Sections with more parts than this show each part by its first field, and the others once it is turned to.
const LONG: usize = 12;

/// A section shows this many parts at a time.
pub const LEAF: usize = 24;

/// How many parts are put in at a time.
const SLICE: usize = 3;

/// The id of a field in the page.
pub fn dom_id(id: FieldId) -> String {
    match id {
        FieldId::Title => "bg-w-title".to_string(),
        FieldId::Intro => "bg-w-intro".to_string(),
        FieldId::Fact(fact) => ["bg-w-", &fact.label().to_lowercase().replace(' ', "-")].concat(),
        FieldId::Part { section, part, sub, n } => {
            let sub = match sub {
                Sub::Text => "text",
                Sub::Title => "title",
                Sub::Key => "key",
                Sub::Command => "command",
                Sub::Language => "language",
                Sub::Expected => "expected",
                Sub::IfNot => "if-not",
                Sub::Rollback => "rollback",
            };
            let numbers = [section, part, n].map(|n| n.to_string());
            ["bg-w-", &numbers[0], "-", &numbers[1], "-", sub, "-", &numbers[2]].concat()
        }
    }
}

/// How a field looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Line,
    /// One line that grows; Enter leads to the next field.
    Item,
    Text,
    Code,
}

/// One field with its label.
fn field(w: Wizard, id: FieldId, label: String, look: Look, hint: &'static str, list: &'static str) -> AnyView {
    let name = dom_id(id);
    let hint_id = [&name, "-hint"].concat();
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    // Memos, for every pause in typing reads the form anew and most fields stay what they are.
    let value = Memo::new(move |_| w.value(id));
    let locked = Memo::new(move |_| {
        w.reading
            .with(|reading| reading.form.slot(id).is_some_and(|slot| slot.locked))
    });
    let rows = Memo::new(move |_| {
        let lines = value.with(|value| value.split('\n').count());
        match look {
            Look::Item => lines.clamp(1, 8),
            Look::Code => lines.clamp(2, 16),
            _ => lines.clamp(3, 16),
        }
    });
    let on_input = move |event| w.input(id, event_target_value(&event));
    let on_focus = move |_| w.enter(id);
    let on_blur = move |_| {
        w.finish_typing();
        // What the source did not take is not shown any longer.
        if let Some(element) = dom::by_id(&dom_id(id)) {
            let value = w.value(id);
            if dom::value(&element) != value {
                dom::set_value(&element, &value);
            }
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter"
            && !event.shift_key()
            && !event.is_composing()
            && look != Look::Text
            && look != Look::Code
        {
            event.prevent_default();
            next_field(id);
        }
    };
    let field = if look == Look::Line {
        view! {
            <input
                type="text"
                id=name.clone()
                aria-describedby=described
                list=(!list.is_empty()).then_some(list)
                autocomplete="off"
                prop:value=move || value.get()
                readonly=move || locked.get()
                on:input=on_input
                on:focus=on_focus
                on:blur=on_blur
                on:keydown=on_key
            />
        }
        .into_any()
    } else {
        view! {
            <textarea
                id=name.clone()
                class=if look == Look::Code { "bg-w-code" } else { "" }
                aria-describedby=described
                spellcheck=if look == Look::Code { "false" } else { "true" }
                rows=move || rows.get().to_string()
                prop:value=move || value.get()
                readonly=move || locked.get()
                on:input=on_input
                on:focus=on_focus
                on:blur=on_blur
                on:keydown=on_key
            ></textarea>
        }
        .into_any()
    };
    view! {
        <div class="bg-w-field">
            <label for=name>{label}</label>
            {field}
            {(!hint.is_empty()).then(|| view! { <p class="bg-w-hint" id=hint_id>{hint}</p> })}
            {move || locked.get().then(|| view! { <p class="bg-w-hint">"Written in the front matter in a form that only the source editor changes."</p> })}
        </div>
    }
    .into_any()
}

/// Enter: the next field has the focus.
fn next_field(id: FieldId) {
    let Some(element) = dom::by_id(&dom_id(id)) else { return };
    if !fields::focus_next(&element, ".bg-w-form")
        && let Some(next) = dom::by_id("bg-w-next")
    {
        fields::focus(&next);
    }
}

fn fact(w: Wizard, fact: Fact, hint: &'static str, list: &'static str) -> AnyView {
    field(w, FieldId::Fact(fact), fact.label().to_string(), Look::Line, hint, list)
}

/// Severity: a choice, each level with what it means.
fn severity(w: Wizard) -> AnyView {
    let id = FieldId::Fact(Fact::Severity);
    let name = dom_id(id);
    let current = move || w.value(id);
    let meaning = move |code: &str, usual: &str| {
        let desk = w.desk.get();
        let own = desk.meanings.iter().find(|(known, _)| known == code);
        own.map_or_else(|| usual.to_string(), |(_, meaning)| meaning.clone())
    };
    let options = move || {
        let value = current();
        let level = Severity::read(&value).map(Severity::code);
        let mut out = vec![view! { <option value="" selected=value.is_empty()>"Choose"</option> }.into_any()];
        let mut known = value.is_empty();
        for (code, word, usual) in help::SEVERITIES {
            let written = [code, " - ", word].concat();
            let chosen = value == written || value == code;
            known |= chosen;
            let text = [written.as_str(), ": ", &meaning(code, usual)].concat();
            out.push(view! { <option value=code selected=chosen>{text}</option> }.into_any());
        }
        if !known {
            let _ = level;
            let text = value.clone();
            out.push(view! { <option value=value selected=true>{text}</option> }.into_any());
        }
        out
    };
    let locked = move || w.reading.get().form.slot(id).is_some_and(|slot| slot.locked);
    let on_change = move |event| {
        let code = event_target_value(&event);
        let level = help::SEVERITIES.iter().find(|(known, ..)| *known == code);
        match level {
            Some((code, word, _)) => w.choose(id, &[code, " - ", word].concat()),
            None => w.choose(id, &code),
        }
    };
    view! {
        <div class="bg-w-field">
            <label for=name.clone()>"Severity"</label>
            <select id=name disabled=locked on:change=on_change>{options}</select>
        </div>
    }
    .into_any()
}

fn help_box(help: Help) -> AnyView {
    view! {
        <div class="bg-w-help">
            <p>{help.text}</p>
            <dl>
                <div><dt>"Good"</dt><dd>{help.good}</dd></div>
                <div><dt>"Poor"</dt><dd>{help.poor}</dd></div>
            </dl>
        </div>
    }
    .into_any()
}

/// The fields of a step.
pub fn step(w: Wizard, step: Step) -> AnyView {
    match step {
        Step::Basics => basics(w),
        Step::Section(at, _) => section(w, at),
        Step::Publish => super::publish::view(w),
    }
}

fn basics(w: Wizard) -> AnyView {
    view! {
        {help_box(help::BASICS)}
        {field(w, FieldId::Title, "Title".to_string(), Look::Line, "", "")}
        {super::side::similar(w)}
        {fact(w, Fact::Owner, "The team that keeps this runbook true.", "bg-w-owners")}
        {fact(w, Fact::LastUpdated, "", "")}
        {fact(w, Fact::ReviewCycle, "Weekly, Monthly, Quarterly, Yearly.", "bg-w-cycles")}
        {field(w, FieldId::Intro, "Introduction".to_string(), Look::Text, "What stands before the first section; most runbooks need none.", "")}
    }
    .into_any()
}

fn section(w: Wizard, section: usize) -> AnyView {
    let kind = w
        .reading
        .with_untracked(|reading| reading.form.sections.get(section).map(|own| own.kind))
        .unwrap_or_default();
    let facts = match kind {
        SectionKind::Impact => view! {
            {severity(w)}
            {fact(w, Fact::AffectedUsers, "Who notices, and how many.", "")}
            {fact(w, Fact::BusinessImpact, "What it costs while it lasts.", "")}
        }
        .into_any(),
        SectionKind::Detection => view! {
            {fact(w, Fact::Alert, "The alert's exact name; several with commas.", "bg-w-alerts")}
            {fact(w, Fact::Dashboard, "A link, or where to find it.", "")}
            {fact(w, Fact::LogPatterns, "What to search the logs for, in backticks.", "")}
        }
        .into_any(),
        _ => ().into_any(),
    };
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
        {help::section(kind).map(help_box)}
        {facts}
        {leaves(w, section, parts, leaf)}
        <div class="bg-w-parts">
            <For each=shown key=|part| *part children=move |(at, part)| part_view(w, section, kind, at, part, is_long) />
        </div>
        {leaves(w, section, parts, leaf)}
        {matches!(kind, SectionKind::Diagnosis | SectionKind::Resolution)
            .then(|| {
                let add = move |_| {
                    w.change(|form| draft::add_branch(form, section, "If caused by "));
                    let last = w.reading.with_untracked(|reading| reading.form.sections.get(section).map_or(0, |own| own.parts.len().saturating_sub(1)));
                    w.turn(section, last);
                    focus_soon(dom_id(FieldId::Part { section, part: last, sub: Sub::Title, n: 0 }));
                };
                view! { <button type="button" class="bg-button" on:click=add>"Add branch"</button> }
            })}
        {(kind == SectionKind::Related).then(|| super::side::related(w, section))}
        {(kind == SectionKind::Symptoms).then(|| super::side::similar(w))}
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
        view! { <button type="button" class="bg-w-step" aria-label=label aria-current=current on:click=turn>{range}</button> }.into_any()
    };
    view! {
        {move || (last.get() >= LEAF).then(|| view! { <div class="bg-w-leaves">{(0..=last.get() / LEAF).map(one).collect::<Vec<_>>()}</div> })}
    }
    .into_any()
}

/// The name of a part for its label, from 1 among its like.
fn part_label(w: Wizard, section: usize, kind: SectionKind, at: usize, part: PartKind) -> String {
    let (title, number) = w.reading.with(|reading| {
        let own = reading.form.sections.get(section);
        let like = |other: PartKind| {
            other.is_step() == part.is_step()
                && !matches!(other, PartKind::Fact(_) | PartKind::Text | PartKind::Group { .. })
        };
        let number = own.map_or(1, |own| {
            own.parts.iter().take(at).filter(|other| like(other.kind)).count() + 1
        });
        (own.map(|own| own.title.clone()).unwrap_or_default(), number)
    });
    let number = number.to_string();
    match part {
        PartKind::Text => [&title, " (Markdown)"].concat(),
        PartKind::Group { .. } => [&title, " branch or part"].concat(),
        _ if part.is_step() && kind != SectionKind::Verification => [&title, " step ", &number].concat(),
        _ if number == "1" => title,
        _ => [&title, " ", &number].concat(),
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
        <div class="bg-w-part" class:bg-w-new=move || is_new.get() data-kind=if part.is_step() { "step" } else { "item" } on:drop=on_drop on:dragover=on_over on:focusin=move |_| turn()>
            <div class="bg-w-part-fields">
                <For each=move || subs.get() key=|sub| *sub children=children />
                {move || closed.get().map(|rest| view! { <button type="button" class="bg-w-closed" tabindex="-1" on:focus=open>{rest}</button> })}
                {danger(w, section, at)}
            </div>
            {move || (!is_new.get()).then(|| actions(w, section, kind, at, part))}
        </div>
    }
    .into_any()
}

/// What the step's commands do, and that a way back is wanted.
fn danger(w: Wizard, section: usize, at: usize) -> impl Fn() -> Option<AnyView> + Send + 'static {
    let found = Memo::new(move |_| {
        w.reading.with(|reading| {
            let part = reading.form.part(section, at)?;
            let (danger, reason) = reading.danger(part.span)?;
            let has_rollback = !part.value(&reading.form.source, Sub::Rollback).is_empty();
            Some((danger, reason, has_rollback))
        })
    });
    move || {
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
    }
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

/// Lists for completion: alerts, owners, contacts.
pub fn lists(w: Wizard) -> AnyView {
    let list = |id: &'static str, values: Vec<String>| {
        let options: Vec<AnyView> = values
            .into_iter()
            .map(|value| view! { <option value=value></option> }.into_any())
            .collect();
        view! { <datalist id=id>{options}</datalist> }.into_any()
    };
    let texts = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect::<Vec<_>>();
    view! {
        {move || {
            let listed = w.listed.get();
            let mut alerts: Vec<String> = listed.iter().flat_map(|runbook| runbook.alerts.clone()).collect();
            alerts.sort();
            alerts.dedup();
            list("bg-w-alerts", alerts)
        }}
        {move || {
            let listed: Rc<Vec<_>> = w.listed.get();
            let mut owners: Vec<String> = listed.iter().filter_map(|runbook| runbook.owner.clone()).collect();
            owners.sort();
            owners.dedup();
            list("bg-w-owners", owners)
        }}
        {move || {
            let desk = w.desk.get();
            let contacts = desk.contacts.iter().map(|(name, ways)| if ways.is_empty() { name.clone() } else { [name, ", ", ways].concat() });
            list("bg-w-contacts", contacts.collect())
        }}
        {list("bg-w-cycles", texts(&["Weekly", "Monthly", "Quarterly", "Yearly"]))}
        {list("bg-w-languages", texts(&["bash", "console", "sql", "promql", "powershell", "python"]))}
    }
    .into_any()
}
