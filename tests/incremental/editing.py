"""Edits at random: what people do to files, and lines that link files."""

import os
import re
import shutil
from pathlib import Path
from random import Random

LINES = """\
app: web|app: api|app: apii|name: web|name: cache|name: settings|name: settngs|port: 80|port: 8080|containerPort: 8080
image: redis:7|image: shop/web|image: web|image: example/app|# wslint: ignore[probe-port-mismatch] a reason
# wslint: ignore[WS404] of no use|# wslint: ignore[no-such-rule] x|kind: Service|kind: ConfigMap|kind: Secret
namespace: prod|configMapRef:|secretName: keys|services:|FROM nginx|FROM scratch|EXPOSE 80|STOPSIGNAL KILL
HEALTHCHECK CMD curl localhost:80|env_file: .env|docker build -t web .|docker build -t redis ./web|livenessProbe:
selector:|---|COPY missing.sh /|ENTRYPOINT ["/run.sh"]|resources: [../k8s]|- ../other|kubectl create configmap settngs
docker compose -f compose.yaml up|# wslint: ignore[WS404] until=2000-01-01 a day""".replace("\n", "|").split(
    "|"
)


class Editor:
    """Edits of one seed, made in a folder."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root = root
        self.random = random

    def files(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts)

    def yamls(self) -> list[Path]:
        return [path for path in self.files() if path.suffix in (".yaml", ".yml")] or self.files()

    def edit(self) -> None:
        """One edit of a file, most often of YAML."""
        path = self.random.choice(self.yamls() if self.random.random() < 0.7 else self.files())
        ways = [self._line] * 5 + [self._less] * 3 + [self._number] * 4 + [self._borrowed] * 3
        way = self.random.choice([*ways, self._remove, self._copy, self._rename, self._more])
        text = path.read_text(errors="replace")
        way(path, text.split("\n"))

    def _line(self, path: Path, lines: list[str]) -> None:
        at = self.random.randrange(len(lines))
        indent = len(lines[at]) - len(lines[at].lstrip())
        lines.insert(at, " " * indent + self.random.choice(LINES))
        path.write_text("\n".join(lines))

    def _less(self, path: Path, lines: list[str]) -> None:
        del lines[self.random.randrange(len(lines))]
        path.write_text("\n".join(lines))

    def _number(self, path: Path, lines: list[str]) -> None:
        text = "\n".join(lines)
        found = list(re.finditer(r"\d+", text))
        if found:
            one = self.random.choice(found)
            number = self.random.randrange(1, 9000)
            path.write_text(f"{text[: one.start()]}{number}{text[one.end() :]}")

    def _borrowed(self, path: Path, lines: list[str]) -> None:
        """A line of another file in place of one with the same key."""
        line = self.random.choice(self.random.choice(self.yamls()).read_text(errors="replace").split("\n"))
        key = line.partition(":")[0].strip()
        places = [at for at, one in enumerate(lines) if one.strip().startswith(f"{key}:")]
        if places:
            lines[self.random.choice(places)] = line
            path.write_text("\n".join(lines))

    def _more(self, path: Path, lines: list[str]) -> None:
        path.write_text("\n".join([*lines, self.random.choice(LINES), ""]))

    def _remove(self, path: Path, lines: list[str]) -> None:
        del lines
        if len(self.files()) > 10:
            path.unlink()

    def _copy(self, path: Path, lines: list[str]) -> None:
        del lines
        other = self.random.choice(self.files()).with_name(path.name)
        if not other.exists():
            shutil.copy(path, other)

    def _rename(self, path: Path, lines: list[str]) -> None:
        del lines
        os.replace(
            path, self.random.choice(self.files()).with_name(f"x{self.random.randrange(99)}-{path.name}")
        )
