//! The ways to deal with a call: what another try means, and where giving up leaves it.

use crate::{
    outbox::GIVE_UP,
    store::outbox::{Call, Kind, Problem},
};
use app::review::calls::{GiveUp, Retry};
use domain::Millis;

/// Tells how a call may be sent again: a file or a fix that arrives twice changes nothing, so it may be sent anew; a
/// registration only once a person has learnt from DOKU that it does not have it.
pub fn retry(call: &Call, now: Millis) -> Retry {
    let is_fresh = call.first_sent_at.is_none_or(|sent| now.since(sent) <= GIVE_UP);
    match call.kind {
        Kind::Mail | Kind::Webhook => Retry::Same,
        Kind::Upload | Kind::Update => Retry::New,
        Kind::Register if !is_uncertain(call) => Retry::New,
        Kind::Register if is_fresh => Retry::Same,
        Kind::Register => Retry::Look,
    }
}

pub fn give_up(call: &Call) -> GiveUp {
    match call.kind {
        Kind::Mail | Kind::Webhook => GiveUp::Nothing,
        Kind::Upload | Kind::Update => GiveUp::Merchant,
        Kind::Register if is_uncertain(call) => GiveUp::Partner,
        Kind::Register => GiveUp::Merchant,
    }
}

/// Returns true for a registration that DOKU may have: a person must ask DOKU.
pub fn is_uncertain_registration(call: &Call) -> bool {
    call.kind == Kind::Register && is_uncertain(call)
}

/// Tells whether DOKU may have done the work.
fn is_uncertain(call: &Call) -> bool {
    match call.problem.as_deref() {
        Some(Problem::NoAnswer) => true,
        Some(Problem::Internal) => call.first_sent_at.is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::outbox::Status;
    use domain::{
        ids::{BusinessId, CallId, RequestId},
        outbox::Answer,
    };
    use sqlx::types::Text;
    use uuid::Uuid;

    const NOW: Millis = Millis(100 * Millis::HOUR);

    fn call(kind: Kind, problem: Problem, hours_ago: Option<i64>) -> Call {
        Call {
            id: CallId::new(Uuid::nil()),
            business_id: BusinessId::new(Uuid::nil()),
            kind,
            subject: None,
            request_id: RequestId::new("r"),
            payload: None,
            status: Status::NeedsPerson,
            due_at: NOW,
            held_by: None,
            attempts: 5,
            first_sent_at: hours_ago.map(|hours| NOW.plus(-hours * Millis::HOUR)),
            problem: Some(Text(problem)),
            created_at: NOW,
            done_at: Some(NOW),
        }
    }

    #[test]
    fn what_doku_may_have_registered_is_never_sent_anew_without_a_word() {
        for (problem, hours, way, left) in [
            (Problem::NoAnswer, Some(21), Retry::Look, GiveUp::Partner),
            (Problem::Internal, Some(21), Retry::Look, GiveUp::Partner),
            (Problem::Internal, Some(1), Retry::Same, GiveUp::Partner),
            (Problem::Internal, None, Retry::New, GiveUp::Merchant),
            (Problem::Doku(Answer::Status(422)), Some(1), Retry::New, GiveUp::Merchant),
            (Problem::Doku(Answer::Status(401)), Some(30), Retry::New, GiveUp::Merchant),
        ] {
            let call = call(Kind::Register, problem, hours);
            assert_eq!((retry(&call, NOW), give_up(&call)), (way, left), "{problem:?} {hours:?}");
            assert_eq!(is_uncertain_registration(&call), left == GiveUp::Partner, "{problem:?} {hours:?}");
        }
    }

    #[test]
    fn files_and_fixes_may_arrive_twice() {
        for kind in [Kind::Upload, Kind::Update] {
            for problem in [Problem::NoAnswer, Problem::Internal, Problem::Doku(Answer::Status(422))] {
                let call = call(kind, problem, Some(21));
                assert_eq!((retry(&call, NOW), give_up(&call)), (Retry::New, GiveUp::Merchant));
            }
        }
    }
}
