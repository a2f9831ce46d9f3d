"""Texts and places in them: sources, spans, edits, fixes. Offsets inside; line and column at the border."""

from wslint.text.edits import Edit, Fix, at_home
from wslint.text.fragment import Fragment, Piece
from wslint.text.places import Places
from wslint.text.source import Position, Source, Span

__all__ = ["Edit", "Fix", "Fragment", "Piece", "Places", "Position", "Source", "Span", "at_home"]
