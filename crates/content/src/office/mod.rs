//! Word and Excel files since 2007 (ECMA-376), opened safely: parts of XML in a zip; and the form of letters.
//!
//! They come from anywhere: the sizes that a zip claims are not believed, what it unpacks to has a limit, entities of the
//! file's own are never resolved, and nothing that a part refers to outside of the file is followed.

mod carried;
mod csv;
mod element;
pub mod message;
mod package;
mod pieces;
mod write;

pub use carried::{CARRIED_TYPES, Carried, CarriedPiece, MARK};
pub use csv::csv;
pub use element::{Element, each_child};
pub use package::Package;
pub use pieces::{Piece, pieces};
pub use write::{PROLOGUE, zipped};

/// Why a file, or a part of it, cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It asks for a password.
    Encrypted,
    /// It is cut off, or no file of its kind.
    Damaged,
    /// It unpacks to more than the limit, or to more than any office document holds.
    TooLarge,
}
