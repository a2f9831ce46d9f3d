"""What holds for all tests: a slow machine is no fault, so that no property has a deadline of its own."""

from hypothesis import settings

settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")
