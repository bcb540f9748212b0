//! Reads a text with nothing, with the parser, with the model, or to a page: the differences in size are their bytes.

use std::hint::black_box;

fn main() {
    let text: String = black_box("# Title\n".repeat(black_box(2)));
    #[cfg(feature = "parser")]
    {
        use pulldown_cmark::{Options, Parser};
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST;
        for event in Parser::new_ext(&text, options).into_offset_iter() {
            black_box(&event);
        }
    }
    #[cfg(any(feature = "model", feature = "page"))]
    {
        let document = breakglass::markdown::read(&text);
        black_box(&document);
        #[cfg(feature = "page")]
        {
            use breakglass::markdown::{Links, Reference, Target, html};
            struct NoLinks;
            impl Links for NoLinks {
                fn resolve(&mut self, _: Reference<'_>) -> Target {
                    Target::Dead
                }
            }
            black_box(html::render(&document, &mut NoLinks, &mut Vec::new()));
        }
    }
    black_box(&text);
}
