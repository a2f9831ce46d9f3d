"""YAML that is large, deep, or larger than it looks."""

from .case import Hostile, lazily

_HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: hostile}\n"
_NESTED = "nested deeper than 200 levels"
_CHECKED = "Checked 2 Kubernetes files"
_TOO_MANY = "more than 1000000 keys and values: the rest is not read"


def _laughs(levels: int, times: int) -> str:
    """Billion laughs: each list holds the one before it several times."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * times)}]" for n in range(1, levels)]
    return _HEAD + "\n".join(lines) + f"\ndata: *a{levels - 1}\n"


def _laughing_pod() -> str:
    """A bomb where every reader looks: containers, env, args."""
    head = 'apiVersion: v1\nkind: Pod\nmetadata: {name: bomb}\nx0: &x0 ["lol", "lol"]\n'
    lines = [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12)]
    container = "{name: a, image: b, command: *x11, args: *x11, env: *x11, ports: *x11, volumeMounts: *x11}"
    return (
        head + "".join(lines) + f"spec: {{containers: [{container}], volumes: *x11, initContainers: *x11}}\n"
    )


def _quadratic(times: int) -> str:
    """One long list, mentioned many times: a quadratic blow-up."""
    long = ", ".join(["{name: a, image: b}"] * times)
    containers = "".join(f"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{n}}}\n" for n in range(5))
    uses = ", ".join(["*long"] * times)
    return _HEAD + f"long: &long [{long}]\ndata: [{uses}]\n" + containers


def _merges() -> str:
    lines = ["services:", "  web: {image: x}", "x-0: &a0 {k: v}"]
    lines += [f"x-{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], k{n}: v}}" for n in range(1, 30)]
    return "\n".join([*lines, "  ", ""])


def _shared_pods(times: int) -> str:
    """Many documents that all use one anchor would be many workloads; anchors end with their document."""
    pods = ", ".join(["*pod"] * times)
    return (
        "apiVersion: v1\nkind: List\nitems:\n"
        "  - &pod {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}\n"
        f"  - {{apiVersion: v1, kind: List, items: [{pods}]}}\n"
    )


def _list_bomb() -> str:
    """Lists of lists of objects: `kind: List` is read into, so an alias bomb of it is a bomb of workloads."""
    lines = ["apiVersion: v1\nkind: List\nitems:"]
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}"
    lines.append(f"  - &l0 {pod}")
    lines += [
        f"  - &l{n} {{apiVersion: v1, kind: List, items: [{', '.join([f'*l{n - 1}'] * 9)}]}}"
        for n in range(1, 10)
    ]
    return "\n".join(lines) + "\n"


def _large(megabytes: int) -> str:
    line = "  key-%07d: some value that is neither short nor long, as they are in real files\n"
    return _HEAD + "data:\n" + "".join(line % n for n in range(megabytes * 1024 * 1024 // len(line % 0)))


INPUTS = (
    Hostile("billion laughs", lazily("bomb.yaml", lambda: _laughs(12, 9)), _CHECKED),
    Hostile("billion laughs in a Pod", lazily("bomb.yaml", _laughing_pod), _CHECKED),
    Hostile("billion laughs by `<<`", lazily("compose.yaml", _merges), "Checked 1 Compose file"),
    Hostile(
        "billion laughs of objects in a List",
        lazily("bomb.yaml", _list_bomb),
        _CHECKED,
        seconds=9,
        megabytes=400,
    ),
    Hostile(
        "a long list mentioned 20,000 times",
        lazily("bomb.yaml", lambda: _quadratic(20_000)),
        _CHECKED,
        seconds=7,
    ),
    Hostile(
        "a Pod mentioned 20,000 times", lazily("bomb.yaml", lambda: _shared_pods(20_000)), _CHECKED, seconds=7
    ),
    Hostile("50 MB of YAML", lazily("large.yaml", lambda: _large(50)), "larger than 20 MB"),
    Hostile(
        "19 MB of YAML",
        lazily("large.yaml", lambda: _large(19)),
        _CHECKED,
        seconds=20,
        megabytes=800,
        slow=True,
    ),
    Hostile(
        "a million keys",
        lazily("keys.yaml", lambda: _HEAD + "data:\n" + "".join(f"  k{n}: v\n" for n in range(1_000_000))),
        _TOO_MANY,
        seconds=10,
        megabytes=500,
    ),
    Hostile(
        "400,000 equal keys",
        lazily("keys.yaml", lambda: _HEAD + "data:\n" + "  k: v\n" * 400_000),
        "keys.yaml: more than 1000 findings of duplicate-key: the rest is not reported",
        seconds=10,
        megabytes=600,
    ),
    Hostile(
        "a line of 10 MB in YAML",
        lazily("line.yaml", lambda: _HEAD + "data: {a: " + "x" * 10_000_000 + "}\n"),
        _CHECKED,
        megabytes=250,
    ),
    Hostile(
        "a flow list of 10 MB in one line",
        lazily("line.yaml", lambda: _HEAD + "data: {a: [" + "x, " * 3_333_333 + "]}\n"),
        _TOO_MANY,
        seconds=10,
        megabytes=500,
        slow=True,
    ),
    Hostile(
        "10,000 levels of flow lists",
        lazily("deep.yaml", lambda: _HEAD + "data: " + "[" * 10_000 + "]" * 10_000),
        _NESTED,
    ),
    Hostile(
        "10,000 levels of flow lists, not closed",
        lazily("deep.yaml", lambda: _HEAD + "data: " + "[" * 10_000),
        _NESTED,
        slow=True,
    ),
    Hostile(
        "10,000 levels of blocks",
        lazily("deep.yaml", lambda: _HEAD + "".join(" " * n + "a:\n" for n in range(4_000))),
        _NESTED,
    ),
    Hostile(
        "10,000 levels of compact lists",
        lazily("deep.yaml", lambda: _HEAD + "data:\n" + "- " * 10_000 + "x\n"),
        _NESTED,
    ),
    Hostile(
        "10,000 levels of JSON",
        lazily(
            "deep.yaml",
            lambda: '{"apiVersion": "v1", "kind": "Pod", "spec": ' + '{"a": ' * 10_000 + "1" + "}" * 10_001,
        ),
        _NESTED,
    ),
    Hostile(
        "10,000 levels of explicit keys",
        lazily("deep.yaml", lambda: _HEAD + "? " * 10_000 + "x\n"),
        _NESTED,
        slow=True,
    ),
    Hostile(
        "50,000 documents",
        lazily("many.yaml", lambda: (_HEAD + "---\n") * 60_000),
        "more than 50000 documents",
        seconds=12,
        megabytes=600,
        slow=True,
    ),
    Hostile(
        "100,000 broken documents",
        lazily("many.yaml", lambda: "apiVersion: v1\nkind: Pod\na: [\n---\n" * 100_000),
        "many.yaml:4:1: error WS001 syntax-error",
    ),
    Hostile(
        "100,000 comments that suppress",
        lazily(
            "comments.yaml",
            lambda: _HEAD + "data:\n" + "# wslint: ignore[probe-missing] because\n" * 100_000 + "  a: b\n",
        ),
        "comments.yaml: more than 2000 suppressions: the rest is not read",
        seconds=9,
        megabytes=400,
    ),
    Hostile(
        "100,000 anchors",
        lazily(
            "anchors.yaml", lambda: _HEAD + "data:\n" + "".join(f"  k{n}: &a{n} v\n" for n in range(100_000))
        ),
        _CHECKED,
        seconds=7,
        megabytes=350,
        slow=True,
    ),
    Hostile(
        "a number of 1 MB",
        lazily(
            "number.yaml", lambda: _HEAD + "data: {a: " + "9" * 1_000_000 + ", b: 0x" + "f" * 100_000 + "}\n"
        ),
        _CHECKED,
    ),
    Hostile(
        "3,000 Pods in one file",
        lazily(
            "pods.yaml",
            lambda: "".join(
                f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p{n}, labels: {{app: a{n}}}}}\n"
                "spec: {containers: [{name: a, image: b, ports: [{containerPort: 80}]}]}\n---\n"
                f"apiVersion: v1\nkind: Service\nmetadata: {{name: s{n}}}\n"
                f"spec: {{selector: {{app: a{n}}}, ports: [{{port: 80, targetPort: 81}}]}}\n---\n"
                for n in range(3_000)
            ),
        ),
        "pods.yaml:",
        slow=True,
        seconds=15,
        megabytes=500,
    ),
    Hostile(
        "3,000 Services that all select 3,000 Pods",
        lazily(
            "pods.yaml",
            lambda: "".join(
                f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p{n}, labels: {{app: a}}}}\n"
                "spec: {containers: [{name: a, image: b, ports: [{containerPort: 80}]}]}\n---\n"
                f"apiVersion: v1\nkind: Service\nmetadata: {{name: s{n}}}\n"
                "spec: {selector: {app: a}, ports: [{port: 80, targetPort: 81}]}\n---\n"
                for n in range(3_000)
            ),
        ),
        "pods.yaml:",
        slow=True,
        seconds=20,
        megabytes=500,
    ),
)
