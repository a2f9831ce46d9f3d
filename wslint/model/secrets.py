"""Secrets, by the names of what holds them and by the shape of what they look like.

Sources of the shapes: the token formats that GitHub, GitLab, AWS, Slack, Stripe, OpenAI, Anthropic, Google,
npm, PyPI, SendGrid, Docker and Hugging Face document; RFC 7519 (JWT); RFC 7468 (PEM).
"""

from __future__ import annotations

from functools import lru_cache
from math import log2

from wslint.model.destinations import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Strength: TypeAlias = "Literal['token', 'random', 'weak']"

LEAST_RANDOM = 20
"""From how many characters on a value may count as random."""

_MOST_READ = 20_000
_SECRET = frozenset({"password", "passwd", "passphrase", "secret", "token", "apikey", "secretkey", "pwd"})
_KEYS = frozenset(
    {"api", "access", "secret", "private", "encryption", "signing", "auth", "master", "jwt", "session", "app"}
    | {"license", "account", "storage", "deploy", "ssh", "admin", "crypto", "hmac", "cipher"}
)
_CREDENTIAL = frozenset({"credential", "credentials"})
# What makes a secret word the name of something about a secret, or of something that is none.
_NONE_BEFORE = frozenset(
    {"public", "publishable", "allow", "empty", "random", "no", "without", "enable"}
    | {
        "disable",
        "use",
        "require",
        "csrf",
        "xsrf",
        "pad",
        "eos",
        "bos",
        "max",
        "min",
        "next",
        "cancellation",
        "generate",
        "show",
        "skip",
        "site",
        "sitekey",
    }
)
_MARKS = ("<", ">", "...", "***", "$", "{{", "%(", "…", "xxx", "changeit-", "[", "#{")
_REFERENCES = (
    *("/", "./", "../", "~/", "file:", "vault:", "op://", "arn:", "ssm:", "sm://", "secret:", "secretref:"),
    *("kms:", "gcp:", "awssm", "ref+", "enc[", "env:", "projects/", "sops", "azurekeyvault", "keyvault:"),
)
_PLACEHOLDERS = (
    *("your", "example", "placeholder", "replace", "insert", "enter", "dummy", "redacted", "sample"),
    *("todo", "fixme", "fill", "put_", "put-", "set-me", "set_me", "setme", "my-token", "none", "null"),
)
_WORDS = (
    *("change", "secret", "password", "passwd", "test", "local", "insecure", "default", "demo", "develop"),
    *("token", "please", "unsafe", "not-for", "fake", "mock", "admin", "root", "super", "production"),
)
_SWITCHES = frozenset(
    {
        "",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "none",
        "null",
        "nil",
        "undefined",
        "required",
        "optional",
    }
)
_ALNUM = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_TOKEN = _ALNUM | frozenset("_-")
_DOTTED = _TOKEN | frozenset(".")
_UPPER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_RANDOM = _ALNUM | frozenset("+/=_-.~")
_HEX = frozenset("0123456789abcdefABCDEF")

