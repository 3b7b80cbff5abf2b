//! Places that the simulation must come to. One that is never passed says that nothing was found there because nobody
//! was there.

use std::fmt;

macro_rules! probes {
    ($($name:ident: $words:literal,)*) => {
        /// See the module.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Probe { $($name,)* }

        impl Probe {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

probes! {
    PageFull: "a page was full",
    MomentAskedAgain: "a past moment was asked again",
    PageSameDocument: "a page was full, and the next one began with a change of the same document",
    PageOfOneChange: "a page held one change",
    PageOfNothing: "a page was full of what the laptop had said itself",
    RequestFull: "a request did not hold all that was to be sent",
    BatchRepeated: "a batch was repeated after a lost answer",
    RequestTwice: "a request arrived twice",
    AnswerTooLate: "an answer came when nobody waited for it any more",
    Parked: "a change was parked",
    ParkedReleased: "a parked change came to the log",
    ParkedTooMuch: "too much waited for there to be room for a change",
    TooManyFiles: "a file was refused, since there were too many",
    RefusedShown: "a refused edit was shown with its reason",
    RefusedWithOthersOnTop: "a refused change had others on top, which waited again",
    RefusedNotUnderstood: "a server refused what only a newer one knows",
    EpochOnTheWay: "the server was restored while a batch was on its way",
    CloneTold: "a clone was told",
    DeviceTold: "a device that a restored server does not know was told",
    UnabridgedAsked: "a batch was asked for unabridged",
    EnrolledWithQueue: "a laptop enrolled anew with edits in its queue",
    NameCorrected: "a name was corrected",
    NameErased: "a name was erased",
    PersonBroughtBack: "a person came back whom a restored server did not know",
    WordsTakenBack: "words that another copy had sent were taken back",
    PlanAdded: "a plan was added while all worked",
    PlanAddedAgain: "a plan was added again to a restored server",
    WaitsForPlan: "an edit waited until a restored server had its plan again",
    WaitsForNewer: "an edit waited for a newer server",
    WaitedForNewerSent: "an edit that had waited for a newer server was sent",
    UnknownKept: "a laptop was updated that held what its program did not know",
    ServerBeforeLaptop: "the server was updated before a laptop",
    LaptopBeforeServer: "a laptop was updated before the server",
    SnapshotOfServer: "the server wrote a snapshot",
    SnapshotOfServerDamaged: "a snapshot of the server was damaged",
    SnapshotOfLaptopDamaged: "a snapshot of a laptop was damaged",
    ServerRestored: "the server was restored from a backup",
    ServerDiedAfterCommit: "the server died between commit and answer",
    LaptopRestored: "a laptop was restored from its copy",
    LaptopCloned: "a laptop was cloned",
    LaptopLost: "a laptop was lost for good",
    OneWay: "a laptop was heard, and heard nothing, until the end",
    ServerClockJumped: "the server's clock was put on or back",
    Amended: "an accepted entry was amended",
    AmendedBeside: "an accepted entry was amended by somebody who did not have all that was accepted",
    Returned: "a return waited for its unit",
    VerdictsInConflict: "two words of an office stood against each other",
    ValuesInConflict: "values stood against each other",
    Settled: "a conflict was settled",
    ReminderAnswered: "a reminder was answered",
    QuestionAnswered: "a question of an office was answered",
    RecordEnded: "a record of a register ended",
    RecordTakenOut: "a record was taken out of its register",
    CellsInConflict: "cells of a record stood against each other",
    PlanClosed: "a plan was closed, or opened again",
    RefusedPlanClosed: "an edit of before came to a closed plan, and was refused",
}

/// How often each place was passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probes(Vec<u64>);

impl Default for Probes {
    fn default() -> Self {
        Self(vec![0; Probe::ALL.len()])
    }
}

impl Probes {
    pub fn pass(&mut self, probe: Probe) {
        self.0[probe as usize] += 1;
    }

    pub fn pass_if(&mut self, passed: bool, probe: Probe) {
        if passed {
            self.pass(probe);
        }
    }

    pub fn add(&mut self, more: &Self) {
        self.0.iter_mut().zip(&more.0).for_each(|(all, more)| *all += more);
    }

    pub fn count(&self, probe: Probe) -> u64 {
        self.0[probe as usize]
    }

    pub fn missing(&self) -> impl Iterator<Item = Probe> {
        Probe::ALL.iter().copied().filter(|probe| self.count(*probe) == 0)
    }

    /// By name, as a file keeps them: one that is new later was not passed.
    pub fn named(&self) -> impl Iterator<Item = (String, u64)> {
        Probe::ALL.iter().map(|probe| (format!("{probe:?}"), self.count(*probe)))
    }

    pub fn set(&mut self, name: &str, count: u64) {
        if let Some(probe) = Probe::ALL.iter().find(|probe| format!("{probe:?}") == name) {
            self.0[*probe as usize] = count;
        }
    }
}

impl fmt::Display for Probes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Probe::ALL.iter().try_for_each(|probe| writeln!(f, "{:>9}  {}", self.count(*probe), probe.words()))
    }
}
