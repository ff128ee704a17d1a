"""What Discord accepts as message and modal components (Discord: Components, "Component Reference")."""

from collections.abc import Callable
from typing import Any

from rehearsal.errors import Form
from rehearsal.reading import walk
from rehearsal.records import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
CHANNEL_TYPES = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)
PROPOSED = {5: ("user",), 6: ("role",), 7: ("user", "role"), 8: ("channel",)}
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23

IN_CONTAINER = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)
TOP_V2 = (*IN_CONTAINER, CONTAINER)
IN_LABEL = (*SELECTS, TEXT_INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX)


class ComponentRules:
    """Checks one message's or modal's components and gives each its number."""

    def __init__(self, form: Form, path: str) -> None:
        self._form = form
        self._path = path
        self._custom_ids: set[str] = set()

    def message(self, components: object, v2: bool) -> None:
        """Check the components of a message, of either kind."""
        if not isinstance(components, list):
            self._form.fault(self._path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not v2 and len(components) > 5:
            self._form.fault(self._path, "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")
        self._children(self._path, components, TOP_V2 if v2 else (ROW,))
        everything = list(walk(components))
        if len(everything) > 40:
            self._form.fault(self._path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum is 40 components.")
        if sum(len(c.get("content") or "") for c in everything if c.get("type") == TEXT_DISPLAY) > 4000:
            self._form.fault(self._path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Must be 4000 or fewer.")

    def modal(self, components: object) -> None:
        """Check the components of a modal: one to five labels, texts or old rows with a text input."""
        if not isinstance(components, list) or not 1 <= len(components) <= 5:
            self._form.fault(self._path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
            return
        self._children(self._path, components, (ROW, TEXT_DISPLAY, LABEL), in_modal=True)

    def _children(self, path: str, children: object, allowed: tuple[int, ...], in_modal: bool = False) -> None:
        if not isinstance(children, list):
            self._form.required(path)
            return
        for index, child in enumerate(children):
            self._one(f"{path}.{index}", child, allowed, in_modal)

    def _one(self, path: str, one: Any, allowed: tuple[int, ...], in_modal: bool) -> None:  # noqa: ANN401
        kind = one.get("type") if isinstance(one, dict) else None
        if kind not in allowed:
            message = f'Value of field "type" must be one of ({", ".join(map(str, allowed))}).'
            self._form.fault(f"{path}.type", "UNION_TYPE_CHOICES", message)
            return
        if kind == ROW:
            self._row(path, one, in_modal)
        elif kind == SECTION:
            self._section(path, one)
        elif kind == CONTAINER:
            self._container(path, one)
        elif kind == LABEL:
            self._label(path, one)
        elif kind in self._leaves:
            self._leaves[kind](self, path, one)

    def _row(self, path: str, row: Json, in_modal: bool) -> None:
        children = row.get("components")
        if not isinstance(children, list) or not 1 <= len(children) <= 5:
            self._form.fault(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
            return
        allowed = (TEXT_INPUT,) if in_modal else (BUTTON, *SELECTS)
        self._children(f"{path}.components", children, allowed)
        if len(children) > 1 and any(c.get("type") != BUTTON for c in children if isinstance(c, dict)):
            self._form.fault(
                f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The layout of this row is too wide."
            )

    def _section(self, path: str, section: Json) -> None:
        children = section.get("components")
        if not isinstance(children, list) or not 1 <= len(children) <= 3:
            self._form.fault(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
        self._children(f"{path}.components", children, (TEXT_DISPLAY,))
        self._one(f"{path}.accessory", section.get("accessory"), (BUTTON, THUMBNAIL), False)

    def _label(self, path: str, label: Json) -> None:
        self._form.length(f"{path}.label", label.get("label"), 1, 45)
        if label.get("description") is not None:
            self._form.length(f"{path}.description", label["description"], 1, 100)
        self._one(f"{path}.component", label.get("component"), IN_LABEL, True)

    def _button(self, path: str, button: Json) -> None:
        style = button.get("style")
        if style not in (1, 2, 3, 4, 5, 6):
            self._form.fault(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
        if style == 5:
            self._form.length(f"{path}.url", button.get("url"), 1, 512)
        elif style != 6:
            self._custom_id(path, button)
        if button.get("label") is not None:
            self._form.length(f"{path}.label", button["label"], 0, 80)
        elif not button.get("emoji") and style != 6:
            self._form.required(f"{path}.label")

    def _select(self, path: str, select: Json) -> None:
        self._custom_id(path, select)
        if select.get("placeholder") is not None:
            self._form.length(f"{path}.placeholder", select["placeholder"], 0, 150)
        low, high = _between(select, 1, 1)
        if not 0 <= low <= 25:
            self._form.fault(f"{path}.min_values", "NUMBER_TYPE_MAX", "Must be between 0 and 25.")
        if not 1 <= high <= 25 or high < low:
            self._form.fault(
                f"{path}.max_values", "NUMBER_TYPE_MAX", "Must be between 1 and 25, and not below min_values."
            )
        self._offered(path, select, high)
        if select["type"] == STRING_SELECT:
            self._options(path, select, 1, 25)
            if high > len(select.get("options") or []):
                self._form.fault(f"{path}.max_values", "BASE_TYPE_MAX", "Must not exceed the options.")

    def _offered(self, path: str, select: Json, high: int) -> None:
        for index, kind in enumerate(select.get("channel_types") or []):
            if kind not in CHANNEL_TYPES:
                self._form.fault(f"{path}.channel_types.{index}", "BASE_TYPE_CHOICES", "There is no such type.")
        proposed = select.get("default_values") or []
        if len(proposed) > high:
            self._form.fault(f"{path}.default_values", "BASE_TYPE_MAX_LENGTH", "Must not exceed max_values.")
        for index, one in enumerate(proposed):
            if one.get("type") not in PROPOSED.get(select["type"], ()):
                self._form.fault(f"{path}.default_values.{index}", "BASE_TYPE_CHOICES", "Does not fit this menu.")

    def _options(self, path: str, holder: Json, low: int, high: int) -> None:
        options = holder.get("options")
        if not isinstance(options, list) or not low <= len(options) <= high:
            self._form.fault(
                f"{path}.options", "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length."
            )
            return
        seen: set[str] = set()
        for index, option in enumerate(options):
            here = f"{path}.options.{index}"
            self._form.length(f"{here}.label", option.get("label"), 1, 100)
            self._form.length(f"{here}.value", option.get("value"), 1, 100)
            if option.get("description") is not None:
                self._form.length(f"{here}.description", option["description"], 0, 100)
            if option.get("value") in seen:
                self._form.fault(f"{here}.value", "SELECT_OPTION_VALUE_DUPLICATED", "Already used.")
            seen.add(option.get("value"))

    def _radio(self, path: str, group: Json) -> None:
        self._custom_id(path, group)
        self._options(path, group, 2, 10)
        if sum(bool(one.get("default")) for one in group.get("options") or []) > 1:
            self._form.fault(f"{path}.options", "BASE_TYPE_MAX_LENGTH", "Only one can be chosen from the start.")

    def _checkboxes(self, path: str, group: Json) -> None:
        self._custom_id(path, group)
        self._options(path, group, 1, 10)
        offered = len(group.get("options") or [])
        low, high = _between(group, 1, offered or 1)
        if not 0 <= low <= 10 or not 1 <= high <= 10 or high < low or high > max(offered, 1):
            self._form.fault(
                f"{path}.max_values", "NUMBER_TYPE_MAX", "Must be between 1 and 10, and not below min."
            )

    def _text_input(self, path: str, field: Json) -> None:
        self._custom_id(path, field)
        if field.get("style") not in (1, 2):
            self._form.fault(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
        for name, high in (("label", 45), ("placeholder", 100), ("value", 4000)):
            if field.get(name) is not None:
                self._form.length(f"{path}.{name}", field[name], 0, high)
        low, high = field.get("min_length") or 0, field.get("max_length") or 4000
        if not 0 <= low <= 4000 or not 1 <= high <= 4000 or low > high:
            self._form.fault(f"{path}.max_length", "NUMBER_TYPE_MAX", "Must be between 1 and 4000.")

    def _text(self, path: str, display: Json) -> None:
        self._form.length(f"{path}.content", display.get("content"), 1, 4000)

    def _media(self, path: str, media: Json) -> None:
        key = "file" if media["type"] == FILE else "media"
        self._shown(path, media, key)
        url = str((media.get(key) or {}).get("url") or "") if isinstance(media.get(key), dict) else ""
        if media["type"] == FILE and url.startswith("http") and "/attachments/" not in url:
            self._form.fault(f"{path}.file.url", "BASE_TYPE_CHOICES", "Only attachment:// can be shown as a file.")

    def _shown(self, path: str, holder: Json, key: str) -> None:
        if not isinstance(holder.get(key), dict) or not holder[key].get("url"):
            self._form.required(f"{path}.{key}.url")
        if holder.get("description") is not None:
            self._form.length(f"{path}.description", holder["description"], 1, 1024)

    def _separator(self, path: str, line: Json) -> None:
        if line.get("spacing", 1) not in (1, 2):
            self._form.fault(f"{path}.spacing", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")

    def _container(self, path: str, container: Json) -> None:
        colour = container.get("accent_color")
        if colour is not None and not (isinstance(colour, int) and 0 <= colour <= 0xFFFFFF):
            self._form.fault(f"{path}.accent_color", "NUMBER_TYPE_MAX", "Must be between 0 and 16777215.")
        self._children(f"{path}.components", container.get("components"), IN_CONTAINER)

    def _upload(self, path: str, upload: Json) -> None:
        self._custom_id(path, upload)
        low, high = _between(upload, 1, 1)
        if not 0 <= low <= 10 or not 1 <= high <= 10 or high < low:
            self._form.fault(
                f"{path}.max_values", "NUMBER_TYPE_MAX", "Must be between 1 and 10, and not below min."
            )

    def _gallery(self, path: str, gallery: Json) -> None:
        items = gallery.get("items")
        if not isinstance(items, list) or not 1 <= len(items) <= 10:
            self._form.fault(f"{path}.items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
            return
        for index, item in enumerate(items):
            self._shown(f"{path}.items.{index}", item, "media")

    def _custom_id(self, path: str, one: Json) -> None:
        custom_id = one.get("custom_id")
        if custom_id is None:
            self._form.required(f"{path}.custom_id")
            return
        self._form.length(f"{path}.custom_id", custom_id, 1, 100)
        if custom_id in self._custom_ids:
            self._form.fault(
                f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        self._custom_ids.add(custom_id)

    _leaves: dict[int, Callable[["ComponentRules", str, Json], None]] = {  # noqa: RUF012  (never changed)
        BUTTON: _button, TEXT_INPUT: _text_input, TEXT_DISPLAY: _text, THUMBNAIL: _media, FILE: _media,
        GALLERY: _gallery, SEPARATOR: _separator, UPLOAD: _upload, RADIO: _radio,
        CHECKBOXES: _checkboxes, CHECKBOX: _custom_id,
        **dict.fromkeys(SELECTS, _select),
    }  # fmt: skip


def _between(one: Json, low: int, high: int) -> tuple[int, int]:
    """Return how few and how many can be chosen; null counts as left out."""
    least, most = one.get("min_values"), one.get("max_values")
    return low if least is None else least, high if most is None else most


def numbered(components: list[Json]) -> list[Json]:
    """Give every component the number Discord gives those that came without."""
    taken = {c["id"] for c in walk(components) if c.get("id")}
    number = 0
    for component in walk(components):
        if not component.get("id"):
            number += 1
            while number in taken:
                number += 1
            component["id"] = number
    return components