# How a token begins, of what characters the rest is, and at least and at most how many of them there are.
_FORMATS: tuple[tuple[str, frozenset[str], int, int], ...] = (
    ("AKIA", _UPPER, 16, 16),
    ("ASIA", _UPPER, 16, 16),
    *((start, _ALNUM, 36, 255) for start in ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_")),
    ("github_pat_", _TOKEN, 50, 255),
    ("glpat-", _TOKEN, 20, 255),
    ("sk-ant-", _TOKEN, 32, 255),
    ("sk-proj-", _TOKEN, 32, 255),
    ("sk-or-", _TOKEN, 32, 255),
    ("sk-", _ALNUM, 32, 255),
    ("sk_live_", _ALNUM, 24, 255),
    ("rk_live_", _ALNUM, 24, 255),
    *((start, _TOKEN, 20, 255) for start in ("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-")),
    ("AIza", _TOKEN, 35, 35),
    ("SG.", _DOTTED, 60, 80),
    ("dckr_pat_", _TOKEN, 20, 255),
    ("hf_", _ALNUM, 30, 64),
    ("pypi-AgE", _TOKEN, 50, 500),
    ("shpat_", _HEX, 32, 32),
)


@lru_cache(maxsize=4096)
def names_secret(name: str) -> bool:
    """Whether a variable of this name holds a secret: it ends in the word for one.

    `DB_PASSWORD`, `apiKey`, `JWT_SECRET` and `GITHUB_TOKEN` do; `TOKEN_URL`, `PASSWORD_FILE`,
    `SECRET_NAME`, `PASSWORD_MIN_LENGTH`, `API_KEY_HEADER`, `PUBLIC_KEY` and `MAX_TOKENS` do not.
    """
    words = list(words_of(_spaced(name)))
    if words[-2:] == ["key", "base"]:
        words.pop()
    while words and words[-1].isdigit():
        words.pop()
    if not words or not _NONE_BEFORE.isdisjoint(words[:-1]):
        return False
    last = words[-1]
    if last in _SECRET or last in _CREDENTIAL:
        return True
    if last.endswith(("password", "apikey", "secretkey", "authtoken", "accesstoken")):
        return True
    return last == "key" and len(words) > 1 and words[-2] in _KEYS


def _spaced(name: str) -> str:
    """`apiKey` as `api Key`; names that are all upper or lower case stay."""
    if name.isupper() or name.islower() or len(name) > 200:
        return name
    spaced = [name[:1]]
    for at in range(1, len(name)):
        before, char = name[at - 1], name[at]
        spaced.append(f" {char}" if char.isupper() and (before.islower() or before.isdigit()) else char)
    return "".join(spaced)


def token_in(value: str) -> str | None:
    """The first token of a known format in a text; None where there is none, or only one made up to show."""
    text = value[:_MOST_READ]
    for start, alphabet, least, most in _FORMATS:
        at = text.find(start)
        while at >= 0:
            end = at + len(start)
            while end < len(text) and end - at - len(start) <= most and text[end] in alphabet:
                end += 1
            found = text[at:end]
            is_whole = at == 0 or text[at - 1] not in _TOKEN
            if is_whole and least <= len(found) - len(start) <= most and _is_lively(found[len(start) :]):
                return found
            at = text.find(start, at + len(start))
    return _jwt(text) or _pem(text)


def _jwt(text: str) -> str | None:
    at = text.find("eyJ")
    while at >= 0:
        end = at
        while end < len(text) and text[end] in _DOTTED:
            end += 1
        parts = text[at:end].split(".")
        if len(parts) == 3 and parts[1].startswith("eyJ") and all(len(part) >= 16 for part in parts):
            return text[at:end]
        at = text.find("eyJ", max(end, at + 3))
    return None


def _pem(text: str) -> str | None:
    at = text.find("-----BEGIN ")
    while at >= 0:
        line, _, body = text[at : at + 400].partition("\n")
        if line.rstrip().endswith("PRIVATE KEY-----"):
            body = body.lstrip()
            if len(body) > 40 and not _is_placeholder(body[:80]):
                return line.rstrip()
        at = text.find("-----BEGIN ", at + 11)
    return None


def _is_lively(text: str) -> bool:
    """Whether a text is neither a row of the same few characters nor one that says that it is made up."""
    return len(set(text)) >= 8 and not _is_placeholder(text) and "1234567" not in text


def _is_placeholder(text: str) -> bool:
    lower = text.lower()
    return any(mark in lower for mark in (*_MARKS, *_PLACEHOLDERS))


def strength_of(name: str, value: str) -> Strength | None:
    """How much of a secret the literal value of a secret-named variable looks like; None: like none at all.

    None for switches, paths, URLs, references to a store of secrets, and what stands for another value.
    "weak" is all that is written out and could be guessed.
    """
    text = value.strip()
    lower = text.lower()
    if token_in(text) is not None:
        return "token"
    if lower in _SWITCHES or "://" in text or lower.startswith(_REFERENCES) or "\n" in text:
        return None
    if _is_placeholder(text) or len(set(lower)) < 3 or set(words_of(name)).issubset(words_of(text)):
        return None
    return "random" if is_random(text) else "weak"


def is_random(text: str) -> bool:
    """Whether a text is long, of many different characters, and of no words.

    Shannon's entropy, in bits a character: from 3.0 on for hexadecimal digits, 3.7 for others.
    """
    if len(text) < LEAST_RANDOM or not _RANDOM.issuperset(text):
        return False
    lower = text.lower()
    if any(word in lower for word in _WORDS) or not any(char.isdigit() for char in text):
        return False
    if not any(char.isalpha() for char in text) or _longest_run(lower) > 7 or _counts_up(lower):
        return False
    needed = 3.0 if _HEX.issuperset(text.replace("-", "")) else 3.7
    return _entropy(text) >= needed


def _counts_up(text: str) -> bool:
    """Whether a text has four or more characters in the order of the alphabet or of numbers: `1234`, `abcd`."""
    run = 1
    for at in range(1, len(text)):
        run = run + 1 if ord(text[at]) - ord(text[at - 1]) == 1 else 1
        if run >= 4:
            return True
    return False


def _longest_run(text: str) -> int:
    """The most letters in a row in which vowels are as frequent as in a word."""
    longest = run = 0
    since_vowel = 0
    for char in text:
        since_vowel = 0 if char in "aeiouy" else since_vowel + 1
        run = run + 1 if char.isalpha() and since_vowel < 4 else 0
        longest = max(longest, run)
    return longest


def _entropy(text: str) -> float:
    counts = [text.count(char) for char in set(text)]
    return -sum(count / len(text) * log2(count / len(text)) for count in counts)


def mask(value: str) -> str:
    """A secret as it may be shown: how it begins where that tells its kind, and nothing more."""
    found = token_in(value)
    if found is None:
        return "…"
    if found.startswith("-----BEGIN"):
        return "a private key"
    for start, *_ in _FORMATS:
        if found.startswith(start):
            return f"{start}…"
    return "eyJ…" if found.startswith("eyJ") else "…"
