//! The pages that `README.md` makes: home, guide and contacts.

use super::catalog::Catalog;
use super::config::Config;
use super::page::{self, Frame};
use super::resolve::{Resolver, SUGGESTIONS};
use super::source::Sources;
use super::{Output, home};
use crate::diagnostic::Diagnostic;
use crate::markdown::contacts::Section;
use crate::markdown::html::render_blocks;
use crate::route::Route;
use std::collections::BTreeSet;

/// The pages and what came up.
#[derive(Debug, Default)]
pub struct Made {
    /// The pages.
    pub output: Output,
    /// Files that must travel with them.
    pub files: BTreeSet<String>,
    /// Findings about the index.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether the index says more than its title and its list.
pub fn has_guide(catalog: &Catalog) -> bool {
    catalog.index.as_ref().is_some_and(|(document, index)| {
        let headings = &document.runbook().headings;
        let title = document
            .outline
            .title_heading
            .and_then(|at| headings.get(at))
            .map(|heading| heading.span);
        document.prepared.events().iter().any(|(_, span)| {
            Some(*span) != title
                && !title.is_some_and(|title| title.contains(span.start))
                && !index.blocks.iter().any(|block| block.contains(span.start))
        })
    })
}

/// The home page, the guide and the contacts; `contacts` is the index's section about them, `built` as in [`super::built`].
pub fn pages(
    frame: &Frame,
    catalog: &Catalog,
    sources: &Sources,
    config: &Config,
    contacts: Option<&Section>,
    built: Option<i64>,
) -> Made {
    let mut made = Made::default();
    let output = &mut made.output;
    let Some((document, index)) = &catalog.index else {
        output.insert(
            Route::Home.file(),
            home::page(frame, catalog, config, None, built).into(),
        );
        output.insert(
            Route::Contacts.file(),
            page::contacts::page(frame, &config.contacts, None).into(),
        );
        return made;
    };
    let mut resolver = Resolver {
        catalog,
        sources,
        route: Route::Home,
        folder: "",
        document,
        has_guide: frame.has_guide,
        suggestions: SUGGESTIONS,
        diagnostics: Vec::new(),
        files: BTreeSet::new(),
    };
    output.insert(
        Route::Home.file(),
        home::page(frame, catalog, config, Some(&mut resolver), built).into(),
    );
    let diagnostics = &mut made.diagnostics;
    if frame.has_guide {
        resolver.route = Route::Guide;
        let rendered = render_blocks(document, &mut resolver, diagnostics, &|span| {
            !index.blocks.contains(&span)
        });
        output.insert(Route::Guide.file(), page::guide(frame, document, &rendered).into());
    }
    // The guide has said what there is to say about these links.
    let reported = resolver.diagnostics.len();
    resolver.route = Route::Contacts;
    let listed = contacts.map(|section| page::contacts::Listed {
        document,
        section,
        resolver: &mut resolver,
    });
    output.insert(
        Route::Contacts.file(),
        page::contacts::page(frame, &config.contacts, listed).into(),
    );
    resolver.diagnostics.truncate(reported);
    diagnostics.append(&mut resolver.diagnostics);
    made.files = resolver.files;
    made
}
