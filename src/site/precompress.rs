//! Compressed copies beside the files, for servers that send what is there: `.br` (Brotli 11) and `.gz` (gzip 9).

use super::Output;
use super::packs::gzip;
use bytes::Bytes;
use flate2::Compression;
use rayon::prelude::*;
use std::io::Write as _;

/// What a copy has to save to be worth its file, in bytes: less than a packet is nothing.
const WORTH: usize = 64;

/// Adds the copies; only where they are smaller.
pub fn add(output: &mut Output) {
    let copies: Vec<(String, Bytes)> = output
        .par_iter()
        .filter(|(path, _)| is_sent(path))
        .flat_map_iter(|(path, bytes)| {
            let copies = [("br", brotli(bytes)), ("gz", gzip(bytes, Compression::best()))];
            copies
                .into_iter()
                .filter(|(_, copy)| !copy.is_empty() && copy.len() + WORTH < bytes.len())
                .map(move |(extension, copy)| (format!("{path}.{extension}"), copy.into()))
        })
        .collect();
    output.extend(copies);
}

/// Whether a file is for browsers, and not compressed already.
fn is_sent(path: &str) -> bool {
    let compressed = [
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".woff2", ".gz", ".br", ".zip",
    ];
    let lower = path.to_ascii_lowercase();
    !path.starts_with("deploy/") && path != "_headers" && !compressed.iter().any(|ending| lower.ends_with(ending))
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
        add(&mut output);
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
}
