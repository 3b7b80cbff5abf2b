mod dates;
mod lateness;
mod properties;
