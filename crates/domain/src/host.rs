//! Names of hosts.

/// Tells whether a `Host` header has a name that browsers use for this machine and for no other. Any other name may be
/// made to lead here (DNS rebinding): its pages must neither read nor push anything.
pub fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}
