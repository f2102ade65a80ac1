//! Who is connected: so many of one visitor, so many in all. A newcomer always finds room: the one for whom nothing is being
//! made and who asked longest ago goes for it. Open pages that were sent away come back by themselves.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::AbortHandle;

/// A room full of colleagues, with six connections a page.
const MOST: usize = 256;

/// A browser opens six at once, whatever the number of its tabs; some people use several.
const MOST_OF_ONE: usize = 64;

/// The open connections.
#[derive(Default)]
pub(super) struct Room(Mutex<Guests>);

#[derive(Default)]
struct Guests {
    here: Vec<Guest>,
    /// Counts who entered, and who asked.
    turns: u64,
}

struct Guest {
    number: u64,
    visitor: IpAddr,
    /// When its last answer was begun, or it entered; a greater number is later.
    turn: u64,
    /// An answer is being made.
    is_asking: bool,
    /// What ends the connection.
    task: Option<AbortHandle>,
}

/// A connection's place; it is free again when this is dropped.
pub(super) struct Place {
    room: Arc<Room>,
    number: u64,
}

/// As long as it lives the connection is not sent away.
pub(super) struct Asking<'p>(&'p Place);

impl Room {
    /// A place for a connection. `None`: an answer is being made for everybody who is here.
    pub(super) fn enter(self: &Arc<Self>, visitor: IpAddr) -> Option<Place> {
        let visitor = one(visitor);
        let mut guests = self.guests();
        let of_one = guests.here.iter().filter(|guest| guest.visitor == visitor).count();
        let is_crowded = of_one >= MOST_OF_ONE;
        let has_room = match is_crowded {
            true => guests.send_away(|guest| guest.visitor == visitor),
            false => guests.here.len() < MOST || guests.send_away(|_| true),
        };
        has_room.then(|| Place { room: Arc::clone(self), number: guests.add(visitor) })
    }

    /// Says how the connection in a place is ended.
    pub(super) fn ends_by(&self, number: u64, task: AbortHandle) {
        if let Some(guest) = self.guests().get(number) {
            guest.task = Some(task);
        }
    }

    /// Frees a place, since the system has no more files for connections.
    pub(super) fn send_one_away(&self) {
        self.guests().send_away(|_| true);
    }

    fn guests(&self) -> MutexGuard<'_, Guests> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guests {
    fn turn(&mut self) -> u64 {
        self.turns += 1;
        self.turns
    }

    fn add(&mut self, visitor: IpAddr) -> u64 {
        let turn = self.turn();
        self.here.push(Guest { number: turn, visitor, turn, is_asking: false, task: None });
        turn
    }

    fn get(&mut self, number: u64) -> Option<&mut Guest> {
        self.here.iter_mut().find(|guest| guest.number == number)
    }

    /// Ends the one of these that asked longest ago. False where something is being made for all of them.
    fn send_away(&mut self, of: impl Fn(&Guest) -> bool) -> bool {
        let idle = self.here.iter().enumerate().filter(|(_, guest)| !guest.is_asking && of(guest));
        let Some((at, _)) = idle.min_by_key(|(_, guest)| guest.turn) else {
            return false;
        };
        if let Some(task) = self.here.swap_remove(at).task {
            task.abort();
        }
        true
    }
}

impl Place {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// From now on an answer is being made.
    pub(super) fn ask(&self) -> Asking<'_> {
        let mut guests = self.room.guests();
        let turn = guests.turn();
        if let Some(guest) = guests.get(self.number) {
            (guest.turn, guest.is_asking) = (turn, true);
        }
        Asking(self)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        if let Some(guest) = self.0.room.guests().get(self.0.number) {
            guest.is_asking = false;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.room.guests().here.retain(|guest| guest.number != self.number);
    }
}

/// One visitor's address: a single machine has all of an IPv6 network of 64 bits.
fn one(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, MOST_OF_ONE, Place, Room};
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    fn visitor(number: usize) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(number as u32))
    }

    fn numbers(room: &Room) -> Vec<u64> {
        let mut numbers: Vec<u64> = room.guests().here.iter().map(|guest| guest.number).collect();
        numbers.sort_unstable();
        numbers
    }

    #[test]
    fn one_visitor_takes_no_room_from_others() {
        let room = Arc::new(Room::default());
        let other = room.enter(visitor(9)).expect("room");
        let many: Vec<_> = (0..3 * MOST).map(|_| room.enter(visitor(1))).collect();
        assert!(many.iter().all(Option::is_some));
        assert_eq!(room.guests().here.len(), MOST_OF_ONE + 1);
        assert!(numbers(&room).contains(&other.number));
    }

    #[test]
    fn the_one_that_asked_longest_ago_goes_and_nobody_who_is_asking() {
        let room = Arc::new(Room::default());
        let places: Vec<Place> =
            (0..MOST).map(|number| room.enter(visitor(number)).expect("room")).collect();
        let first = places[0].ask();
        drop(places[1].ask());
        let newcomer = room.enter(visitor(MOST)).expect("room");
        let here = numbers(&room);
        assert!(here.contains(&places[0].number) && here.contains(&places[1].number));
        assert!(!here.contains(&places[2].number) && here.contains(&newcomer.number));
        let others: Vec<_> = places[1..].iter().map(Place::ask).collect();
        let newest = newcomer.ask();
        assert!(room.enter(visitor(MOST + 1)).is_none(), "all are being answered");
        drop((first, others, newest));
        assert!(room.enter(visitor(MOST + 1)).is_some());
        drop((places, newcomer));
        assert!(numbers(&room).is_empty());
    }

    #[test]
    fn a_network_of_64_bits_is_one_visitor() {
        let one = |address: &str| super::one(address.parse().expect("an address"));
        assert_eq!(one("2001:db8::1"), one("2001:db8::2"));
        assert_ne!(one("2001:db8::1"), one("2001:db8:1::1"));
        assert_eq!(one("::ffff:10.0.0.7"), one("10.0.0.7"));
        assert_ne!(one("10.0.0.6"), one("10.0.0.7"));
    }
}
