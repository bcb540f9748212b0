//! What is read from the text: the form, the preview, the findings.

use super::{Wizard, today};
use crate::app::browser::time;
use crate::app::wizard::links::DraftLinks;
use crate::article::Article;
use crate::diagnostic::{Diagnostic, Fix, Severity as Level};
use crate::draft::{FieldId, Form};
use crate::lint::{self, Around, Options};
use crate::markdown::{self, Document, html};
use crate::route::{Route, resolve};
use crate::runbook::command::Danger;
use crate::runbook::{RunbookId, Settings, review};
use crate::text::order;
use crate::text::{Date, LineIndex, Span};
use leptos::prelude::*;
use std::rc::Rc;

/// What was read from the source.
pub struct Reading {
    /// The form.
    pub form: Rc<Form>,
    document: Rc<Document>,
}

impl Reading {
    /// The worst that the commands in `span` do, and why; `None` where they only look.
    pub fn danger(&self, span: Span) -> Option<(Danger, &'static str)> {
        let commands = self.document.runbook().commands.iter();
        let worst = commands
            .filter(|command| span.start <= command.span.start && command.span.end <= span.end + 1)
            .max_by_key(|command| command.danger)?;
        (worst.danger != Danger::ReadOnly).then_some((worst.danger, worst.danger_reason))
    }
}

/// A finding as the list shows it.
#[derive(Clone)]
pub struct Problem {
    /// How much it matters.
    pub level: Level,
    /// What is wrong, with the code of its rule.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The line in the source, from 1.
    pub line: usize,
    /// The field it stands in.
    pub field: Option<FieldId>,
    /// A change that settles it.
    pub fix: Option<Fix>,
}

/// Reads a source as a form.
pub(super) fn read(text: &str, settings: &Settings) -> Rc<Reading> {
    let document = Rc::new(markdown::read_with(text, settings));
    Rc::new(Reading {
        form: Rc::new(Form::read(text, &document)),
        document,
    })
}

impl Wizard {
    /// Reads the form from the text, and has preview and problems follow.
    pub fn reread(self) {
        self.read_text(false);
    }

    /// Reads the text again although it is the same: the team's settings have come.
    pub fn read_anew(self) {
        self.read_text(true);
    }

    pub(super) fn read_text(self, anew: bool) {
        let text = self.text();
        self.inner.update_value(|inner| {
            inner.stale = false;
            inner.rest = None;
        });
        if self.reading.with_untracked(|reading| reading.form.source != text) || anew {
            let desk = self.desk.get_untracked();
            self.reading.set(read(&text, &desk.settings));
        }
        if self.source_open.get_untracked() {
            self.source.set(text);
        }
        let undoable = self
            .inner
            .with_value(|inner| (inner.history.can_undo(), inner.history.can_redo()));
        if self.undoable.get_untracked() != undoable {
            self.undoable.set(undoable);
        }
        // Each in a task of its own, so that none is long.
        let later = time::after(0, move || {
            let links = self.render();
            let later = time::after(0, move || self.check(links));
            self.inner.update_value(|inner| inner.later = Some(later));
        });
        self.inner.update_value(|inner| inner.later = Some(later));
    }

    /// The path that the runbook has in its folder: that of the runbook it changes, else the name of the file it was opened
    /// from, else one after its title.
    pub fn file(self) -> String {
        let path = self.path.get_untracked();
        if !path.is_empty() {
            return path;
        }
        let opened = self.inner.with_value(|inner| inner.record.file.clone());
        if !opened.is_empty() {
            return opened;
        }
        let title = self
            .reading
            .with_untracked(|reading| reading.form.value(FieldId::Title));
        crate::draft::file_name(&title)
    }

    pub(super) fn render(self) -> Vec<Diagnostic> {
        let reading = self.reading.get_untracked();
        let desk = self.desk.get_untracked();
        let path = self.file();
        let document = &reading.document;
        let mut links = DraftLinks {
            desk: &desk,
            document,
            path: &path,
            diagnostics: Vec::new(),
        };
        let mut diagnostics = Vec::new();
        let rendered = html::render(document, &mut links, &mut diagnostics);
        diagnostics.append(&mut links.diagnostics);
        let runbook = document.runbook();
        let named;
        let title = if runbook.title.is_empty() {
            named = crate::runbook::id::title_of(&path);
            &named
        } else {
            &runbook.title
        };
        let id = RunbookId::from_path(&path);
        let source = Route::Runbook(id.as_str().to_string()).path() + "source.md";
        let source = resolve(&Route::Write, &source);
        let edit = desk.repository.as_ref().map(|repository| repository.edit.as_str());
        let severity_text = runbook.metadata.severity_text.as_ref();
        let severity = severity_text.and_then(|text| desk.settings.severity(&text.value));
        let cycle = Some(desk.review_cycle.as_str()).filter(|cycle| !cycle.is_empty());
        let article = Article {
            id: id.as_str(),
            document,
            rendered: &rendered,
            title,
            severity,
            kind: reading.form.kind,
            edit,
            report: desk.report.then_some("#"),
            source: &source,
            severity_word: severity.map(|level| desk.settings.severity_word(level)),
            contacts: desk.contacts_page.then_some("../contacts/index.html"),
            review_due: review::due_of(&runbook.metadata, cycle),
            is_copy: false,
        };
        let html = article.html().into_string();
        if self.preview.with_untracked(|shown| *shown != html) {
            self.preview.set(html);
        }
        diagnostics
    }

    pub(super) fn check(self, links: Vec<Diagnostic>) {
        let reading = self.reading.get_untracked();
        let form = &reading.form;
        let source = form.source.as_str();
        let options = self.options();
        let around = Around::default();
        let path = self.file();
        let file = lint::File::new(&path, source, &reading.document, &around);
        let mut found = reading.document.diagnostics.clone();
        found.extend(lint::check_file(&file, &options));
        found.extend(links);
        let mut found = lint::finish(&file, found, &options, false);
        order::sort(&mut found, &|a, b| {
            b.severity.cmp(&a.severity).then(a.span.start.cmp(&b.span.start))
        });
        let lines = LineIndex::new(source);
        let problems = found.into_iter().map(|finding| Problem {
            level: finding.severity,
            message: [finding.message.as_str(), " (", finding.rule.code, ")"].concat(),
            help: finding.help.unwrap_or_default(),
            line: lines.locate(source, finding.span.start).line,
            field: form.field_at(finding.span.start),
            fix: finding.fix,
        });
        self.problems.set(Rc::new(problems.collect()));
    }

    pub(super) fn options(self) -> Options {
        let desk = self.desk.get_untracked();
        let mut options = Options {
            allowed: desk.placeholders.clone(),
            allow_example_names: desk.version == 0 || desk.example_names,
            addresses: desk.addresses.clone(),
            settings: desk.settings.clone(),
            today: today().and_then(|today| Date::read(&today)),
            ..Options::default()
        };
        for (rule, level) in &desk.rules {
            let level = [Level::Error, Level::Warning, Level::Info]
                .into_iter()
                .find(|known| known.name() == level);
            options.set_level(rule, level);
        }
        options
    }
}
