"""What earlier runs found out, kept as data."""
