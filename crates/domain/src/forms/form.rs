use super::{errors::FormErrors, field::Field, kind::Pairs, task::Task};
use serde::{Serialize, de::DeserializeOwned};

/// A draft that can become a proof. Declared by `form!`.
pub trait Form: AnyForm + Serialize + DeserializeOwned + Default + Clone + PartialEq + Send + Sync + 'static {
    const TASK: Task;
    const FIELDS: &'static [Field];
    type Proof: Proof;

    fn parse(&self) -> Result<Self::Proof, FormErrors>;
}

/// The accepted values of a form.
pub trait Proof {
    /// Returns the values for people, by the name of the field; an empty field gives an empty value.
    fn shown(&self) -> Pairs;

    /// Returns the values for DOKU, by its names, without the empty ones.
    fn sent(&self) -> Pairs;
}

/// A form whose declaration is known only when it runs.
pub trait AnyForm {
    /// Returns the values as typed, by the name of the field.
    fn typed(&self) -> Pairs;
    fn value_mut(&mut self, field: &str) -> Option<&mut String>;
    fn errors(&self) -> FormErrors;
    /// Returns the values as `Proof::shown` does. `None`: something is still wrong.
    fn shown(&self) -> Option<Pairs>;
    /// Tells whether nothing was typed at all.
    fn is_blank(&self) -> bool;
}

/// Declares a form once. A row is `name: Kind`, or `name: Kind(…)`, with its differences from the kind's usual `Field`
/// in braces. The draft keeps what was typed, the proof what was accepted.
///
/// A new field is one row here, its label in both languages, and a line of the wire where DOKU's body has a new place
/// for it. Here the contact has got a fifth, which may stay empty:
///
/// ```
/// use domain::{
///     codes::Position,
///     forms::{Control, Email, FieldError, Form, Phone, Proof, Task, kind::{Line, OneOf, Optional}},
/// };
///
/// domain::form! {
///     /// As typed.
///     Contact: PersonForm => Person {
///         name: Line(255) { autocomplete: "name" },
///         email: Email { autocomplete: "email" },
///         phone: Phone { autocomplete: "tel" },
///         position: OneOf(Position),
///         nickname: Optional(Line(40)) { wire: &["nick_name"] },
///     }
/// }
///
/// let mut typed = PersonForm { name: "Ratna Sari".into(), nickname: "Ratna".repeat(9), ..PersonForm::default() };
/// let errors = typed.parse().err().unwrap_or_default();
/// assert_eq!(errors.of("nickname"), Some(FieldError::TooLong { max: 40, got: 45 }));
/// assert_eq!(errors.0.len(), 4, "every error at once");
///
/// typed.nickname.clear();
/// typed.email = " Ratna@Warung.Example ".into();
/// typed.phone = "0813 2044 5566".into();
/// typed.position = "OWNER".into();
/// let person = typed.parse().map_err(|errors| format!("{errors:?}"))?;
/// assert_eq!((person.email.as_str(), person.nickname.as_ref()), ("ratna@warung.example", None));
/// assert_eq!(person.sent()[2..4], [("phone_calling_code", "62".into()), ("phone_number", "81320445566".into())]);
///
/// let nickname = &PersonForm::FIELDS[4];
/// assert_eq!((nickname.name, nickname.control, nickname.max), ("nickname", Control::Line, 40));
/// assert!(nickname.optional && nickname.is_called("nick_name"));
/// # Ok::<(), String>(())
/// ```
///
/// The syntax `=> Rows as Proof` turns the accepted rows into another proof, by `From`.
#[macro_export]
macro_rules! form {
    (
        $(#[$about:meta])*
        $task:ident: $form:ident => $rows:ident $(as $proof:ident)? {
            $(
                $(#[$doc:meta])*
                $name:ident: $kind:ident $(($($arg:tt)*))? $({ $($set:tt)* })?
            ),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Default, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(default)]
        pub struct $form {
            $($(#[$doc])* pub $name: String,)*
        }

        pub struct $rows {
            $(
                $(#[$doc])*
                pub $name: <$crate::form!(@kind $kind $(($($arg)*))?) as $crate::forms::kind::Kind>::Value,
            )*
        }

        impl $crate::forms::Form for $form {
            const TASK: $crate::forms::Task = $crate::forms::Task::$task;
            const FIELDS: &'static [$crate::forms::Field] = &[$(
                $crate::form!(@field $name, $crate::form!(@kind $kind $(($($arg)*))?) $(, $($set)*)?)
            ),*];
            type Proof = $crate::form!(@proof $rows $($proof)?);

            fn parse(&self) -> Result<Self::Proof, $crate::forms::FormErrors> {
                let mut judge = $crate::forms::Judge::default();
                $(
                    let $name = judge.read(
                        stringify!($name),
                        <$crate::form!(@kind $kind $(($($arg)*))?) as $crate::forms::kind::Kind>::read(&self.$name),
                    );
                )*
                judge.finish(|| Some($rows { $($name: $name?),* }))$(.map($proof::from))?
            }
        }

        impl $crate::forms::AnyForm for $form {
            fn typed(&self) -> $crate::forms::Pairs {
                vec![$((stringify!($name), self.$name.clone())),*]
            }

            fn value_mut(&mut self, field: &str) -> Option<&mut String> {
                match field {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }

            fn errors(&self) -> $crate::forms::FormErrors {
                $crate::forms::Form::parse(self).err().unwrap_or_default()
            }

            fn shown(&self) -> Option<$crate::forms::Pairs> {
                $crate::forms::Form::parse(self).ok().map(|proof| $crate::forms::Proof::shown(&proof))
            }

            fn is_blank(&self) -> bool {
                *self == Self::default()
            }
        }

        impl $crate::forms::Proof for $rows {
            fn shown(&self) -> $crate::forms::Pairs {
                vec![$((
                    stringify!($name),
                    <$crate::form!(@kind $kind $(($($arg)*))?) as $crate::forms::kind::Kind>::show(&self.$name),
                )),*]
            }

            fn sent(&self) -> $crate::forms::Pairs {
                let mut names = <$form as $crate::forms::Form>::FIELDS.iter().map(|field| field.sent_as());
                let mut body = $crate::forms::Pairs::new();
                $(
                    if let Some(name) = names.next() {
                        <$crate::form!(@kind $kind $(($($arg)*))?) as $crate::forms::kind::Kind>::send(
                            &self.$name,
                            name,
                            &mut body,
                        );
                    }
                )*
                body
            }
        }
    };

    (@kind Optional($($inner:tt)*)) => { Optional<$crate::form!(@kind $($inner)*)> };
    (@kind $kind:ident($($arg:tt)*)) => { $kind<$($arg)*> };
    (@kind $kind:ident) => { $kind };

    (@field $name:ident, $kind:ty) => { $crate::forms::Field::of::<$kind>(stringify!($name)) };
    (@field $name:ident, $kind:ty, $($set:tt)*) => {
        $crate::forms::Field { $($set)*, ..$crate::forms::Field::of::<$kind>(stringify!($name)) }
    };

    (@proof $rows:ident) => { $rows };
    (@proof $rows:ident $proof:ident) => { $proof };
}
