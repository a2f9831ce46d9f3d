"""The command line: options in, one call, an exit code out. One module per command, imported on demand."""
