//! Room that is used again: a page has a script in every other paragraph, and to get and give back the few lists of each
//! takes as long as to scan it.

use super::{Context, Dollar, Frame, Script, Simple, Word};
use std::cell::Cell;

/// The lists of a script.
type Lists<'a> = (Vec<Simple<'a>>, Vec<Word<'a>>, Vec<(usize, Context)>, Vec<Dollar<'a>>);

/// The lists that only the scanner sees.
type Stacks<'a> = (Vec<Frame<'a>>, Vec<Word<'a>>);

thread_local! {
    static LISTS: Cell<Vec<Lists<'static>>> = const { Cell::new(Vec::new()) };
    static STACKS: Cell<Stacks<'static>> = const { Cell::new((Vec::new(), Vec::new())) };
}

/// Words for whose script room is kept, and scripts.
const MOST_WORDS: usize = 1 << 10;
const MOST_SCRIPTS: usize = 32;

/// Whether room is kept: in a browser, where one page is read now and then, the bytes that it takes count for more.
const KEEPS: bool = cfg!(not(target_arch = "wasm32"));

/// An empty script, with the room of one that was dropped.
pub(super) fn script<'a>() -> Script<'a> {
    let take = |spare: &Cell<Vec<Lists<'static>>>| {
        let mut all = spare.take();
        let last = all.pop();
        spare.set(all);
        last
    };
    let kept = match KEEPS {
        true => LISTS.try_with(take).ok().flatten(),
        false => None,
    };
    let (commands, words, contexts, dollars) = kept.unwrap_or_default();
    Script {
        commands,
        words,
        contexts,
        dollars,
        closed: false,
    }
}

/// Empty stacks, likewise.
pub(super) fn stacks<'a>() -> Stacks<'a> {
    match KEEPS {
        true => STACKS.try_with(Cell::take).unwrap_or_default(),
        false => Stacks::default(),
    }
}

/// Keeps the room of these stacks.
pub(super) fn keep_stacks(frames: Vec<Frame<'_>>, pending: Vec<Word<'_>>) {
    if KEEPS && pending.capacity() <= MOST_WORDS {
        let _ = STACKS.try_with(|spare| spare.set((emptied(frames), emptied(pending))));
    }
}

impl Drop for Script<'_> {
    fn drop(&mut self) {
        if KEEPS && self.words.capacity() <= MOST_WORDS {
            let lists = (
                emptied(std::mem::take(&mut self.commands)),
                emptied(std::mem::take(&mut self.words)),
                emptied(std::mem::take(&mut self.contexts)),
                emptied(std::mem::take(&mut self.dollars)),
            );
            let _ = LISTS.try_with(|spare| {
                let mut all = spare.take();
                if all.len() < MOST_SCRIPTS {
                    all.push(lists);
                }
                spare.set(all);
            });
        }
    }
}

/// A list without its elements, in the same room: both are of one size, and a collection takes the room over.
fn emptied<T, U>(mut list: Vec<T>) -> Vec<U> {
    list.clear();
    list.into_iter().map_while(|_| None).collect()
}
