//! The sandbox over real HTTP, with a receiver of callbacks beside it.

#[cfg(test)]
mod callbacks;
#[cfg(test)]
mod chaos;
#[cfg(test)]
mod client;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod magic;
#[cfg(test)]
mod many;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod panel;
#[cfg(test)]
mod register;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod strict;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod updates;
#[cfg(test)]
mod upload;
#[cfg(test)]
mod usual;
#[cfg(test)]
mod world;
