"""A small tree with all that may bear on each other."""

from pathlib import Path

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: 1
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      terminationGracePeriodSeconds: 10
      containers:
        - name: {name}
          image: {image}
          ports: [{{containerPort: {port}}}]
          livenessProbe:
            httpGet: {{path: /, port: {probed}}}
            periodSeconds: 10
{more}"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec:
  selector: {{app: {app}}}
  ports: [{{port: 80, targetPort: {port}}}]
"""


def deployment(name: str, image: str, port: int, probed: int = 0, more: str = "") -> str:
    return DEPLOYMENT.format(name=name, image=image, port=port, probed=probed or port, more=more)


def service(name: str, app: str, port: int) -> str:
    return SERVICE.format(name=name, app=app, port=port)


CONFIG = """\
          envFrom:
            - configMapRef: {name: settngs}
            - secretRef: {name: keys}
"""
TREE = {
    "compose.yaml": """\
services:
  web:
    build: ./web
    image: shop/web
    env_file: ./web/app.env
    ports: ["8080:8080"]
    stop_grace_period: 2s
    healthcheck: {test: ["CMD", "curl", "-f", "http://localhost:8081/"], interval: 1m, timeout: 2m}
  db:
    image: postgres:${VERSION:-16}
    environment: {OTHER: "http://host.docker.internal:80/"}
""",
    "compose.override.yaml": "services: {web: {environment: {PORT: '8080'}}}\n",
    ".env": "VERSION=16\n",
    "web/app.env": "PORT=8080\n",
    "web/Dockerfile": """\
FROM node:20 AS build
COPY . /src
FROM debian:12
COPY run.sh /run.sh
COPY missing.sh /missing.sh
EXPOSE 8080
HEALTHCHECK CMD curl http://localhost:8082/
# wslint: ignore[stop-signal-uncatchable] it has to end at once
STOPSIGNAL KILL
ENTRYPOINT ["/run.sh"]
""",
    "web/run.sh": "#!/bin/sh\npython -m http.server 8080\n",
    "web/.dockerignore": "*.md\n",
    "up.sh": "#!/bin/sh\ndocker build -t shop/web ./web\ndocker run -p 80:8080 --stop-timeout 1 shop/web\n",
    "Makefile": "up:\n\tdocker compose -f compose.yaml up\n",
    "README.md": """\
# Shop

```sh
docker build -t shop/web ./web
docker run --health-cmd 'curl localhost:9999' shop/web
```

```yaml
services: {db: {image: redis, restart: allways}}
```
""",
    "docs/guide.md": "```yaml\n" + deployment("guided", "redis", 80, 81) + "```\n",
    ".gitignore": "ignored/\n",
    "ignored/pod.yaml": deployment("ignored", "redis", 80, 81),
    "k8s/web.yaml": deployment("web", "shop/web", 8080),
    "k8s/web-service.yaml": service("web", "web", 8083),
    "k8s/route.yaml": """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: web, port: {number: 81}}}}
""",
    "k8s/cache.yaml": deployment("cache", "redis:7", 6379, 6380),
    "k8s/cache-service.yaml": service("cache", "cache", 6379),
    "k8s/worker.yaml": deployment("worker", "example/worker", 80, more=CONFIG),
    "k8s/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n",
    "k8s/secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {a: b}\n",
    "other/api.yaml": deployment("api", "example/api", 90, 91),
    "other/api-service.yaml": service("api", "apii", 90),
    "other/alone.yaml": "# wslint: ignore[service-port-unmatched] of no use\n"
    + deployment("alone", "alone", 1, 2),
    "kustomize/base/kustomization.yaml": "resources: [app.yaml]\n",
    "kustomize/base/app.yaml": deployment("app", "example/app", 70, 71),
    "kustomize/prod/kustomization.yaml": "resources: [../base]\npatches: [{path: patch.yaml}]\n",
    "kustomize/prod/patch.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec: {template: {spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, image: other/app}]}}}
""",
    ".github/workflows/ci.yaml": "jobs: {a: {steps: [{run: docker build -t shop/ci ./web}]}}\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "chart/values.yaml": "port: 80\n",
    "chart/templates/web.yaml": deployment("{{ .Values.name }}", "redis", 80, 81),
}


def lay_out(folder: Path) -> Path:
    """The tree in a folder."""
    for path, text in TREE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder
