# wslint as an image, for a CI that runs containers:
#   docker build -t wslint .
#   docker run --rm -v "$PWD:/project:ro" wslint check
FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY rules rules
COPY wslint wslint
RUN python -m venv /opt/wslint && /opt/wslint/bin/pip install --no-cache-dir .

FROM python:3.13-slim-bookworm
# git reads the revisions that `--since` and `--staged` compare; what is mounted belongs to another user.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory /project
COPY --from=build /opt/wslint /opt/wslint
ENV PATH=/opt/wslint/bin:$PATH
USER 65532:65532
WORKDIR /project
ENTRYPOINT ["wslint"]
CMD ["--help"]
