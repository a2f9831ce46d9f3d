"""Small kustomizations at the edge of what Kustomize takes: patches, generators and kustomizations that it may refuse."""

from kustomize_base import K
from kustomize_odd_cases import POD, one, patched

LISTS = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: b}, finalizers: [x, y]}\n"
    'spec:\n  hostname: h\n  containers: [{name: a, image: "nginx:1.25", args: [x], ports: [{containerPort: 80}]}]\n'
)
HEAD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
NAMED = "apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}, namespace: {space}}}\n"


def operated(*operations: str) -> dict[str, str]:
    """A JSON patch of these operations."""
    return one(
        LISTS,
        "patches: [{path: p.yaml, target: {kind: Pod}}]\n",
        p__yaml="".join(f"- {one}\n" for one in operations),
    )


def entry(text: str, **files: str) -> dict[str, str]:
    """An entry of `patches`."""
    return one(POD, f"patches: [{text}]\n", **files)


def generator(text: str, **files: str) -> dict[str, str]:
    return one(POD, f"configMapGenerator: [{text}]\n", **files)


def alone(kustomization: str, **files: str) -> dict[str, str]:
    return {**one(POD, "", **files), K: kustomization}


BOUND = "---\n".join(
    (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r, namespace: n}\n",
        (
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: n}\n"
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\n"
            "subjects: [{kind: ServiceAccount, name: s, namespace: n}, {kind: ServiceAccount, name: s, namespace: m}]\n"
        ),
        NAMED.format(kind="ServiceAccount", name="s", space="n"),
        NAMED.format(kind="ServiceAccount", name="s", space="m"),
    )
)
MOUNTED = (
    "apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: {space}}}\n"
    "spec:\n  imagePullSecrets: [{{name: c}}]\n  containers: [{{name: a, envFrom: [{{configMapRef: {{name: c}}}}]}}]\n"
)

