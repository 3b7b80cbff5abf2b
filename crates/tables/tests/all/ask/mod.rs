mod deadline;
mod district;
mod entry_page;
mod evidence;
mod figure;
mod home;
mod refused;
mod work;
