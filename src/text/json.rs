//! Fields of JSON, taken from values that serde_json has read. The app's modules read a dozen forms; what serde derives is
//! compiled for each of them anew, at more than a kilobyte each in the browser, and this once for all.

use serde_json::{Map, Value};

/// A type that stands in JSON.
pub trait Read: Sized {
    /// Takes it from a value; `None` for one that is none of the type.
    fn read(value: &Value) -> Option<Self>;
}

/// Reads a text. `None` for one that is no JSON, and for a value that is none of the type.
pub fn read<T: Read>(text: &str) -> Option<T> {
    T::read(&value(text)?)
}

/// The value that a text is; `None` for one that is no JSON.
pub fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The members of an object. Those that nobody asks for are passed over.
#[derive(Clone, Copy)]
pub struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    /// Those of a value; `None` for one that is no object.
    pub fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    /// A member that has to be there.
    pub fn get<T: Read>(self, name: &str) -> Option<T> {
        T::read(self.0.get(name)?)
    }

    /// A member that may be missing, but is of its type where it is there.
    pub fn get_or_default<T: Read + Default>(self, name: &str) -> Option<T> {
        match self.0.get(name) {
            Some(value) => T::read(value),
            None => Some(T::default()),
        }
    }
}

/// Reads a struct from the members that are called as its fields are: those that are needed, and those that are empty where
/// they are missing.
macro_rules! members {
    ($type:ty, needed: [$($needed:ident),*], optional: [$($optional:ident),*]) => {
        impl $crate::text::json::Read for $type {
            fn read(value: &serde_json::Value) -> Option<Self> {
                let of = $crate::text::json::Members::of(value)?;
                Some(Self {
                    $($needed: of.get(stringify!($needed))?,)*
                    $($optional: of.get_or_default(stringify!($optional))?,)*
                })
            }
        }
    };
}
pub(crate) use members;

impl Read for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_string)
    }
}

impl Read for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Read for i64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_i64()
    }
}

impl Read for u64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_u64()
    }
}

impl Read for i32 {
    fn read(value: &Value) -> Option<Self> {
        value.as_i64()?.try_into().ok()
    }
}

impl Read for u32 {
    fn read(value: &Value) -> Option<Self> {
        value.as_u64()?.try_into().ok()
    }
}

impl Read for usize {
    fn read(value: &Value) -> Option<Self> {
        value.as_u64()?.try_into().ok()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(value: &Value) -> Option<Self> {
        match value.as_array()?.as_slice() {
            [a, b] => Some((A::read(a)?, B::read(b)?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_of_their_types() {
        let value = value(r#"{"a":1,"b":null,"c":[["x",2]],"d":true,"e":-1,"f":4294967296,"g":1.0}"#).unwrap();
        let of = Members::of(&value).unwrap();
        assert_eq!(of.get::<u32>("a"), Some(1));
        assert_eq!(of.get::<String>("a"), None);
        assert_eq!(of.get_or_default::<String>("a"), None, "it is there, as a number");
        assert_eq!(of.get::<Option<String>>("b"), Some(None));
        assert_eq!(of.get::<Option<String>>("a"), None);
        assert_eq!(of.get::<String>("b"), None);
        assert_eq!(of.get("c"), Some(vec![("x".to_string(), 2_u32)]));
        assert_eq!(of.get::<Vec<(String, String)>>("c"), None);
        assert_eq!(of.get("d"), Some(true));
        assert_eq!((of.get::<i32>("e"), of.get::<u64>("e")), (Some(-1), None));
        assert_eq!((of.get::<u32>("f"), of.get::<i64>("f")), (None, Some(4_294_967_296)));
        assert_eq!(of.get::<i64>("g"), None);
        assert_eq!(of.get::<bool>("missing"), None);
        assert_eq!(of.get_or_default::<bool>("missing"), Some(false));
        assert_eq!(read::<(u32, u32)>("[1,2,3]"), None);
        assert_eq!(read::<Vec<u32>>("[1,2"), None);
        assert!(Members::of(&Value::Null).is_none());
    }
}
