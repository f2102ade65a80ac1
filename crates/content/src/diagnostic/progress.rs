//! How far a long piece of work is.

/// Is told how far a long piece of work is.
pub trait Progress: Sync {
    /// Another program is writing to the same folder; this one goes on when that is done.
    fn waiting(&self) {}
    /// A stage of `total` steps begins.
    fn begin(&self, total: usize);
    /// One step is done.
    fn step(&self);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize) {}
    fn step(&self) {}
}
