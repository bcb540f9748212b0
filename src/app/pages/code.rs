//! A button "Copy" in every code block. What it does is the runner's: commands are filled and logged.

use crate::app::browser::dom::{self, Element};

/// The button's text.
pub const LABEL: &str = "Copy";

/// Characters of a block's first line in the button's description.
const LONGEST: usize = 40;

/// Adds the buttons to the page in `main`. The bar above each block has the room reserved, so nothing moves.
pub fn add_copy_buttons(main: &Element) {
    // The number of the step that the blocks belong to, as the page shows it.
    let mut step = String::new();
    for element in dom::find_all(main, ".bg-body section, [data-step], figure.bg-code > figcaption") {
        match dom::tag(&element).as_str() {
            "SECTION" => step.clear(),
            "FIGCAPTION" if dom::find(&element, ".bg-copy").is_none() => {
                if let Some(button) = dom::append_button(&element, "bg-copy", LABEL) {
                    dom::set_attribute(
                        &button,
                        "data-step-number",
                        Some(&step).filter(|step| !step.is_empty()).map(String::as_str),
                    );
                    describe(&button);
                }
            }
            "FIGCAPTION" => {}
            _ => step = number(&element),
        }
    }
}

/// Describes the button: `step 3: kubectl get pods`. Its name is the same everywhere; a page has many of them, and whoever
/// has them listed hears nothing else.
pub fn describe(button: &Element) {
    let code = dom::closest(button, "figure").and_then(|figure| dom::find(&figure, "code"));
    let code = code.map(|code| dom::text(&code)).unwrap_or_default();
    let line = code.trim_start().lines().next().unwrap_or_default().trim_end();
    // Up to the first value: its name is that of the field that asks for it.
    let end = line.find(|c: char| "$<{".contains(c)).unwrap_or(line.len());
    let short: String = line.get(..end).unwrap_or_default().chars().take(LONGEST).collect();
    let step = dom::attribute(button, "data-step-number").map(|step| ["step ", &step, ": "].concat());
    let end = if short.len() < line.len() { "…" } else { "" };
    let words = [&step.unwrap_or_default(), short.as_str(), end].concat();
    dom::set_attribute(button, "aria-description", Some(&words));
}

/// The number of a step: that of its item, or behind the word "Step"; empty without one.
fn number(step: &Element) -> String {
    let list = dom::parent(step).filter(|list| dom::tag(list) == "OL");
    if let Some(list) = list {
        let first = dom::attribute(&list, "start").and_then(|start| start.parse::<usize>().ok());
        let mut number = first.unwrap_or(1);
        let mut before = dom::previous(step);
        while let Some(item) = before {
            number += 1;
            before = dom::previous(&item);
        }
        return number.to_string();
    }
    let text = dom::text(step);
    let mut words = text.split_whitespace();
    let is_step = words.next().is_some_and(|word| word.eq_ignore_ascii_case("step"));
    let number = words.next().filter(|_| is_step).unwrap_or_default();
    number.trim_end_matches([':', '.']).to_string()
}
