"""Two that want the same port of one host."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from wslint.checks.check import NoParameters, check
from wslint.checks.ports import publishes
from wslint.checks.violation import Field, Related, Violation
from wslint.model.facts import FileFacts
from wslint.model.ports import PublishedPort
from wslint.model.workload import Workload
from wslint.project.project import Project
from wslint.text import Span
from wslint.text.record import NamedTuple

# Each entry is compared with all before it: a hostile file may have very many.
MOST_CLAIMS = 1000
MOST_RELATED = 4
_ANY = {"0.0.0.0": 4, "::": 6}  # noqa: S104 - read, not bound


class _Claim(NamedTuple):
    """What one entry of `ports:` takes. `flexible`: any one port of the range will do."""

    service: Workload
    port: PublishedPort
    first: int
    last: int
    families: frozenset[int]
    address: str | None
    flexible: bool

    @property
    def place(self) -> Span:
        """The host's side, as written."""
        return self.port.host_span or self.port.span


@check("file")
def host_ports_differ(file: FileFacts, project: Project, parameters: NoParameters) -> Iterator[Violation]:
    """No two entries of one Compose project take the same port of the host.

    Same number, same protocol, addresses that overlap, and services that may run together.
    """
    if file.kind != "compose":
        return
    claims = list(islice((claim for service in file.workloads for claim in _claims(service)), MOST_CLAIMS))
    fixed: list[_Claim] = []
    for claim in claims:
        if claim.flexible:
            continue
        others = [other for other in fixed if _overlap(claim, other) and _collide(claim, other)]
        fixed.append(claim)
        if others:
            yield _collision(claim, others)
    for claim in claims:
        if claim.flexible:
            yield from _nothing_left(claim, fixed)


def _claims(service: Workload) -> Iterator[_Claim]:
    """What a service surely publishes. The profiles of one that extends another are not known."""
    if service.platform != "compose" or service.partial or not publishes(service):
        return
    for port in service.published.ports:
        if port.host_first is None or port.host_last is None:
            continue
        address, families = _address(port.host_ip)
        flexible = port.host_last > port.host_first and port.container_first == port.container_last
        yield _Claim(service, port, port.host_first, port.host_last, families, address, flexible)


def _address(text: str | None) -> tuple[str | None, frozenset[int]]:
    """The one address (None: every one) and the families of addresses that are bound."""
    if text is None:
        return None, frozenset((4, 6))
    from ipaddress import ip_address

    try:
        parsed = ip_address(text)
    except ValueError:
        return text, frozenset()
    written = str(parsed)
    return (None if written in _ANY else written), frozenset((parsed.version,))


def _collide(one: _Claim, other: _Claim) -> bool:
    """Whether both cannot be had at a time. A service in disjoint profiles never meets the other."""
    if one.port.protocol != other.port.protocol or not one.families & other.families:
        return False
    if one.address is not None and other.address is not None and one.address != other.address:
        return False
    mine, theirs = one.service.profiles, other.service.profiles
    return one.service is other.service or not mine or not theirs or not set(mine).isdisjoint(theirs)


def _overlap(one: _Claim, other: _Claim) -> bool:
    return one.first <= other.last and other.first <= one.last


def _collision(claim: _Claim, others: list[_Claim]) -> Violation:
    first = others[0]
    fields: dict[str, Field] = {
        "port": max(claim.first, first.first),
        "protocol": claim.port.protocol.upper(),
        "other": first.service.name,
    }
    same = all(other.service is claim.service for other in others)
    return Violation(
        claim.place, fields, _places(others), "itself" if same else "", workload=claim.service.name
    )


def _places(claims: list[_Claim]) -> tuple[Related, ...]:
    return tuple(
        Related(span, "taken") for span in dict.fromkeys(claim.place for claim in claims[:MOST_RELATED])
    )


def _nothing_left(claim: _Claim, fixed: list[_Claim]) -> Iterator[Violation]:
    """A range of which Docker may pick a port, and others take every one of them."""
    takers = [other for other in fixed if _overlap(claim, other) and _collide(claim, other)]
    left = claim.first
    for taker in sorted(takers, key=lambda taker: taker.first):
        if taker.first > left:
            return
        left = max(left, taker.last + 1)
    if left > claim.last:
        fields = {"port": f"{claim.first}-{claim.last}", "protocol": claim.port.protocol.upper(), "other": ""}
        yield Violation(claim.place, fields, _places(takers), "range", workload=claim.service.name)
