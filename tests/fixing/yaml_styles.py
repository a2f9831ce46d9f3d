"""The same values as YAML in many styles, with comments that are counted."""

from random import Random
from typing import Any

PLAIN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:")


class Writer:
    """Writes values in a style that `random` chooses anew at each place."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments: list[str] = []
        self.lines: list[str] = []
        self.indented_sequences = random.random() < 0.5
        self.step = random.choice([2, 2, 3, 4])
        self.rich = random.random() < 0.5

    def rarely(self) -> bool:
        return self.rich and self.random.random() < 0.2

    def document(self, value: Any) -> str:
        if self.rarely():
            self.lines.append("---")
        self.mapping(value, 0)
        return "\n".join(self.lines) + "\n"

    def line(self, text: str) -> None:
        """A line, perhaps with a comment or blanks behind it, or a comment or an empty line above."""
        if self.rarely():
            self.lines.append(" " * (len(text) - len(text.lstrip())) + self.comment())
        if self.rarely():
            self.lines.append("")
        if self.rarely():
            text += " " + " " * self.random.randint(0, 2) + self.comment()
        elif self.rarely():
            text += "  "
        self.lines.append(text)

    def comment(self) -> str:
        text = f"# note {len(self.comments)}: 'quoted' {{x}}"
        self.comments.append(text)
        return text

    def mapping(self, value: dict[str, Any], indent: int, first: str = "") -> None:
        """Entries at a column; `first` stands before the first one (the dash of a sequence)."""
        for key, item in value.items():
            lead = first or " " * indent
            first = ""
            self.entry(lead + self.key(key) + ":", item, indent)

    def entry(self, head: str, item: Any, indent: int) -> None:
        flow = not item or self.rarely()
        if isinstance(item, dict) and not flow:
            self.line(head)
            self.mapping(item, indent + self.step)
        elif isinstance(item, list) and not flow:
            self.line(head)
            self.sequence(item, indent + (self.step if self.indented_sequences else 0))
        elif isinstance(item, (dict, list)):
            self.line(f"{head} {self.flow(item)}")
        else:
            self.line(f"{head} {self.scalar(item)}")

    def sequence(self, items: list[Any], indent: int) -> None:
        for item in items:
            dash = " " * indent + "-" + " " * (self.random.choice([1, 1, 3]) if self.rich else 1)
            if isinstance(item, dict) and item and not self.rarely():
                self.mapping(item, len(dash), dash)
            else:
                self.line(dash + self.flow(item))

    def flow(self, value: Any) -> str:
        gap = self.random.choice(["", " "]) if self.rich else ""
        if isinstance(value, dict):
            inner = ", ".join(f"{self.key(key)}: {self.flow(item)}" for key, item in value.items())
            return f"{{{gap}{inner}{gap}}}" if inner else "{}"
        if isinstance(value, list):
            inner = ", ".join(map(self.flow, value))
            return f"[{gap}{inner}{gap}]" if inner else "[]"
        return self.scalar(value, flow=True)

    def key(self, key: str) -> str:
        return self.quoted(key) if self.rarely() and self.rarely() else key

    def scalar(self, value: Any, *, flow: bool = False) -> str:
        if not isinstance(value, str):
            return str(value).lower()
        plain = (
            set(value) <= PLAIN
            and value[:1].isalpha()
            and not value.endswith(":")
            and value.lower() not in {"true", "false", "null", "yes", "no", "on", "off"}
        )
        if not flow and " " in value and "#" not in value and ": " not in value and value[:1].isalpha():
            plain = True
        return value if plain and not self.rarely() else self.quoted(value)

    def quoted(self, value: str) -> str:
        if self.random.random() < 0.5:
            return "'" + value.replace("'", "''") + "'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
