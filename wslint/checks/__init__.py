"""Decisions. One module per topic; a check is a pure function that yields violations and has no prose."""
