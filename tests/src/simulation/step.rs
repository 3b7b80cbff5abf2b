//! What happens next, drawn. Each run has some kinds of faults and not others, so that no kind hides behind
//! another.

use anyhow::Result;

use super::world::World;

/// Kinds of faults, with how often each happens in a run that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Lose,
    Repeat,
    GiveUp,
    Cut,
    Swizzle,
    CrashLaptop,
    CrashServer,
    Jump,
    RestoreServer,
    RestoreLaptop,
    Twin,
    Update,
    Damage,
    Enrol,
    Call,
    AddPlan,
}

const FAULTS: [(Fault, usize); 16] = [
    (Fault::Lose, 6),
    (Fault::Repeat, 4),
    (Fault::GiveUp, 5),
    (Fault::Cut, 4),
    (Fault::Swizzle, 1),
    (Fault::CrashLaptop, 3),
    (Fault::CrashServer, 2),
    (Fault::Jump, 3),
    (Fault::RestoreServer, 5),
    (Fault::RestoreLaptop, 4),
    (Fault::Twin, 2),
    (Fault::Update, 3),
    (Fault::Damage, 1),
    (Fault::Enrol, 1),
    (Fault::Call, 3),
    (Fault::AddPlan, 4),
];

/// Steps between two meetings.
const MEETING: usize = 35;

/// What may happen in one run.
pub struct Script {
    weights: Vec<(Fault, usize)>,
    /// Laptops whose links are stopped, in the order in which they start again.
    starting: Vec<usize>,
    /// All hear each other now and then: what is written afterwards is about the same things.
    meet: bool,
}

impl Script {
    pub fn draw(world: &mut World<'_>) -> Self {
        let dice = &mut world.dice;
        // Where server and laptop are lost together, what only these two had is gone, and whoever had only read it is
        // left with it: that is no fault of the product, and one run has but one of them.
        let spared = if dice.percent(50) { Fault::RestoreServer } else { Fault::RestoreLaptop };
        let weights = FAULTS.into_iter().filter(|(fault, _)| *fault != spared && dice.percent(60)).collect();
        Self { weights, starting: Vec::new(), meet: dice.percent(60) }
    }

    pub async fn step(&mut self, world: &mut World<'_>) -> Result<()> {
        world.counts.steps += 1;
        if self.meet && world.counts.steps.is_multiple_of(MEETING) {
            world.meet().await?;
        }
        world.time.pass(1_000 * i64::try_from(world.dice.between(1, 900)).unwrap_or(1));
        let at = world.dice.below(world.laptops.len());
        match world.dice.below(100) {
            0..=39 => world.act(at),
            40..=54 => world.send(at),
            55..=74 => self.arrive(world).await,
            75..=79 => {
                world.send(at)?;
                self.arrive(world).await?;
                self.arrive(world).await
            }
            _ => self.fault(world, at).await,
        }
    }

    async fn arrive(&mut self, world: &mut World<'_>) -> Result<()> {
        if world.wire.is_empty() {
            return Ok(());
        }
        let at = world.dice.below(world.wire.len());
        world.arrive(at).await
    }

    async fn fault(&mut self, world: &mut World<'_>, at: usize) -> Result<()> {
        if !world.server.is_up() && world.dice.percent(40) {
            world.note("server starts again");
            return world.server.start().await;
        }
        if let Some(first) = self.starting.first().copied()
            && world.dice.percent(40)
        {
            self.starting.remove(0);
            world.link(first, true);
            return Ok(());
        }
        let all: usize = self.weights.iter().map(|(_, weight)| weight).sum();
        let mut drawn = world.dice.below(all);
        for (fault, weight) in self.weights.clone() {
            if drawn < weight {
                world.counts.faults += 1;
                return self.make(world, fault, at).await;
            }
            drawn -= weight;
        }
        Ok(())
    }

    async fn make(&mut self, world: &mut World<'_>, fault: Fault, at: usize) -> Result<()> {
        match fault {
            Fault::Lose => world.lose(),
            Fault::Repeat => world.repeat(),
            Fault::GiveUp => world.give_up(at),
            Fault::Cut => {
                let linked = world.laptops[at].linked;
                world.link(at, !linked);
            }
            Fault::Swizzle => self.swizzle(world),
            Fault::CrashLaptop => world.crash_laptop(at)?,
            Fault::CrashServer => world.crash_server().await?,
            Fault::Jump => world.jump(at),
            Fault::RestoreServer => world.backup_or_restore().await?,
            Fault::RestoreLaptop => world.copy_or_restore(at)?,
            Fault::Twin => world.twin(at)?,
            Fault::Update => world.update(at).await?,
            Fault::Damage => world.damage(at).await?,
            Fault::Enrol => world.revoke(at).await?,
            Fault::Call => world.call(at)?,
            Fault::AddPlan => world.add_plan()?,
        }
        Ok(())
    }

    /// Links of some laptops stop in one order and start again in another, one by one, while work goes on.
    fn swizzle(&mut self, world: &mut World<'_>) {
        let mut some: Vec<usize> = (0..world.laptops.len()).filter(|_| world.dice.percent(60)).collect();
        world.dice.shuffle(&mut some);
        some.iter().for_each(|&at| world.link(at, false));
        world.dice.shuffle(&mut some);
        self.starting = some;
    }
}
