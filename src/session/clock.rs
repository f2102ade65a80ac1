//! County time, as it is or as it was set.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::time::{Duration, Instant};

/// County time, whatever the machine's zone.
pub fn now() -> DateTime {
    Offset::constant(8).to_datetime(jiff::Timestamp::now())
}

/// County time; it may have been set to another moment when the command began.
pub struct Clock {
    set: DateTime,
    at: Instant,
}

impl Clock {
    /// Begins at `moment`, or now.
    pub fn begin(moment: Option<DateTime>) -> Self {
        Self { set: moment.unwrap_or_else(now), at: Instant::now() }
    }

    pub(super) fn now(&self) -> DateTime {
        self.set.saturating_add(self.at.elapsed())
    }

    /// When it will be this moment.
    pub(super) fn instant(&self, moment: DateTime) -> Instant {
        let left = moment.duration_since(self.now());
        // A step beyond: at the moment itself the clock might still read the one before.
        Instant::now() + Duration::try_from(left).unwrap_or_default() + Duration::from_millis(1)
    }
}
