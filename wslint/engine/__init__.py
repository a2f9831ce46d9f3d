"""Running rules over a project: violations dressed as findings, suppressed, focused and sorted."""
