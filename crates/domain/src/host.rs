//! Names of hosts.

/// What a browser calls this machine and nobody else can be called. Any other name may be made to lead here (DNS rebinding):
/// its pages must neither read nor push anything. `host` is a `Host` header.
pub fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}
