//! The algebra against counting: on small universes every packet is asked for one by one.

mod addresses;
mod ranges;
mod sets;
