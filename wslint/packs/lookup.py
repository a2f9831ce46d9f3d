"""From the name of a check to the check, imported only when a rule is to run."""

from wslint.checks.check import Check


def find_check(reference: str) -> Check:
    """The check called "topic.check-name". Raises LookupError."""
    topic, _, name = reference.partition(".")
    try:
        module = __import__(f"wslint.checks.{topic}", fromlist=[topic])
    except ModuleNotFoundError as error:
        if error.name != f"wslint.checks.{topic}":
            raise
        raise LookupError(f"there is no module wslint/checks/{topic}.py") from None
    found = getattr(module, name.replace("-", "_"), None)
    if not isinstance(found, Check):
        raise LookupError(f"wslint/checks/{topic}.py has no check `{name.replace('-', '_')}`")
    return found


def fill(check: Check, params: "object") -> object:
    """The parameters of a check as its own record; lists become tuples. Raises TypeError."""
    assert isinstance(params, dict)
    return check.parameters(**{name.replace("-", "_"): _frozen(value) for name, value in params.items()})


def _frozen(value: object) -> object:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value
