"""Documents to the facts of one file. Only readers know the shape of a format."""
