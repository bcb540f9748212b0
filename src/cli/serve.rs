//! `breakglass serve`: build in memory, serve, watch, reload.
//!
//! Pages are sent from memory, never from disk: a request can reach nothing but the files of the site.

mod http;
mod live;
mod watch;

use super::Outcome;
use super::args;
use super::render::{Printer, print};
use super::words::{findings, plural, unsaid};
use crate::diagnostic::Severity;
use crate::site::{App, Site, cache, compile, config, source};
use anyhow::{Context, Result};
use live::Live;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Instant;

/// Ports tried after a busy one.
const PORTS: u16 = 20;

pub fn run(args: &args::Serve, printer: &Printer) -> Result<Outcome> {
    let app = App::find(args.app.as_deref())?;
    let mut builder = Builder {
        args,
        app,
        cache: cache::Cache::default(),
    };
    source::root_of(&args.dir)?;
    let started = Instant::now();
    // Before the first build: what is saved while that runs must not be missed.
    let watching = watch::start(&args.dir)?;
    let site = builder.build()?;
    printer.reports(&args.dir, &site.reports);
    let mut said = counted(&site);
    printer.note(&format!("{said} ({})", took(started)));
    let listener = bind(args.addr, printer)?;
    let address = listener
        .local_addr()
        .context("cannot read the address that the server listens on")?;
    let url = format!("http://{address}{}", args.base);
    let live = Arc::new(Live::new(site, args.base.clone()));
    let hosts = http::Hosts::new(address, &args.allow_host);
    print(&format!("Serving {} on {url} (Ctrl-C stops it)\n", args.dir.display()))?;
    if args.open {
        open(&url, printer);
    }
    http::start(listener, Arc::clone(&live), hosts)?;
    for _ in watching.changes() {
        let started = Instant::now();
        match builder.build() {
            Ok(site) => {
                let now = counted(&site);
                let reports = site.reports.clone();
                // What was written may be none of the site's, even a file that has all that is said here.
                if live.replace(site) | (now != said) {
                    printer.reports(&args.dir, &reports);
                    printer.note(&format!("Rebuilt: {now} ({})", took(started)));
                    said = now;
                }
            }
            Err(error) => {
                if live.broken(&format!("{error:#}")) {
                    printer.error(&error);
                }
            }
        }
    }
    Ok(Outcome::Success)
}

/// Builds the site again and again, keeping what has not changed.
struct Builder<'a> {
    args: &'a args::Serve,
    app: App,
    cache: cache::Cache,
}

impl Builder<'_> {
    fn build(&mut self) -> Result<Site> {
        let sources = source::read_again(&self.args.dir, &mut self.cache.sources)?;
        let config = config::read(&sources.root)?;
        compile(&sources, &config, &self.app, &mut self.cache)
    }
}

fn counted(site: &Site) -> String {
    format!(
        "{}, {}{}",
        plural(site.runbooks, "runbook"),
        findings(site.count(Severity::Error), site.count(Severity::Warning)),
        unsaid(site)
    )
}

fn took(started: Instant) -> String {
    format!("{:.0} ms", started.elapsed().as_secs_f64() * 1000.0)
}

/// Listens on `address`, or on the next free port.
fn bind(address: SocketAddr, printer: &Printer) -> Result<TcpListener> {
    let mut last = None;
    for step in 0..=PORTS {
        let Some(port) = address.port().checked_add(step) else {
            break;
        };
        match TcpListener::bind(SocketAddr::new(address.ip(), port)) {
            Ok(listener) => {
                if step > 0 {
                    printer.note(&format!(
                        "port {} is in use, so the site is on port {port}",
                        address.port()
                    ));
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse && address.port() != 0 => last = Some(error),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot listen on {address}; give another with --addr"));
            }
        }
    }
    let error = last.unwrap_or_else(|| std::io::Error::from(std::io::ErrorKind::AddrInUse));
    Err(error)
        .with_context(|| format!("cannot listen on {address} or the {PORTS} ports after it; give another with --addr"))
}

fn open(url: &str, printer: &Printer) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    if let Err(error) = std::process::Command::new(program).arg(url).spawn() {
        printer.note(&format!(
            "cannot open the browser ({program}: {error}); open {url} yourself"
        ));
    }
}
