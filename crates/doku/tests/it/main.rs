//! The client against a server that behaves badly on demand.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod callbacks;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod updates;
#[cfg(test)]
mod uploads;
#[cfg(test)]
mod world;
