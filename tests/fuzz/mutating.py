"""New texts and trees out of seeds. All chance comes from one `Random`, so that an input can be made again."""

import re
from collections.abc import Callable, Sequence
from random import Random

from .seeding import Seeds, Tree, kind_of
from .spellings import CHARACTERS, DICTIONARIES, NUMBERS, VALUES

NAMES = (
    "compose.yaml", "compose.override.yaml", "docker-compose.prod.yml", "kustomization.yaml", "base/kustomization.yaml", "README.md",
    "docs/a.mdx", "run.sh", "Makefile", ".github/workflows/x.yml", ".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml",
    "bitbucket-pipelines.yml", "k8s/a.yaml", "Dockerfile", "app/Dockerfile", "app/Dockerfile.dockerignore", ".env", ".dockerignore",
    "Chart.yaml", "templates/x.yaml", "p.yaml", "entrypoint.sh", "a.json", "sub/compose.yaml", ".gitignore", "bake.hcl", "x.yaml.j2",
)  # fmt: skip
_FOR = {"kustomization": "kubernetes", "settings": "yaml", "toml": "settings"}
_NUMBER = re.compile(r"\d+")
_ENTRY = re.compile(r"^[ \t]*(?:- )?([\w./$-]+):([^\n]*)", re.MULTILINE)
_WORD = re.compile(r"[\w./:$-]+")


