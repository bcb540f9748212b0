//! Where terms occur: the lists that a query reads, and how they come about.

/// Where a term occurs, and how much: frequency, weighted by field and divided by length.
#[derive(Clone, Copy, Debug)]
pub struct Posting {
    /// A unit or a runbook.
    pub at: u32,
    /// Weighted frequency.
    pub frequency: f32,
}

/// Lists of postings by term.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    starts: Vec<u32>,
    all: Vec<Posting>,
}

impl Postings {
    /// The postings of a term; none for a number that is no term's.
    pub fn of(&self, term: u32) -> &[Posting] {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or(0) as usize;
        let term = term as usize;
        // Where addresses have 32 bits, the greatest number has none behind it.
        let Some(next) = term.checked_add(1) else { return &[] };
        self.all.get(at(term)..at(next)).unwrap_or(&[])
    }

    /// Whether they are there: also of no term at all.
    pub(super) fn is_ready(&self) -> bool {
        !self.starts.is_empty()
    }
}

/// Pairs in one piece of memory: a list of a million that grows is moved as a whole again and again, and a page's main
/// thread cannot wait for that.
const PIECE: usize = 1 << 14;

/// Postings as they come, runbook by runbook, on their way to those of each term.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pieces: Vec<Vec<(u32, Posting)>>,
    /// How many each term has; later, where its next one goes.
    next: Vec<u32>,
    made: Postings,
    /// Pieces that are in their places.
    done: usize,
}

impl Collected {
    fn add(&mut self, term: u32, posting: Posting) {
        let at = term as usize;
        if at >= self.next.len() {
            self.next.resize(at + 1, 0);
        }
        if let Some(count) = self.next.get_mut(at) {
            *count += 1;
        }
        match self.pieces.last_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => piece.push((term, posting)),
            None => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push((term, posting));
                self.pieces.push(piece);
            }
        }
    }

    /// Puts about `budget` more in their places; the postings when all are there. Nothing may be added any more.
    pub(super) fn place(&mut self, budget: usize) -> Option<Postings> {
        if self.made.starts.is_empty() {
            self.made.starts.push(0);
            let mut sum = 0;
            for count in &mut self.next {
                sum += std::mem::replace(count, sum);
                self.made.starts.push(sum);
            }
            self.made.all.reserve_exact(sum as usize);
        }
        // Memory that is touched for the first time takes longer than what is put there.
        let total = self.made.starts.last().copied().unwrap_or(0) as usize;
        let there = self.made.all.len();
        if there < total {
            let empty = Posting { at: 0, frequency: 0.0 };
            self.made.all.resize(there.saturating_add(budget).min(total), empty);
            return None;
        }
        let mut used = 0;
        while used < budget
            && let Some(piece) = self.pieces.get_mut(self.done)
        {
            let piece = std::mem::take(piece);
            used = used.saturating_add(piece.len());
            for (term, posting) in piece {
                if let Some(place) = self.next.get_mut(term as usize) {
                    if let Some(slot) = self.made.all.get_mut(*place as usize) {
                        *slot = posting;
                    }
                    *place += 1;
                }
            }
            self.done += 1;
        }
        (self.done == self.pieces.len()).then(|| std::mem::take(&mut self.made))
    }
}

/// Frequencies by term, and which terms have one.
#[derive(Debug, Default)]
pub(super) struct Counts {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Counts {
    /// Adds to a term.
    pub(super) fn add(&mut self, term: u32, by: f32) {
        let at = term as usize;
        if at >= self.values.len() {
            self.values.resize(at + 1, 0.0);
        }
        if let Some(value) = self.values.get_mut(at) {
            if *value == 0.0 {
                self.touched.push(term);
            }
            *value += by;
        }
    }

    /// Moves all to `out`, as what the unit or runbook `at` has.
    pub(super) fn drain(&mut self, at: usize, out: &mut Collected) {
        for term in self.touched.drain(..) {
            if let Some(value) = self.values.get_mut(term as usize) {
                let frequency = std::mem::take(value);
                let at = at as u32;
                out.add(term, Posting { at, frequency });
            }
        }
    }
}
