"""What the mutators put in: words that each syntax gives a meaning to, characters that break things, numbers at edges."""

CHARACTERS = (
    *"\t\n\r\v\f\0\x1c\u3000\x07\x1b\x7f\x85\xa0 ",
    *"\u00e9\u0130\u0307\u200b\u200d\u200e\u202e\u2028\u2029\ufeff\ufffd\ufffe\uffff\U0001f600\U0001f468\U000e0001\U0010ffff",
    *"\ud800\udcff\udfff",
    *"'\"`\\$#&*!|>%@{}[]()<>:;,.?=~^+-/_",
    *"0179aAzZ٣४",
)
NUMBERS = (
    "0", "-0", "1", "-1", "00", "08", "0x1f", "0o17", "0b1", "1e3", "1e999", "-1e999", ".5", "5.", "1_000", "+1",
    "65535", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "18446744073709551616", "9" * 40, "9" * 5000, "0.1", ".inf", "-.INF", ".nan", "NaN",
    "Infinity", "1:30", "190:20:30", "2026-01-01", "٣", "²", "1²", "１２",
)  # fmt: skip
YAML = (
    "- ", "? ", ": ", ":", "&a ", "*a", "&a", "*b", "<<: *a\n", "<<: [*a, *b]\n", "!!str ", "!!binary ", "!reset ",
    "!override ", "!<x> ", "! ", "!", "|\n", "|-\n", "|+2\n", ">\n", ">-\n", "|9\n", "---\n", "--- ", "...\n", "%YAML 1.2\n",
    "%TAG ! x:\n", "{", "}", "[", "]", "{a: b}", "[a, b]", "''", '""', "'", '"', "\\x00", "\\ud800", "\\U0010ffff",
    '"\\ud83d\\ude00"', '"\\0"', '"\\N\\_\\L\\P"', '"a\\\n  b"', "null", "~", "true", "yes", "on", "Off", "NO", "=", " #",
    "# wslint: ignore[ALL] x\n", "\t", "  ", "\n", "\n\n", "\r\n", "{{ .Values.x }}", "{{- if x }}\n", "{% x %}", "${{ x }}",
    "? [a]\n: b\n", "x-a: &x\n  k: v\n",
)  # fmt: skip
BLANKS = (
    "\xa0 \xa0",
    " \x85",
    "\u3000 ",
    "\x1c\t\x1f",
    "\u2028 \u2029",
    "\v \f",
    "' '",
    '"\t"',
    "'\xa0'",
    '"\u3000"',
)
VALUES = (
    "", "[]", "{}", "null", "''", "5", "-1", "1e999", ".nan", "true", "[a, {b: c}]", "{a: [b]}", "[[a]]", "{a: {b: }}", "[null]", "{a: null}", "{1: 2}", "[1, 2.5, x]",
    "*a", "&a x", *BLANKS, "&a {b: c}", "!reset null", "!!str 5", "!!binary eA==", "${A}", "${A:-[]}", "$$x", "'a b'", '"\\ud800"', '"\\0"', '"\\n"', "a: b", "- a", "|\n        x\n", "{? a : b}",
    "{[a]: b}", "2026-01-01", "0o17", "1_000", "10s", "80:80", "'8000-8010:80/udp'", "[CMD, x]", "[CMD-SHELL]", "[NONE]", "http", "'{{ x }}'", ".", "../..", "/", "a/../b", "\u202e",
)  # fmt: skip
COMPOSE = (
    "services:\n", "  web:\n", "    image: x\n", "    build: .\n", "    build: {context: ., dockerfile: Dockerfile, target: a}\n",
    "    ports: [80:80]\n", "    ports: [{target: 80, published: '8000-8010'}]\n", "    extends: web\n",
    "    extends: {file: compose.yaml, service: web}\n", "include: [a.yaml]\n", "include:\n  - path: [compose.yaml, b.yaml]\n",
    "    depends_on: {db: {condition: service_healthy}}\n", "    healthcheck: {test: [CMD, x], interval: 1s}\n",
    "    healthcheck: {disable: true}\n", "    stop_grace_period: 1m30s\n", "    env_file: .env\n", "    environment: [A=b, C]\n",
    "    environment: {A: b, C: }\n", "    command: sh -c 'x & y'\n", "    entrypoint: []\n", "    network_mode: service:web\n",
    "    network_mode: host\n", "    deploy: {replicas: 2}\n", "    profiles: [a]\n", "    volumes: [./a:/b:ro]\n", "networks: {}\n",
    "    dockerfile_inline: |\n        FROM scratch\n", "configs: {a: {content: x}}\n", "name: ${X:-y}\n", "    <<: *a\n", "!reset null",
    "!override []", "${A}", "${A:-b}", "${A:?b}", "$$", "${", "${A:+${B}}", "host.docker.internal",
)  # fmt: skip
KUBERNETES = (
    "apiVersion: v1\n", "apiVersion: apps/v1\n", "kind: Deployment\n", "kind: Service\n", "kind: List\nitems:\n", "kind: Pod\n",
    "kind: ConfigMap\n", "kind: Ingress\n", "kind: CronJob\n", "kind: Kustomization\n", "metadata: {name: web}\n", "spec:\n",
    "  template:\n", "    containers:\n", "      - name: x\n        image: y\n", "livenessProbe: {httpGet: {port: http, path: /}}\n",
    "readinessProbe: {exec: {command: [a, $(B)]}}\n", "terminationGracePeriodSeconds: 30\n", "ports: [{containerPort: 80}]\n",
    "targetPort: http\n", "selector: {app: web}\n", "lifecycle: {preStop: {exec: {command: [sleep, '5']}}}\n", "envFrom: []\n",
    "value: $(X)\n", "resources: [.]\n", "resources: [../a, b.yaml]\n", "namePrefix: a-\n", "patches: [{patch: '[]', target: {}}]\n",
    "patchesStrategicMerge: [p.yaml]\n", "$patch: delete\n", "$patch: replace\n", "$setElementOrder/a: []\n",
    "configMapGenerator: [{name: a, literals: [a=b], files: [x]}]\n", "images: [{name: x, newTag: y}]\n", "replicas: [{name: x, count: 1}]\n",
    "components: [c]\n", "replacements: [{source: {kind: X}, targets: []}]\n", "commonLabels: {a: b}\n", "namespace: x\n",
    "labels: [{pairs: {a: b}, includeSelectors: true}]\n", "100m", "1Gi", "1e3Mi", "25%",
)  # fmt: skip
DOCKERFILE = (
    "FROM ", "FROM scratch\n", "FROM a AS b\n", "FROM --platform=$X ${A:-b}\n", "AS ", "RUN ", "RUN <<EOF\n", "EOF\n", "RUN <<-'E' cat\n",
    "COPY --from=b --chown=1 . /x\n", "COPY <<a <<b /\n", "ADD ", "ENV a=b c='d e'\n", "ENV a b\n", "ARG ", "ARG A=${B}\n", "CMD ",
    'CMD ["a", "b"]\n', 'ENTRYPOINT ["sh", "-c", "x"]\n', 'CMD [ "a" \n', 'SHELL ["a"]\n', "EXPOSE 80/tcp $P 1-2\n", "STOPSIGNAL SIGKILL\n",
    "HEALTHCHECK --interval=1s CMD x\n", "HEALTHCHECK NONE\n", "ONBUILD ", "ONBUILD ONBUILD RUN x\n", "USER ", "WORKDIR ", "VOLUME [", "LABEL a=b\n",
    "\\\n", "`\n", "# escape=`\n", "# syntax=docker/dockerfile:1\n", "# check=skip=all\n", "# hadolint ignore=DL3000\n", "--mount=type=bind ",
    "${A#*x}", "${A%%b*}", "${A/b/c}", "${A//[!a]/}", "${A:+b}", "\\\\\n", "<<E", "\n# c\n", "MAINTAINER x\n", "# wslint: ignore[a] b\n",
)  # fmt: skip
SHELL = (
    "A='\xa0 \xa0' ", "$A$A ", '$A"x"',
    "docker run -p 80:80 --name a x\n", "docker run --rm -it ", "docker compose -f a.yaml up\n", "docker build -t a:b -f D .\n", "docker stop -t 5 a\n",
    "kubectl apply -f - <<EOF\n", "cat > compose.yaml <<'EOF'\n", "EOF\n", "<<E", "<<-\tE\n", "<<<", "$(", ")", "`", "$((", "))", "${", "}", "${a:-b}",
    "${a[@]}", "${#a}", "${!a}", "${a/b/c}", "$'\\x00'", '$"a"', "'", '"', "\\\n", "\\", ";", ";;", "&", "&&", "||", "|", "|&", "!", "{ ", "; }", "( ",
    "if x; then\n", "elif ", "else\n", "fi\n", "for a in b c; do\n", "done\n", "while read x; do ", "case $a in\n", "*) ;;\n", "esac\n", "f() {\n", "}\n",
    "function f ", "select x in", "[[ a =~ b ]]", "[ a ]", "((a++))", "a=(b c)\n", "a+=b ", "export a=b\n", "local a\n", "eval ", "exec ", "trap 'x' TERM\n",
    "set -euo pipefail\n", "cd a\n", "source b\n", "sh -c 'a'\n", "coproc ", "time ", "2>&1 ", ">|", "<(a)", "*", "?", "~", "{a,b}", "#", "\n", "--", "-e A=b ",
    "PORT=80 ", "$0", "$@", '"$@"', '$(dirname "$0")', "printf -v x ", "readonly ", "declare -n a=b\n",
)  # fmt: skip
MARKDOWN = (
    "```yaml\n", "```\n", "~~~~\n", '````dockerfile title="Dockerfile"\n', "```sh\n$ docker run x\n", "```console\n", "    indented\n", "> ", "> > ", "- ", "1. ",
    "* [ ] ", "# A\n", "===\n", "---\n", "<!-- wslint: ignore[ALL] x -->\n", "<!--", "-->", "<Tabs>\n", "</Tabs>\n", "<details>\n", "{% tab %}\n", "::: a\n", "|a|b|\n",
    "import x from 'y'\n", "export const a = {\n", "---\na: b\n---\n", "\t", "…", "...\n", "<your-name>", "`compose.yaml`:\n", "[a](b)", "![", "Do not:\n", "\\",
    "+ a\n- b\n", "```diff\n", "```yaml {1,2}\n", "{{< x >}}", "```jsx\n", "&amp;", "\n\n",
)  # fmt: skip
MAKEFILE = (
    "a: b\n\t", "\t", ".RECIPEPREFIX = >\n", ".ONESHELL:\n", "define x\n", "endef\n", "ifeq (a,b)\n", "else\n", "endif\n", "include x.mk\n", "A := b\n", "A ?= b\n", "A != x\n",
    "$(A)", "${A}", "$$A", "$(shell x)", "$(call f,$(1))", "$(", "$@", "@", "-", "+", "\\\n", "#", "::", "|", "export A\n", "override ", "%.o: %.c\n", ";", "$A", "private ",
)  # fmt: skip
WORDS = (
    "", " ", *BLANKS, "http://localhost:8080/x", "https://[::1]:443", "[::1]:80:80/udp", "127.0.0.1:8000-8010:80-90", "80/tcp", "::", ":80", "80:", "0.0.0.0:80:80/x",
    "postgres://u:p@db:5432/x", "jdbc:mysql://h/db", "amqp://", "a=b", "=", "registry.example:5000/a/b:1@sha256:" + "a" * 64, "a:b@c", "A/b", "/", "//", "../..",
    "a/../../b", "**/x", "!a", "[a-z]", "[]", "[!", "[^]a]", "\\", "*" * 30, "a" * 300, "1h30m", "1.5s", "10us", "1w", "-1s", "1h1h", "10", "1k", "1.5GB", "1e3", "0.5",
    "100m", "1Gi", "--", "-", "-x", "--a=b", "--a", "-p", "sh", "bash", "-c", "-ec", "curl", "-f", "wget", "--spider", "nc", "-z", "python", "-m", "http.server", "node",
    "npm", "run", "start", "java", "-Dserver.port=80", "gunicorn", "-b", ":8000", "0.0.0.0:80", "exec", "env", "tini", "su-exec", "timeout", "5", "sleep", "infinity",
    "redis-cli", "ping", "pg_isready", "-h", "127.0.0.1", "localhost", "host.docker.internal", "kubernetes.docker.internal", "AKIAIOSFODNN7EXAMPLE", "changeme",
    "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.abcdefghijkl", "-----BEGIN PRIVATE KEY-----", "$(A)", "$A", "${A}", "$$", "%", "%s", "{a}", "{", "a b", "a\tb", "\n", "x\0y",
)  # fmt: skip
CEL = (
    "workload.", "workload.grace", "workload.image", "workload.environment", "workload.ports", "params.a", "has(", ")", "(", "[", "]", "{", "}", ".all(x, ", ".exists(", ".map(a, ",
    ".filter(x, x)", ".matches(", '.startsWith("a")', ".size()", "size(", "in ", "&&", "||", "!", "? a : b", "==", "!=", "<", ">=", "+", "-", "*", "/", "%", "1", "1u", "1.0", '"a"', "'b'",
    'r"\\"', "b'a'", '"""', "true", "null", "[1, 2]", "{'a': 1}", "int(", "double(", "string(", 'duration("1s")', "timestamp(", "type(", "x", "x.y", ".x", "//", " ", "\n", "@", "`",
)  # fmt: skip
SETTINGS = (
    "select: [ALL]\n", "extend-select: []\n", "ignore: [a]\n", "ignore:\n  - rule: a\n    reason: b\n    until: 2027-01-01\n", "rules:\n  a: {severity: error}\n",
    "rules: {a: off}\n", "exclude: ['**']\n", "links: [{image: a, dockerfile: b}]\n", "packs: [a]\n", "fail-on: never\n", "platform: desktop\n", "strict: true\n",
    "selectors: {a: {images: [b]}}\n", "baseline: b.json\n", "[tool.wslint]\n", "[[tool.wslint.ignore]]\n", "[tool.wslint.rules.a]\n", "a = 'b'\n", '"a.b" = 1\n', "[", "= ",
    "root: true\n", "allow-empty: 1\n", "respect-gitignore: no\n",
)  # fmt: skip
JSON = (
    "{",
    "}",
    "[",
    "]",
    '"',
    ":",
    ",",
    "null",
    "true",
    '{"version": 1, "paths": ["."], "findings": []}',
    '"\\ud800"',
    "1e999",
    '"rule": "a"',
    "NaN",
    "//",
    '"place": 1',
)
REMARKS = (
    "wslint: ignore[a, b] because until=2027-01-01", "wslint: file-ignore[ALL]", "wslint:ignore", "wslint: ignore[", "wslint: disable[a]", "hadolint ignore=DL3000,DL3001",
    "hadolint global ignore=DL3000", "hadolint shell=bash", "dclint disable", "dclint disable-line a b", "dclint disable-file", "checkov:skip=CKV_1:reason",
    "check=skip=a,b;error=true", "check=experimental=all", "kube-linter.io/ignore: a", "until=", "until=2026-13-99", "]", "[", ",", "--", "ALL", "\u2014", "=",
)  # fmt: skip

