use model::window::Link;
use replica::sync::StatusBoard;

use crate::support::{District, Laptop};

#[test]
fn a_count_that_took_long_never_covers_a_newer_word_on_the_link() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let board = StatusBoard::default();
    for _ in 0..300 {
        std::thread::scope(|scope| {
            scope.spawn(|| board.refresh(&ayun.store));
            board.set(&ayun.store, Link::Syncing);
            board.set(&ayun.store, Link::Online);
        });
        let told = board.watch().borrow().link;
        assert_eq!(told, Link::Online, "nothing would correct it until something else happens");
    }
}
