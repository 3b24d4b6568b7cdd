//! The number of connections allowed, from the settings and from what the system allows.

/// The most that are held by default, whatever the system allows: each takes some 20 kB of memory.
const MOST_BY_DEFAULT: usize = 32_768;

#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub most: usize,
    /// The number of connections beyond `most`, for callbacks and health checks.
    pub reserve: usize,
    /// The part of `most` for streams of events, since pages work without them.
    pub streams: usize,
    /// The most connections of one address; behind a proxy, the most requests of one client.
    pub per_address: usize,
    /// True when all connections are the proxy's.
    pub is_behind_proxy: bool,
}

impl Size {
    /// Returns the limits. Without `most` the process takes what the system allows, less a third for database, files
    /// and calls to others, and never more than `MOST_BY_DEFAULT`.
    pub fn new(most: Option<usize>, per_address: usize, is_behind_proxy: bool) -> Self {
        let most = most.unwrap_or_else(|| (descriptors() / 3 * 2).min(MOST_BY_DEFAULT));
        Self { most, reserve: (most / 10).clamp(8, 256), streams: most / 4 * 3, per_address, is_behind_proxy }
    }
}

/// Returns how many files this process may open, after raising that limit as far as allowed: many systems start
/// programs with 1,024 and allow more.
#[cfg(unix)]
fn descriptors() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let is_raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }).is_ok();
    let allowed = if is_raised { limit.maximum } else { limit.current };
    allowed.and_then(|allowed| usize::try_from(allowed).ok()).unwrap_or(usize::MAX)
}

#[cfg(not(unix))]
const fn descriptors() -> usize {
    8_192
}
