//! Links, images and boxes of tasks as a page has them, whether they were written in Markdown or in raw HTML.

use super::escape::{is_image_allowed, is_link_allowed, push_address, push_format, push_value};
use super::{ImageTarget, LinkTarget, Options, Resolve};

/// Where a link leads, unless the resolver or its scheme speaks against it.
pub(super) fn resolved_link(resolve: &dyn Resolve, target: &str) -> Option<LinkTarget> {
    resolve.link(target).filter(|target| is_link_allowed(&target.href))
}

/// Where an image is, unless the resolver or its scheme speaks against it.
pub(super) fn resolved_image(resolve: &dyn Resolve, target: &str) -> Option<ImageTarget> {
    resolve.image(target).filter(|target| is_image_allowed(&target.src))
}

/// What a link to another host has more than one within the site.
pub(super) fn push_leaves(out: &mut String, leaves: bool, secret: Option<char>) {
    if leaves {
        out.push_str(" class=\"");
        out.extend(secret);
        out.push_str("leaves\" rel=\"noopener\"");
    }
}

pub(super) fn push_image(
    out: &mut String,
    target: &ImageTarget,
    alt: &str,
    title: &str,
    secret: Option<char>,
) {
    if !target.choices.is_empty() {
        out.push_str("<picture><source type=\"image/webp\" srcset=\"");
        push_value(out, &target.choices);
        // As in the theme's pictures: a browser that reckons another width loads another file of the same picture.
        out.push_str("\" sizes=\"(min-width: 64em) 48rem, 94vw\">");
    }
    out.push_str("<img src=\"");
    out.extend(secret);
    push_address(out, &target.src);
    out.push_str("\" alt=\"");
    push_value(out, alt);
    out.push('"');
    if !title.is_empty() {
        out.push_str(" title=\"");
        push_value(out, title);
        out.push('"');
    }
    // With both, a browser keeps the room free, and the text does not jump when the picture comes.
    if let Some((width, height)) = target.size {
        push_format(out, format_args!(" width=\"{width}\" height=\"{height}\""));
    }
    out.push_str(" loading=\"lazy\" decoding=\"async\">");
    if !target.choices.is_empty() {
        out.push_str("</picture>");
    }
}

pub(super) fn push_task(out: &mut String, done: bool, options: Options) {
    out.push_str("<input type=\"checkbox\" disabled");
    if done {
        out.push_str(" checked");
    }
    out.push_str(" aria-label=\"");
    push_value(out, if done { options.done } else { options.not_done });
    out.push_str("\">");
}
