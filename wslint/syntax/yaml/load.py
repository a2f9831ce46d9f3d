"""A text to its YAML documents."""

from __future__ import annotations

from wslint.syntax.unreadable import Unreadable
from wslint.syntax.yaml.building import Builder, TooDeep, TooMany
from wslint.syntax.yaml.parsers import read_by_c, read_plainly
from wslint.syntax.yaml.reasons import may_be_valid, unreadable, unreadable_character
from wslint.syntax.yaml.tree import Document, YamlFile
from wslint.text import Source, Span
from wslint.text.record import NamedTuple

MAX_DEPTH = 200
MAX_SIZE = 20_000_000
"""In characters."""
MAX_DOCUMENTS = 50_000
MAX_EVENTS = 1_000_000
"""Scalars, and beginnings and ends of mappings and lists, in a file: a scalar takes 300 bytes of memory."""

_MAX_FAILURES = 20
_MANY_RESTARTS = 50
# The plain parser reads about 100,000 characters a second; so many of a file, short documents count as long.
_MAX_SECOND_OPINION = 200_000
_LEAST_TEXT = 200


def parse_yaml(source: Source, *, max_depth: int = MAX_DEPTH, max_size: int = MAX_SIZE) -> YamlFile:
    """The documents of a YAML or JSON text. What cannot be parsed is among the problems, nothing is raised.

    A document that breaks is left out; reading goes on at the next line that begins one with `---`.
    `max_depth` counts the levels of mappings and lists, `max_size` characters.
    """
    if len(source.text) > max_size:
        reason = f"longer than {max_size} characters: not read"
        return YamlFile(source, (), (Unreadable(Span(source, 0, 0), reason),))
    loading = _Loading(source, max_depth)
    loading.load()
    return YamlFile(source, tuple(loading.documents), tuple(loading.problems), loading.plain)


class _Failure(NamedTuple):
    """Where and why the parser gave up.

    `early`: it did so on reading the character, long before parsing what is there. `doubtful`: another
    parser may do better. `final`: it makes no sense to go on.
    """

    at: int
    problem: Unreadable
    early: bool = False
    doubtful: bool = False
    final: bool = False