class Mutator:
    """Changes texts of one kind, with the words of its syntax and pieces of other texts."""

    def __init__(self, random: Random, seeds: Seeds, kind: str) -> None:
        self.random = random
        self.words: Sequence[str] = DICTIONARIES.get(kind) or DICTIONARIES[_FOR.get(kind, "yaml")]
        self.others = seeds.texts.get(kind) or ("",)
        self.seeds = seeds

    def text(self, most: int) -> str:
        """A text of about as many characters at most, out of a seed."""
        text = self.window(self.random.choice(self.others), most)
        for _ in range(self.random.choice((0, 1, 1, 2, 2, 3, 4, 6, 12))):
            text = self.changed(text)
        return text if len(text) < 40 * most else text[: 40 * most]

    def window(self, text: str, most: int) -> str:
        """Some lines that follow each other, as often as not the first ones."""
        if len(text) <= most:
            return text
        if self.random.random() < 0.5:
            return text[: text.rfind("\n", 0, most) + 1 or most]
        start = self.random.randrange(len(text) - most // 2)
        start = text.rfind("\n", 0, start) + 1 if self.random.random() < 0.9 else start
        return text[start : start + self.random.randint(most // 4, most)]

    def changed(self, text: str) -> str:
        """One change."""
        return self.random.choice(_CHANGES)(self, text)

    def at(self, text: str) -> int:
        """An offset."""
        return self.random.randint(0, len(text))

    # -- changes ------------------------------------------------------------------------------------

    def put_character(self, text: str) -> str:
        at = self.at(text)
        return text[:at] + self.random.choice(CHARACTERS) + text[at + self.random.randint(0, 1) :]

    def put_word(self, text: str) -> str:
        at = self.at(text)
        return text[:at] + self.random.choice(self.words) + text[at:]

    def put_line(self, text: str) -> str:
        """A word of the syntax where a line begins, indented as the line is."""
        at = self.line_start(text)
        rest = text[at : at + 60]
        indent = rest[: len(rest) - len(rest.lstrip(" \t"))]
        return f"{text[:at]}{indent}{self.random.choice(self.words)}{text[at:]}"

    def put_words_place(self, text: str) -> str:
        """Another word in the place of one."""
        found = _WORD.search(text, self.at(text))
        if found is None:
            return self.put_word(text)
        words = self.seeds.words if self.random.random() < 0.5 and self.seeds.words else self.words
        return text[: found.start()] + self.random.choice(words) + text[found.end() :]

    def put_number(self, text: str) -> str:
        found = _NUMBER.search(text, self.at(text)) or _NUMBER.search(text)
        if found is None:
            return self.put_word(text)
        return text[: found.start()] + self.random.choice(NUMBERS) + text[found.end() :]

    def put_value(self, text: str) -> str:
        """Another value behind a key, as often as not of another type; YAML stays YAML."""
        found = _ENTRY.search(text, self.line_start(text)) or _ENTRY.search(text)
        if found is None:
            return self.put_word(text)
        value = self.random.choice((*VALUES, *NUMBERS[:4]))
        return f"{text[: found.start(2)]} {value}{text[found.end(2) :]}"

    def put_key(self, text: str) -> str:
        """Another key, one that the seeds have."""
        found = _ENTRY.search(text, self.line_start(text)) or _ENTRY.search(text)
        other = _ENTRY.search(self.window(self.random.choice(self.others), 300))
        if found is None or other is None:
            return self.put_word(text)
        return text[: found.start(1)] + other[1] + text[found.end(1) :]

    def line_start(self, text: str) -> int:
        """Where a line begins."""
        return text.rfind("\n", 0, self.at(text)) + 1

    def cut(self, text: str) -> str:
        at = self.at(text)
        return text[:at] + text[at + self.random.choice((1, 1, 2, 5, 20, 100)) :]

    def truncate(self, text: str) -> str:
        return text[: self.at(text)] if self.random.random() < 0.7 else text[self.at(text) :]

    def move(self, text: str) -> str:
        """A piece of the text once more, elsewhere."""
        start, at = self.at(text), self.at(text)
        return text[:at] + text[start : start + self.random.choice((1, 3, 10, 60))] + text[at:]

    def splice(self, text: str) -> str:
        """The beginning of one text and the end of another, or a piece of it in the middle."""
        other = self.window(self.random.choice(self.others), 300)
        at = self.at(text)
        return text[:at] + other + (text[at:] if self.random.random() < 0.5 else "")

    def graft(self, text: str) -> str:
        """A piece of a text of any kind."""
        kind = self.random.choice(tuple(self.seeds.texts))
        other = self.window(self.random.choice(self.seeds.texts[kind]), 100)
        at = self.at(text)
        return text[:at] + other + text[at:]

    def lines(self, text: str) -> str:
        """Lines removed, doubled, swapped, indented."""
        lines = text.split("\n")
        one, two = self.random.randrange(len(lines)), self.random.randrange(len(lines))
        way = self.random.randrange(5)
        if way == 0:
            del lines[one]
        elif way == 1:
            lines.insert(two, lines[one])
        elif way == 2:
            lines[one], lines[two] = lines[two], lines[one]
        else:
            low, high = min(one, two), max(one, two) + 1
            add = self.random.choice((" ", "  ", "    ", "\t", "- ", "# ", "> ", "$ "))
            for at in range(low, high):
                lines[at] = (
                    add + lines[at] if way == 3 else lines[at].removeprefix(add[0]).removeprefix(add[0])
                )
        return "\n".join(lines)

    def ends(self, text: str) -> str:
        """Other line ends, or a mark at the beginning."""
        way = self.random.randrange(7)
        if way == 6:
            return "\ufeff" + text
        return text.replace("\n", ("\r\n", "\r", "\n\n", "\u2028", " \n", "\\\n")[way])

    def repeat(self, text: str) -> str:
        """A short piece many times: depth where it opens something."""
        start = self.at(text)
        piece = self.random.choice(self.words) if self.random.random() < 0.6 else text[start : start + 20]
        times = self.random.choice((2, 3, 8, 8, 30, 30, 120, 400, 1500))
        return text[:start] + (piece * times)[:4000] + text[start:]

    def quote(self, text: str) -> str:
        found = _WORD.search(text, self.at(text))
        if found is None:
            return text
        sign = self.random.choice(("'", '"', "`", "{", "[", "("))
        end = {"{": "}", "[": "]", "(": ")"}.get(sign, sign)
        return f"{text[: found.start()]}{sign}{found[0]}{end}{text[found.end() :]}"

    def bits(self, text: str) -> str:
        """Another byte."""
        data = bytearray(text[:4000].encode("utf-8", "surrogatepass"))
        if not data:
            return text
        data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
        return data.decode("utf-8", "surrogateescape") + text[4000:]


_CHANGES: tuple[Callable[[Mutator, str], str], ...] = (
    Mutator.put_character, Mutator.put_character, Mutator.put_word, Mutator.put_word, Mutator.put_line, Mutator.put_line,
    Mutator.put_words_place, Mutator.put_words_place, Mutator.put_number, Mutator.put_value, Mutator.put_value, Mutator.put_key, Mutator.cut, Mutator.cut, Mutator.truncate, Mutator.move,
    Mutator.splice, Mutator.graft, Mutator.lines, Mutator.lines, Mutator.ends, Mutator.ends, Mutator.repeat, Mutator.quote, Mutator.bits,
)  # fmt: skip


def words(random: Random, seeds: Seeds, kind: str) -> str:
    """A short text: a word of the dictionary or of a file, some of them, or a changed one."""
    mutator = Mutator(random, seeds, kind)
    pool = mutator.words if random.random() < 0.5 else (seeds.words or mutator.words)
    joint = random.choice((" ", " ", "", ":", "/", "=", ",", ".", "-", "\n"))
    text = joint.join(random.choice(pool) for _ in range(random.choice((1, 1, 1, 2, 3, 5))))
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        text = mutator.changed(text)
    return text[:2000]


def tree(random: Random, seeds: Seeds, most: int = 8) -> Tree:
    """Files by path: an example or a real folder, or some texts under names that mean something; changed."""
    files = dict(random.choice(seeds.trees))
    if random.random() < 0.4:
        files |= random.choice(seeds.trees)
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        kind = random.choice(tuple(seeds.texts))
        files[random.choice(NAMES)] = random.choice(seeds.texts[kind])
    while len(files) > most:
        del files[random.choice(sorted(files))]
    paths = sorted(files)
    for path in random.sample(paths, random.randint(1, len(paths))):
        mutator = Mutator(random, seeds, kind_of(path))
        text = mutator.window(files[path], 3000)
        for _ in range(random.choice((0, 1, 1, 2, 3, 6))):
            text = mutator.changed(text)
        files[path] = text[:20_000]
    if random.random() < 0.15:
        path = random.choice(paths)
        files[random.choice(NAMES)] = files.pop(path)
    return {path: files[path] for path in sorted(files) if fits(path, files)}


def fits(path: str, files: Tree) -> bool:
    """Whether a file can be there beside the others: no other one has its path as a folder."""
    return not any(other != path and other.startswith(path + "/") for other in files)
