"""Compose projects as Compose's loader sees them: which files, merged how, and what it would refuse."""
