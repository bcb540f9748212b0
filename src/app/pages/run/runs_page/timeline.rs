//! One run's timeline, for reading and printing.

use super::{address, is_gone, kept_text, saving};
use crate::app::browser::build::{Node, button, el, fill, link, text};
use crate::app::browser::dom::Element;
use crate::app::pages::run::Runner;
use crate::app::pages::run::dialogs::timeline;
use crate::run::report::{self, Line};
use crate::run::{Kind, Run};

/// Shows the run `id`.
pub(super) fn one(runner: Runner, place: &Element, id: &str) {
    let Some(run) = runner.runs.get(id) else {
        fill(place, vec![text("p", "", "This run is not on this device.")]);
        return;
    };
    let timeline = timeline(runner, &run);
    let facts = timeline.facts();
    let facts = facts
        .iter()
        .map(|(name, value)| el("div", "").with(text("dt", "", name)).with(text("dd", "", value)));
    let gone = is_gone(runner, &run);
    let mut tools = el("div", "bg-run-tools");
    if !gone {
        tools = tools.with(link("Open the runbook", &address(runner, &run)));
    }
    let mut nodes = vec![
        text("h2", "", &report::title(&run)),
        el("dl", "bg-run-head").all(facts.collect()),
        tools
            .with(button("Export timeline", "show-export").arg(id))
            .with(button("Print", "print")),
    ];
    if gone {
        nodes.push(kept_text(runner, &run));
    }
    nodes.extend([saving(), el("div", "").set("id", "bg-run-export")]);
    let lines = timeline.lines.iter().map(|line| entry(&run, line));
    nodes.push(el("ol", "bg-timeline").all(lines.collect()));
    if !timeline.follow_ups.is_empty() {
        let items = timeline.follow_ups.iter();
        let items = items.map(|(since, todo)| text("li", "", &[todo, " (", since, ")"].concat()));
        nodes.push(text("h3", "", "Follow-ups"));
        nodes.push(el("ul", "").all(items.collect()));
    }
    if !timeline.open.is_empty() {
        let items = timeline.open.iter().map(|step| text("li", "", step));
        nodes.push(text("h3", "", "Open steps"));
        nodes.push(el("ul", "").all(items.collect()));
    }
    fill(place, nodes);
}

/// What happened once, with what can be done about it.
fn entry(run: &Run, line: &Line) -> Node {
    let mut what = line.what.clone();
    if !line.subject.is_empty() {
        what.push_str(": ");
        what.push_str(&line.subject);
    }
    let mut remarks = Vec::new();
    if !line.of.is_empty() {
        remarks.push(["in ", &line.of].concat());
    }
    if !line.who.is_empty() {
        remarks.push(["by ", &line.who].concat());
    }
    remarks.extend(line.remarks.iter().cloned());
    let when = [" ", &line.utc, " (", &line.local, ")"].concat();
    let mut item = el("li", "")
        .with(el("p", "bg-timeline-when").with(text("b", "", &line.since)).say(&when))
        .with(text("p", "bg-timeline-what", &what));
    if line.retracted {
        item = item.set("data-retracted", "true");
    }
    if !remarks.is_empty() {
        item = item.with(text("p", "bg-hint", &remarks.join("; ")));
    }
    if !line.text.is_empty() {
        item = item.with(text("p", "bg-timeline-text", &line.text));
    }
    if !line.code.is_empty() {
        item = item.with(el("pre", "").set("tabindex", "0").with(text("code", "", &line.code)));
    }
    let values = line.values.iter().map(|(name, value)| [name, " = ", value].concat());
    let values: Vec<String> = values.collect();
    if !values.is_empty() {
        item = item.with(text("p", "bg-hint", &values.join(", ")));
    }
    if line.of.is_empty() && line.kind != Kind::Start {
        let (label, act) = if line.retracted {
            ("Count again", "restore")
        } else {
            ("Take back", "retract")
        };
        let name = [label, ": ", &what].concat();
        item = item.with(
            button(label, act)
                .arg(&[&run.id, " ", &line.id].concat())
                .set("aria-label", &name),
        );
    }
    item
}
