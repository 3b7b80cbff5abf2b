mod dates;
mod lateness;
mod periods;
mod properties;
mod timing;
mod working_days;