class _Loading:
    """The documents found so far, and the text that the parser is given for the source's."""

    __slots__ = ("budget", "documents", "failures", "max_depth", "patience", "plain", "problems", "restarts", "source",
                 "text")  # fmt: skip

    def __init__(self, source: Source, max_depth: int) -> None:
        self.source = source
        self.max_depth = max_depth
        self.documents: list[Document] = []
        self.problems: list[Unreadable] = []
        self.failures = 0
        self.restarts = 0
        self.patience = _MAX_SECOND_OPINION
        self.budget = iter(range(MAX_EVENTS))
        self.plain = True
        self.text = _without_outer_tabs(source.text)

    def load(self) -> None:
        # The parser would drop a mark at the start, and count without it.
        self._read(1 if self.text.startswith("\ufeff") else 0, len(self.text))

    def _read(self, begin: int, end: int) -> None:
        """Parse `[begin, end)`, going on after documents that cannot be parsed."""
        while begin < end and self.failures <= _MAX_FAILURES:
            if self.failures == _MAX_FAILURES:
                reason = f"{_MAX_FAILURES} documents before this one cannot be parsed: the rest is not read"
                self.problems.append(Unreadable(Span(self.source, begin, begin), reason))
                self.failures += 1
                return
            stop = end
            if self.restarts >= _MANY_RESTARTS:
                # Each start costs the length of what is given: no longer all the rest.
                stop = min(_next_document(self.text, begin + 1) or end, end)
            begin = self._stretch(begin, stop) or stop
            self.restarts += 1

    def _stretch(self, begin: int, end: int) -> int | None:
        """Parse `[begin, end)` up to the first fault. Returns where to go on after that, None at the end."""
        room = MAX_DOCUMENTS - len(self.documents)
        builder = Builder(self.source, begin, self.max_depth, room)
        failure = self._run(builder, begin, end)
        if failure is None:
            self._take(builder)
            return None
        resume = _next_document(self.text, max(failure.at, begin + 1))
        if failure.final:
            resume = len(self.text)
        if failure.early:
            # What comes before the document with that character has not been parsed yet.
            border = _last_document(self.text, begin, failure.at)
            if border > begin:
                self._read(begin, border)
                self._fail(failure)
                return resume
        self._take(builder)
        if not failure.doubtful or not self._second_opinion(builder.begun, min(resume or end, end)):
            self._fail(failure)
        return resume

    def _fail(self, failure: _Failure) -> None:
        self.problems.append(failure.problem)
        self.failures += 1

    def _take(self, builder: Builder) -> None:
        self.documents += builder.documents
        self.problems += builder.problems
        self.plain = self.plain and builder.plain

    def _run(self, builder: Builder, begin: int, end: int) -> _Failure | None:
        text = self.text if begin == 0 and end == len(self.text) else self.text[begin:end]
        try:
            read_by_c(text, builder.handlers(), self.budget)
        except TooDeep as deep:
            return self._too_deep(deep)
        except UnicodeEncodeError as lone:
            at = begin + lone.start
            return _Failure(at, unreadable_character(self.source, at), early=True)
        except Exception as problem:  # noqa: BLE001  # sorted there, and raised if it is no parser's
            return self._refused(problem, text, begin)
        if next(self.budget, None) is None:
            at = builder.begun
            reason = f"more than {MAX_EVENTS} keys and values: the rest is not read"
            span = Span(self.source, at, min(at + 1, len(self.text)))
            return _Failure(at, Unreadable(span, reason), final=True)
        return None

    def _too_deep(self, deep: TooDeep) -> _Failure:
        reason = f"nested deeper than {self.max_depth} levels"
        if isinstance(deep, TooMany):
            reason = f"more than {MAX_DOCUMENTS} documents: the rest is not read"
        span = Span(self.source, deep.offset, min(deep.offset + 1, len(self.text)))
        return _Failure(deep.offset, Unreadable(span, reason), final=isinstance(deep, TooMany))

    def _refused(self, problem: Exception, text: str, begin: int) -> _Failure:
        from ruamel.yaml.error import MarkedYAMLError
        from ruamel.yaml.reader import ReaderError

        if isinstance(problem, ReaderError):
            # Its position counts bytes of UTF-8.
            before = text.encode("utf-8", "surrogatepass")[: problem.position]
            at = begin + len(before.decode("utf-8", "ignore"))
            return _Failure(at, unreadable_character(self.source, at), early=True)
        if not isinstance(problem, MarkedYAMLError):
            raise problem
        mark = problem.problem_mark
        at = begin if mark is None else min(begin + mark.index, len(self.text))
        doubtful = may_be_valid(problem, self.text[at : at + 1])
        return _Failure(at, unreadable(self.source, problem, begin), doubtful=doubtful)

    def _second_opinion(self, begin: int, end: int) -> bool:
        """Whether the plain parser reads a document that the C one does not.

        libyaml 0.1 refuses `[80:80]`, `[http://x]` and `&a.b`, which go-yaml, and so Compose and Kubernetes,
        read. Only what both refuse is a problem.
        """
        text = self.text[begin:end]
        self.patience -= max(len(text), _LEAST_TEXT)
        if self.patience < 0:
            return False
        builder = Builder(self.source, begin, self.max_depth, MAX_DOCUMENTS - len(self.documents))
        try:
            read_plainly(text, builder.handlers())
        except Exception:  # noqa: BLE001  # a refusal, of whatever kind
            return False
        self._take(builder)
        return True


def _next_document(text: str, at: int) -> int | None:
    """The first offset at or after `at` where a line begins with the mark of a new document."""
    if at > 0:
        at -= 1
    while True:
        found = text.find("\n---", at)
        if found < 0:
            return None
        if not text[found + 4 : found + 5].strip():
            return found + 1
        at = found + 1


def _last_document(text: str, begin: int, at: int) -> int:
    """The last offset in `(begin, at]` where a line begins with the mark of a new document; else `begin`."""
    end = at
    while True:
        found = text.rfind("\n---", begin, end)
        if found < 0:
            return begin
        if not text[found + 4 : found + 5].strip():
            return found + 1
        end = found + 3


def _without_outer_tabs(text: str) -> str:
    """JSON may have tabs around its value, where libyaml refuses them; same length."""
    if "\t" not in text:
        return text
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] not in ("{", "["):
        return text
    end = len(text.rstrip())
    return text[:start].replace("\t", " ") + text[start:end] + text[end:].replace("\t", " ")
