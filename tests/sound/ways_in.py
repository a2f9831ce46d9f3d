"""Every way in which one file leads wslint to another: each as a small tree whose other end can lie anywhere.

In the texts, `@` stands for the folder of the other end, relative to the tree.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

MARK = "CANARY"


class Way(NamedTuple):
    """A tree.

    `files` are texts by path, `links` are targets of symbolic links by path, `canary` are the files at the other end.
    `alive` says whether the other end is read where it lies inside of the root: if not, wslint never goes this way.
    """

    files: Mapping[str, str]
    canary: Mapping[str, str]
    links: Mapping[str, str] = {}
    alive: bool = True


def lay(way: Way, tree: Path, other: Path) -> None:
    """Write the tree, and its other end into a folder, which is made in any case."""
    import os

    relative = os.path.relpath(other, tree).replace(os.sep, "/")
    other.mkdir(parents=True, exist_ok=True)
    for folder, texts in ((tree, way.files), (other, way.canary)):
        for path, text in texts.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("@", relative), encoding="utf-8")
    for path, to in way.links.items():
        target = tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # A link leads on from the folder that it is in.
        above = "../" * path.count("/")
        target.symlink_to(to if "@" not in to else above + to.replace("@", relative))


DOCKERFILE = f"FROM {MARK.lower()}:1\nSTOPSIGNAL SIGKILL\nENV WHAT={MARK}\nEXPOSE 4711\n"
SCRIPT = f'#!/bin/sh\n# {MARK}\nexec {MARK} "$@" &\n'
SERVICES = f"services:\n  web:\n    image: {MARK.lower()}:1\n    restart: allways\n"
OWN = SERVICES.replace(MARK.lower(), "web")
ENV = f"TOKEN={MARK}\nURL=http://host.docker.internal:4711/{MARK}\n"
MANIFEST = f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {MARK.lower()}}}
spec:
  selector: {{matchLabels: {{app: {MARK.lower()}}}}}
  template:
    metadata: {{labels: {{app: {MARK.lower()}}}}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: {MARK.lower()}
          image: {MARK.lower()}
          livenessProbe: {{httpGet: {{port: 1, path: /}}, periodSeconds: 30, failureThreshold: 9}}
"""
PATCH = f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec: {{template: {{metadata: {{labels: {{app: {MARK.lower()}}}}}}}}}
"""
DEPLOYMENT = MANIFEST.replace(MARK.lower(), "web")
BUILT = 'FROM alpine:3\nCOPY entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]\n'


def service(text: str) -> dict[str, str]:
    """A Compose file with one service."""
    return {"compose.yaml": f"services:\n  web:\n    image: web:1\n{text}"}


def kustomization(text: str) -> dict[str, str]:
    """A kustomization of a Deployment and something else."""
    return {"kustomization.yaml": f"resources: [web.yaml]\n{text}", "web.yaml": DEPLOYMENT}


COMPOSE: dict[str, Way] = {
    "include": Way({"compose.yaml": "include: [@/other.yaml]\n"}, {"other.yaml": SERVICES}),
    "include, long": Way(
        {"compose.yaml": "include: [{path: [@/other.yaml, @/more.yaml]}]\n"},
        {"other.yaml": SERVICES, "more.yaml": SERVICES},
    ),
    "include's env_file": Way(
        {"compose.yaml": "include: [{path: a.yaml, env_file: @/a.env}]\n", "a.yaml": OWN},
        {"a.env": ENV},
    ),
    "include's project_directory": Way(
        {
            "compose.yaml": "include: [{path: a.yaml, project_directory: @}]\n",
            "a.yaml": "services: {a: {build: ., env_file: a.env}}\n",
        },
        {"Dockerfile": DOCKERFILE, "a.env": ENV, ".env": ENV},
    ),
    "extends": Way(service("    extends: {file: @/base.yaml, service: web}\n"), {"base.yaml": SERVICES}),
    "env_file": Way(service("    env_file: @/a.env\n"), {"a.env": ENV}),
    "env_file, long": Way(service("    env_file: [{path: @/a.env, required: false}]\n"), {"a.env": ENV}),
    "label_file": Way(service("    label_file: @/a.labels\n"), {"a.labels": f"a={MARK}\n"}, alive=False),
    "configs and secrets": Way(
        {"compose.yaml": OWN + "configs: {c: {file: @/c}}\nsecrets: {s: {file: @/s}}\n"},
        {"c": MARK, "s": MARK},
        alive=False,
    ),
    "build": Way({"compose.yaml": "services: {web: {build: '@'}}\n"}, {"Dockerfile": DOCKERFILE}),
    "build's dockerfile": Way(
        {"compose.yaml": "services: {web: {build: {context: ., dockerfile: '@/Dockerfile.x'}}}\n"},
        {"Dockerfile.x": DOCKERFILE},
    ),
    "build's context": Way(
        {
            "compose.yaml": "services: {web: {build: {context: '@', dockerfile: Dockerfile}}}\n",
            "Dockerfile": BUILT,
        },
        {"Dockerfile": BUILT, "entry.sh": SCRIPT, ".dockerignore": MARK},
    ),
    "additional_contexts": Way(
        {
            "compose.yaml": "services: {web: {build: {context: ., additional_contexts: {more: '@'}}}}\n",
            "Dockerfile": 'FROM alpine:3\nCOPY --from=more entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]\n',
        },
        {"entry.sh": SCRIPT},
        alive=False,
    ),
    "a volume": Way(service("    volumes: ['@/a.conf:/a.conf:ro']\n"), {"a.conf": MARK}, alive=False),
    ".env, a link": Way(service('    ports: ["${TOKEN}:80"]\n'), {"e": ENV}, {".env": "@/e"}),
    "an override, a link": Way(service(""), {"o.yaml": SERVICES}, {"compose.override.yaml": "@/o.yaml"}),
}

IMAGES: dict[str, Way] = {
    "a COPY with dots": Way(
        {"Dockerfile": 'FROM alpine:3\nCOPY @/entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]\n'},
        {"entry.sh": SCRIPT},
        alive=False,
    ),
    "a script, a link": Way({"Dockerfile": BUILT}, {"entry.sh": SCRIPT}, {"entry.sh": "@/entry.sh"}),
    "a script behind a linked folder": Way(
        {"Dockerfile": 'FROM alpine:3\nCOPY bin/ /bin/\nENTRYPOINT ["/bin/entry.sh"]\n'},
        {"entry.sh": SCRIPT},
        {"bin": "@"},
    ),
    ".dockerignore, a link": Way(
        {"compose.yaml": "services: {web: {build: .}}\n", "Dockerfile": BUILT, "entry.sh": SCRIPT},
        {"ignore": f"entry.sh\n{MARK}\n"},
        {".dockerignore": "@/ignore"},
    ),
    "Dockerfile.dockerignore, a link": Way(
        {"compose.yaml": "services: {web: {build: .}}\n", "Dockerfile": BUILT, "entry.sh": SCRIPT},
        {"ignore": f"entry.sh\n{MARK}\n"},
        {"Dockerfile.dockerignore": "@/ignore"},
    ),
    "a script that sources another": Way(
        {"Dockerfile": BUILT, "entry.sh": "#!/bin/sh\n. @/lib.sh\nsource @/lib.sh\nexec web\n"},
        {"lib.sh": SCRIPT},
        alive=False,
    ),
    "Dockerfile, a link": Way({}, {"Dockerfile": DOCKERFILE}, {"Dockerfile": "@/Dockerfile"}),
    "Dockerfile, a chain of links": Way(
        {},
        {"Dockerfile": DOCKERFILE},
        {"Dockerfile": "a/b", "a/b": "../c", "c": "@/Dockerfile"},
    ),
    "a linked folder": Way(
        {"Dockerfile": "FROM alpine:3\n"}, {"Dockerfile": DOCKERFILE}, {"sub": "@"}, alive=False
    ),
    "a link in the middle of a path": Way(
        service("    env_file: sub/deep/a.env\n"), {"deep/a.env": ENV}, {"sub": "@"}
    ),
    "dots behind a link": Way(
        service("    env_file: sub/../x/a.env\n"), {"x/a.env": ENV}, {"sub": "@/x"}, alive=False
    ),
}

KUSTOMIZE: dict[str, Way] = {
    "resources": Way({"kustomization.yaml": "resources: ['@/x.yaml']\n"}, {"x.yaml": MANIFEST}),
    "a folder of resources": Way(
        {"kustomization.yaml": "resources: ['@']\n"},
        {"kustomization.yaml": "resources: [x.yaml]\n", "x.yaml": MANIFEST},
    ),
    "bases": Way(
        {"kustomization.yaml": "bases: ['@']\n"},
        {"kustomization.yaml": "resources: [x.yaml]\n", "x.yaml": MANIFEST},
    ),
    "components": Way(
        kustomization("components: ['@']\n"),
        {"kustomization.yaml": "kind: Component\npatches: [{path: p.yaml}]\n", "p.yaml": PATCH},
    ),
    "patches": Way(kustomization("patches: [{path: '@/p.yaml'}]\n"), {"p.yaml": PATCH}),
    "patchesStrategicMerge": Way(kustomization("patchesStrategicMerge: ['@/p.yaml']\n"), {"p.yaml": PATCH}),
    "patchesJson6902": Way(
        kustomization(
            "patchesJson6902: [{target: {kind: Deployment, name: web, group: apps, version: v1}, path: '@/p.yaml'}]\n"
        ),
        {"p.yaml": f"[{{op: replace, path: /metadata/name, value: {MARK.lower()}}}]\n"},
    ),
    "replacements": Way(
        kustomization("replacements: [{path: '@/r.yaml'}]\n"),
        {"r.yaml": "source: {kind: Deployment, name: web}\ntargets: []\n"},
        alive=False,
    ),
    "transformers and generators": Way(
        kustomization("transformers: ['@/t.yaml']\ngenerators: ['@/t.yaml']\nconfigurations: ['@/t.yaml']\n"),
        {"t.yaml": MANIFEST},
        alive=False,
    ),
    "configMapGenerator": Way(
        kustomization("configMapGenerator: [{name: c, files: ['@/c'], envs: ['@/a.env']}]\n"),
        {"c": MARK, "a.env": ENV},
    ),
    "secretGenerator": Way(
        kustomization("secretGenerator: [{name: c, files: ['k=@/c'], envs: ['@/a.env']}]\n"),
        {"c": MARK, "a.env": ENV},
    ),
    "helmCharts": Way(
        kustomization("helmCharts: [{name: c, valuesFile: '@/v.yaml'}]\nhelmGlobals: {chartHome: '@'}\n"),
        {"v.yaml": f"a: {MARK}\n", "c/Chart.yaml": f"name: {MARK}\n"},
        alive=False,
    ),
    "a linked kustomization": Way(
        {"web.yaml": DEPLOYMENT},
        {"k.yaml": f"namePrefix: {MARK.lower()}-\nresources: [web.yaml]\n"},
        {"kustomization.yaml": "@/k.yaml"},
    ),
    "a linked patch": Way(
        kustomization("patches: [{path: p.yaml}]\n"), {"p.yaml": PATCH}, {"p.yaml": "@/p.yaml"}
    ),
}

COMMANDS = """\
docker compose -f @/compose.yaml --env-file @/.env up
docker build -f @/Dockerfile @
docker build -f ./../../@/Dockerfile ../..
docker run --env-file @/a.env web
kubectl apply -f @/x.yaml
kubectl apply -k @
helm install web @ -f @/values.yaml
docker buildx bake -f @/docker-bake.hcl
"""
SPOKEN_OF = {
    "compose.yaml": SERVICES,
    ".env": ENV,
    "a.env": ENV,
    "Dockerfile": DOCKERFILE,
    "x.yaml": MANIFEST,
    "kustomization.yaml": "resources: [x.yaml]\n",
    "values.yaml": MARK,
    "docker-bake.hcl": MARK,
}

TEXTS: dict[str, Way] = {
    "a script": Way({"run.sh": "#!/bin/sh\n" + COMMANDS}, SPOKEN_OF),
    "a script from its folder": Way(
        {"run.sh": "#!/bin/sh\ncd @\ndocker build .\n. @/a.env\nsource @/a.env\n"}, SPOKEN_OF
    ),
    "a Makefile": Way(
        {"Makefile": "include @/x.mk\n-include @/y.mk\nup:\n\tcd @ && docker build -f Dockerfile .\n"},
        {**SPOKEN_OF, "x.mk": MARK, "y.mk": MARK},
    ),
    "a workflow": Way(
        {
            ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
            "      - uses: ./@\n      - run: docker build -f @/Dockerfile @\n"
        },
        {**SPOKEN_OF, "action.yml": MARK},
    ),
    "a guide": Way(
        {"README.md": f"See [it](@/Dockerfile).\n\n```sh\n{COMMANDS}```\n\n![a](@/a.env)\n"}, SPOKEN_OF
    ),
    "a guide's Compose file": Way(
        {
            "README.md": "```yaml\nservices:\n  web:\n    build: '@'\n    env_file: '@/a.env'\n"
            "    extends: {file: '@/compose.yaml', service: web}\n```\n"
        },
        SPOKEN_OF,
    ),
    "a linked guide": Way({}, {"g.md": f"```dockerfile\n{DOCKERFILE}```\n"}, {"README.md": "@/g.md"}),
    "a linked script": Way({}, {"x": SCRIPT}, {"run.sh": "@/x", "bare": "@/x"}),
    "a linked env file": Way(service("    env_file: a.env\n"), {"x": ENV}, {"a.env": "@/x"}),
    "a linked manifest": Way({}, {"x.yaml": MANIFEST}, {"x.yaml": "@/x.yaml"}),
    "a linked ignore file": Way(
        {"Dockerfile": "FROM alpine:3\n"}, {"x": f"{MARK}\nDockerfile\n"}, {".gitignore": "@/x"}, alive=False
    ),
    "a chart": Way(
        {"chart/templates/a.yaml": DEPLOYMENT + "# {{ .Values.a }}\n", "chart/Chart.yaml": "name: a\n"},
        {"v.yaml": f"a: {MARK}\n", "more/Chart.yaml": f"name: {MARK}\n"},
        {"chart/values.yaml": "@/v.yaml", "chart/charts": "@"},
        alive=False,
    ),
    "a linked chart": Way(
        {"chart/templates/a.yaml": DEPLOYMENT + "# {{ .Values.a }}\n"},
        {"c.yaml": f"name: {MARK.lower()}\n"},
        {"chart/Chart.yaml": "@/c.yaml"},
    ),
}

WAYS = {**COMPOSE, **IMAGES, **KUSTOMIZE, **TEXTS}
