//! What is wrong with a file as a whole.

use crate::diagnostic::{Code, Diagnostic};
use crate::extract::Unreadable;
use crate::import::manuscript::Manuscript;
use crate::office::Fault;
use crate::say;
use std::path::Path;

/// What one file may unpack to, in bytes.
pub(super) const UNPACKED_LIMIT: u64 = 512 * 1024 * 1024;

/// A manuscript that holds nothing but its file's name.
pub(super) fn begin(path: &Path) -> Manuscript {
    Manuscript { path: path.display().to_string(), ..Manuscript::default() }
}

/// Why a file cannot be read whose text was taken out by what it is.
pub(super) fn told_unreadable(why: &Unreadable, path: &Path) -> Diagnostic {
    told(
        match why {
            Unreadable::Encrypted => Fault::Encrypted,
            Unreadable::TooLarge | Unreadable::TooDeep => Fault::TooLarge,
            _ => Fault::Damaged,
        },
        path,
    )
}

/// Why an office file cannot be read.
pub(super) fn told(fault: Fault, path: &Path) -> Diagnostic {
    let (code, words, hint) = match fault {
        Fault::Encrypted => (
            Code::Password,
            say!("文件有密码，读不了", "the file has a password"),
            say!(
                "用 Word 或 WPS 打开，去掉密码，另存一份再导入",
                "open it, take the password away, save it and import it again"
            ),
        ),
        Fault::Damaged => (
            Code::Damaged,
            say!("文件是坏的，或者没有传完整", "the file is damaged, or was cut off"),
            say!(
                "先用 Word 或 WPS 打开看看；能打开就另存一份再导入，打不开请向发来的人再要一份",
                "try to open it in its own program; save it again if that works, else ask its sender for another copy"
            ),
        ),
        Fault::TooLarge => (
            Code::TooLarge,
            say!("文件太大，或者解开以后太大", "the file is too large, or unpacks to too much"),
            say!(
                "正常的文稿不会这么大：核对来源；是真的就分成几个文件再导入",
                "no real text is that large: check where it comes from, or import it in parts"
            ),
        ),
    };
    Diagnostic::error(code, words).in_file(path.display().to_string()).hint(hint)
}
