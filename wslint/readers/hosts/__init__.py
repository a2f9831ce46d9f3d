"""Files that hold shell texts: Makefiles and the configuration of CI systems.

`names` tells them apart, `ci.read_ci` and `makefile.read_makefile` read them. Nothing is imported here, so
that asking for a name stays cheap.
"""
