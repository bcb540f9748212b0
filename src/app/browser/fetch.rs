//! Requests to the site's own host.

use super::time::{self, Timer};
use super::{single, window};
use js_sys::{Map, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestInit, Response};

/// How long to wait for a page. Networks that are nearly down let requests hang, and `fetch` has no limit of its own.
const TIMEOUT_MS: u32 = 20_000;

/// Why a request gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// No answer, or one that broke off; also when the request was given up or took too long.
    Unreachable,
    /// An answer with another status than success.
    Status,
}

/// A request that can be given up, and gives up by itself after a while.
pub struct Request {
    controller: Option<AbortController>,
    _timeout: Option<Timer>,
}

impl Request {
    /// A request that may now be made.
    pub fn new() -> Self {
        let controller = AbortController::new().ok();
        let timeout = controller
            .clone()
            .map(|controller| time::after(TIMEOUT_MS, move || controller.abort()));
        Self {
            controller,
            _timeout: timeout,
        }
    }

    /// Breaks the request off: it ends as [`FetchError::Unreachable`]. One that is over stays as it is.
    pub fn give_up(&self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

impl Default for Request {
    fn default() -> Self {
        Self::new()
    }
}

/// The text at `url`.
pub async fn text(url: &str, request: &Request) -> Result<String, FetchError> {
    if single::root().is_some() {
        let file = single::read(url).ok_or(FetchError::Status)?;
        return Ok(String::from_utf8_lossy(&file).into_owned());
    }
    let body = respond(url, request)
        .await?
        .text()
        .map_err(|_| FetchError::Unreachable)?;
    JsFuture::from(body)
        .await
        .ok()
        .and_then(|text| text.as_string())
        .ok_or(FetchError::Unreachable)
}

/// The bytes at `url`.
pub async fn bytes(url: &str, request: &Request) -> Result<Vec<u8>, FetchError> {
    if single::root().is_some() {
        return single::read(url).ok_or(FetchError::Status);
    }
    let mut bytes = Vec::new();
    // In pieces, as they come: megabytes as a whole would hold up the page for as long as they take to be copied.
    let Some(body) = respond(url, request).await?.body() else {
        return Ok(bytes);
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let read = JsFuture::from(reader.read()).await;
        let read = read.map_err(|_| FetchError::Unreachable)?;
        let piece = Reflect::get(&read, &JsValue::from_str("value")).ok();
        let Some(piece) = piece.and_then(|piece| piece.dyn_into::<Uint8Array>().ok()) else {
            return Ok(bytes);
        };
        let from = bytes.len();
        bytes.resize(from + piece.length() as usize, 0);
        if let Some(place) = bytes.get_mut(from..) {
            piece.copy_to(place);
        }
    }
}

/// Some texts of the JSON file at `url`, each by its path of keys; `None` for one that is missing or no text.
pub async fn json_texts<const N: usize>(
    url: &str,
    request: &Request,
    paths: [&[&str]; N],
) -> Result<[Option<String>; N], FetchError> {
    // The browser's own parser: the file may be large, and a parser of ours would cost more than search itself.
    let root = if single::root().is_some() {
        js_sys::JSON::parse(&text(url, request).await?).map_err(|_| FetchError::Status)?
    } else {
        let body = respond(url, request).await?.json();
        let body = body.map_err(|_| FetchError::Unreachable)?;
        JsFuture::from(body).await.map_err(|_| FetchError::Status)?
    };
    Ok(paths.map(|path| {
        let mut value = root.clone();
        for key in path {
            value = js_sys::Reflect::get(&value, &JsValue::from_str(key)).ok()?;
        }
        value.as_string()
    }))
}

/// What `boot.js` asked for early, on the reader's behalf: asked again, a host that allows no caching would send it twice.
/// Each answer is taken once; after that, and when there was none, the host is asked.
async fn early(url: &str) -> Option<Response> {
    let requests = Reflect::get(&window()?.into(), &JsValue::from_str("breakglassEarly")).ok()?;
    let requests: Map = requests.dyn_into().ok()?;
    let url = JsValue::from_str(url);
    let answer: Promise = requests.get(&url).dyn_into().ok()?;
    requests.delete(&url);
    let response: Response = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    (response.ok() && !response.body_used()).then_some(response)
}

async fn respond(url: &str, request: &Request) -> Result<Response, FetchError> {
    if let Some(response) = early(url).await {
        return Ok(response);
    }
    let options = RequestInit::new();
    if let Some(controller) = &request.controller {
        options.set_signal(Some(&controller.signal()));
    }
    let answer = window()
        .ok_or(FetchError::Unreachable)?
        .fetch_with_str_and_init(url, &options);
    let response: Response = JsFuture::from(answer)
        .await
        .ok()
        .and_then(|response| response.dyn_into().ok())
        .ok_or(FetchError::Unreachable)?;
    if response.ok() {
        Ok(response)
    } else {
        Err(FetchError::Status)
    }
}
