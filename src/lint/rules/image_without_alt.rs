//! Images that say nothing when they are not seen.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};

lint! {
    /// Images that say nothing when they are not seen.
    "BG024" "image-without-alt" Warning, Check::File(check),
    what: "An image without alternative text.",
    why: "In an incident the image host may be down, and a colleague may listen to a screen reader. External images become \
          links with their alternative text, so without it there is nothing to click on.",
    bad: "# T\n\n![](https://img.example.org/flow.png)\n",
    good: "# T\n\n![How a request reaches the database](https://img.example.org/flow.png)\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for image in file
        .links
        .iter()
        .filter(|link| link.is_image && link.text.trim().is_empty())
    {
        let finding = Diagnostic::new(RULE, image.span, "this image has no alternative text");
        out.push(finding.help("say in the brackets what it shows"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn links_need_no_alternative() {
        check(
            "image-without-alt",
            "[](a.md) ![x](b.png) ![ ](c.png) `![](d.png)`\n",
            &["![ ](c.png)"],
        );
    }
}
