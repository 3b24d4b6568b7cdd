use crate::texts::shape::Endings;

pub const ENDINGS: Endings = Endings {
    withdraw: "Withdraw this application",
    withdraw_text: "Nothing more is sent. You can start again at any time with the same data.",
    withdraw_text_sent: "Fixes can no longer be sent. What DOKU has received stays with DOKU; to have it deleted, contact {partner}. You can start again at any time with the same data.",
    withdraw_yes: "Yes, withdraw the application",
    again: "Start again with the same data",
    again_text: "Your answers and files are copied into a new application. Check everything, give your consent again, then send.",
    again_yes: "Copy and start again",
    continued: "This application was continued as a new one.",
    continued_link: "Open the new application",
    reason: "{partner}'s reason",
    decline: "Decline the application",
    decline_text: "The application ends and is not sent to DOKU. The merchant reads your reason.",
    decline_reason: "Reason for declining",
    decline_yes: "Decline this application",
    internal: "DOKU left an internal note",
    internal_text: "Only admins read it. Do not tell the merchant that it exists.",
    internal_admin: "For admins only. Do not pass it on, and do not tell the merchant that it exists.",
    happened_withdrawn: "Application withdrawn",
    happened_declined: "Declined by {partner}",
};
