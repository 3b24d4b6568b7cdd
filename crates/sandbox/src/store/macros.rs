//! One SQL text with its values bound in their order, awaited.

macro_rules! sql {
    ($query:ident, $how:ident, $db:expr, $text:expr $(, [$($value:expr),* $(,)?])? $(,)?) => {
        sqlx::$query($text)$($(.bind($value))*)?.$how(&mut *$db).await
    };
}
/// How many rows changed.
macro_rules! execute { ($($of:tt)*) => { sql!(query, execute, $($of)*).map(|done| done.rows_affected()) }; }
macro_rules! scalar { ($($of:tt)*) => { sql!(query_scalar, fetch_one, $($of)*) }; }
macro_rules! one { ($($of:tt)*) => { sql!(query_as, fetch_one, $($of)*) }; }
macro_rules! optional { ($($of:tt)*) => { sql!(query_as, fetch_optional, $($of)*) }; }
macro_rules! all { ($($of:tt)*) => { sql!(query_as, fetch_all, $($of)*) }; }
