"""Times wslint beside other linters; the door is run.py, the page is docs/speed.md."""
