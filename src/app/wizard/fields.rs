//! The fields of a step.

use super::help::{self, Help};
use super::state::{Wizard, go_on_soon};
use super::steps::Step;
use crate::app::browser::{dom, fields};
use crate::app::components::live;
use crate::draft::{self, Fact, FieldId, Sub};
use crate::runbook::{SectionKind, Severity};
use crate::text::order;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::rc::Rc;

/// How a branch begins.
const BRANCH: &str = "If caused by ";

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
pub enum Look {
    /// One line.
    Line,
    /// One line that grows; Enter leads to the next field.
    Item,
    Text,
    Code,
}

/// One field with its label.
pub fn field(w: Wizard, id: FieldId, label: String, look: Look, hint: &'static str, list: &'static str) -> AnyView {
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
    // What the source did not take is not shown any longer.
    let show_own = move || {
        if let Some(element) = dom::by_id(&dom_id(id)) {
            let value = w.value(id);
            if dom::value(&element) != value {
                dom::set_value(&element, &value);
            }
        }
    };
    let on_input = move |event| {
        if w.input(id, event_target_value(&event)) {
            show_own();
        }
    };
    let on_focus = move |_| w.enter(id);
    let on_blur = move |_| {
        w.finish_typing();
        show_own();
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
                prop:value=live(move || value.get())
                readonly=live(move || locked.get())
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
                rows=live(move || rows.get().to_string())
                prop:value=live(move || value.get())
                readonly=live(move || locked.get())
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
            {live(move || locked.get().then(|| view! { <p class="bg-w-hint">"Written in a form that only the source editor changes."</p> }.into_any()))}
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
            <select id=name disabled=live(locked) on:change=on_change>{live(options)}</select>
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
    view! {
        {help::section(kind).map(help_box)}
        {facts}
        {super::parts::view(w, section, kind)}
        {matches!(kind, SectionKind::Diagnosis | SectionKind::Resolution)
            .then(|| {
                let add = move |_| {
                    w.change(|form| draft::add_branch(form, section, BRANCH.trim_end()));
                    let last = w.reading.with_untracked(|reading| reading.form.sections.get(section).map_or(0, |own| own.parts.len().saturating_sub(1)));
                    w.turn(section, last);
                    go_on_soon(dom_id(FieldId::Part { section, part: last, sub: Sub::Title, n: 0 }), BRANCH);
                };
                view! { <button type="button" class="bg-button" on:click=add>"Add branch"</button> }
            })}
        {(kind == SectionKind::Related).then(|| super::side::related(w, section))}
        {(kind == SectionKind::Symptoms).then(|| super::side::similar(w))}
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
        {live(move || {
            let listed = w.listed.get();
            let mut alerts: Vec<String> = listed.iter().flat_map(|runbook| runbook.alerts.clone()).collect();
            order::sort(&mut alerts, &Ord::cmp);
            alerts.dedup();
            list("bg-w-alerts", alerts)
        })}
        {live(move || {
            let listed: Rc<Vec<_>> = w.listed.get();
            let mut owners: Vec<String> = listed.iter().filter_map(|runbook| runbook.owner.clone()).collect();
            order::sort(&mut owners, &Ord::cmp);
            owners.dedup();
            list("bg-w-owners", owners)
        })}
        {live(move || {
            let desk = w.desk.get();
            let contacts = desk.contacts.iter().map(|(name, ways)| if ways.is_empty() { name.clone() } else { [name, ", ", ways].concat() });
            list("bg-w-contacts", contacts.collect())
        })}
        {list("bg-w-cycles", texts(&["Weekly", "Monthly", "Quarterly", "Yearly"]))}
        {list("bg-w-languages", texts(&["bash", "console", "sql", "promql", "powershell", "python"]))}
    }
    .into_any()
}
