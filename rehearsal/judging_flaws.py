"""What a validator found, in Discord's own words (Discord: Reference, "Error Messages")."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

CONVERTS = {
    "string": ("STRING_TYPE_CONVERT", "Could not interpret value as string."),
    "integer": ("NUMBER_TYPE_COERCE", "Value is not int."),
    "number": ("NUMBER_TYPE_COERCE", "Value is not a number."),
    "boolean": ("BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
    "array": ("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"),
    "object": ("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType"),
}
BOUNDS = {
    "maxLength": ("BASE_TYPE_MAX_LENGTH", "Must be {} or fewer in length."),
    "maxItems": ("BASE_TYPE_MAX_LENGTH", "Must be {} or fewer in length."),
    "maxProperties": ("BASE_TYPE_MAX_LENGTH", "Must be {} or fewer in length."),
    "minLength": ("BASE_TYPE_MIN_LENGTH", "Must be {} or more in length."),
    "minItems": ("BASE_TYPE_MIN_LENGTH", "Must be {} or more in length."),
    "maximum": ("NUMBER_TYPE_MAX", "int value should be less than or equal to {}."),
    "minimum": ("NUMBER_TYPE_MIN", "int value should be greater than or equal to {}."),
    "uniqueItems": ("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value."),
    "pattern": ("NUMBER_TYPE_COERCE", "Value is not snowflake."),
}
UNIONS = ("anyOf", "oneOf")
NAMES = ("type", "component_type", "entity_type")
"""Fields that say which variant of a union is meant."""

FORMATS = {
    "date-time": ("DATETIME_TYPE_PARSE", "Could not parse value as a date."),
    "uri": ("URL_TYPE_INVALID_URL", "Not a well formed URL."),
}


@dataclass(frozen=True)
class Flaw:
    """One thing wrong: the dotted path to it, Discord's code, and why."""

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path or 'the whole'}: {self.message} ({self.code})"


def flaws_of(errors: Iterable[Any]) -> list[Flaw]:
    """Return what is wrong; of a union only the variant that was meant, found by its ``type``."""
    return list(dict.fromkeys(flaw for error in errors for flaw in _flaws(error)))


def _flaws(error: Any) -> Iterator[Flaw]:  # noqa: ANN401  (the validator's package may be missing)
    kind, at = error.kind, ".".join(map(str, error.instance_path))
    if kind.name in UNIONS:
        yield from _union(error, at)
    elif kind.name == "required":
        yield Flaw(f"{at}.{kind.property}".lstrip("."), "BASE_TYPE_REQUIRED", "This field is required")
    elif kind.name == "additionalProperties":
        for name in kind.unexpected:
            yield Flaw(f"{at}.{name}".lstrip("."), "NOT_DESCRIBED", "There is no such field.")
    elif kind.name == "type":
        wanted = next((one for one in kind.types if one in CONVERTS), "object")
        yield Flaw(at, *CONVERTS[wanted])
    elif kind.name in BOUNDS:
        code, message = BOUNDS[kind.name]
        yield Flaw(at, code, message.format(kind.value))
    elif kind.name == "format":
        yield Flaw(at, *FORMATS.get(kind.format, ("BASE_TYPE_FORMAT", f"Is no {kind.format}.")))
    else:
        yield Flaw(at, "BASE_TYPE_CHOICES", _choices(_values(error)))


def _union(error: Any, at: str) -> Iterator[Flaw]:  # noqa: ANN401  (the validator's package may be missing)
    variants = [one for one in error.kind.context if not _is_null(error, one)] or list(error.kind.context)
    if all(len(one) == 1 and one[0].kind.name == "const" for one in variants):
        yield Flaw(at, "BASE_TYPE_CHOICES", _choices([v for one in variants for v in _values(one[0])]))
        return
    meant = [one for one in variants if not any(_names_another(error, inner) for inner in one)]
    if meant:
        yield from flaws_of(min(meant, key=lambda one: (_elsewhere(error, one), len(one))))
        return
    values = [v for one in variants for inner in one if _names_another(error, inner) for v in _values(inner)]
    yield Flaw(f"{at}.type".lstrip("."), "UNION_TYPE_CHOICES", _choices(values))


def _elsewhere(error: Any, variant: list[Any]) -> bool:  # noqa: ANN401  (the validator's package may be missing)
    """Tell whether a variant is of another type altogether, such as a list where a text was given."""
    return any(inner.kind.name == "type" and inner.instance_path == error.instance_path for inner in variant)


def _is_null(error: Any, variant: list[Any]) -> bool:  # noqa: ANN401  (the validator's package may be missing)
    return _elsewhere(error, variant) and list(variant[0].kind.types) == ["null"]


def _names_another(error: Any, inner: Any) -> bool:  # noqa: ANN401  (the validator's package may be missing)
    if inner.kind.name in UNIONS and inner.instance_path == error.instance_path:
        return all(any(_names_another(error, one) for one in variant) for variant in inner.kind.context)
    own = any(list(inner.instance_path) == [*error.instance_path, name] for name in NAMES)
    return own and inner.kind.name in ("const", "enum")


def _values(error: Any) -> list[object]:  # noqa: ANN401  (the validator's package may be missing)
    if error.kind.name == "const":
        return [error.kind.expected_value]
    if error.kind.name in UNIONS:
        return [value for variant in error.kind.context for inner in variant for value in _values(inner)]
    return list(error.kind.options) if error.kind.name == "enum" else []


def _choices(values: Iterable[object]) -> str:
    known = list(dict.fromkeys(map(str, values)))
    return f"Value must be one of ({', '.join(known)})." if known else "Does not fit what is described."
