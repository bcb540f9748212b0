//! The blocks of a file as the reader of steps needs them: what stands at the top level, lists with their items, and
//! labelled lines, each with its place.

use super::labels::{Line, unmarked};
use crate::text::Span;
use crate::text::find::{Sieve, is_listed_folded};
use std::borrow::Cow;

/// The blocks, gathered in one pass over the events.
#[derive(Debug, Default)]
pub(super) struct Blocks<'a> {
    /// Blocks outside all others, in order.
    pub(super) tops: Vec<(Top<'a>, Span)>,
    /// All lists, in order of their starts.
    pub(super) lists: Vec<List>,
    /// All list items, in order of their starts.
    pub(super) items: Vec<Item<'a>>,
    /// Labelled lines that say something of a step, in order.
    pub(super) marks: Vec<Mark>,
    /// Rows of tables that list steps, in order.
    pub(super) rows: Vec<Row>,
    /// Paragraphs that are numbered by hand, in order.
    pub(super) clauses: Vec<Clause>,
    /// For each heading, whether it stands outside of lists and quotes.
    pub(super) free_headings: Vec<bool>,
}

impl Blocks<'_> {
    /// For the blocks of so many events; there may be more.
    pub(super) fn with_room(events: usize) -> Self {
        Self {
            tops: Vec::with_capacity(events / 8),
            lists: Vec::with_capacity(events / 32),
            items: Vec::with_capacity(events / 16),
            marks: Vec::new(),
            rows: Vec::new(),
            clauses: Vec::new(),
            free_headings: Vec::with_capacity(events / 16),
        }
    }
}

/// A block at the top level.
#[derive(Clone, Debug)]
pub(super) enum Top<'a> {
    /// A heading, by its number.
    Heading(usize),
    /// A list, by its number, and the items in it and in the lists below.
    List(usize),
    /// A code block, fenced or indented.
    Code,
    /// A paragraph; its text where it is one line in bold.
    Paragraph { label: Option<Cow<'a, str>>, colon: bool },
    /// A thematic break.
    Rule,
    /// Anything else.
    Other,
}

#[derive(Debug)]
pub(super) struct List {
    /// The number of its first item, of an ordered one.
    pub(super) start: Option<u64>,
    /// Whether it stands in a quote, a footnote or the like.
    pub(super) quoted: bool,
    /// Its items, those of nested lists included.
    pub(super) items: std::ops::Range<usize>,
    /// How many items of its own it has.
    pub(super) count: usize,
    /// Whether every item of its own is one link to a place in the page.
    pub(super) is_contents: bool,
}

#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) list: usize,
    pub(super) parent: Option<usize>,
    /// Its place in its list, from 0.
    pub(super) index: usize,
    pub(super) depth: usize,
    /// Whether it is a task (`- [ ]`).
    pub(super) task: bool,
    /// Its text: the first paragraph.
    pub(super) text: Cow<'a, str>,
    pub(super) head: Span,
    pub(super) span: Span,
    /// Whether it holds more than its first paragraph.
    pub(super) has_blocks: bool,
}

/// A row of a table that lists steps.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: Option<u32>,
    /// The words of the cell that says what to do.
    pub(super) text: String,
    /// That cell.
    pub(super) head: Span,
    /// From that cell to the end of the row.
    pub(super) span: Span,
}

/// A paragraph that is numbered by hand: `4.1.1 The officer calls …`, `a) Log on`.
#[derive(Debug)]
pub(super) struct Clause {
    /// Its number as written, without what closes it.
    pub(super) mark: String,
    pub(super) number: u32,
    pub(super) text: String,
    pub(super) span: Span,
}

/// What a labelled line, or a cell, says of the step it stands in.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) kind: MarkKind,
    /// What stands behind the label; empty where that is the next block.
    pub(super) value: Span,
    pub(super) at: usize,
}

/// Bytes of the longest label that counts without bold marks.
const LONGEST_LABEL: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    Expected,
    IfNot,
    Rollback,
}

impl MarkKind {
    /// What a label without colon stands for.
    pub(super) fn read(key: &str) -> Option<Self> {
        const EXPECTED: &str = "expected|expected output|expected result|expected results|expected outcome|expected response|\
            expect|you should see|should see|should show|success criteria|success looks like|\
            expected state|expected value|expected behavior|expected behaviour|good|healthy|\
            résultat attendu|erwartetes ergebnis|erwarteter output|erwartete ausgabe|resultado esperado|\
            risultato atteso|期待結果|期待される結果|期待値|预期结果|预期输出|期望结果|預期結果|ожидаемый результат|예상 결과|기대 결과|oczekiwany wynik";
        const IF_NOT: &str = "otherwise|on failure|unexpected|unexpected output|if unexpected|if unsuccessful|failure|\
            on error|bad|abort if|unhealthy|im fehlerfall|wenn nicht|falls nicht|sinon|si échec|en cas d'échec|si no|\
            si falla|senão|se não|se falhar|altrimenti|in caso di errore|異常時|異常時の対応|异常处理|失败处理";
        const ROLLBACK: &str = "rollback|roll back|rollback command|rollback procedure|to roll back|to rollback|undo|to undo|\
            revert|to revert|backout|back out|how to undo|rückfall|retour arrière|reversión|marcha atrás|reversão|ripristino|\
            откат|ロールバック|切り戻し|切戻し|回滚|回退";
        static SIEVE: Sieve = Sieve::new(&[]).and_list(EXPECTED).and_list(IF_NOT).and_list(ROLLBACK);
        if !SIEVE.may_hold(key) {
            return starts_with_if(key).then_some(Self::IfNot);
        }
        let is = |known| is_listed_folded(key, known);
        if is(EXPECTED) {
            Some(Self::Expected)
        } else if is(IF_NOT) || starts_with_if(key) {
            Some(Self::IfNot)
        } else if is(ROLLBACK) {
            Some(Self::Rollback)
        } else {
            None
        }
    }

    /// The mark that a line is. `If …` counts in bold only: without, it is a sentence.
    pub(super) fn of(line: &Line<'_>) -> Option<Self> {
        Self::read(&line.key).filter(|kind| line.bold || *kind != Self::IfNot || Self::is_plain_label(&line.key))
    }

    /// Whether a label in bold may be a mark, by its length and its first word.
    pub(super) fn may_be(key: &str) -> bool {
        let key = unmarked(key.trim_start());
        key.len() <= LONGEST_LABEL + 4 || starts_with_if(key)
    }

    /// Whether a label counts without bold marks.
    pub(super) fn is_plain_label(key: &str) -> bool {
        let key = unmarked(key.trim());
        if key.len() > LONGEST_LABEL {
            return false;
        }
        let is = |known: &str| known.eq_ignore_ascii_case(key);
        let is_sentence = starts_with_if(key) && !is("if not");
        !is_sentence
            && Self::read(key).is_some()
            && !["good", "bad", "failure", "healthy", "unhealthy"].into_iter().any(is)
    }
}

fn starts_with_if(text: &str) -> bool {
    text.as_bytes()
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"if "))
}
