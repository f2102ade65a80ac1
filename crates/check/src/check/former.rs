//! 旧网址 from which only the web server can lead on: said once for the site, since the pages cannot do it.

use crate::diagnostic::{Code, Diagnostic};
use crate::say;
use crate::site::Site;

pub(super) fn served(site: &Site) -> Option<Diagnostic> {
    let (_, first) = site.served.first()?;
    let document = site.document(*first);
    let count = site.served.len();
    let words = say!(
        "有 {count} 个旧网址做不成文件（如带“?”的），要由网页服务器转过来",
        "former addresses at which no file can stand, such as those with `?`: {count}; the web server has to lead on from them"
    );
    let place = document.in_front(&["旧网址", "aliases"]);
    Some(Diagnostic::warning(Code::AliasServer, words).at(&document.source, place))
}
