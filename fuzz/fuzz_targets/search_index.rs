//! Any bytes behind a right checksum: an error or an index that answers, without a panic, and without allocating far
//! more than the file is long.
#![no_main]

use breakglass::search::codec::checksum;
use breakglass::search::{Engine, Index};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = Index::open(bytes);
    let mut file = b"BGSX\x01".to_vec();
    file.extend_from_slice(bytes);
    file.extend_from_slice(&checksum(&file).to_le_bytes());
    if let Ok(index) = Index::open(&file) {
        let _ = Engine::new(index).search("pod crash looping", 10);
    }
});
