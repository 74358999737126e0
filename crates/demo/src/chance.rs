//! Chance that is the same each time.

/// A seeded generator (SplitMix64, Steele, Lea and Flood 2014).
///
/// It is written out here because the timetable must be the same in every version of Tidings: a hub of today resumes what one
/// of yesterday began, and a library is free to change its stream.
#[derive(Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The generator of one purpose and number, such as `("match", 5)`.
    pub(crate) fn new(purpose: &str, number: i64) -> Self {
        // FNV-1a keeps the purposes apart.
        let seed = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        let mut chance = Self(seed ^ number.cast_unsigned());
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// A number of a range, both ends in it.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(usize::try_from(most - least + 1).unwrap_or(1)) as i64
    }

    /// One of these.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// The numbers from 0 to below `end` in a random order.
    pub(crate) fn shuffled(&mut self, end: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        for at in (1..end).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}
