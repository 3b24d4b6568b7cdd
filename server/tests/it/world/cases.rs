//! Cases: each runs on both databases, in a world of one kind.

use sandbox::Decide;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

#[derive(Clone, Copy)]
pub struct Setup {
    pub review: &'static str,
    pub decide: Decide,
    /// True when calls to DOKU go over a line that can be troubled.
    pub line: bool,
    /// The statuses that mean that nothing arrived.
    pub never_arrived: &'static str,
}

/// Each case runs on both databases, as `case::sqlite` and `case::postgres`, in a world of one of these kinds.
macro_rules! on_both {
    ($($case:ident $(($kind:ident))?),* $(,)?) => { $(
        mod $case {
            use $crate::world::{Database, World, kind};
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let world = World::new(Database::Sqlite, kind!($($kind)?)).await;
                super::$case(&world).await;
                world.done().await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                let world = World::new(Database::Postgres, kind!($($kind)?)).await;
                super::$case(&world).await;
                world.done().await;
            }
        }
    )* };
}
macro_rules! kind {
    () => {
        $crate::world::Setup { review: "before_submit", decide: sandbox::Decide::Auto, line: false, never_arrived: "" }
    };
    (automatic) => {
        $crate::world::Setup { review: "automatic", decide: sandbox::Decide::Auto, line: false, never_arrived: "" }
    };
    (explicit) => {
        $crate::world::Setup { review: "automatic", decide: sandbox::Decide::Explicit, line: false, never_arrived: "" }
    };
    (line) => {
        $crate::world::Setup { review: "automatic", decide: sandbox::Decide::Auto, line: true, never_arrived: "" }
    };
    (unreached) => {
        $crate::world::Setup { never_arrived: "503", ..$crate::world::kind!(line) }
    };
}
pub(crate) use {kind, on_both};
