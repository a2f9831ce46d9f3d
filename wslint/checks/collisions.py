"""Two that want the same port of one host."""

from collections.abc import Iterator
from typing import NamedTuple

from wslint.checks.check import NoParameters, check
from wslint.checks.ports import publishes
from wslint.checks.violation import Field, Related, Violation
from wslint.model.facts import FileFacts
from wslint.model.ports import PublishedPort
from wslint.model.workload import Workload
from wslint.project.project import Project
from wslint.text import Span

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
    claims = [claim for service in file.workloads for claim in _claims(service)]
    fixed: dict[int, list[_Claim]] = {}
    for claim in claims:
        if claim.flexible:
            continue
        found: list[tuple[int, _Claim]] = []
        for number in range(claim.first, claim.last + 1):
            taken = fixed.setdefault(number, [])
            found.extend((number, other) for other in taken if _collide(claim, other))
            taken.append(claim)
        if found:
            yield _collision(claim, found)
    for claim in claims:
        if claim.flexible:
            yield from _nothing_left(claim, fixed)


def _claims(service: Workload) -> Iterator[_Claim]:
    """What a service surely publishes. The profiles of one that extends another are not known."""
    if service.platform != "compose" or service.partial or not publishes(service):
        return
    seen = 0
    for port in service.published.ports:
        if port.host_first is None or port.host_last is None:
            continue
        address, families = _address(port.host_ip)
        flexible = port.host_last > port.host_first and port.container_first == port.container_last
        # A hostile file may publish many whole ranges: what lies beyond is not compared.
        seen += port.host_last - port.host_first + 1
        if seen > 100_000:
            return
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


def _collision(claim: _Claim, found: list[tuple[int, _Claim]]) -> Violation:
    others = list(dict.fromkeys(id(other) for _, other in found))
    by_id = {id(other): other for _, other in found}
    first = by_id[others[0]]
    same = all(by_id[key].service is claim.service for key in others)
    fields: dict[str, Field] = {
        "port": found[0][0],
        "protocol": claim.port.protocol.upper(),
        "other": first.service.name,
    }
    related = tuple(Related(by_id[key].place, "taken") for key in others)
    return Violation(claim.place, fields, related, "itself" if same else "", workload=claim.service.name)


def _nothing_left(claim: _Claim, fixed: dict[int, list[_Claim]]) -> Iterator[Violation]:
    """A range of which Docker may pick a port, and others take every one of them."""
    takers: dict[int, _Claim] = {}
    for number in range(claim.first, claim.last + 1):
        taker = next((other for other in fixed.get(number, ()) if _collide(claim, other)), None)
        if taker is None:
            return
        takers[id(taker)] = taker
    fields = {"port": f"{claim.first}-{claim.last}", "protocol": claim.port.protocol.upper(), "other": ""}
    related = tuple(Related(taker.place, "taken") for taker in takers.values())
    yield Violation(claim.place, fields, related, "range", workload=claim.service.name)
