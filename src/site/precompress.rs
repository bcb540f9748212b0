//! Compressed copies beside the files, for servers that send what is there: `.br` (Brotli 11) and `.gz` (gzip 9).

use super::Output;
use super::packs::gzip;
use bytes::Bytes;
use flate2::Compression;
use rayon::prelude::*;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a copy has to save to be worth its file, in bytes: less than a packet is nothing.
const WORTH: usize = 64;

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It begins: how many files, and their bytes.
    Begins {
        /// Files to be compressed.
        files: usize,
        /// Their bytes.
        bytes: usize,
    },
    /// This much of the bytes is done: 25, 50 or 75 per cent.
    Done(usize),
}

/// Adds the copies; only where they are smaller. `say` is called before the work, and at each quarter of it.
pub fn add(output: &mut Output, say: &(dyn Fn(Progress) + Sync)) {
    let sent: Vec<(&String, &Bytes)> = output.iter().filter(|(path, _)| is_sent(path)).collect();
    let all: usize = sent.iter().map(|(_, bytes)| bytes.len()).sum();
    say(Progress::Begins {
        files: sent.len(),
        bytes: all,
    });
    let done = AtomicUsize::new(0);
    let copies: Vec<(String, Bytes)> = sent
        .into_par_iter()
        .flat_map_iter(|(path, bytes)| {
            let copies = [("br", brotli(bytes)), ("gz", gzip(bytes, Compression::best()))];
            let before = done.fetch_add(bytes.len(), Ordering::Relaxed);
            if let Some(quarter) = quarter(before, before + bytes.len(), all) {
                say(Progress::Done(quarter));
            }
            copies
                .into_iter()
                .filter(|(_, copy)| !copy.is_empty() && copy.len() + WORTH < bytes.len())
                .map(move |(extension, copy)| (format!("{path}.{extension}"), copy.into()))
        })
        .collect();
    output.extend(copies);
}

/// The last quarter of `all` but the fourth, in per cent, that lies behind `before` and not behind `after`.
fn quarter(before: usize, after: usize, all: usize) -> Option<usize> {
    let reached = |bytes: usize, per_cent: usize| bytes.saturating_mul(100) >= all.saturating_mul(per_cent);
    [75, 50, 25]
        .into_iter()
        .find(|per_cent| reached(after, *per_cent) && !reached(before, *per_cent))
}

/// Whether a file is for browsers, and not compressed already.
fn is_sent(path: &str) -> bool {
    let compressed = [
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".woff2", ".gz", ".br", ".zip",
    ];
    let lower = path.to_ascii_lowercase();
    !path.starts_with("deploy/")
        && path != "_headers"
        && path != ".nojekyll"
        && !compressed.iter().any(|ending| lower.ends_with(ending))
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    // Writing into memory cannot fail.
    let _ = writer.write_all(bytes);
    writer.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn copies_unpack_to_their_files_and_are_smaller() {
        let text = "runbook ".repeat(500).into_bytes();
        let mut output = Output::from([
            ("index.html".to_string(), text.clone().into()),
            ("small.html".to_string(), "x".into()),
            ("files/a.png".to_string(), text.clone().into()),
            ("deploy/nginx.conf".to_string(), text.clone().into()),
        ]);
        let said = std::sync::Mutex::new(Vec::new());
        add(&mut output, &|progress| said.lock().unwrap().push(progress));
        assert_eq!(
            said.into_inner().unwrap(),
            [
                Progress::Begins {
                    files: 2,
                    bytes: text.len() + 1
                },
                Progress::Done(75)
            ]
        );
        let names: Vec<&str> = output.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "deploy/nginx.conf",
                "files/a.png",
                "index.html",
                "index.html.br",
                "index.html.gz",
                "small.html"
            ]
        );
        let mut unpacked = Vec::new();
        brotli::Decompressor::new(&output["index.html.br"][..], 4096)
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
        unpacked.clear();
        flate2::read::GzDecoder::new(&output["index.html.gz"][..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }

    #[test]
    fn each_quarter_is_told_once() {
        let told = |sizes: &[usize]| {
            let all = sizes.iter().sum();
            let mut before = 0;
            let mut out = Vec::new();
            for size in sizes {
                out.extend(quarter(before, before + size, all));
                before += size;
            }
            out
        };
        assert_eq!(told(&[10; 10]), [25, 50, 75]);
        assert_eq!(told(&[30, 50, 20]), [25, 75]);
        assert_eq!(told(&[100, 0]), [75]);
    }
}
