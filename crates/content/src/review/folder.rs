//! Where the log and what belongs to it stand, from the site's folder.

use super::archive;
use crate::diagnostic::{Code, Diagnostic};
use crate::say;
use std::path::Path;

/// What travels with `content/`.
const SHARED: &str = "reviews";

/// The log in it.
pub(super) const LOG: &str = "reviews/log.jsonl";

/// What this machine alone knows.
pub(super) const OWN: &str = ".gongbao/review";

/// A link would let what is written here go elsewhere.
pub(super) fn refuse_links(root: &Path) -> Result<(), Diagnostic> {
    for name in [SHARED, LOG, archive::FOLDER] {
        if root.join(name).is_symlink() {
            let words = say!(
                "“{name}”是链接，审核记录要放在网站文件夹里",
                "{name} is a link; the log belongs into the site's folder"
            );
            return Err(Diagnostic::error(Code::ReviewLog, words).in_file(name));
        }
    }
    Ok(())
}
