"""A base with objects of many kinds, and overlays of it."""

import textwrap

WEB = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: robot
      imagePullSecrets: [{name: pull}]
      initContainers:
      - name: init
        image: busybox
      containers:
      - name: web
        image: nginx:1.25
        ports:
        - containerPort: 80
          name: http
        - containerPort: 53
          protocol: UDP
        - containerPort: 53
          protocol: TCP
        env:
        - name: A
          value: "1"
        - name: B
          valueFrom: {configMapKeyRef: {name: conf, key: b}}
        - name: EMPTY
          value:
        envFrom:
        - configMapRef: {name: conf}
        - secretRef: {name: creds}
        volumeMounts:
        - {name: data, mountPath: /data}
      - name: side
        image: registry.example:5000/team/side@sha256:abc
        args: [a, b]
      hostAliases:
      - ip: 1.2.3.4
        hostnames: [a]
      volumes:
      - name: data
        persistentVolumeClaim: {claimName: data}
      - name: conf
        configMap: {name: conf}
      - name: sec
        secret: {secretName: creds}
"""
REST = """apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - port: 80
    targetPort: http
---
apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data: {b: "1", c: "yes", d: "x\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: creds}
stringData: {p: x}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
secrets: [{name: creds}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {storageClassName: fast}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: ng
  tls: [{secretName: creds}]
  defaultBackend: {service: {name: web, port: {number: 80}}}
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: ng}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r}
rules: [{apiGroups: [""], resources: [configmaps], resourceNames: [conf, other], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: rb}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
subjects:
- {kind: ServiceAccount, name: robot, namespace: default}
- {kind: ServiceAccount, name: default}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: crb}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cr}
subjects:
- {kind: ServiceAccount, name: robot, namespace: default}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: cr}
rules: []
---
apiVersion: v1
kind: Namespace
metadata: {name: space}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: cj}
spec:
  schedule: "* * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: x
            image: nginx
            envFrom: [{configMapRef: {name: conf}}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: web
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: db, image: "postgres"}]
  volumeClaimTemplates:
  - metadata: {name: d}
    spec: {storageClassName: fast}
---
apiVersion: example.com/v1
kind: Thing
metadata: {name: thing, finalizers: [a, b]}
spec: {containers: [{name: a, image: nginx:1}], list: [{name: x, v: 1}], template: {spec: {containers: [{image: "nginx:1"}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: np}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: x}}}, {podSelector: {}}]}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: pdb}
spec: {selector: {matchLabels: {app: web}}}
"""
BASE = {
    "base/kustomization.yaml": "resources: [web.yaml, rest.yaml]\n",
    "base/web.yaml": WEB,
    "base/rest.yaml": REST,
}
K = "o/kustomization.yaml"


def over(text: str, **files: str) -> dict[str, str]:
    d = dict(BASE)
    d[K] = "resources: [../base]\n" + textwrap.dedent(text)
    for k, v in files.items():
        d["o/" + k.replace("__", ".")] = textwrap.dedent(v)
    return d


def smp(body: str) -> dict[str, str]:
    return over(
        "patches:\n- path: p.yaml\n",
        p__yaml="apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n" + textwrap.dedent(body),
    )


def spec(body: str) -> dict[str, str]:
    return smp("spec:\n  template:\n    spec:\n" + textwrap.indent(textwrap.dedent(body), "      "))
