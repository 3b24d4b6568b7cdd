//! The client against a server that behaves badly on demand.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod uploads;
#[cfg(test)]
mod world;
