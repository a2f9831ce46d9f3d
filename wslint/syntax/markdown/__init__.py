"""Markdown and MDX: fences, what is said just before them, and comments."""

from wslint.syntax.markdown.load import may_hold_fences, parse_markdown
from wslint.syntax.markdown.records import Fence, HtmlComment, MarkdownFile, Prose

__all__ = ["Fence", "HtmlComment", "MarkdownFile", "Prose", "may_hold_fences", "parse_markdown"]
