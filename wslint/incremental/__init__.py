"""Only what may have changed since an earlier run is read, linked and judged again; the outcome is the same."""
