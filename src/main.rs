//! The native program; see [`breakglass::cli`].

use std::process::ExitCode;

/// Reading a runbook makes thousands of short texts, on all processors at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    breakglass::cli::run()
}
