//! The end of a file, where the template keeps owner, dates and the like.

use super::Reader;
use super::label::labelled;
use crate::draft::blocks::BlockKind;
use crate::draft::fact::Fact;
use crate::text::Span;

impl Reader<'_> {
    /// The last part of the file, from its rule on, where it holds facts; else its end.
    pub(super) fn footer(&mut self) -> Span {
        let source = self.source;
        let end = source.trim_end().len();
        let rule = self.blocks.iter().rposition(|block| block.kind == BlockKind::Rule);
        let from = rule.map_or(0, |at| at + 1);
        let mut found = false;
        for block in self.blocks.get(from..).unwrap_or(&[]) {
            if matches!(block.kind, BlockKind::Heading(_)) && rule.is_some() {
                break;
            }
            if block.kind != BlockKind::Paragraph {
                continue;
            }
            let mut at = block.span.start;
            for line in block.span.of(source).split('\n') {
                let span = Span::new(at, at + line.trim_end().trim_end_matches('\\').trim_end().len());
                at += line.len() + 1;
                let Some(label) = labelled(source, span) else { continue };
                let key = label.key(source).to_lowercase();
                let fact = Fact::ALL
                    .into_iter()
                    .find(|fact| fact.section().is_none() && fact.keys().contains(&key.as_str()));
                if let Some(fact) = fact
                    && let Some(place) = self.facts.get_mut(fact.index())
                    && place.is_none()
                {
                    *place = Some(label.slot(source, span.end, 0, false));
                    found = true;
                }
            }
        }
        let start = rule.and_then(|at| self.blocks.get(at)).filter(|_| found);
        start.map_or(Span::new(end, end), |rule| Span::new(rule.span.start, end))
    }
}