DICTIONARIES = {
    "yaml": YAML,
    "compose": (*COMPOSE, *YAML),
    "kubernetes": (*KUBERNETES, *YAML),
    "kustomization": (*KUBERNETES, *YAML),
    "ci": (*YAML, *SHELL, "run: |\n", "script:\n", "jobs:\n", "steps:\n", "- run: docker run x\n", "env: {A: b}\n", "defaults: {run: {working-directory: a}}\n"),
    "dockerfile": (*DOCKERFILE, *SHELL),
    "shell": SHELL,
    "markdown": (*MARKDOWN, *YAML, *SHELL),
    "makefile": (*MAKEFILE, *SHELL),
    "env": ("A=b\n", "export A=b\n", "A: b\n", "A='b\nc'\n", 'A="${B:-c}"\n', "A\n", "=\n", "#", " #", "${", "$$", "\\n", "A=b # c\n", '"', "'", "\\"),
    "ignore": ("*", "**", "**/", "!", "#", "\\#", "/", "[a-z]", "[!a]", "[", "?", "\\", "a/b\n", "!a\n", ".", "..", " \n", "a/**/b\n"),
    "word": (*WORDS, *NUMBERS),
    "cel": CEL,
    "settings": (*SETTINGS, *YAML),
    "toml": SETTINGS,
    "json": JSON,
    "remark": REMARKS,
}  # fmt: skip

