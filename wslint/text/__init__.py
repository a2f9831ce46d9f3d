"""Texts and places in them: sources, spans, edits, fixes. Offsets inside; line and column at the border."""

from wslint.text.edits import Edit, Fix
from wslint.text.source import Position, Source, Span

__all__ = ["Edit", "Fix", "Position", "Source", "Span"]
