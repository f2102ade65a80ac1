//! How the system's ssh is called.

use crate::config::{Server, Ssh};
use std::process::Command;
use std::time::Duration;

/// The command that runs a script of `length` bytes, which it reads first, in a shell of the server.
///
/// Whatever `~/.ssh/config` says holds: jump hosts, keys, algorithms. Never does ssh ask: a server whose key is not known,
/// or a login that would need a password, is an error.
pub(super) fn command(ssh: &Ssh, server: &Server, timeout: Duration, length: usize) -> Command {
    let mut command = Command::new("ssh");
    let seconds = timeout.as_secs().max(3);
    command.arg("-T");
    for option in [
        "BatchMode=yes".to_owned(),
        "StrictHostKeyChecking=yes".to_owned(),
        "ClearAllForwardings=yes".to_owned(),
        format!("ConnectTimeout={seconds}"),
        format!("ServerAliveInterval={}", seconds / 3),
        "ServerAliveCountMax=3".to_owned(),
    ] {
        command.arg("-o").arg(option);
    }
    if let Some(key) = &ssh.key_file {
        command.arg("-i").arg(key).args(["-o", "IdentitiesOnly=yes"]);
    }
    if let Some(file) = &ssh.known_hosts {
        let file = file.display();
        command.arg("-o").arg(format!("UserKnownHostsFile=\"{file}\""));
    }
    if let Some(port) = server.port {
        command.arg("-p").arg(port.to_string());
    }
    // Every login shell understands this line; the script itself is too long for some.
    let shell = format!("exec sh -c 'eval \"$(dd bs=1 count={length} 2>/dev/null)\"'");
    command.arg("--").arg(&server.login).arg(shell);
    // Its messages are read by us.
    command.env("LC_ALL", "C");
    command
}
