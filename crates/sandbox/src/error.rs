//! The errors of a sandbox that does not start.

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the sandbox cannot listen there")]
    Listen(#[source] std::io::Error),
    #[error("the sandbox's database")]
    Database(#[from] sqlx::Error),
    #[error("the sandbox's HTTP client")]
    Http(#[from] reqwest::Error),
    #[error("the sandbox's own RSA key is unusable")]
    Key,
    #[error("the sandbox cannot make its folder")]
    Folder(#[source] std::io::Error),
    #[error("the sandbox cannot listen for signals")]
    Signal(#[source] std::io::Error),
    #[error("the system gives no randomness")]
    Chance(#[source] getrandom::Error),
}
