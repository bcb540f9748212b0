//! New elements, put together: what is said once and replaced as a whole needs no reactive view, which costs ten times
//! the bytes. Buttons say what they do by name (`data-act`, `data-arg`); one listener hears them all.

use super::dom::{self, Element};

/// An element being made. A browser that cannot make one gives none, and nothing of what would be in it.
#[derive(Clone)]
pub struct Node(Option<Element>);

/// An element with a class.
pub fn el(tag: &str, class: &str) -> Node {
    Node(dom::make(tag, class, ""))
}

/// An element with a class and a text.
pub fn text(tag: &str, class: &str, text: &str) -> Node {
    Node(dom::make(tag, class, text))
}

/// A button.
pub fn button(label: &str, act: &str) -> Node {
    text("button", "bg-button", label)
        .set("type", "button")
        .set("data-act", act)
}

/// The button that is meant to be pressed.
pub fn primary(label: &str, act: &str) -> Node {
    button(label, act).set("class", "bg-button bg-primary")
}

/// A link that looks like a button.
pub fn link(label: &str, href: &str) -> Node {
    text("a", "bg-button", label).set("href", href)
}

/// A field with its label.
pub fn field(label: &str, id: &str, tag: &str, value: &str) -> Node {
    let input = el(tag, "").set("id", id).set("autocomplete", "off");
    if let Some(element) = &input.0 {
        dom::set_value(element, value);
    }
    el("label", "bg-field").with(text("span", "", label)).with(input)
}

/// One of several choices under the name `name`.
pub fn option(label: &str, name: &str, value: &str, checked: bool) -> Node {
    let input = el("input", "")
        .set("type", "radio")
        .set("name", name)
        .set("value", value);
    if let Some(element) = &input.0 {
        dom::set_checked(element, checked);
    }
    el("label", "bg-option").with(input).with(text("span", "", label))
}

/// A list to choose from: values and words.
pub fn select(label: &str, id: &str, options: &[(&str, &str)], chosen: &str) -> Node {
    let list = el("select", "").set("id", id);
    for (value, words) in options {
        let option = text("option", "", words).set("value", value);
        let option = if *value == chosen {
            option.set("selected", "")
        } else {
            option
        };
        list.append(option);
    }
    el("label", "bg-field").with(text("span", "", label)).with(list)
}

impl Node {
    /// With this attribute.
    pub fn set(self, name: &str, value: &str) -> Self {
        if let Some(element) = &self.0 {
            dom::set_attribute(element, name, Some(value));
        }
        self
    }

    /// With what its button is about.
    pub fn arg(self, arg: &str) -> Self {
        self.set("data-arg", arg)
    }

    /// With this inside, at the end.
    pub fn with(self, child: Node) -> Self {
        self.append(child);
        self
    }

    /// With all of these inside.
    pub fn all(self, children: Vec<Node>) -> Self {
        for child in children {
            self.append(child);
        }
        self
    }

    /// With this text at the end.
    pub fn say(self, words: &str) -> Self {
        if let Some(element) = &self.0 {
            dom::append_text(element, words);
        }
        self
    }

    /// Puts `child` at its end.
    pub fn append(&self, child: Node) {
        if let (Some(parent), Some(child)) = (&self.0, &child.0) {
            dom::append(parent, child);
        }
    }

    /// The element.
    pub fn element(&self) -> Option<&Element> {
        self.0.as_ref()
    }
}

/// As [`fill`], but buttons and links that are there already stay: whoever has the focus on one keeps it.
pub fn refill(parent: &Element, children: Vec<Node>) {
    let same = |element: &Element, node: &Node| {
        node.element().is_some_and(|new| {
            let told = ["data-act", "href", "class"].iter();
            dom::text(new) == dom::text(element)
                && told
                    .map(|name| (dom::attribute(new, name), dom::attribute(element, name)))
                    .all(|(new, old)| new == old)
        })
    };
    let present = dom::find_all(parent, ":scope > *");
    if present.len() != children.len() || !present.iter().zip(&children).all(|(element, node)| same(element, node)) {
        fill(parent, children);
    }
}

/// Replaces what `parent` contains.
pub fn fill(parent: &Element, children: Vec<Node>) {
    dom::set_text(parent, "");
    for child in children {
        if let Some(child) = child.element() {
            dom::append(parent, child);
        }
    }
}
