//! A scale turns values into pixels and never into nonsense: whatever it is given, it answers with a finite number.

/// Far from the largest `f64`, so that the difference of two bounded values is finite.
const BOUND: f64 = 1e300;

/// A linear map from `low..=high` onto pixels `from..=to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Covers all the finite values; widened where they are all the same.
    pub(super) fn covering(values: impl IntoIterator<Item = f64>, pixels: (f64, f64)) -> Scale {
        let (from, to) = pixels;
        let (low, high) = match extent(values) {
            None => (0.0, 1.0),
            Some((low, high)) if low == high => {
                let margin = (low.abs() * 0.1).max(1.0);
                (low - margin, high + margin)
            }
            Some(range) => range,
        };
        Scale { low, high, from, to }
    }

    /// Covers zero too, as every chart whose bars are read by their length has to.
    pub(super) fn from_zero(values: impl IntoIterator<Item = f64>, pixels: (f64, f64)) -> Scale {
        let (from, to) = pixels;
        let (low, high) = match extent(values) {
            None => (0.0, 1.0),
            Some((low, high)) if low.min(0.0) == high.max(0.0) => (0.0, 1.0),
            Some((low, high)) => (low.min(0.0), high.max(0.0)),
        };
        Scale { low, high, from, to }
    }

    /// The same scale with `share` of its range added at each end.
    pub(super) fn padded(self, share: f64) -> Scale {
        let margin = (self.high - self.low) * share;
        Scale { low: self.low - margin, high: self.high + margin, ..self }
    }

    /// The same scale with `share` of its range added above.
    pub(super) fn with_headroom(self, share: f64) -> Scale {
        Scale { high: self.high + (self.high - self.low) * share, ..self }
    }

    /// The pixel of a value; values outside the scale stand at its ends.
    pub(super) fn at(&self, value: f64) -> f64 {
        let value = if value.is_finite() { value } else { self.low };
        let share = (value.clamp(-BOUND, BOUND) - self.low) / (self.high - self.low);
        let share = if share.is_finite() { share } else { 0.0 };
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// Whether the value lies within the scale.
    pub(super) fn covers(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// About `count` round values (1, 2 or 5 times a power of ten) within the scale, lowest first.
    pub(super) fn ticks(&self, count: u32) -> Vec<f64> {
        let step = round_step((self.high - self.low) / f64::from(count.max(1)));
        if !step.is_normal() {
            return Vec::new();
        }
        let first = (self.low / step).ceil();
        (0..=2 * count)
            .map(|index| (first + f64::from(index)) * step)
            .take_while(|tick| *tick <= self.high)
            .collect()
    }
}

/// The finite value, or nothing.
pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(-BOUND, BOUND))
}

fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter_map(finite).fold(None, |range, value| {
        let (low, high) = range.unwrap_or((value, value));
        Some((value.min(low), value.max(high)))
    })
}

fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.abs().log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    let step = steps.into_iter().find(|step| step * power >= rough);
    step.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_land_on_their_pixels() {
        let scale = Scale::from_zero([50.0, 200.0], (0.0, 100.0));
        for (value, pixel) in [(0.0, 0.0), (50.0, 25.0), (200.0, 100.0), (900.0, 100.0)] {
            assert_eq!(scale.at(value), pixel, "{value}");
        }
    }

    #[test]
    fn equal_values_stand_in_the_middle() {
        for value in [0.0, 7.0, -3.0, 1e300] {
            assert_eq!(Scale::covering([value; 3], (0.0, 10.0)).at(value), 5.0);
        }
    }

    #[test]
    fn ticks_are_round() {
        let ticks = |low, high| Scale::covering([low, high], (0.0, 1.0)).ticks(4);
        assert_eq!(ticks(0.0, 100.0), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(61.0, 95.0), [70.0, 80.0, 90.0]);
        assert_eq!(ticks(-4.0, 4.0), [-4.0, -2.0, 0.0, 2.0, 4.0]);
    }

    proptest! {
        #[test]
        fn every_answer_is_a_finite_pixel(
            values in prop::collection::vec(prop::num::f64::ANY, 0..5),
            asked in prop::num::f64::ANY,
        ) {
            for scale in [
                Scale::covering(values.clone(), (3.0, 9.0)).padded(0.1),
                Scale::from_zero(values, (3.0, 9.0)).with_headroom(0.1),
            ] {
                prop_assert!((3.0..=9.0).contains(&scale.at(asked)));
                prop_assert!(scale.ticks(4).len() <= 9);
                prop_assert!(scale.ticks(4).iter().all(|tick| tick.is_finite()));
            }
        }
    }
}
