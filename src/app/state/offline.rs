//! The offline copy: how it stands, in words, and whether a newer version of the site may be taken.

use super::activity::Activity;
use crate::app::browser::time;
use crate::app::browser::worker::{self, Report};
use leptos::prelude::*;

/// The offline copy, as last reported. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct OfflineCopy {
    report: RwSignal<Report>,
    dismissed: RwSignal<bool>,
    activity: Activity,
}

impl OfflineCopy {
    /// Listens from now on to the worker of the site at `root`.
    pub fn new(activity: Activity, root: String) -> Self {
        let copy = Self {
            report: RwSignal::new(Report::default()),
            dismissed: RwSignal::new(false),
            activity,
        };
        worker::on_report(root, move |report| {
            if copy.report.with_untracked(|last| *last != report) {
                copy.report.set(report);
            }
        });
        copy
    }

    /// What the reader is in the midst of.
    pub fn activity(self) -> Activity {
        self.activity
    }

    /// Whether a newer version is there and nothing stands against taking it with the next page.
    pub fn update_is_due(self) -> bool {
        self.report.with_untracked(|report| report.update) && !untrack(|| self.activity.is_busy())
    }

    /// Whether the newer version is to be announced: it is there, and the reader has not put it off.
    pub fn announced(self) -> Signal<bool> {
        Signal::derive(move || self.report.with(|report| report.update) && !self.dismissed.get())
    }

    /// The reader puts the newer version off.
    pub fn put_off(self) {
        self.dismissed.set(true);
    }

    /// `none`, `installing`, `ready` or `unsupported`; empty before anything is known.
    pub fn state(self) -> Signal<String> {
        Signal::derive(move || self.report.with(|report| report.offline.clone()))
    }

    /// How the copy stands, in two or three words.
    pub fn label(self) -> Signal<String> {
        Signal::derive(move || self.report.with(label))
    }

    /// How the copy stands, in full.
    pub fn sentence(self) -> Signal<String> {
        Signal::derive(move || {
            self.report
                .with(|report| sentence(report, time::now(), time::parse(&report.built)))
        })
    }
}

fn label(report: &Report) -> String {
    match report.offline.as_str() {
        "ready" => "Works offline".to_string(),
        "installing" => ["Offline copy ", &percent(report)].concat(),
        "none" | "unsupported" => "Online only".to_string(),
        "single" => "Single file".to_string(),
        _ => String::new(),
    }
}

/// How much is downloaded: `40 %`, or `…` before that is known.
fn percent(report: &Report) -> String {
    if report.total <= 0.0 {
        return "…".to_string();
    }
    [whole(100.0 * report.done / report.total).as_str(), " %"].concat()
}

/// A count or a share without its fraction. (Formatting floating-point numbers costs 20 kB of wasm.)
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of files, hours, per cent"
)]
fn whole(number: f64) -> String {
    (number.max(0.0) as u32).to_string()
}

fn sentence(report: &Report, now: f64, built: Option<f64>) -> String {
    let mut out = String::new();
    match report.offline.as_str() {
        "ready" | "single" => {
            let runbooks = if report.runbooks == 1.0 { " runbook" } else { " runbooks" };
            out.push_str(if report.offline == "single" {
                "This file holds the whole site: "
            } else {
                "Offline copy complete: "
            });
            out.push_str(&whole(report.runbooks));
            out.push_str(runbooks);
            if let Some(built) = built {
                out.push_str(", of ");
                out.push_str(&report.built.replace('T', " ").replace(":00Z", " UTC").replace('Z', " UTC"));
                out.push_str(" (");
                out.push_str(&age(now - built));
                out.push(')');
            }
            out.push('.');
            if report.images > report.images_here {
                for part in [
                    " ",
                    &whole(report.images_here),
                    " of ",
                    &whole(report.images),
                    " images and files are in it so far.",
                ] {
                    out.push_str(part);
                }
            }
        }
        "installing" => {
            out.push_str("The offline copy is being made: ");
            out.push_str(&percent(report));
            out.push_str(". Until it is complete, pages need the network.");
        }
        "none" => {
            out.push_str("No complete offline copy: pages need the network.");
            out.push_str(match report.reason.as_str() {
                "quota" => " This browser has no room left for it.",
                "damaged" => " The host sent something else than it should; it is tried again.",
                "network" => " The host could not be reached for all of it; it is tried again.",
                _ => "",
            });
        }
        "unsupported" => out.push_str(
            "No offline copy here: browsers keep one over https only, and some not in private windows. Pages need the network.",
        ),
        _ => {}
    }
    out
}

/// `3 hours old`.
fn age(milliseconds: f64) -> String {
    let minutes = milliseconds / 60_000.0;
    let (count, unit) = match minutes {
        m if m < 2.0 => return "just now".to_string(),
        m if m < 120.0 => (m, " minutes old"),
        m if m < 2.0 * 1440.0 => (m / 60.0, " hours old"),
        m => (m / 1440.0, " days old"),
    };
    [whole(count).as_str(), unit].concat()
}