REFUSED_CASES: dict[str, dict[str, str]] = {
    # Operations of JSON patches
    "operation of no such name": operated("{op: frob, path: /metadata}"),
    "operation that is a word": operated("remove"),
    "operation without a slash": operated("{op: remove, path: metadata}"),
    "operation without a path": operated("{op: remove}"),
    "operation at a word in a list": operated("{op: remove, path: /spec/containers/first}"),
    "operation before the first": operated("{op: remove, path: /spec/containers/-9}"),
    "operation behind the last": operated("{op: add, path: /spec/containers/5, value: {name: b}}"),
    "operation right behind the last": operated("{op: add, path: /spec/containers/1, value: {name: b}}"),
    "operation below a text": operated("{op: add, path: /metadata/name/x, value: a}"),
    "operation below nothing": operated("{op: add, path: /status/x, value: a}"),
    "operation at an item of a list": operated("{op: replace, path: /spec/containers/0/args/0, value: z}"),
    "operation at the end of a list": operated("{op: add, path: /spec/containers/0/args/-, value: z}"),
    "operation that takes an item out": operated("{op: remove, path: /spec/containers/0/args/0}"),
    "operation that takes nothing out": operated("{op: remove, path: /metadata/annotations}"),
    "operation that replaces nothing": operated("{op: replace, path: /metadata/annotations, value: {}}"),
    "operation that replaces what is not there": operated("{op: replace, path: /spec/nodeName, value: node}"),
    "operation that replaces below what is not there": operated("{op: replace, path: /status/a, value: n}"),
    "operation that tests for annotations": operated("{op: test, path: /metadata/annotations, value: null}"),
    "operation that moves nothing": operated("{op: move, from: /status, path: /metadata/labels}"),
    "operation that copies no item": operated("{op: copy, from: /spec/containers/7, path: /metadata/labels}"),
    "operation of the old form that takes nothing out": one(
        LISTS,
        "patchesJson6902: [{path: p.yaml, target: {version: v1, kind: Pod, name: p}}]\n",
        p__yaml="- {op: remove, path: /metadata/annotations}\n",
    ),
    "operation that copies nothing": operated("{op: copy, from: /metadata/null, path: /spec/hostname}"),
    "operation that moves an item": operated(
        "{op: move, from: /spec/containers/0/args/0, path: /spec/hostname}"
    ),
    "operation that tests for nothing": operated("{op: test, path: /status, value: null}"),
    "operation that tests for something that is not there": operated("{op: test, path: /status, value: a}"),
    "operation that tests a mapping": operated("{op: test, path: /metadata/labels, value: {a: b}}"),
    "operation that tests a mapping in vain": operated("{op: test, path: /metadata/labels, value: {a: c}}"),
    # Entries of `patches`
    "patch with both a text and a path": entry("{patch: '{}', path: p.yaml}", p__yaml=POD),
    "patch with neither a text nor a path": entry("{target: {kind: Pod}}"),
    "patch of a word": entry("{patch: word, target: {kind: Pod}}"),
    "patch of operations without a target": entry("{path: p.yaml}", p__yaml="- {op: remove, path: /spec}\n"),
    "patch with a bracket that is no JSON": entry(
        "{patch: '[{op: remove, path: /spec}]', target: {kind: Pod}}"
    ),
    "patch with a bracket that is JSON": entry(
        '{patch: \'[{"op": "remove", "path": "/spec"}]\', target: {kind: Pod}}'
    ),
    "patch in quotes that is no YAML": entry("{patch: '{a: [', target: {kind: Pod}}"),
    "patch that matches nothing": patched(POD, HEAD.replace("name: p", "name: z") + "spec: {hostname: a}\n"),
    "patch that takes the object away": patched(POD, HEAD + "$patch: delete\n"),
    "patch that may rename": entry(
        "{path: p.yaml, target: {kind: Pod}, options: {allowNameChange: true}}",
        p__yaml=HEAD.replace("name: p", "name: z"),
    ),
    "patch that may not rename": entry(
        "{path: p.yaml, target: {kind: Pod}}", p__yaml=HEAD.replace("name: p", "name: z")
    ),
    "patch that may change the kind": entry(
        "{path: p.yaml, target: {kind: Pod}, options: {allowKindChange: true}}",
        p__yaml=HEAD.replace("Pod", "Pot"),
    ),
    "patch old form with two operations": one(
        LISTS,
        "patchesJson6902: [{path: p.yaml, target: {version: v1, kind: Pod, name: p}}]\n",
        p__yaml="- {op: remove, path: /spec/hostname}\n- {op: add, path: /metadata/annotations, value: {a: b}}\n",
    ),
    # Strategic merges
    "merge of a word into a mapping": patched(LISTS, HEAD + "spec: word\n"),
    "merge of a mapping into a list": patched(LISTS, HEAD + "spec: {containers: {a: b}}\n"),
    "merge of a list into a word": patched(LISTS, HEAD + "spec: {hostname: [a]}\n"),
    "merge of a list into a mapping": patched(LISTS, HEAD.replace("{name: p}", "{name: p, labels: [a]}")),
    "merge of lists of words": patched(LISTS, HEAD.replace("{name: p}", "{name: p, finalizers: [z, x]}")),
    "merge of null into a list of words": patched(
        LISTS, HEAD.replace("{name: p}", "{name: p, finalizers: null}")
    ),
    "merge with an unknown directive": patched(LISTS, HEAD + "spec: {$patch: nonsense}\n"),
    "merge with a directive that is a list": patched(LISTS, HEAD + "spec: {$patch: [delete]}\n"),
    "merge that takes a list away": patched(LISTS, HEAD + "spec: {containers: [{$patch: delete}]}\n"),
    "merge that takes away what is not there": patched(
        LISTS, HEAD + "spec: {securityContext: {$patch: delete}, volumes: [{name: v, $patch: delete}]}\n"
    ),
    "merge of ports by two keys": patched(
        LISTS,
        HEAD
        + "spec: {containers: [{name: a, ports: [{containerPort: 80, protocol: UDP}, {containerPort: 81}]}]}\n",
    ),
    # Generators
    "generator without a name": generator("{literals: [a=b]}"),
    "generator of a literal without a sign": generator("{name: g, literals: [a]}"),
    "generator of a literal without a key": generator("{name: g, literals: ['=b']}"),
    "generator of a literal in quotes": generator("{name: g, literals: ['a=\"b c\"', \"d='e'\", 'f=\"']}"),
    "generator of the same key twice": generator("{name: g, literals: [a=b, a=c]}"),
    "generator of a file without a key": generator("{name: g, files: ['=f.txt']}", f__txt="x"),
    "generator of a file with two signs": generator("{name: g, files: ['a=b=f.txt']}", f__txt="x"),
    "generator of a file with a mark before it": generator("{name: g, files: [f.txt]}", f__txt="\ufeffx\n"),
    "generator of an environment": generator("{name: g, envs: [f.env]}", f__env="# c\n\n A=b \nC= d=e\n"),
    "generator of an environment with a word": generator(
        "{name: g, envs: [f.env]}", f__env="WSLINT_NOT_SET\nA=b\n"
    ),
    "generator of a bad environment": generator("{name: g, envs: [f.env]}", f__env="=b\n"),
    "generator of a file outside": generator("{name: g, files: [../f.txt]}") | {"f.txt": "x"},
    "generator with options of its own": one(
        POD,
        "generatorOptions: {labels: {a: b}, immutable: true}\n"
        "configMapGenerator: [{name: g, literals: [a=b], options: {labels: {a: c}, annotations: {d: e}}}]\n",
    ),
    "generator that merges into nothing": generator("{name: g, behavior: merge, literals: [a=b]}"),
    "generator of a name that is there": one(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: g}\ndata: {a: b}\n",
        "configMapGenerator: [{name: g}]\n",
    ),
    "generator that merges into what has nothing": one(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: g, labels: {l: m}}\n",
        "configMapGenerator: [{name: g, behavior: merge, literals: [a=b]}]\n",
    ),
    # References
    "references of a binding to accounts of two namespaces": one(BOUND, "namePrefix: a-\n"),
    "references to a role of another kind": one(
        BOUND.replace("kind: Role, name", "kind: ClusterRole, name"), "namePrefix: a-\n"
    ),
    "references to a role without a group": one(
        BOUND.replace("apiGroup: rbac.authorization.k8s.io, ", ""), "namePrefix: a-\n"
    ),
    "references across namespaces": one(
        MOUNTED.format(space="n") + "---\n" + NAMED.format(kind="ConfigMap", name="c", space="m"),
        "namePrefix: a-\n",
    ),
    "references in one of two namespaces": one(
        MOUNTED.format(space="n")
        + "---\n"
        + "---\n".join(
            NAMED.format(kind=kind, name="c", space=space)
            for kind in ("ConfigMap", "Secret")
            for space in "nm"
        ),
        "nameSuffix: -z\n",
    ),
    # Kustomizations
    "kustomization with a number for a string": alone("resources: [l.yaml]\nnamePrefix: 1\n"),
    "kustomization with a number in an image": alone(
        "resources: [l.yaml]\nimages: [{name: nginx, newTag: 1}]\n"
    ),
    "kustomization with a number for a label": alone("resources: [l.yaml]\ncommonLabels: {a: 1}\n"),
    "kustomization with an unknown key": alone("resources: [l.yaml]\nnonsense: 1\n"),
    "kustomization of another kind": alone("kind: Pod\nresources: [l.yaml]\n"),
    "kustomization of another version": alone("apiVersion: v1\nresources: [l.yaml]\n"),
    "kustomization that is empty": alone(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
    ),
    "kustomization that is a list": alone("- resources\n"),
    "kustomization that is there twice": {
        **alone("resources: [l.yaml]\n"),
        "o/kustomization.yml": "resources: [l.yaml]\n",
    },
    "kustomization of a folder without one": alone("resources: [sub]\n") | {"o/sub/l.yaml": POD},
    "kustomization with a file outside": alone("resources: [../l.yaml]\n") | {"l.yaml": POD},
    "kustomization with a file that is no YAML": alone("resources: [l.yaml]\n") | {"o/l.yaml": "a: [\n"},
    "kustomization with a resource without a name": alone("resources: [l.yaml]\n")
    | {"o/l.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {}\n"},
    "kustomization with a resource that is a list": alone("resources: [l.yaml]\n") | {"o/l.yaml": "- a\n"},
    "kustomization with an empty List": alone("resources: [l.yaml]\n")
    | {"o/l.yaml": "apiVersion: v1\nkind: List\nitems: []\n---\n" + POD},
    "kustomization with labels on a list of words": one(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: word}\n",
        "commonLabels: {a: b}\n",
    ),
}
