"""Bad examples that a document shows on purpose: told by what is said just before them, and in them."""

from __future__ import annotations

import re

from wslint.readers.document.naming import last_sentence
from wslint.syntax.markdown import Fence
from wslint.text.late import compile_late

_SIGNS = ("❌", "✗", "✘", "🚫", "⛔", "👎", "✖")
_LABEL = compile_late(
    r"\b(?:bad|wrong|incorrect|broken|invalid|insecure|unsafe|anti-?patterns?|not recommended|discouraged|avoid"
    r"|never|pitfalls?|mistakes?|fails?|failing|deprecated)\b"
    r"|\b(?:don['’]?t|do not)\b(?! (?:forget|worry|have|need|want))",
    re.IGNORECASE,
)
_BEFORE = compile_late(r"^\W*(?:before|old|previously|formerly|original)\W*(?:$|\()", re.IGNORECASE)
_NOT = r"(?:avoid|never|don['’]?t|do not|should not|shouldn['’]t|must not)"
_SENTENCE = compile_late(
    r"^\W*(?:bad|wrong|incorrect|broken)\b"
    rf"|^\W*(?:please )?{_NOT}(?! (?:forget|worry|have|need|want))\b[^.]{{0,80}}$"
    rf"|(?<!you )\b{_NOT} (?:do|doing|write|writing|use|using|run|running|deploy|deploying)\b"
    r"|\bcommon (?:errors?|problems?|causes?|reasons?)\b|\btempted to\b|\bwhat happens (?:if|when)\b"
    r"|\b(?:is|are)(?:n['’]t| not) (?:ideal|recommended|enough|correct|right|safe|what)\b"
    r"|\b(?:is|are|gets?) (?:silently )?(?:ignored|discarded)\W*$|\bpublish(?:es)? nothing\b"
    r"|\bdo(?:es)?(?: not|n['’]t) (?:publish|expose|resolve|connect|reach|pass|forward|handle|receive|respond|help)\b"
    r"|\bhas (?:a|one) (?:bug|problem|flaw|mistake)\b|\bspot the\b|\bna[iï]ve\b|\bha(?:s|ve) no effect\b"
    r"|\b(?:old|earlier|previous|legacy|former|older)\b[^.]{0,40}"
    r"\b(?:commands?|versions?|way|syntax|form|setup|config\w*|approach|releases?)\b"
    r"|^\W*previously\b|\b(?:we|you) used to\b|\b(?:not |un)reachable\b|\bthe (?:problem|issue|trouble) (?:with|is|in)\b"
    r"|\bprefer(?:red)?\b.{0,80}\bover\W*$|\bif (?:your|you have|you see|the)\b.{0,60}\blooks? like\b"
    r"|\((?:bad|wrong|incorrect|broken|insecure|not recommended|old)\)"
    r"|\b(?:will|would) (?:fail|break|not work)\b|\bwon['’]?t work\b|\bdo(?:es)?(?: not|n['’]?t) work\b"
    r"|\bthis (?:breaks|fails)\b|\bis (?:wrong|incorrect|broken|bad|unsafe|insecure|an anti-?pattern|a mistake)\b"
    r"|\banti-?patterns?\b|\b(?:bad|wrong|incorrect|broken) (?:example|way|version|configuration|config|usage|manifest)\b"
    r"|\b(?:instead of|rather than)(?: this| the following| writing| doing)?\W*$|\bcommon mistakes?\b",
    re.IGNORECASE,
)
_COMMENT = compile_late(
    r"^\W*(?:don['’]?t|do not) (?:do|use|write|run) (?:this|that|it|like)\b|"
    r"^\W*(?:bad|wrong|incorrect|broken|don['’]?t|do not(?! edit)|avoid|never|anti-?pattern|before|old)\b\W*(?:$|[:(—–!-]|\w+\W*$)",
    re.IGNORECASE,
)
_ADMONITION = compile_late(r"[\w-]+(?: [\w-]+){0,3} \"(.*)\"")
"""The first line of an admonition of MkDocs: its type, and its title."""
_DANGER = compile_late(r"^\W*(?:danger|caution|bug|failure)\b", re.IGNORECASE)
_AFTER = compile_late(
    r"^\W*(?:but |however,? |unfortunately,? |sadly,? )?(?:this|that|it|which|the (?:above|example above|command above))\b"
    r"[^.!?]{0,60}?(?:\b(?:wo|does|will not|do)(?:n['’]?t)? (?:work|start|build|connect|resolve)\b|\bdoes not work\b"
    r"|\bfails?\b|\bbreaks?\b|\bis (?:wrong|incorrect|broken|bad|ignored|discarded|an anti-?pattern|a mistake)\b"
    r"|\bis(?:n['’]t| not) (?:what|ideal|recommended|enough|correct|right|safe|good)\b)"
    r"|^\W*(?:with|to|by|into|becomes?|use|instead|right|good|correct|better|after|fixed)(?: this| the following)?\W*$"
    r"|^\W*(?:you|this|it|that)\b[^.!?]{0,60}\berrors?\b[^.!?]{0,20}:\W*$",
    re.IGNORECASE,
)
_MIGRATION = compile_late(r"\bfrom\W{1,3}([\w.-]{1,40})\W{1,3}to\b", re.IGNORECASE)
_OUTPUT = compile_late(
    r"^\W*(?:example |sample |expected )?output\W*$|\b(?:output|result)\b[^.]{0,60}(?::|\bthis)\W*$"
    r"|\b(?:prints|displays|outputs|returns)\b|\byou (?:should|will|['’]?ll|can) (?:now )?see\b|\blooks now\b",
    re.IGNORECASE,
)
_STORED = compile_late(r"^[ \t]+(?:resourceVersion|uid):|^[ \t]+creationTimestamp: \"?\d", re.MULTILINE)
"""What an API server adds to the objects that it stores."""
_MOST_LINES = 400
_LABEL_LENGTH = 60
_MOST_SAID = 400


