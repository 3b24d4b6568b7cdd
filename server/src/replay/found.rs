//! The result of a replay.

/// The findings of one step, mended in its transaction.
#[derive(Default)]
pub struct Found {
    pub facts: u64,
    pub differences: Vec<String>,
    pub unreadable: Vec<String>,
}

impl Found {
    pub fn lines(self) -> impl Iterator<Item = String> {
        self.unreadable.into_iter().chain(self.differences)
    }
}
