"""Rule files: loading, validating, and running their examples."""
