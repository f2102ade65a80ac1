//! The script that open pages run, and where it is found. No page of a site begins with a dot.

/// Where the script is.
pub(super) const PATH: &str = "/.gongbao/client.js";

/// The script.
pub(super) const SCRIPT: &[u8] = include_bytes!("client.js");

/// Where it listens to what changes.
pub(super) const EVENTS: &str = "/.gongbao/events";
