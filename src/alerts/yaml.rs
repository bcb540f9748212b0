//! YAML as trees that know where everything stands.
//!
//! serde's data model has no place for styles, ends and aliases, which edits need; so this builds on the event parser
//! beneath serde-saphyr. A text is cut at its document markers first, so that one broken document hides no other.

use crate::text::Span;
use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};
use std::collections::{HashMap, HashSet};

/// Collections nested deeper than this are refused: rule files need about ten levels, a walk needs a bound.
pub const DEEPEST: usize = 100;

/// One document.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Its outermost node.
    pub root: Node,
    /// Where anchored nodes stand: anchor to path.
    anchors: HashMap<usize, Vec<usize>>,
    /// Anchors that an alias uses.
    used: HashSet<usize>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its text: for a scalar with its quotes, for a block scalar without its header
    /// (and with the white space up to what follows), for a flow collection with its
    /// brackets, for a block collection from its first to its last value. Empty for what is not written.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
    /// Its anchor's number; 0 without one.
    pub anchor: usize,
    /// Its tag as resolved, where it has one.
    pub tag: Option<String>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A text.
    Scalar {
        /// What it says.
        text: String,
        /// How it is written.
        style: Style,
    },
    /// A list.
    Sequence {
        /// Its items.
        items: Vec<Node>,
    },
    /// A mapping.
    Mapping {
        /// Keys and values in turn.
        items: Vec<Node>,
        /// Whether it is written in braces.
        flow: bool,
    },
    /// The same as an earlier node, by its anchor's number.
    Alias(usize),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'…'`.
    Single,
    /// In `"…"`.
    Double,
    /// Behind `|` or `>`.
    Block,
}

/// Why a text is no YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it says nothing: not written, `~` or `null`.
    pub fn is_null(&self) -> bool {
        match &self.kind {
            NodeKind::Scalar { text, style } => {
                *style == Style::Plain
                    && self.tag.is_none()
                    && (self.span.is_empty() || matches!(text.as_str(), "~" | "null" | "Null" | "NULL"))
            }
            _ => false,
        }
    }

    /// Items of a list, keys and values in turn of a mapping; nothing of others.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::Sequence { items } | NodeKind::Mapping { items, .. } => items,
            _ => &[],
        }
    }

    /// The keys of a mapping with their values and the values' places among the items.
    pub fn pairs(&self) -> impl Iterator<Item = (&Node, &Node, usize)> {
        let items = match &self.kind {
            NodeKind::Mapping { items, .. } => items.as_slice(),
            _ => &[],
        };
        items.chunks_exact(2).enumerate().filter_map(|(at, pair)| match pair {
            [key, value] => Some((key, value, 2 * at + 1)),
            _ => None,
        })
    }

    /// The value of a key, with its place among the items.
    pub fn get(&self, key: &str) -> Option<(&Node, usize)> {
        self.pairs()
            .find(|(name, _, _)| name.text() == Some(key))
            .map(|(_, value, at)| (value, at))
    }

    /// Whether two nodes say the same, wherever and in whatever style they are written.
    pub fn same(&self, other: &Self) -> bool {
        self.tag == other.tag
            && self.anchor == other.anchor
            && match (&self.kind, &other.kind) {
                (NodeKind::Scalar { text: a, style: s }, NodeKind::Scalar { text: b, style: t }) => {
                    // An unquoted `1` is a number, a quoted one a text.
                    a == b && (*s == Style::Plain) == (*t == Style::Plain)
                }
                (NodeKind::Alias(a), NodeKind::Alias(b)) => a == b,
                (NodeKind::Sequence { items: a }, NodeKind::Sequence { items: b })
                | (NodeKind::Mapping { items: a, .. }, NodeKind::Mapping { items: b, .. }) => {
                    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
                }
                _ => false,
            }
    }
}

impl Tree {
    /// The node at `path`: the places to take from the root on.
    pub fn at(&self, path: &[usize]) -> Option<&Node> {
        path.iter().try_fold(&self.root, |node, at| node.items().get(*at))
    }

    /// The node that `node` stands for: itself, or what an alias names, with its path then.
    pub fn resolve<'a>(&'a self, node: &'a Node) -> (&'a Node, Option<&'a [usize]>) {
        let NodeKind::Alias(anchor) = node.kind else {
            return (node, None);
        };
        let target = self.anchors.get(&anchor);
        match target.and_then(|path| self.at(path)) {
            Some(found) => (found, target.map(Vec::as_slice)),
            None => (node, None),
        }
    }

    /// Whether the node at `path`, or one around it, is used a second time by an alias: what is written there is said
    /// in two places.
    pub fn is_shared(&self, path: &[usize]) -> bool {
        (0..=path.len()).any(|end| {
            let around = path.get(..end).and_then(|path| self.at(path));
            around.is_some_and(|node| self.used.contains(&node.anchor))
        })
    }
}

/// The parts of `text` between document markers, as spans; each begins with its marker, or with the directives (`%YAML 1.2`)
/// in front of it.
pub fn documents(text: &str) -> Vec<Span> {
    let mut starts = vec![0];
    let mut offset = 0;
    let only_directives = |part: &str| {
        let mut lines = part.lines().map(|line| line.trim_start_matches('\u{feff}'));
        part.contains('%') && lines.all(|line| line.trim().is_empty() || line.starts_with(['%', '#']))
    };
    for line in text.split_inclusive('\n') {
        let is_marker = line
            .strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']));
        let from = starts.last().copied().unwrap_or(0);
        if is_marker && offset > 0 && !only_directives(text.get(from..offset).unwrap_or("")) {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| Span::new(*start, end))
        .collect()
}

/// Reads a text of one or more documents that begins `offset` bytes into its file. Documents without content are left
/// out.
///
/// # Errors
/// Where it is no YAML; the place counts from the start of the file.
pub fn parse(text: &str, offset: usize) -> Result<Vec<Tree>, Problem> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Problem {
            at: offset + byte(error.marker()).min(text.len()),
            message: error.info(),
        })?;
        let span = Span::new(offset + byte(&span.start), offset + byte(&span.end));
        builder.event(event, span)?;
    }
    Ok(builder.done)
}

fn byte(marker: &granit_parser::Marker) -> usize {
    marker.byte_offset().unwrap_or_else(|| marker.index())
}

/// Trees in the making.
#[derive(Default)]
struct Builder {
    open: Vec<Node>,
    anchors: HashMap<usize, Vec<usize>>,
    used: HashSet<usize>,
    done: Vec<Tree>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                let kind = NodeKind::Scalar {
                    text: text.into_owned(),
                    style,
                };
                self.leaf(node(kind, span, anchor, tag));
            }
            Event::Alias(anchor) => {
                self.used.insert(anchor);
                self.leaf(node(NodeKind::Alias(anchor), span, 0, None));
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open(node(NodeKind::Sequence { items: Vec::new() }, span, anchor, tag))?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let kind = NodeKind::Mapping {
                    items: Vec::new(),
                    flow: style == StructureStyle::Flow,
                };
                self.open(node(kind, span, anchor, tag))?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(mut node) = self.open.pop() {
                    let last = node.items().last().map_or(node.span.end, |last| last.span.end);
                    // The end event of a block collection stands where the next token begins.
                    let end = if span.is_empty() { last } else { span.end };
                    node.span = Span::new(node.span.start, end.max(node.span.start));
                    self.add(node);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, node: Node) -> Result<(), Problem> {
        if self.open.len() >= DEEPEST {
            return Err(Problem {
                at: node.span.start,
                message: format!("nested more than {DEEPEST} levels deep"),
            });
        }
        self.note_anchor(&node);
        self.open.push(node);
        Ok(())
    }

    fn leaf(&mut self, node: Node) {
        self.note_anchor(&node);
        self.add(node);
    }

    /// Remembers where a node with an anchor is going to stand: each open collection will be behind what its parent has
    /// so far.
    fn note_anchor(&mut self, node: &Node) {
        if node.anchor > 0 {
            let path = self.open.iter().map(|parent| parent.items().len()).collect();
            self.anchors.insert(node.anchor, path);
        }
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut().map(|parent| &mut parent.kind) {
            Some(NodeKind::Sequence { items } | NodeKind::Mapping { items, .. }) => items.push(node),
            _ => {
                let anchors = std::mem::take(&mut self.anchors);
                let used = std::mem::take(&mut self.used);
                // A document without content is an empty scalar.
                if !(node.is_null() && node.span.is_empty()) {
                    self.done.push(Tree {
                        root: node,
                        anchors,
                        used,
                    });
                }
            }
        }
    }
}

fn node(kind: NodeKind, span: Span, anchor: usize, tag: Option<std::borrow::Cow<'_, granit_parser::Tag>>) -> Node {
    Node {
        kind,
        span,
        anchor,
        tag: tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Tree {
        let mut trees = parse(text, 0).unwrap();
        assert_eq!(trees.len(), 1, "{text}");
        trees.remove(0)
    }

    #[test]
    fn nodes_know_where_they_stand() {
        let text = "a: {b: 'c d', e: [1]}\nf:\n  - |\n    x\n  - y # z\n";
        let tree = one(text);
        let of = |path: &[usize]| tree.at(path).unwrap().span.of(text);
        assert_eq!(of(&[1]), "{b: 'c d', e: [1]}");
        assert_eq!(of(&[1, 1]), "'c d'");
        assert_eq!(of(&[1, 3]), "[1]");
        assert_eq!(of(&[3, 0]).trim_end(), "x");
        assert_eq!(of(&[3, 1]), "y");
        assert_eq!(of(&[3]), "- |\n    x\n  - y");
    }

    #[test]
    fn offsets_count_from_the_start_of_the_file() {
        let trees = parse("é: b\n", 10).unwrap();
        assert_eq!(trees[0].at(&[1]).unwrap().span, Span::new(14, 15));
        assert_eq!(parse("a: b: c\n", 10).unwrap_err().at, 14);
    }

    #[test]
    fn aliases_lead_to_their_anchor_and_share_it() {
        let tree = one("a: &x {k: v}\nb: *x\nc: {k: v}\n");
        let (found, path) = tree.resolve(tree.at(&[3]).unwrap());
        assert_eq!((found.get("k").unwrap().0.text(), path), (Some("v"), Some(&[1][..])));
        assert!(tree.is_shared(&[1, 1]));
        assert!(!tree.is_shared(&[5, 1]));
    }

    #[test]
    fn documents_are_cut_at_their_markers() {
        let text = "a: 1\n---\nb: 1\n--- # c\r\nd: |\n  ---\n---";
        let parts: Vec<&str> = documents(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(parts, ["a: 1\n", "---\nb: 1\n", "--- # c\r\nd: |\n  ---\n", "---"]);
        let text = "%YAML 1.2\n# x\n---\na: 1\n---\nb: 1\n";
        let parts: Vec<&str> = documents(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(parts, ["%YAML 1.2\n# x\n---\na: 1\n", "---\nb: 1\n"]);
        assert_eq!(parse(parts[0], 0).unwrap().len(), 1);
        assert!(parse("---", 0).unwrap().is_empty());
        assert!(parse("# only a comment\n", 0).unwrap().is_empty());
    }

    #[test]
    fn nesting_has_an_end() {
        assert!(parse(&"[".repeat(50_000), 0).is_err());
        let deep: String = (0..200).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        assert!(parse(&deep, 0).unwrap_err().message.contains("nested"));
    }
}
