"""The options of docker's, podman's and nerdctl's commands: which take a value, and their short forms.

Sources: docs.docker.com/reference/cli/docker/container/run/, …/docker/buildx/build/, …/docker/compose/,
…/docker/container/stop/, docs.docker.com/reference/cli/docker/ (global options); podman-run(1), podman-build(1);
nerdctl's command reference.
"""

from __future__ import annotations

from collections.abc import Mapping

from wslint.text.record import NamedTuple


class OptionTable(NamedTuple):
    """Long names of options with a value and of those without one; short forms to their long names."""

    valued: frozenset[str]
    flags: frozenset[str]
    short: Mapping[str, str]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


GLOBAL = OptionTable(
    _names(
        "config context host log-level tlscacert tlscert tlskey root runroot connection url identity address"
        " storage-driver storage-opt cgroup-manager network-config-dir network-cmd-path tmpdir events-backend"
        " namespace snapshotter data-root cni-path cni-netconfpath hosts-dir runtime conmon"
    ),
    _names("debug tls tlsverify version help remote syslog debug-full experimental insecure-registry"),
    {
        "c": "context",
        "H": "host",
        "l": "log-level",
        "D": "debug",
        "v": "version",
        "n": "namespace",
        "r": "remote",
    },
)

RUN = OptionTable(
    _names(
        "add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns"
        " cidfile cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus"
        " cpuset-cpus cpuset-mems detach-keys device device-cgroup-rule device-read-bps device-read-iops"
        " device-write-bps device-write-iops dns dns-opt dns-option dns-search domainname entrypoint env"
        " env-file expose gpus group-add health-cmd health-interval health-retries health-start-interval"
        " health-start-period health-timeout hostname io-maxbandwidth io-maxiops ip ip6 ipc isolation"
        " kernel-memory label label-file link link-local-ip log-driver log-opt mac-address memory"
        " memory-reservation memory-swap memory-swappiness mount name net net-alias network network-alias"
        " oom-score-adj pid pids-limit platform publish pull restart runtime security-opt shm-size"
        " stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user userns uts volume volume-driver"
        " volumes-from workdir"
        # podman
        " arch authfile cgroup-conf cgroups chrootdirs conmon-pidfile creds decryption-key env-merge gidmap"
        " group-entry health-log-destination health-max-log-count health-max-log-size health-on-failure"
        " health-startup-cmd health-startup-interval health-startup-retries health-startup-success"
        " health-startup-timeout hooks-dir hosts-file hostuser image-volume init-path intel-rdt-clos-id os"
        " passwd-entry personality pidfile pod pod-id-file preserve-fd preserve-fds requires retry retry-delay"
        " sdnotify seccomp-policy secret shm-size-systemd subgidname subuidname systemd timeout tz uidmap umask"
        " unsetenv variant cert-dir init-ctr signature-policy"
        # nerdctl
        " ipfs-address verify cosign-key cosign-certificate-identity cosign-certificate-oidc-issuer"
        " init-binary snapshotter namespace bandwidth-rate bandwidth-burst"
    ),
    _names(
        "detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged"
        " publish-all quiet read-only rm sig-proxy tty use-api-socket"
        # podman
        " env-host http-proxy no-hosts no-hostname passwd read-only-tmpfs replace rmi rootfs tls-verify"
        " unsetenv-all"
    ),
    {
        "a": "attach",
        "c": "cpu-shares",
        "d": "detach",
        "e": "env",
        "h": "hostname",
        "i": "interactive",
        "l": "label",
        "m": "memory",
        "P": "publish-all",
        "p": "publish",
        "q": "quiet",
        "t": "tty",
        "u": "user",
        "v": "volume",
        "w": "workdir",
    },
)

BUILD = OptionTable(
    _names(
        "add-host allow annotation attest build-arg build-context builder cache-from cache-to call"
        " cgroup-parent cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems file iidfile isolation label"
        " memory memory-swap metadata-file network no-cache-filter output platform policy progress provenance"
        " sbom secret security-opt shm-size ssh tag target ulimit"
        # podman
        " annotation arch authfile cache-ttl cap-add cap-drop cert-dir cpp-flag creds decryption-key device dns"
        " dns-option dns-search env format from group-add hooks-dir ignorefile ipc jobs layer-label logfile"
        " manifest network os os-feature os-version pid retry retry-delay runtime runtime-flag sign-by"
        " signature-policy source-date-epoch timestamp unsetenv unsetlabel userns userns-gid-map"
        " userns-gid-map-group userns-uid-map userns-uid-map-user uts variant volume"
    ),
    _names(
        "check compress debug disable-content-trust force-rm load no-cache pull push quiet rm squash help"
        " stream"
        # podman
        " all-platforms disable-compression http-proxy identity-label inherit-labels layers omit-history"
        " rewrite-timestamp skip-unused-stages squash-all stdin tls-verify pull-always pull-never"
    ),
    {"f": "file", "t": "tag", "q": "quiet", "o": "output", "c": "cpu-shares", "m": "memory", "D": "debug"},
)

COMPOSE = OptionTable(
    _names(
        "ansi env-file file parallel profile progress project-directory project-name workdir context host"
        " log-level tlscacert tlscert tlskey podman-args podman-path podman-run-args"
    ),
    _names(
        "all-resources compatibility dry-run verbose no-ansi tls tlsverify skip-hostname-check version help"
        " insecure-registry no-pod"
    ),
    {"f": "file", "p": "project-name", "v": "version", "c": "context", "H": "host", "h": "help"},
)

STOP = OptionTable(
    _names("time timeout signal cidfile filter"),
    _names("all ignore latest help"),
    {"t": "time", "s": "signal"},
)