TEXTS = {
    "env": ("A=b\nexport C='d e'\n# x\nE=\"${A:-f}\\n\"\nG\n", "PORT=8080\nURL=http://localhost:${PORT}/\nKEY='a\nb'\n"),
    "ignore": ("*.log\n!keep.log\n/build\nnode_modules/\n**/a/*.txt\n# c\ndocs/**/x[0-9]?\n",),
    "word": WORDS,
    "cel": (
        "workload.grace >= 30.0", 'workload.image.startsWith("x") && !("A" in workload.environment)',
        'workload.environment["A"] == "b" ? true : workload.grace > params.least',
        'workload.ports.all(p, p.number < 1024 || p.protocol == "tcp")',
    ),
    "settings": (
        "select: [ALL]\nignore:\n  - rule: health-missing\n    path: 'a/**'\n    reason: x\n    until: 2027-01-01\nexclude: [a]\nrules:\n  stop-grace: {severity: note}\n",
        "links:\n  - {image: a, dockerfile: Dockerfile, target: b}\nselectors:\n  general: {images: [a]}\nplatform: desktop\nfail-on: error\n",
    ),
    "toml": ('[tool.wslint]\nselect = ["ALL"]\n[[tool.wslint.ignore]]\nrule = "a"\nreason = "b"\n[tool.wslint.rules."x"]\nseverity = "note"\n',),
    "json": (
        '{"version": 1, "paths": ["."], "findings": [{"path": "a", "rule": "b", "workload": "", "severity": "note", "fingerprint": "x", "anywhere": "y", "place": "z"}]}',
    ),
    "remark": REMARKS,
    "makefile": ("IMAGE ?= a/b\nrun: build\n\t@docker run -p 80:80 $(IMAGE) \\\n\t  sh -c 'x'\nifdef X\nbuild:\n\tdocker build -t $(IMAGE) .\nendif\n",),
    "shell": (
        '#!/bin/sh\nset -e\nP=80\nfor i in 1 2; do\n  docker run -d -p $P:80 --name web$i "img:$TAG" || true\ndone\ncat > Dockerfile <<EOF\nFROM a\nCMD x\nEOF\ndocker build -t y .\n',
        "if [ -n \"$A\" ]; then exec \"$@\"; fi\nf() { trap 'kill $p' TERM; ./x & p=$!; wait $p; }\nf\n",
    ),
    "ci": (
        "on: push\njobs:\n  a:\n    runs-on: x\n    services:\n      db: {image: postgres, ports: ['5432:5432']}\n    steps:\n      - run: |\n          docker run -p 80:80 a\n        env: {A: b}\n",
        "image: a\nservices: [docker:dind]\nbuild:\n  script:\n    - docker build -t $X .\n    - docker run $X\n",
    ),
}  # fmt: skip

