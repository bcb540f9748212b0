//! The arguments as typed; what a value must look like is in [`values`].

mod values;

use crate::text::Date;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Compiles a folder of Markdown runbooks into a static site that keeps working when everything else is down.
#[derive(Debug, Parser)]
#[command(version, after_help = "Example: breakglass build runbooks --out dist")]
pub struct Args {
    /// When to colour messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// When to colour messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile a folder of runbooks into a site
    Build(Build),
    /// Build a folder of runbooks in memory and serve the site on this machine
    Serve(Serve),
    /// Lint runbooks, and mend what can be mended safely
    Check(Check),
    /// Find the runbook for an alert, an error line or a symptom
    Search(Search),
    /// Hold Prometheus rule files against the runbooks
    Alerts(Alerts),
    /// Write a new runbook from the template
    New(New),
    /// Say which runbooks are due for review, by owner
    Review(Review),
    /// Print completions for a shell
    Completions(Completions),
    /// Write manual pages into a folder
    #[command(hide = true)]
    Man(Man),
}

/// `breakglass alerts`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  breakglass alerts rules/ --src docs/runbooks\n  helm template monitoring ./chart | breakglass \
                  alerts -\n  breakglass alerts rules/*.yaml --write-urls https://runbooks.example/"
)]
pub struct Alerts {
    /// Rule files, PrometheusRule resources, rendered manifests; folders of them; - for standard input
    #[arg(value_name = "RULES", required = true)]
    pub rules: Vec<PathBuf>,
    /// The folder that holds the runbooks
    #[arg(long, value_name = "DIR", default_value = "runbooks")]
    pub src: PathBuf,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// Fail on warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Set the runbook_url of every alert that has a runbook to its page in the site at this address
    #[arg(long, value_name = "BASE_URL")]
    pub write_urls: Option<String>,
    /// Print what --write-urls would change as a patch, and write nothing
    #[arg(long, requires = "write_urls")]
    pub dry_run: bool,
    /// Leave runbook_urls that lead to other sites as they are
    #[arg(long, requires = "write_urls")]
    pub keep_foreign: bool,
    /// A file of findings that are known and pass
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found now into the baseline file
    #[arg(long, requires = "baseline")]
    pub update_baseline: bool,
}

/// `breakglass review`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  breakglass review docs/runbooks --due-within 2w --runs exported/\n  breakglass review \
                  --format ics > reviews.ics"
)]
pub struct Review {
    /// The folder that holds the runbooks
    #[arg(value_name = "DIR", default_value = "runbooks")]
    pub dir: PathBuf,
    /// How far to look ahead, such as 14d, 2w, 3m; a calendar holds all dates unless this is given
    #[arg(long, value_name = "TIME", value_parser = values::window)]
    pub due_within: Option<i32>,
    /// A folder of exported runs: evidence of use, incidents and drills
    #[arg(long, value_name = "DIR")]
    pub runs: Option<PathBuf>,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = ReviewFormat::Text)]
    pub format: ReviewFormat,
    /// Fail on what is due soon and on missing dates, too
    #[arg(long)]
    pub strict: bool,
    /// Only runbooks of this owner
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// Add the checklist of the quarter's review, as Markdown
    #[arg(long)]
    pub checklist: bool,
    /// Add what changed since this day by git's account, to be communicated
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub changes_since: Option<Date>,
    /// The day to compare with, instead of today where you are
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub today: Option<Date>,
}

/// How `review` writes its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people.
    Text,
    /// One JSON object.
    Json,
    /// iCalendar, for calendar programs.
    Ics,
}

/// `breakglass completions`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example: breakglass completions bash > /etc/bash_completion.d/breakglass")]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

/// `breakglass man`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example: breakglass man /usr/local/share/man/man1")]
pub struct Man {
    /// The folder; it is made where it is missing
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

/// `breakglass build`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example: breakglass build docs/runbooks --out public --strict")]
pub struct Build {
    /// The folder that holds the runbooks
    #[arg(value_name = "DIR", default_value = "runbooks")]
    pub dir: PathBuf,
    /// The folder to put the site in; replaced as a whole, and only when everything succeeded
    #[arg(long, value_name = "OUT", default_value = "dist")]
    pub out: PathBuf,
    /// The folder of the compiled app, instead of $BREAKGLASS_APP or the one in this program
    #[arg(long, value_name = "DIR")]
    pub app: Option<PathBuf>,
    /// Write the whole site into one HTML file, too: it works from a disk and as a mail attachment
    #[arg(long, value_name = "FILE")]
    pub single_file: Option<PathBuf>,
    /// Put compressed copies (.br, .gz) beside the files, for servers that send them
    #[arg(long)]
    pub precompress: bool,
    /// Refuse to build when there are errors or warnings
    #[arg(long)]
    pub strict: bool,
}

/// `breakglass serve`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example: breakglass serve docs/runbooks --addr 127.0.0.1:9000 --base /ops/runbooks/")]
pub struct Serve {
    /// The folder that holds the runbooks
    #[arg(value_name = "DIR", default_value = "runbooks")]
    pub dir: PathBuf,
    /// The address to listen on; a busy port moves to the next free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = values::address)]
    pub addr: SocketAddr,
    /// The folder of the URL under which the site appears
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = values::base)]
    pub base: String,
    /// The folder of the compiled app, instead of $BREAKGLASS_APP or the one in this program
    #[arg(long, value_name = "DIR")]
    pub app: Option<PathBuf>,
    /// Another name under which the site is asked for; may be given several times
    #[arg(long, value_name = "HOST")]
    pub allow_host: Vec<String>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
}

/// `breakglass check`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example: breakglass check runbooks --strict --format github")]
pub struct Check {
    /// Runbook folders, or files in them
    #[arg(value_name = "PATH", default_values = ["runbooks"])]
    pub paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// Fail on warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Apply the fixes that are safe, and nothing else
    #[arg(long)]
    pub fix: bool,
    /// Say what a rule is about, by its code or name; "all" lists them
    #[arg(long, value_name = "CODE", conflicts_with_all = ["fix", "strict"])]
    pub explain: Option<String>,
}

/// `breakglass new`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Example: breakglass new \"Slow Checkout\" --severity P1 --alert CheckoutSlow --owner \"Shop Team\""
)]
pub struct New {
    /// The runbook's title; the file's name is made from it
    #[arg(value_name = "TITLE")]
    pub title: String,
    /// Whether it is for an incident or for planned work
    #[arg(long, value_enum, default_value_t = NewKind::Incident)]
    pub kind: NewKind,
    /// How severe the incident is: P0 (worst) to P4
    #[arg(long, value_name = "LEVEL")]
    pub severity: Option<String>,
    /// The owning team
    #[arg(long, value_name = "TEAM")]
    pub owner: Option<String>,
    /// The alert that leads here; may be given several times
    #[arg(long, value_name = "NAME")]
    pub alert: Vec<String>,
    /// The folder to put it in
    #[arg(long, value_name = "DIR", default_value = "runbooks")]
    pub dir: PathBuf,
}

/// Kinds of runbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// For an incident, found by alert or symptom.
    Incident,
    /// For planned work.
    Procedure,
}

/// How `check` writes its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people.
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
}

/// `breakglass search`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example: breakglass search 'pods keep restarting severity:P0' --src docs/runbooks --limit 3")]
pub struct Search {
    /// What to look for: words, an alert's name, a pasted line; and filters such as severity:P0 or owner:payments
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// The folder that holds the runbooks
    #[arg(long, value_name = "DIR", default_value = "runbooks", conflicts_with = "site")]
    pub src: PathBuf,
    /// A built site, instead of a folder of runbooks
    #[arg(long, value_name = "OUT")]
    pub site: Option<PathBuf>,
    /// How many runbooks to show at most
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = values::limit)]
    pub limit: usize,
    /// How to show them
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub format: SearchFormat,
}

/// How results are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SearchFormat {
    /// For readers.
    Text,
    /// For programs.
    Json,
}
