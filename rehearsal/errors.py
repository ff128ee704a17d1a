"""What the server answers when it says no, with Discord's own numbers (Discord: "Opcodes and Status Codes")."""

from typing import Any


class ApiError(Exception):
    """A refusal that becomes an HTTP answer with Discord's error body."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        """Return the JSON body Discord sends with this refusal."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body

    def problems(self) -> list[str]:
        """Return the same refusal as plain lines, for the record of requests."""
        return [f"{self.code} {self.message}", *_flatten(self.errors or {}, "")]


def _flatten(errors: dict[str, Any], path: str) -> list[str]:
    lines: list[str] = []
    for key, value in errors.items():
        if key == "_errors":
            lines += [f"{path}: {fault['message']} ({fault['code']})" for fault in value]
        else:
            lines += _flatten(value, f"{path}.{key}" if path else str(key))
    return lines


class Form:
    """Collects what is wrong with a body and says all of it at once (Discord: Reference, "Error Messages")."""

    def __init__(self) -> None:
        self._errors: dict[str, Any] = {}

    def fault(self, path: str, code: str, message: str) -> None:
        """Note one fault at a dotted path, such as ``embeds.0.title``."""
        node = self._errors
        for step in path.split(".") if path else ():
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: str) -> None:
        """Note that a field is missing."""
        self.fault(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: str, value: object, low: int, high: int) -> None:
        """Note a text that is no text, or shorter or longer than allowed."""
        if not isinstance(value, str):
            self.fault(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif len(value) > high:
            self.fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        elif len(value) < low:
            self.fault(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def check(self) -> None:
        """Refuse with 50035 if anything was noted."""
        if self._errors:
            raise ApiError(400, 50035, "Invalid Form Body", self._errors)


def invalid(path: str, code: str, message: str) -> ApiError:
    """Return a 50035 refusal for a single field."""
    node: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for step in reversed(path.split(".")):
        node = {step: node}
    return ApiError(400, 50035, "Invalid Form Body", node)


def unknown(thing: str) -> ApiError:
    """Return the 404 for something that does not exist (or is not for this person's eyes)."""
    codes = {
        "Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008, "Overwrite": 10009, "Role": 10011,
        "User": 10013, "Webhook": 10015, "Interaction": 10062, "application command": 10063,
    }  # fmt: skip
    return ApiError(404, codes[thing], f"Unknown {thing}")


def missing_access() -> ApiError:
    """Return 50001: the channel exists, but not for this person."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """Return 50013: a permission or the role order does not allow this."""
    return ApiError(403, 50013, "Missing Permissions")


def not_here(what: str) -> ApiError:
    """Return the loud 501 for what this small Discord does not have."""
    return ApiError(501, 0, f"The rehearsal server has no {what}.")
