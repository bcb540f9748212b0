//! A run's events as a set.

use super::event::{Event, Kind};
use std::collections::BTreeMap;

/// Events by id. Adding and merging commute, are associative, and change nothing when repeated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    events: BTreeMap<String, Event>,
}

impl Log {
    /// Adds an event. False when the log has it already, or one that stands for it.
    pub fn add(&mut self, event: Event) -> bool {
        match self.events.get_mut(&event.id) {
            None => {
                self.events.insert(event.id.clone(), event);
                true
            }
            Some(known) if event.supersedes(known) => {
                *known = event;
                true
            }
            Some(_) => false,
        }
    }

    /// Adds all events of `other`; returns how many were new.
    pub fn merge(&mut self, other: impl IntoIterator<Item = Event>) -> usize {
        other.into_iter().filter(|event| self.add(event.clone())).count()
    }

    /// The event with this id.
    pub fn get(&self, id: &str) -> Option<&Event> {
        self.events.get(id)
    }

    /// The events in the order in which they count.
    pub fn ordered(&self) -> Vec<&Event> {
        let mut all: Vec<&Event> = self.events.values().collect();
        crate::text::order::sort(&mut all, &|a, b| a.order().cmp(&b.order()));
        all
    }

    /// The events, by id.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The logical clock for the next event.
    pub fn next_clock(&self) -> u64 {
        let highest = self.events.values().map(|event| event.clock).max();
        highest.map_or(1, |clock| clock.saturating_add(1))
    }

    /// The event that began the run: the first in order.
    pub fn start(&self) -> Option<&Event> {
        let starts = self.events.values().filter(|event| event.kind == Kind::Start);
        starts.min_by(|a, b| (a.imported, a.order()).cmp(&(b.imported, b.order())))
    }
}

impl FromIterator<Event> for Log {
    fn from_iter<I: IntoIterator<Item = Event>>(events: I) -> Self {
        let mut log = Self::default();
        log.merge(events);
        log
    }
}
