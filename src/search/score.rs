//! Ranking: BM25F over fields (Robertson, Zaragoza), a runbook scored as a whole and by its best section together.
//!
//! A query becomes *slots*, one for each word (and some for words joined). A slot has *options*: the word itself, other
//! ways to go on, corrections, synonyms, each with a weight. What a slot gives a runbook is its best option there, so
//! that a word with ten synonyms counts no more than one with none.
//!
//! Constants: ranges say where the benchmark's figures on the tuning part change by less than their noise; effects say
//! what larger values do.

/// Weights of the fields, in the order of [`super::source::Field`]: title, alerts, description, heading, symptoms, code,
/// body, labels. Title 4 to 6: names win over descriptions. Symptoms 1.5 to 2. Body 0.5 to 0.75: what a page only mentions
/// says less than what it is about. Code 0.3 to 0.5: more helps pasted commands and harms plain questions.
pub const FIELD_WEIGHTS: [f32; 8] = [4.5, 3.0, 2.0, 1.3, 1.7, 0.45, 0.65, 0.8];

/// How much a field's length counts against a word in it, 0 to 1 (BM25's b, by field). Titles hardly differ in length;
/// long bodies mention everything.
pub const FIELD_NORMS: [f32; 8] = [0.3, 0.1, 0.4, 0.3, 0.5, 0.6, 0.75, 0.1];

/// Saturation (BM25's k1), 1.5 to 2.5: larger values let repeated words count more.
pub const SATURATION: f32 = 1.8;

/// Weight of an identifier's part against a word of its own, 0.5 to 1: less, and `node_cpu_seconds` says less about nodes.
pub const PART_WEIGHT: f32 = 0.8;

/// Weighted frequency of a runbook's name, all of it, in that runbook, 3 to 10.
pub const NAME_WEIGHT: f32 = 6.0;

/// Weight of two neighbouring characters in scripts without spaces.
pub const PAIR_WEIGHT: f32 = 1.0;

/// Weight of one such character, 0.1 to 0.4: enough to find words of one character, too little to outweigh pairs.
pub const SINGLE_WEIGHT: f32 = 0.2;

/// Share of the best section in a runbook's score, 0.3 to 1: more favours pages with one section that says it all.
pub const SECTION_SHARE: f32 = 0.6;

/// Weight of everyday words, 0.05 to 0.25: zero would lose quoted errors that consist of them.
pub const LOW_WEIGHT: f32 = 0.12;

/// Weight of an identifier's parts beside the whole of it, 0.3 to 0.8.
pub const PARTS_IN_QUERY: f32 = 0.6;

/// Weight of a whole identifier, 1 to 2.
pub const WHOLE_IN_QUERY: f32 = 1.4;

/// Weight of neighbouring words that are one identifier when joined, 0.5 to 1.5.
pub const JOINED: f32 = 1.0;

/// Weight of noise that the index has as it is (an error's number, say), 0.2 to 1.
pub const NOISE_WEIGHT: f32 = 0.5;

/// Weights of options that go on from what was typed: where the word itself is unknown, and where it is known.
pub const BEGINNING: [f32; 2] = [0.8, 0.4];

/// Weight of identifiers that have the word within, 0.5 to 0.9.
pub const WITHIN: f32 = 0.7;

/// Weights of corrections by one and by two edits. One: 0.6 to 0.9.
pub const TYPO: [f32; 2] = [0.65, 0.45];

/// Letters from which the pieces of a word are no accident where the word is another but for one typo, 4 or 5.
pub const LEAST_PIECE: usize = 4;

/// Share of the weight that such accidental pieces keep, 0 to 0.5.
pub const DOUBTFUL_PIECE: f32 = 0.4;

/// Weight of words that only look alike, times their likeness.
pub const ALIKE: f32 = 0.5;

/// Likeness (Dice over groups of three characters) from which words look alike, 0.3 to 0.5.
pub const LEAST_ALIKE: f32 = 0.35;

/// Weight of phrases that mean the same, 0.7 to 1.
pub const SAME: f32 = 0.95;

/// Weight of words used for the same thing, 0.45 to 0.75: more finds more for people's words, and mixes up more.
pub const NEAR: f32 = 0.6;

/// Share of a phrase's weight that each of its words has when the phrase stands in for a word.
pub const PHRASE_WORD: f32 = 0.5;

/// Weight of two neighbouring words of the query that stand close in the text, 0 to 0.6 of their own.
pub const CLOSE: f32 = 0.25;

/// Words within which they are close.
pub const CLOSE_WORDS: usize = 4;

/// Weight of what a runbook's title and alerts alone have of the query, by how rare it is in those of others, 0.3 to 0.8:
/// half the pages may mention Terraform, and the one that is called so is about it. More favours short titles.
pub const NAME: f32 = 0.5;

/// Weight of a quotation against all its words by themselves, times the square of the share that is quoted, 2 to 5: pasted
/// commands and log lines find their page among others of the same words. Questions have no quotations.
pub const QUOTED: f32 = 4.0;

/// Weight of lines that are quoted as a whole, beside that of the quotation, 1 to 3: the same command stands on other
/// pages as part of a longer one.
pub const QUOTED_LINE: f32 = 2.0;

/// Weight of a query that is whole lines and nothing else, as they are written, beside those two, 1 to 3: whoever copies a
/// command out of a page means that page, however much another is about the same things.
pub const QUOTED_WHOLE: f32 = 2.0;

/// Share of [`QUOTED_LINE`] for lines of the same words in other capitals, or broken elsewhere, 0.8 to 0.95: `-x` and `-X`
/// are two flags.
pub const OTHERWISE_SPELT: f32 = 0.9;

/// Words in a row from which a text quotes another, 3 or 4.
pub const LEAST_QUOTED: usize = 3;

/// Words up to which a query may be a name with a typo in it.
pub const MOST_NAME: usize = 10;

/// Letters of a query from which one edit makes it a name: shorter ones have too many neighbours.
pub const LEAST_NEARLY: usize = 8;

/// Share of the query's words, 0.4 to 0.5, from which a runbook that has them is an answer and not only the nearest: more
/// doubts good answers to people's words, less lets words of other fields pass.
pub const LEAST_FOUND: f32 = 0.45;

/// How surely the least part of a word, or the least sure correction, is the word that was meant, 0.5 to 0.7.
pub const PART_FOUND: f32 = 0.5;

/// Runbooks that are looked at closely after the first pass.
pub const CANDIDATES: usize = 32;

/// Words of a query up to which typos are looked for: a long paste is a copy, not typed.
pub const MOST_TYPED: usize = 16;

/// Words of a query up to which neighbours are joined.
pub const MOST_JOINED: usize = 100;

/// Slots of a query that count, rarest first: a pasted page has hundreds.
pub const MOST_SLOTS: usize = 40;

/// How rare a term is (BM25's idf): `found` of `all` runbooks have it.
pub fn rarity(all: usize, found: usize) -> f32 {
    let (all, found) = (all as f32, found as f32);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

/// A weighted frequency as a share of what any frequency can give.
pub fn saturate(frequency: f32) -> f32 {
    frequency * (SATURATION + 1.0) / (frequency + SATURATION)
}