def counterexample(fence: Fence) -> str | None:
    """Why a fence is taken for a bad example; None where nothing says so."""
    title = fence.attributes.get("title", "") or fence.attributes.get("filename", "")
    if _is_bad_label(title):
        return "its title calls it a bad example"
    if fence.before is not None and _is_bad_before(fence.before.text):
        return "the text before it calls it a bad example"
    if fence.headings and _is_bad_label(fence.headings[-1].text):
        return "its heading speaks of what is wrong"
    if any(_is_bad_note(one.text.split("\n")[0]) for one in fence.around):
        return "the note around it speaks of what is wrong"
    if fence.after is not None and _AFTER.search(" ".join(fence.after.text[:_MOST_SAID].split())):
        return "the text after it says that it does not work"
    if _is_left_behind(fence):
        return "it is the form that a migration leaves behind"
    for line in fence.text.text.split("\n")[:_MOST_LINES]:
        bare = line.strip()
        if bare.startswith(("#", "//")):
            words = bare.lstrip("#/ ")
            if _COMMENT.search(words) or any(sign in words for sign in _SIGNS):
                return "a comment in it calls it a bad example"
        elif any(sign in bare for sign in _SIGNS):
            return "a mark in it calls it a bad example"
    return None


def shown_as_output(fence: Fence) -> bool:
    """Whether a text that is no command is what some command prints."""
    if _STORED.search(fence.text.text) is not None:
        return True
    return fence.before is not None and _OUTPUT.search(last_sentence(fence.before.text)) is not None


def _is_left_behind(fence: Fence) -> bool:
    """Whether a fence under "Migrating from v1 to v2" is labelled "v1"."""
    label = (
        fence.before.text if fence.before is not None else fence.headings[-1].text if fence.headings else ""
    )
    words = label[:_LABEL_LENGTH].strip(" *_:#`().").lower().removeprefix("in ").removeprefix("with ")
    for heading in fence.headings:
        found = _MIGRATION.search(heading.text[:_MOST_SAID])
        if found is not None and words == found.group(1).lower().strip(".-"):
            return True
    return False


def _is_bad_label(text: str) -> bool:
    text = text[:_MOST_SAID]
    if not text:
        return False
    return (
        _LABEL.search(text) is not None or _BEFORE.search(text) is not None or any(s in text for s in _SIGNS)
    )


def _is_bad_note(text: str) -> bool:
    if _DANGER.match(text):
        return True
    return _is_bad_label(text) if len(text) < _LABEL_LENGTH else _is_bad_before(text)


def _is_bad_before(text: str) -> bool:
    """The last sentence; a paragraph of a few words is a label."""
    titled = _ADMONITION.fullmatch(text[:500])
    if titled is not None:
        return _is_bad_label(titled.group(1))
    sentence = last_sentence(text)
    if any(sign in sentence for sign in _SIGNS) or _BEFORE.search(sentence):
        return True
    return _SENTENCE.search(sentence) is not None
