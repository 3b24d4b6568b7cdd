use crate::texts::shape::{Fixes, Meaning, Reasons};

pub const FIXES: Fixes = Fixes {
    bar: "{ready} of {all} fixed",
    bar_send: "Review and send fixes",
    bar_hint: "Fixes are sent together, once all are ready.",
    do_fix: "Fix {n} items",
    do_fix_one: "Fix 1 item",
    do_send: "Send fixes",
    ready: "Ready to send",
    title: "Send fixes",
    lead: "This is what changed. Parts that DOKU has accepted are not sent again.",
    missing: "Not ready to send yet",
    missing_text: "Fix these parts first:",
    before: "Before",
    after: "After",
    nothing_yet: "Not changed yet",
    empty: "empty",
    fix: "Fix",
    change: "Change",
    unchanged_title: "Nothing has changed yet",
    unchanged: "This is still what DOKU rejected. Change what is wrong, then save again.",
    save: "Save the fix",
    others: "DOKU also rejected {parts}. That cannot be fixed here; contact {partner}.",
    sent: "{items} fixes sent",
    sent_one: "1 fix sent",
    locked_accepted: "DOKU has accepted this part, so it can no longer be changed.",
    locked_in_review: "DOKU is checking this part. If something is wrong, it opens again.",
    locked_sending: "This part is on its way to DOKU, so it cannot be changed now.",
    locked_with_partner: "{partner} is checking this part, so it cannot be changed now.",
    locked_closed: "This part cannot be changed now.",
    selfie: "This note is about the selfie too. Upload a new selfie",
    good: "Right",
    bad: "Wrong",
    example_text: "Example",
    notes: "Meaning of DOKU’s notes",
    notes_lead: "Notes that we do not recognise. Choose what they mean, and every page explains them in the reader’s language at once.",
    notes_empty: "No note is waiting",
    notes_empty_text: "So far we recognise every note of DOKU’s.",
    notes_seen: "Last seen",
    notes_times: "{n} times",
    notes_meaning: "Meaning",
    notes_save: "Save",
    notes_internal: "internal, admins only",
    notes_open: "not mapped",
    notes_mapped: "mapped",
};

pub const REASONS: Reasons = Reasons {
    blurred: Meaning {
        word: "Blurred",
        text: "The photo is blurred. Put it on a well-lit table, hold the phone until it focuses, then take it again.",
    },
    cropped: Meaning {
        word: "Cropped",
        text: "Part of it is cut off. Take the photo from further away, with all four corners visible.",
    },
    expired: Meaning {
        word: "Expired or too old",
        text: "It is past its validity, or the photo is too old. Use a valid document or a recent photo.",
    },
    wrong_type: Meaning {
        word: "Not what was asked for",
        text: "This is not what was asked for, or it does not show what needs to be seen. Read the title and upload the right one.",
    },
    name_mismatch: Meaning {
        word: "Name differs",
        text: "The name differs from the document. Write it exactly as on the KTP, spelling and titles included.",
    },
    number_mismatch: Meaning {
        word: "Number differs",
        text: "The number does not match the document. Check it digit by digit.",
    },
    unreadable: Meaning {
        word: "Unreadable",
        text: "The text cannot be read, for instance because of darkness or glare. Find light from the side and take it again.",
    },
    missing_page: Meaning {
        word: "Something is missing",
        text: "A page or an attachment is missing. Include everything that the note names.",
    },
    screenshot: Meaning {
        word: "Not the original",
        text: "Photograph the thing itself with the camera, not a screenshot or a photocopy.",
    },
    address_mismatch: Meaning {
        word: "Address not recognised",
        text: "The address was not recognised. Check street, number, village and postal code.",
    },
    bank_name_mismatch: Meaning {
        word: "Account name differs",
        text: "The account holder’s name differs from the owner’s. Use an account in your own name, written exactly as in the bank book.",
    },
    site_unreachable: Meaning {
        word: "Account or site unreachable",
        text: "That account or address cannot be opened. Make sure it is spelt right and not set to private.",
    },
    prohibited_business: Meaning {
        word: "Kind of business not accepted",
        text: "DOKU cannot accept this kind of business. Contact {partner} if you think this is a mistake.",
    },
    other: Meaning { word: "Other", text: "Read DOKU’s note above, and contact {partner} if it is not clear." },
    none: "DOKU gave no reason. Contact {partner} if it is not clear.",
};
