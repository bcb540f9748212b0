//! Compression by the browser's own streams (deflate without a header): no code of ours to download.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    /// Either of the two.
    type Transform;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &Transform) -> Readable;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &Transform) -> Writable;

    type Readable;
    #[wasm_bindgen(method, js_name = getReader)]
    fn get_reader(this: &Readable) -> Reader;

    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> js_sys::Promise;
    #[wasm_bindgen(method)]
    fn cancel(this: &Reader) -> js_sys::Promise;

    type Writable;
    #[wasm_bindgen(method, js_name = getWriter)]
    fn get_writer(this: &Writable) -> Writer;

    type Writer;
    #[wasm_bindgen(method)]
    fn write(this: &Writer, chunk: &js_sys::Uint8Array) -> js_sys::Promise;
    #[wasm_bindgen(method)]
    fn close(this: &Writer) -> js_sys::Promise;
}

/// `bytes`, compressed; `None` where the browser cannot (before Chromium 103, Firefox 113, Safari 16.4).
pub async fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let stream = CompressionStream::new("deflate-raw").ok()?;
    through(&stream.unchecked_into(), bytes, usize::MAX).await
}

/// `bytes`, decompressed; `None` when they are not compressed data, or more than `most` bytes come out: reading stops
/// there, however much would follow.
pub async fn inflate(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let stream = DecompressionStream::new("deflate-raw").ok()?;
    through(&stream.unchecked_into(), bytes, most).await
}

async fn through(stream: &Transform, bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let writer = stream.writable().get_writer();
    // Both promises fail when the data is bad; reading fails too, and that is where it is noticed.
    for promise in [writer.write(&js_sys::Uint8Array::from(bytes)), writer.close()] {
        super::spawn(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
    let reader = stream.readable().get_reader();
    let mut out = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.ok()?;
        let value = js_sys::Reflect::get(&chunk, &"value".into()).ok()?;
        let Ok(value) = value.dyn_into::<js_sys::Uint8Array>() else {
            return Some(out);
        };
        if out.len() + value.length() as usize > most {
            let _ = JsFuture::from(reader.cancel()).await;
            return None;
        }
        out.extend(value.to_vec());
    }
}
