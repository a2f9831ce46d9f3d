"""For all tests: no test fails because the machine is busy."""

from hypothesis import settings

settings.register_profile("wslint", deadline=None)
settings.load_profile("wslint")
