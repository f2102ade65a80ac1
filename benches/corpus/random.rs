//! Chance that repeats: SplitMix64, which is small and the same everywhere.

pub(crate) struct Random(u64);

impl Random {
    /// The chance of one thing: nothing else depends on it.
    pub(crate) fn of(seed: u64, what: &str, at: usize) -> Self {
        let mut random = Self(seed);
        for byte in what.bytes() {
            random.0 = random.next() ^ u64::from(byte);
        }
        random.0 = random.next() ^ at as u64;
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0, below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// From `low` up to and with `high`.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Several, each once.
    pub(crate) fn several<'a, T>(&mut self, from: &'a [T], count: usize) -> Vec<&'a T> {
        let mut places: Vec<usize> = (0..from.len()).collect();
        for at in 0..count {
            let other = self.between(at, from.len() - 1);
            places.swap(at, other);
        }
        places[..count].iter().map(|&place| &from[place]).collect()
    }
}
