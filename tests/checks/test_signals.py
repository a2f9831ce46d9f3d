"""Which command lines leave a shell in front of the program."""

from collections.abc import Callable
from typing import Any

import pytest

RULE = "shell-form-entrypoint"


def image(*instructions: str, base: str = "debian:12") -> dict[str, str]:
    """A Dockerfile."""
    return {"Dockerfile": "\n".join([f"FROM {base}", *instructions, ""])}


@pytest.mark.parametrize(
    "command",
    [
        "CMD shop serve",
        "CMD cd /app && shop serve",
        'CMD if [ -n "$DEBUG" ]; then shop debug; else shop serve; fi',
        "CMD shop serve | tee /log",
        "CMD shop serve || exit 1",
        "CMD $SHOP serve",
        'CMD ["ash", "-c", "shop serve | tee /log"]',
        'CMD ["/usr/bin/env", "sh", "-ec", "shop serve"]',
        'ENTRYPOINT ["gosu", "shop", "sh", "-c", "shop serve"]',
        'CMD ["bash", "-c", "shop serve 2>&1"]',
        'CMD ["bash", "-lc", "shop serve"]',
    ],
)
def test_a_shell_that_waits_for_a_program_is_found(find: Callable[..., Any], command: str) -> None:
    assert len(find(image(command), RULE)) == 1


@pytest.mark.parametrize(
    "command",
    [
        "CMD exec shop serve",
        "CMD cd /app && exec shop serve",
        'CMD if [ -n "$DEBUG" ]; then exec shop debug; else exec shop serve; fi',
        "CMD sleep infinity",
        "CMD cron && tail -f /var/log/cron.log",
        "CMD python manage.py migrate",
        "CMD /bin/bash",
        "CMD while true; do shop sync; sleep 60; done",
        'CMD ["bash", "-c", "cd /app && shop serve"]',
        'CMD ["tini", "-g", "--", "sh", "-c", "shop serve"]',
        'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD shop serve',
        'SHELL ["powershell", "-Command"]\nCMD shop serve',
        'ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD shop serve',
    ],
)
def test_a_shell_that_is_replaced_or_has_nothing_to_stop_is_quiet(
    find: Callable[..., Any], command: str
) -> None:
    assert find(image(command), RULE) == ()


def test_where_sh_is_bash_a_lone_command_replaces_it(find: Callable[..., Any]) -> None:
    assert find(image("CMD shop serve", base="rockylinux:9"), RULE) == ()


@pytest.mark.parametrize(
    ("base", "instructions", "stays"),
    [
        ("alpine:3.20", ["CMD shop serve"], False),
        ("alpine:3.20", ["CMD shop migrate; shop serve >/proc/1/fd/1 2>&1"], False),
        ("alpine:3.20", ["CMD shop serve || shop report"], True),
        ("alpine:3.20", ["CMD shop serve &\\\n  tail -F /var/log/shop.log"], False),
        ("registry.example/shop:2-alpine3.20", ["CMD shop serve"], False),
        ("busybox:1.37", ['CMD ["sh", "-c", "shop serve"]'], False),
        ("debian:12", ['SHELL ["/bin/ash", "-eo", "pipefail", "-c"]', "CMD shop serve"], False),
        ("registry.redhat.io/rhel9/python-312:1", ["CMD shop serve"], False),
        ("registry.example/ubuntu/shop:2", ["CMD shop serve"], True),
    ],
)
def test_whether_sh_stays_is_told_by_the_image(
    find: Callable[..., Any], base: str, instructions: list[str], stays: bool
) -> None:
    assert bool(find(image(*instructions, base=base), RULE)) is stays


def test_an_entrypoint_script_that_runs_what_it_is_given_is_looked_through(find: Callable[..., Any]) -> None:
    files = image("COPY entry.sh /entry.sh", 'ENTRYPOINT ["/entry.sh"]', "CMD shop serve")
    assert len(find({**files, "entry.sh": '#!/bin/sh\nset -e\nexec "$@"\n'}, RULE)) == 1
    assert find({**files, "entry.sh": '#!/bin/sh\nexec dumb-init "$@"\n'}, RULE) == ()


def test_a_service_that_takes_the_images_command_is_not_a_second_finding(find: Callable[..., Any]) -> None:
    files = image("CMD shop serve") | {"compose.yaml": "services:\n  shop: {build: .}\n"}
    (found,) = find(files, RULE)
    assert found.span.source.path.endswith("Dockerfile")


def test_a_service_beside_the_job_still_stops_the_image(find: Callable[..., Any]) -> None:
    job = (
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: load}\nspec:\n  template:\n    spec:\n"
        "      restartPolicy: Never\n      containers: [{name: load, image: shop-load}]\n"
    )
    files = image("CMD shop load /data")
    named = {"compose.yaml": "services:\n  load: {build: ., image: shop-load, command: [shop]}\n"}
    assert len(find(files, RULE)) == 1
    assert len(find({**files, **named, "job.yaml": job}, RULE)) == 1


def test_other_linters_are_named_only_where_they_speak(find: Callable[..., Any]) -> None:
    (shell,) = find(image("CMD shop serve"), RULE)
    assert shell.aliases == ("hadolint:DL3025", "buildkit:JSONArgsRecommended")
    (own,) = find(image('SHELL ["/bin/dash", "-c"]', "CMD shop serve"), RULE)
    assert own.aliases == ("hadolint:DL3025",)
    (listed,) = find(image('CMD ["sh", "-c", "shop serve"]'), RULE)
    assert listed.aliases == ()


@pytest.mark.parametrize(
    ("command", "mended"),
    [
        ('CMD sh -c "shop serve"', False),
        ('CMD cd /app && dash -c "shop serve"', False),
        ('CMD bash -c "$SHOP"', False),
        ('CMD bash -lc "shop serve"', False),
        ('CMD bash -c "shop serve"', True),
    ],
)
def test_no_fix_puts_a_second_shell_in_front_of_the_program(
    find: Callable[..., Any], command: str, mended: bool
) -> None:
    (found,) = find(image(command), RULE)
    assert (found.fix is not None) is mended
    assert found.help.startswith("write") is mended
