//! `gongbao review key`.

use crate::cli;
use crate::command::{Console, Outcome};
use crate::config::PublicKey;
use crate::diagnostic::{Code, Diagnostic};
use crate::review::key::{SecretKey, usual_place};
use crate::say;
use std::path::{Path, PathBuf};

/// Makes a key, and prints what goes into `site.yaml`.
pub(super) fn run(args: &cli::ReviewKey, console: &Console) -> Result<Outcome, Outcome> {
    let refuse = |problem| console.refuse(problem);
    let path = place(args.key.as_ref()).map_err(refuse)?;
    let key = SecretKey::make(&path, &args.source).map_err(refuse)?;
    tell(&key, &path, console);
    // The key alone, for programs.
    Ok(console.print(&format!("{key}\n")))
}

/// The file that was named, or the usual one.
pub(super) fn place(named: Option<&PathBuf>) -> Result<PathBuf, Diagnostic> {
    named.cloned().or_else(usual_place).ok_or_else(|| {
        let words = say!("不知道主目录在哪里", "there is no home folder");
        Diagnostic::error(Code::ReviewKey, words)
            .hint(say!("用 --key 写明私钥文件", "name the file of the key with --key"))
    })
}

fn tell(key: &PublicKey, path: &Path, console: &Console) {
    let shown = path.display();
    console.note(&say!(
        "私钥在“{shown}”，只有自己能读，不要给别人，也不要放进网站文件夹。\n\
         把下面的公钥交给管网站的人，写在 site.yaml 里：\n  \
         审核制度: {{审核人: [{{姓名: 你的姓名, 公钥: {key}}}]}}\n",
        "The secret key is in {shown}. Nobody else can read it; give it to nobody, and keep it out of the site's folder.\n\
         The public key below goes into site.yaml:\n  \
         review: {{reviewers: [{{name: your name, keys: {key}}}]}}\n"
    ));
}
