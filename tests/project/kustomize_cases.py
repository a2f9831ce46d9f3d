"""Small kustomizations, one for each thing that Kustomize does, does its own way, or refuses.

Each is a tree of files by their paths; what is built is the folder `o`.
"""

from kustomize_base import BASE, REST, K, over, smp, spec

CASES: dict[str, dict[str, str]] = {
    "nothing": over('namePrefix: ""\n'),
    "prefix": over("namePrefix: a-\n"),
    "suffix": over("nameSuffix: -z\n"),
    "both": over("namePrefix: a-\nnameSuffix: -z\nnamespace: prod\n"),
    "namespace": over("namespace: prod\n"),
    "commonLabels": over("commonLabels: {team: x, app: z}\n"),
    "labels": over("labels:\n- pairs: {team: x}\n"),
    "labels selectors": over("labels:\n- pairs: {team: x}\n  includeSelectors: true\n"),
    "labels templates": over(
        "labels:\n- pairs: {team: x}\n  includeTemplates: true\n- pairs: {b: c}\n  fields: [{path: spec/foo/labels, create: true, kind: Thing}]\n"
    ),
    "annotations": over("commonAnnotations: {team: x}\n"),
    "images": over(
        'images:\n- {name: nginx, newTag: "2.0"}\n- {name: registry.example:5000/team/side, newName: other}\n- {name: postgres, digest: "sha256:1"}\n- {name: busybox, newName: bb, newTag: "1", digest: "sha256:2"}\n'
    ),
    "tagSuffix": over("images:\n- {name: nginx, tagSuffix: -x}\n"),
    "replicas": over("replicas:\n- {name: web, count: 3}\n- {name: db, count: 0}\n"),
    "replicas prefix": over("namePrefix: a-\nreplicas:\n- {name: web, count: 3}\n"),
    "replicas missing": over("replicas:\n- {name: nope, count: 3}\n"),
    "smp add container": spec("containers:\n- name: new\n  image: x\n"),
    "smp change": spec(
        'containers:\n- name: web\n  image: nginx:2\n  env:\n  - name: C\n    value: x\n  - name: A\n    value: "3"\n  - name: B\n    $patch: delete\n'
    ),
    "smp del container": spec("containers:\n- name: side\n  $patch: delete\n"),
    "smp replace list": spec("containers:\n- $patch: replace\n- name: only\n  image: x\n"),
    "smp replace map": spec("$patch: replace\ncontainers:\n- name: only\n  image: x\n"),
    "smp null": spec(
        "serviceAccountName: null\nvolumes: null\ncontainers:\n- name: web\n  env: null\n  image: ~\n"
    ),
    "smp args": spec("containers:\n- name: side\n  args: [c]\n- name: web\n  envFrom: []\n"),
    "smp ports": spec(
        "containers:\n- name: web\n  ports:\n  - containerPort: 80\n    name: web\n  - containerPort: 53\n    protocol: UDP\n    name: dns\n  - containerPort: 99\n"
    ),
    "smp ports2": spec(
        "containers:\n- name: web\n  ports:\n  - containerPort: 80\n    protocol: TCP\n    hostPort: 1\n"
    ),
    "smp ports3": spec("containers:\n- name: web\n  ports:\n  - containerPort: 80\n    $patch: delete\n"),
    "smp ports4": spec("containers:\n- name: side\n  ports:\n  - containerPort: 80\n    hostPort: 1\n"),
    "smp ports5": spec(
        "containers:\n- name: web\n  ports:\n  - containerPort: 99\n    protocol: TCP\n  - containerPort: 53\n    protocol: UDP\n    name: dns\n"
    ),
    "smp aliases": spec("hostAliases:\n- ip: 1.2.3.4\n  hostnames: [b]\n- ip: 2.2.2.2\n  hostnames: [c]\n"),
    "smp volumes": spec(
        "volumes:\n- name: data\n  emptyDir: {}\n  persistentVolumeClaim: null\n- name: n\n  emptyDir: {}\ncontainers:\n- name: web\n  volumeMounts:\n  - mountPath: /data\n    readOnly: true\n  - mountPath: /n\n    name: n\n"
    ),
    "smp new map": smp(
        "spec:\n  strategy:\n    rollingUpdate:\n      maxSurge: null\n      maxUnavailable: 1\n  template:\n    metadata:\n      annotations: {a: null}\n"
    ),
    "smp delete all": smp("$patch: delete\n"),
    "smp labels": smp("  labels: {x: y, app: null}\n"),
    "smp namespace other": smp("  namespace: other\n"),
    "smp setorder": spec("$setElementOrder/containers:\n- name: web\ncontainers:\n- name: web\n  image: q\n"),
    "smp wrong kind": smp("spec: [1]\n"),
    "smp missing": over(
        "patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: nope}\n"
    ),
    "smp CR": over(
        "patches:\n- patch: |-\n    apiVersion: example.com/v1\n    kind: Thing\n    metadata: {name: thing, finalizers: [c]}\n    spec: {list: [{name: y}], x: 1}\n"
    ),
    "smp several docs": over(
        "patches:\n- path: p.yaml\n",
        p__yaml='apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort, ports: [{port: 80, nodePort: 30000}, {port: 90}]}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {b: null, z: "1"}\n',
    ),
    "svc ports": over(
        "patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    spec: {ports: [{port: 80, protocol: TCP, name: a}]}\n"
    ),
    "psm": over(
        "patchesStrategicMerge:\n- p.yaml\n- |-\n  apiVersion: v1\n  kind: Secret\n  metadata: {name: creds}\n  stringData: {q: r}\n",
        p__yaml='apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {b: "7"}\n',
    ),
    "target kind": over(
        "patches:\n- target: {kind: Deployment|StatefulSet}\n  patch: |-\n    apiVersion: v1\n    kind: any\n    metadata: {name: any}\n    spec: {replicas: 9}\n"
    ),
    "target label": over(
        'patches:\n- target: {labelSelector: "app in (web, x),!zz"}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}\n'
    ),
    "target regex": over(
        'patches:\n- target: {name: "w.*", kind: "Dep.*", version: v1, group: apps}\n  patch: |-\n    - op: replace\n      path: /spec/replicas\n      value: 4\n    - op: add\n      path: /spec/template/spec/containers/0/env/-\n      value: {name: Z, value: "1"}\n    - op: remove\n      path: /spec/template/spec/containers/1\n    - op: test\n      path: /spec/replicas\n      value: 4\n    - op: copy\n      from: /spec/replicas\n      path: /spec/minReadySeconds\n    - op: move\n      from: /metadata/labels\n      path: /metadata/annotations\n'
    ),
    "target none": over(
        "patches:\n- target: {kind: Nothing}\n  path: p.json\n", p__json='[{"op": "remove", "path": "/spec"}]'
    ),
    "json bad": over(
        "patches:\n- target: {kind: Service}\n  path: p.json\n",
        p__json='[{"op": "remove", "path": "/spec/nope"}]',
    ),
    "json test fails": over(
        "patches:\n- target: {kind: Service}\n  path: p.json\n",
        p__json='[{"op": "test", "path": "/spec/type", "value": "x"}]',
    ),
    "json 6902": over(
        "namePrefix: a-\npatchesJson6902:\n- target: {version: v1, kind: Service, name: web}\n  path: p.yaml\n",
        p__yaml="- op: add\n  path: /metadata/labels\n  value: {a: b}\n- op: add\n  path: /spec/ports/0\n  value: {port: 1}\n- op: replace\n  path: /spec/ports/-1\n  value: {port: 2}\n",
    ),
    "name change": over(
        "patches:\n- options: {allowNameChange: true}\n  target: {kind: ConfigMap}\n  patch: |-\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: conf2}\n"
    ),
    "kind change": over(
        "patches:\n- options: {allowKindChange: true}\n  target: {kind: ConfigMap}\n  patch: |-\n    apiVersion: v1\n    kind: Other\n    metadata: {name: conf2}\n"
    ),
    "generator": over(
        'configMapGenerator:\n- name: gen\n  literals: [a=b, "c=d=e", \'q="x y"\', "amp=<&>"]\n  files: [f.txt, k=f.txt]\n  envs: [e.env]\nsecretGenerator:\n- name: sgen\n  literals: [a=b]\n- name: sgen2\n  type: kubernetes.io/tls\n  files: [f.txt]\n',
        f__txt="héllo\nworld\n",
        e__env='# c\nA=1\n  B= 2 \nC="3"\nD\n\n',
    ),
    "generator options": over(
        "generatorOptions: {disableNameSuffixHash: true, labels: {a: b}, annotations: {c: d}}\nconfigMapGenerator:\n- name: gen\n  literals: [a=b]\n  options: {labels: {a: z}, immutable: true}\n"
    ),
    "generator merge": over("configMapGenerator:\n- name: conf\n  behavior: merge\n  literals: [a=b]\n"),
    "generator replace": over("configMapGenerator:\n- name: conf\n  behavior: replace\n  literals: [a=b]\n"),
    "generator create dup": over("configMapGenerator:\n- name: conf\n  literals: [a=b]\n"),
    "generator merge missing": over(
        "configMapGenerator:\n- name: zzz\n  behavior: merge\n  literals: [a=b]\n"
    ),
    "generator refs": {
        **BASE,
        "base/rest.yaml": REST.replace(
            "kind: ConfigMap\nmetadata: {name: conf}", "kind: ConfigMap\nmetadata: {name: conf9}"
        ),
        "base/kustomization.yaml": "resources: [web.yaml, rest.yaml]\nconfigMapGenerator:\n- name: conf\n  literals: [b=1]\nnamePrefix: p-\n",
        K: "resources: [../base]\nnamePrefix: q-\nnamespace: nn\nconfigMapGenerator:\n- name: conf\n  behavior: merge\n  literals: [z=1]\n",
    },
    "two overlays diamond": {
        **BASE,
        "base/rest.yaml": REST.split("---\napiVersion: v1\nkind: Namespace", maxsplit=1)[0],
        "a/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n",
        "b/kustomization.yaml": "resources: [../base]\nnamePrefix: b-\n",
        K: "resources: [../a, ../b]\n",
    },
    "two namespaces": {
        **BASE,
        "base/rest.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\n",
        "a/kustomization.yaml": 'resources: [../base]\nnamespace: a\nnameSuffix: "-1"\n',
        "b/kustomization.yaml": 'resources: [../base]\nnamespace: b\nnameSuffix: "-2"\n',
        K: "resources: [../a, ../b]\n",
    },
    "diamond conflict": {
        **BASE,
        "a/kustomization.yaml": "resources: [../base]\n",
        "b/kustomization.yaml": "resources: [../base]\n",
        K: "resources: [../a, ../b]\n",
    },
    "component": {
        **BASE,
        "c/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [x.yaml]\nnamePrefix: c-\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {replicas: 7}\n",
        "c/x.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\n",
        K: "resources: [../base]\ncomponents: [../c]\nnamePrefix: o-\n",
    },
    "component as resource": {
        **BASE,
        "c/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [x.yaml]\n",
        "c/x.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\n",
        K: "resources: [../base, ../c]\n",
    },
    "kustomization as component": {
        **BASE,
        "c/kustomization.yaml": "resources: [x.yaml]\n",
        "c/x.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\n",
        K: "components: [../c]\n",
    },
    "bases": {**BASE, K: "bases: [../base]\nnamePrefix: o-\n"},
    "cycle": {**BASE, K: "resources: [../p]\n", "p/kustomization.yaml": "resources: [../o]\n"},
    "missing": {**BASE, K: "resources: [../base, nope.yaml]\n"},
    "outside file": {**BASE, K: "resources: [../base/web.yaml]\n"},
    "unknown key": {**BASE, K: "resources: [../base]\nfoo: 1\n"},
    "empty": {**BASE, K: "kind: Kustomization\n"},
    "list": {
        K: "resources: [l.yaml]\nnamePrefix: a-\n",
        "o/l.yaml": "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n",
    },
    "no kind": {K: "resources: [l.yaml]\n", "o/l.yaml": "a: b\n"},
    "no name": {K: "resources: [l.yaml]\n", "o/l.yaml": "apiVersion: v1\nkind: ConfigMap\n"},
    "local config": {
        K: "resources: [l.yaml]\n",
        "o/l.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {config.kubernetes.io/local-config: "true"}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
    },
    "anchors": {
        K: 'resources: [l.yaml]\npatches:\n- patch: "- {op: add, path: /data/a/q, value: 1}"\n  target: {kind: C}\n',
        "o/l.yaml": "apiVersion: x/v1\nkind: C\nmetadata: {name: a}\ndata:\n  a: &x {b: c}\n  d: *x\n  e:\n    <<: *x\n    f: g\n",
    },
    "generated two same": {
        K: "configMapGenerator:\n- name: a\n  literals: [a=b]\n- name: a\n  literals: [a=c]\n"
    },
    "replacements": over(
        'replacements:\n- source: {kind: Service, name: web, fieldPath: metadata.name}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: ["spec.template.spec.containers.[name=web].env.[name=A].value", "spec.template.spec.containers.*.image"]\n    options: {delimiter: ":", index: 1}\n'
    ),
    "replacements create": over(
        "replacements:\n- source: {kind: Deployment, fieldPath: spec.replicas}\n  targets:\n  - select: {kind: StatefulSet}\n    fieldPaths: [spec.replicas]\n    options: {create: true}\n  - select: {kind: ConfigMap}\n    reject: [{name: x}]\n    fieldPaths: [data.b]\n"
    ),
    "replacements missing": over(
        "replacements:\n- source: {kind: Deployment, fieldPath: spec.nope}\n  targets:\n  - select: {kind: StatefulSet}\n    fieldPaths: [spec.replicas]\n"
    ),
    "crd images": {
        K: "resources: [l.yaml]\nimages: [{name: a, newName: b}]\nnamePrefix: x-\n",
        "o/l.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\nspec: {containers: [{image: a}]}\n",
    },
    "annotations json on none": over(
        "patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}\n"
    ),
    "annotations json twice removed": over(
        "patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}\n    - {op: remove, path: /metadata/annotations/a}\n"
    ),
    "annotations emptied": over(
        "patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web, annotations: {a: null}}\n"
    ),
    "blank nulls": {
        K: "resources: [l.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    spec: {x: 1}\n",
        "o/l.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\nspec:\n  a:\n  b: null\n  c: ~\n  ports:\n  - port: 80\n    name:\n",
    },
    "blank nulls plain": {
        K: "resources: [l.yaml]\n",
        "o/l.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\nspec:\n  a:\n  b: null\n  yes: on\n  o: 0o17\n  p: 017\n",
    },
    "tag number": over("images: [{name: nginx, newTag: 2}]\n"),
    "label bool": over("commonLabels: {a: yes}\n"),
    "label null": over("commonLabels: {a: }\n"),
    "suffix number": over("nameSuffix: -1\n"),
    "generated then patched": over(
        "namePrefix: p-\nconfigMapGenerator:\n- name: g\n  literals: [a=b]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: g}\n    data: {z: q}\n"
    ),
    "generated json": over(
        'configMapGenerator:\n- name: g\n  literals: [a=b]\npatches:\n- target: {kind: ConfigMap, name: g}\n  patch: "[{\\"op\\": \\"add\\", \\"path\\": \\"/metadata/annotations/x\\", \\"value\\": \\"y\\"}]"\n'
    ),
    "nested overlays": {
        **BASE,
        "m/kustomization.yaml": "resources: [../base]\nnamePrefix: m-\nnamespace: mid\ncommonLabels: {m: x}\n",
        K: 'resources: [../m]\nnamePrefix: o-\nnamespace: top\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {replicas: 5}\nimages: [{name: nginx, newTag: "9"}]\nreplicas: [{name: db, count: 2}]\n',
    },
    "patch by new name": {
        **BASE,
        "m/kustomization.yaml": "resources: [../base]\nnamePrefix: m-\n",
        K: "resources: [../m]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: m-web}\n    spec: {replicas: 5}\n",
    },
    "patch with namespace": {
        **BASE,
        "m/kustomization.yaml": "resources: [../base]\nnamespace: q\n",
        K: "resources: [../m]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web, namespace: q}\n    spec: {replicas: 5}\n",
    },
    "patch with wrong namespace": over(
        "patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web, namespace: zz}\n    spec: {replicas: 5}\n"
    ),
    "two kustomizations": {
        **BASE,
        K: "resources: [../base]\n",
        "o/kustomization.yml": "resources: [../base]\n",
    },
    "wrong version": over("apiVersion: kustomize.config.k8s.io/v1\nkind: Kustomization\n"),
    "spread": spec(
        "topologySpreadConstraints:\n- {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}\n"
    ),
    "spread labels": {
        **BASE,
        "m/kustomization.yaml": "resources: [../base]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {template: {spec: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}]}}}\n",
        K: "resources: [../m]\ncommonLabels: {q: r}\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {template: {spec: {topologySpreadConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 2, topologyKey: host, whenUnsatisfiable: DoNotSchedule}]}}}\n",
    },
    "psm json inline": over(
        'patchesStrategicMerge:\n- \'{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "conf"}, "data": {"b": "8"}}\'\n'
    ),
    "image with port and tag": {
        K: 'resources: [l.yaml]\nimages:\n- {name: "reg:5000/a/b", newTag: "2"}\n- {name: a.b, newTag: "3"}\n- {name: x, newName: "y:5000/x"}\n',
        "o/l.yaml": 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: a, image: "reg:5000/a/b:1"}, {name: b, image: axb}, {name: c, image: "a.b:1@sha256:3"}, {name: d, image: "x:1"}, {name: e, image: "x/x:1"}]\n',
    },
    "smp element replace": spec("containers:\n- name: web\n  image: q\n  $patch: replace\n"),
    "smp element delete twice": spec(
        "containers:\n- name: web\n  $patch: delete\n- name: side\n  $patch: delete\n"
    ),
    "smp env order": spec(
        'containers:\n- name: web\n  env:\n  - name: Z\n    value: x\n  - name: B\n    value: y\n    valueFrom: null\n  - name: A\n    value: "3"\n'
    ),
    "dup env": {
        K: "resources: [l.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: p, labels: {x: y}}\n",
        "o/l.yaml": 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {}}\nspec:\n  containers: [{name: a, env: [{name: A, value: "1"}, {name: B}, {name: A, value: "2"}]}]\n',
    },
    "empty annotations kept": {
        K: "resources: [l.yaml]\n",
        "o/l.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {}, labels: {}}\nspec: {}\n",
    },
    "delete env of json": over(
        "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - {op: remove, path: /spec/template/spec/containers/0/env/0}\n    - {op: replace, path: /metadata/name, value: other}\n"
    ),
    "null label": {
        K: "resources: [l.yaml]\ncommonLabels: {a: b}\n",
        "o/l.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels:\nspec:\n",
    },
}
