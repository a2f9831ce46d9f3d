"""Small kustomizations of things that are seldom written, or that Kustomize takes in its own way."""

from kustomize_base import BASE, K

POD = (
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: a, image: "nginx:1.25"}]\n'
)
SA = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s}\nsecrets: [{name: a}]\nimagePullSecrets: [{name: b}]\n"


def one(obj: str, kust: str, **more: str) -> dict[str, str]:
    return {
        K: "resources: [l.yaml]\n" + kust,
        "o/l.yaml": obj,
        **{"o/" + k.replace("__", "."): v for k, v in more.items()},
    }


def patched(obj: str, patch: str) -> dict[str, str]:
    return one(obj, "patches: [{path: p.yaml}]\n", p__yaml=patch)


STS = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: s}\nspec:\n  volumeClaimTemplates: [{metadata: {name: a}}]\n  template: {spec: {tolerations: [{key: a}], readinessGates: [{conditionType: x}], ephemeralContainers: [{name: e}], containers: [{name: a, volumeDevices: [{name: d, devicePath: /d}], resources: {limits: {cpu: 1}}, envFrom: [{prefix: a}], livenessProbe: {httpGet: {httpHeaders: [{name: h, value: v}]}}}], volumes: [{name: v, projected: {sources: [{secret: {name: s}}]}}, {name: c, configMap: {items: [{key: a, path: b}]}}]}}\n"
STSP = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: s}\nspec:\n  volumeClaimTemplates: [{metadata: {name: b}}]\n  template: {spec: {tolerations: [{key: b}], readinessGates: [{conditionType: y}], ephemeralContainers: [{name: f}], containers: [{name: a, volumeDevices: [{name: e, devicePath: /e}], resources: {limits: {memory: 1}}, envFrom: [{prefix: b}], livenessProbe: {httpGet: {httpHeaders: [{name: i, value: v}]}}}], volumes: [{name: v, projected: {sources: [{secret: {name: t}}]}}, {name: c, configMap: {items: [{key: c, path: b}]}}]}}\n"
ODD_CASES: dict[str, dict[str, str]] = {
    "image with tag in name": one(POD, 'images: [{name: "nginx:1.25", newName: x}]\n'),
    "image regex": one(POD, 'images: [{name: "ng.*", newName: x}]\n'),
    "image anything": one(POD, 'images: [{name: ".*", newTag: "1"}]\n'),
    "sa": patched(
        SA,
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s}\nsecrets: [{name: c}]\nimagePullSecrets: [{name: d}]\n",
    ),
    "sts": patched(STS, STSP),
    "empty file": one("", "namePrefix: a-\n"),
    "comment file": one("# x\n---\n# y\n", "namePrefix: a-\n"),
    "blank docs": one("---\n---\n" + POD + "---\n", "namePrefix: a-\n"),
    "patch empty": one(POD, "patches: [{path: p.yaml}]\n", p__yaml="# nothing\n"),
    "two patches with target": one(
        POD, "patches: [{path: p.yaml, target: {kind: Pod}}]\n", p__yaml=POD + "---\n" + POD
    ),
    "slash": {**BASE, K: "resources: [../base/]\n"},
    "dup resource": one(POD, "") | {K: "resources: [l.yaml, ./l.yaml]\n"},
    "numeric name": one("apiVersion: v1\nkind: Pod\nmetadata: {name: 123}\n", ""),
    "numeric label": one(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: 1}}\n", "commonLabels: {b: c}\n"
    ),
    "json file": one('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}}', ""),
    "patch anchors": one(
        POD,
        "patches: [{path: p.yaml}]\n",
        p__yaml="apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: &l {a: b}, annotations: *l}\n",
    ),
    "metadata in k": one(POD, "metadata: {name: x}\nbuildMetadata: []\n"),
    "component generator merge": {
        **BASE,
        "c/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: [{name: g, behavior: merge, literals: [b=2]}]\nnamespace: compo\n",
        K: "resources: [../base]\nconfigMapGenerator: [{name: g, literals: [a=1]}]\ncomponents: [../c]\n",
    },
    "nested components": {
        **BASE,
        "c/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncomponents: [../d]\nnameSuffix: -c\n",
        "d/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: d-\nresources: [x.yaml]\n",
        "d/x.yaml": POD,
        K: "resources: [../base]\ncomponents: [../c]\n",
    },
    "component without parent resources": {
        "c/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [x.yaml]\n",
        "c/x.yaml": POD,
        K: "components: [../c]\nnamePrefix: z-\n",
    },
    "component twice": {
        "c/kustomization.yaml": 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{target: {kind: Pod}, patch: \'[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]\'}]\n',
        **one(POD, "components: [../c, ../c]\n"),
    },
    "json patch null": one(
        POD,
        'patches: [{target: {kind: Pod}, patch: \'[{"op": "add", "path": "/spec/x", "value": null}, {"op": "add", "path": "/spec/y"}]\'}]\n',
    ),
    "json patch root": one(
        POD, 'patches: [{target: {kind: Pod}, patch: \'[{"op": "replace", "path": \\"\\", "value": {}}]\'}]\n'
    ),
    "json patch name": one(
        POD,
        'namePrefix: z-\npatches: [{target: {kind: Pod}, patch: \'[{"op": "replace", "path": "/metadata/name", "value": "q"}]\'}]\n',
    ),
    "json escape": one(
        POD,
        'patches: [{target: {kind: Pod}, patch: \'[{"op": "add", "path": "/metadata/annotations", "value": {"a/b": "c"}},{"op": "replace", "path": "/metadata/annotations/a~1b", "value": "d"}]\'}]\n',
    ),
    "json json text": one(
        POD,
        'patches: [{target: {name: p}, patch: \'[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]\'}]\n',
    ),
    "label selector": one(
        POD, 'patches: [{target: {labelSelector: "a=b"}, patch: \'[{"op": "remove", "path": "/spec"}]\'}]\n'
    ),
    "env file twice": one(
        POD, "configMapGenerator: [{name: c, envs: [e.env], literals: [A=1]}]\n", e__env="A=2\n"
    ),
    "env key bad": one(POD, "configMapGenerator: [{name: c, envs: [e.env]}]\n", e__env="A B=2\n"),
    "file key bad": one(POD, 'configMapGenerator: [{name: c, literals: ["a b=c"]}]\n'),
    "env old": one(POD, "configMapGenerator: [{name: c, env: e.env}]\n", e__env="A=2\r\nB=3\r\n"),
    "generator namespace": one(POD, "configMapGenerator: [{name: c, namespace: nn, literals: [A=1]}]\n"),
    "gen bool": one(
        POD,
        "configMapGenerator: [{name: c, literals: [A=true, B=1, C=]}]\nsecretGenerator: [{name: c, literals: [A=true]}]\n",
    ),
    "gen multiline": one(
        POD, "configMapGenerator: [{name: c, files: [f.txt]}]\n", f__txt="a: b\n\ttab\n  x \n"
    ),
    "namespace in patch target": {
        **BASE,
        "m/kustomization.yaml": "resources: [../base]\nnamespace: q\n",
        K: 'resources: [../m]\npatches:\n- target: {namespace: q, kind: Deployment}\n  patch: \'[{"op": "add", "path": "/spec/replicas", "value": 8}]\'\n- target: {namespace: default, kind: Deployment}\n  patch: \'[{"op": "add", "path": "/spec/paused", "value": true}]\'\n',
    },
    "extensions deployment": patched(
        "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: a, image: x}]}}}\n",
        "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: b}]}}}\n",
    ),
    "cronjob v1beta1": patched(
        "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: d}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: x}]}}}}}\n",
        "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: d}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: b}]}}}}}\n",
    ),
    "podtemplate finalizers": patched(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, finalizers: [a]}\nspec: {template: {metadata: {finalizers: [a]}}}\n",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, finalizers: [b]}\nspec: {template: {metadata: {finalizers: [b, a]}}}\n",
    ),
    "block text patch": one(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: |\n    x\n    y\n",
        "patches: [{path: p.yaml}]\n",
        p__yaml="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  b: >-\n    x\n    y\n",
    ),
    "replacements path": one(
        POD,
        "replacements: [{path: r.yaml}]\n",
        r__yaml="source: {kind: Pod, fieldPath: metadata.name}\ntargets: [{select: {kind: Pod}, fieldPaths: [metadata.labels.x], options: {create: true}}]\n",
    ),
    "replacements list path": one(
        POD,
        "replacements: [{path: r.yaml}]\n",
        r__yaml='- source: {kind: Pod, fieldPath: "spec.containers.[name=a].image", options: {delimiter: ":", index: 1}}\n  targets: [{select: {name: p}, fieldPaths: ["metadata.annotations.example\\.org/x"], options: {create: true}}]\n',
    ),
    "replacements bad target": one(
        POD,
        "replacements: [{source: {kind: Pod}, targets: [{select: {kind: Pod}, fieldPaths: [spec.nope.x]}]}]\n",
    ),
    "needs hash": one(
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, annotations: {kustomize.config.k8s.io/needs-hash: "true"}}\ndata: {a: b}\n',
        "",
    ),
    "no apiversion": one("kind: Pod\nmetadata: {name: x}\n", ""),
    "nil in list": one("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [null]}\n", ""),
    "dup keys": one("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {a: 1, a: 2}\n", ""),
    "dup keys k": one(POD, "namePrefix: a-\nnamePrefix: b-\n"),
    "k list null": one(POD, "patches:\ncomponents:\nimages: []\n"),
    "null everywhere": one(
        POD,
        "nameSuffix: null\nnamePrefix:\nnamespace: ~\nimages: [{name: nginx, newTag: null, newName: x}]\n"
        "secretGenerator: [{name: c, type: null, namespace: null, literals: [A=1]}]\n",
    ),
}
