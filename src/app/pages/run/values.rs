//! The group "Variables": one field for each variable of the runbook, filled everywhere.

use super::open::{self, OpenPage};
use super::{Runner, shown};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{events, history};
use crate::run::{Event, Kind, Run, labels, secrets};
use crate::runbook::variable;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Keys of the address that are no variables.
const RESERVED: [&str; 8] = ["q", "run", "view", "draft", "alert", "at", "path", "import"];

/// Values by variable key, secret ones included: they live here and nowhere else.
#[derive(Default)]
pub struct Values(BTreeMap<String, (String, String)>);

impl Values {
    /// The value of a variable; `None` for an empty one.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.get(&variable::key(name))?;
        (!value.is_empty()).then_some(value)
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.0.values().any(|(_, value)| !value.is_empty())
    }

    /// All values by variable key.
    pub fn by_key(&self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        values.extend(self.0.iter().map(|(key, (_, value))| (key.clone(), value.clone())));
        values
    }

    fn set(&mut self, name: &str, value: &str) {
        self.0
            .insert(variable::key(name), (name.to_string(), value.to_string()));
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Those that may be stored.
    pub fn storable(&self) -> Vec<(String, String)> {
        let all = self
            .0
            .values()
            .filter(|(name, value)| !value.is_empty() && may_be_stored(name, value));
        all.cloned().collect()
    }
}

fn may_be_stored(name: &str, value: &str) -> bool {
    !variable::is_secret(name) && !secrets::is_secret_value(value)
}

/// Enables the group, now that what is typed is heard.
pub fn mount(runner: Runner, page: &Rc<OpenPage>) {
    if let Some(group) = dom::find(&page.article, ".bg-values") {
        dom::set_attribute(&group, "disabled", None);
    }
    // What was typed before a reload is the browser's to restore; what is there counts.
    for (name, input) in fields(page) {
        let value = dom::value(&input);
        if !value.is_empty() {
            runner.inner().values.borrow_mut().set(&name, value.trim());
        }
    }
    fill_offered(runner);
}

fn fields(page: &OpenPage) -> Vec<(String, Element)> {
    dom::find_all(&page.article, "[data-variable]")
        .into_iter()
        .filter_map(|input| Some((dom::attribute(&input, "data-variable")?, input)))
        .collect()
}

fn hint(input: &Element, text: &str) {
    let hint = dom::attribute(input, "aria-describedby").and_then(|id| dom::by_id(&id));
    if let Some(hint) = hint {
        dom::set_text(&hint, text);
    }
}

/// Fills what is empty with values of the address and of what was pasted.
pub fn fill_offered(runner: Runner) {
    let Some(page) = runner.page() else { return };
    let given = in_address();
    let inner = runner.inner();
    for (name, input) in fields(&page) {
        if inner.values.borrow().get(&name).is_some() {
            continue;
        }
        let own = given.iter().find(|(key, _)| variable::key(key) == variable::key(&name));
        let offered = inner.offered.borrow();
        let (value, from) = match own.map(|(_, value)| value.as_str()) {
            Some(value) => (value, "From the link"),
            None if variable::is_secret(&name) => continue,
            None => match labels::value_for(&name, &given).or_else(|| labels::value_for(&name, &offered)) {
                Some(value) => (value, "From the alert"),
                None => continue,
            },
        };
        if value.is_empty() || value.chars().any(char::is_control) {
            continue;
        }
        dom::set_value(&input, value);
        if !variable::is_secret(&name) {
            hint(&input, from);
        }
        inner.values.borrow_mut().set(&name, value);
        keep(runner, &name, value);
    }
    shown::sync(runner);
}

/// Values that stand in the address: in its fragment, which no server sees, or in its query.
fn in_address() -> Vec<(String, String)> {
    let url = history::url();
    let (rest, fragment) = url.split_once('#').unwrap_or((&url, ""));
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    let mut all = open::pairs(fragment);
    all.extend(open::pairs(query));
    all.retain(|(name, _)| !RESERVED.contains(&name.as_str()));
    all
}

/// Writes a value into the run, unless it is secret.
fn keep(runner: Runner, name: &str, value: &str) {
    let known = runner.run().is_some_and(|run| {
        let known = run.variables.get(&variable::key(name));
        known.is_some_and(|(_, known)| known == value)
    });
    if !known && may_be_stored(name, value) {
        runner.add(Event::new(Kind::Variable, name).value(value));
    }
}

/// Fields follow what the run knows, but for the one that is being typed into.
pub fn sync(runner: Runner, run: &Run) {
    let Some(page) = runner.page() else { return };
    let inner = runner.inner();
    for (name, input) in fields(&page) {
        let Some((_, value)) = run.variables.get(&variable::key(&name)) else {
            continue;
        };
        if dom::focused().as_ref() != Some(&input) && inner.values.borrow().get(&name).unwrap_or_default() != value {
            inner.values.borrow_mut().set(&name, value);
            dom::set_value(&input, value);
        }
    }
    shown::sync(runner);
}

/// Makes the fields work.
pub fn install(runner: Runner) {
    events::on_input("[data-variable]", move |input| {
        if let Some(name) = dom::attribute(&input, "data-variable") {
            runner.inner().values.borrow_mut().set(&name, dom::value(&input).trim());
            shown::sync(runner);
        }
    });
    events::on_change("[data-variable]", move |input| keep_typed(runner, &input));
}

/// Keeps what stands in the field of a variable.
pub fn keep_typed(runner: Runner, input: &Element) {
    if let Some(name) = dom::attribute(input, "data-variable") {
        let value = dom::value(input);
        if !variable::is_secret(&name) {
            let secret = secrets::is_secret_value(&value);
            hint(input, if secret { "Looks secret: not stored" } else { "" });
        }
        keep(runner, &name, value.trim());
    }
}

/// The field of the variable `name`.
pub fn field_of(page: &OpenPage, name: &str) -> Option<Element> {
    let key = variable::key(name);
    let mut fields = fields(page).into_iter();
    fields
        .find(|(own, _)| variable::key(own) == key)
        .map(|(_, input)| input)
}