TREES = (
    {
        "kustomization.yaml": "resources: [base, b.yaml]\nnamePrefix: a-\npatches:\n  - path: p.yaml\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: add, path: /metadata/labels, value: {a: b}}\nconfigMapGenerator:\n  - {name: c, literals: [A=b], behavior: create}\nimages: [{name: x, newTag: '2'}]\n",
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "base/a.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers:\n        - {name: x, image: 'x:1', envFrom: [{configMapRef: {name: c}}], ports: [{containerPort: 80, name: http}]}\n",
        "b.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {a: b}, ports: [{port: 80, targetPort: http}]}\n",
        "p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - {name: x, livenessProbe: {httpGet: {port: http}}}\n        - {name: y, $patch: delete}\n",
    },
    {
        "compose.yaml": "include: [sub/compose.yaml]\nservices:\n  web:\n    extends: {file: common.yaml, service: base}\n    build: .\n    ports: ['80:80']\n    depends_on: [db]\n    env_file: .env\n  db: {image: 'postgres:16', volumes: ['d:/var']}\nvolumes: {d: }\n",
        "compose.override.yaml": "services:\n  web:\n    ports: !override ['81:80']\n    environment: !reset null\n    command: [x]\n",
        "common.yaml": "services:\n  base: {image: x, environment: {A: '${B:-c}'}, healthcheck: {test: [CMD, x], interval: 5s}}\n",
        "sub/compose.yaml": "services:\n  cache: {image: redis, stop_grace_period: 2s}\n",
        "Dockerfile": 'FROM x AS a\nARG P=80\nEXPOSE $P\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n',
        "entrypoint.sh": '#!/bin/sh\nset -e\nmigrate\nexec "$@"\n',
        ".env": "B=1\n",
        ".dockerignore": "*.sh\n",
        "run.sh": "docker compose -f compose.yaml -f compose.prod.yaml up -d\n",
    },
    {"Chart.yaml": "name: a\nversion: 1.0.0\n", "values.yaml": "a: b\n", "templates/a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.a }}}\n"},
)  # fmt: skip
