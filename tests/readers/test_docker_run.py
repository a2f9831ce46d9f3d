"""docker run, build, stop and Compose calls in shell texts: every form of every option that says something."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslint.model.facts import FileFacts
from wslint.model.value import Absent, Known, Unknown
from wslint.model.workload import Workload
from wslint.readers.shell import read_shell
from wslint.readers.shell.options import RUN
from wslint.text import Source

CORPUS = Path("../shared/corpus")


def facts(text: str) -> FileFacts:
    return read_shell(Source("run.sh", text))


def one(text: str) -> Workload:
    found = facts(text).workloads
    assert len(found) == 1, text
    return found[0]


def words(workload: Workload) -> list[str | None] | None:
    return list(workload.command.value.argv) if isinstance(workload.command, Known) else None


STARTS = [
    "docker run web",
    "docker create web",
    "docker container run web",
    "docker container create web",
    "podman run web",
    "nerdctl run web",
    "sudo docker run web",
    "sudo -E -u root docker run web",
    "env A=b docker run web",
    "sudo A=b docker run web",
    "time docker run web",
    "exec docker run web",
    "command docker run web",
    "DOCKER_HOST=x docker run web",
    "docker --context far run web",
    "docker -H tcp://far:2375 run web",
    "docker -D --log-level=debug run web",
    "/usr/bin/docker run web",
    "if ! docker run web; then exit 1; fi",
    "true && docker run web",
    "CID=$(docker run -d web)",
    'CID="$(docker run -d web)"',
    "start() { docker run web; }",
    "docker run \\\n  web",
    "docker run web &",
    "docker run web | tee log",
    "docker run web > log 2>&1",
    "DOCKER=docker\n$DOCKER run web",
    "${DOCKER:-docker} run web",
    "docker run -- web",
    "sudo -- docker run web",
    "doas -u root docker run web",
    "sudo --user root --preserve-env docker run web",
    "docker run --rm=false web",
    "docker run $NET_OPTIONS web",
    "timeout 10 docker run web",
]


@pytest.mark.parametrize("text", STARTS)
def test_a_container_is_found_however_the_line_begins(text: str) -> None:
    workload = one(text)
    assert workload.platform == "docker-run"
    assert isinstance(workload.image, Known)
    assert workload.image.value == "web"
    assert workload.image.span.text == "web"


NONE = [
    "docker ps",
    "docker exec web run",
    "echo docker run web",
    "echo 'docker run web'",
    "# docker run web",
    "docker run --help",
    "docker run --no-such-option web",
    "docker run -d",
    'docker run "$@"',
    "docker run -Z web",
    "docker $COMMAND run web",
    "docker -c",
    "docker --no-such run web",
    "sudo -u",
    "sudo $WHO docker run web",
    "docker buildx --builder x ls",
    "cat <<EOF\ndocker run web\nEOF",
]


@pytest.mark.parametrize("text", NONE)
def test_what_starts_no_known_container_gives_no_workload(text: str) -> None:
    assert facts(text).workloads == ()


def test_an_unknown_option_is_a_line_of_the_ledger() -> None:
    skipped = facts("docker run --no-such-option web").skipped
    assert ["--no-such-option" in one.reason for one in skipped] == [True]


PORTS = [
    ("-p 80", (None, None, 80, 80, "tcp")),
    ("-p 8080:80", (None, 8080, 80, 80, "tcp")),
    ("-p8080:80", (None, 8080, 80, 80, "tcp")),
    ("-p=8080:80", (None, 8080, 80, 80, "tcp")),
    ("--publish 8080:80", (None, 8080, 80, 80, "tcp")),
    ("--publish=8080:80/udp", (None, 8080, 80, 80, "udp")),
    ("-itp 8080:80", (None, 8080, 80, 80, "tcp")),
    ("-dp8080:80", (None, 8080, 80, 80, "tcp")),
    ("-p 127.0.0.1:8080:80", ("127.0.0.1", 8080, 80, 80, "tcp")),
    ("-p 127.0.0.1::80", ("127.0.0.1", None, 80, 80, "tcp")),
    ("-p '[::1]:8080:80'", ("::1", 8080, 80, 80, "tcp")),
    ("-p 8000-8001:9000-9001", (None, 8000, 9000, 9001, "tcp")),
    ("-p 8000-8010:80", (None, 8000, 80, 80, "tcp")),
    ('-p "8080:80"', (None, 8080, 80, 80, "tcp")),
    ("-p 0:80", (None, None, 80, 80, "tcp")),
]


@pytest.mark.parametrize(("option", "expected"), PORTS)
def test_every_form_of_publishing_a_port_is_read(option: str, expected: tuple[object, ...]) -> None:
    workload = one(f"docker run {option} web")
    assert workload.published.complete
    (port,) = workload.published.ports
    got = (port.host_ip, port.host_first, port.container_first, port.container_last, port.protocol)
    assert got == expected
    assert port.container_span.text == str(port.container_first) or "-" in port.container_span.text


def test_the_two_sides_of_a_port_have_places_of_their_own() -> None:
    (port,) = one('docker run -p "127.0.0.1:8080:80/tcp" web').published.ports
    assert port.host_span is not None
    assert (port.span.text, port.host_span.text, port.container_span.text) == (
        "127.0.0.1:8080:80/tcp",
        "8080",
        "80",
    )


@pytest.mark.parametrize("option", ["-p $PORT:80", "-p ${PORT}:80", '-p "$PORT:80"', "-p $IP:8080:80"])
def test_a_port_with_an_unknown_side_keeps_the_container_s(option: str) -> None:
    published = one(f"docker run {option} web").published
    assert not published.complete
    assert [(port.host_first, port.container_first) for port in published.ports] == [(None, 80)]


@pytest.mark.parametrize("option", ["-p $P", "-p 80:$P", "-p 99999", "-p a:b", "-p 1-3:1-2"])
def test_a_port_that_cannot_be_told_makes_the_ports_incomplete(option: str) -> None:
    published = one(f"docker run {option} web").published
    assert (published.ports, published.complete) == ((), False)


ENVIRONMENTS = [
    ("-e A=b", "A", "b", "b"),
    ("-eA=b", "A", "b", "b"),
    ("-e=A=b", "A", "b", "b"),
    ("--env A=b", "A", "b", "b"),
    ("--env=A=b", "A", "b", "b"),
    ('-e "A=b c"', "A", "b c", "b c"),
    ("-e 'A=$x'", "A", "$x", "$x"),
    ('-e A="b c"', "A", "b c", "b c"),
    ("-e A=", "A", "", "A="),
    ("-dite A=b", "A", "b", "b"),
    ("-e A=b=c", "A", "b=c", "b=c"),
]


@pytest.mark.parametrize(("option", "name", "value", "place"), ENVIRONMENTS)
def test_every_form_of_a_variable_is_read(option: str, name: str, value: str, place: str) -> None:
    (variable,) = one(f"docker run {option} web").environment.variables
    assert variable.name == name
    assert isinstance(variable.value, Known)
    assert variable.value.value == value
    assert variable.value.span.text == place


def test_a_variable_without_a_value_is_that_of_the_script_if_it_sets_it() -> None:
    text = "export A=b\ndocker run -e A -e B web\n"
    first, second = one(text).environment.variables
    assert isinstance(first.value, Known)
    assert first.value.value == "b"
    assert isinstance(second.value, Unknown)


def test_an_unknown_value_leaves_the_other_variables_known() -> None:
    workload = one('docker run -e TOKEN=$SECRET -e "URL=http://x/$Y" -e A=b web')
    values = [getattr(variable.value, "value", None) for variable in workload.environment.variables]
    assert values == [None, None, "b"]
    assert workload.environment.complete


def test_names_of_variables_that_are_unknown_leave_the_environment_incomplete() -> None:
    for option in ("-e $NAME=b", "-e =b", "-e 'A*'", "--env-file /etc/env", "--env-file $FILE"):
        environment = one(f"docker run {option} -e A=b web").environment
        assert not environment.complete, option
        assert [variable.name for variable in environment.variables] == ["A"], option


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("docker run --env-file a.env --env-file=b.env web", ["a.env", "b.env"]),
        ("cd x\ndocker run --env-file a.env web", ["x/a.env"]),
        ('docker run --env-file "$(dirname "$0")/a.env" web', ["a.env"]),
        ('cd "$X"\ndocker run --env-file "$(dirname "$0")/a.env" --env-file b.env web', ["a.env"]),
    ],
)
def test_files_of_variables_are_named_from_the_folder_of_the_line(text: str, files: list[str]) -> None:
    assert [source.name for source in one(text).environment.sources] == files


def test_labels_are_names_with_values() -> None:
    labels = one("docker run -l a -l b= -l c=d=e --label f=$X --label $N=1 web").labels
    known = {name: value.value if isinstance(value, Known) else None for name, value in labels.items()}
    assert known == {"a": "", "b": "", "c": "d=e", "f": None}


@pytest.mark.parametrize(
    ("options", "ports", "complete"),
    [
        ("--expose 80 --expose 90-91/UDP", [(80, 80, "tcp"), (90, 91, "udp")], True),
        ("--expose $PORT --expose 80", [(80, 80, "tcp")], False),
        ("--expose 80/http", [], False),
        ("--expose 0", [], False),
    ],
)
def test_exposed_ports_are_read(options: str, ports: list[object], complete: bool) -> None:
    declared = one(f"docker run {options} web").declared
    assert [(port.first, port.last, port.protocol) for port in declared.ports] == ports
    assert declared.complete is complete


@pytest.mark.parametrize("option", ["--add-host $NAME:1.2.3.4", "--add-host a", "--add-host :1.2.3.4"])
def test_a_host_entry_without_a_known_name_leaves_them_unknown(option: str) -> None:
    assert isinstance(one(f"docker run --add-host b:1.2.3.4 {option} web").extra_hosts, Unknown)


def test_podman_maps_the_host_by_itself() -> None:
    assert isinstance(one("podman run web").extra_hosts, Unknown)
    assert isinstance(one("podman run --add-host a:1.2.3.4 web").extra_hosts, Known)


HOSTS = [
    ("--add-host a:1.2.3.4", "1.2.3.4"),
    ("--add-host=a=1.2.3.4", "1.2.3.4"),
    ("--add-host a:host-gateway", "host-gateway"),
    ("--add-host a:::1", "::1"),
    ("--add-host 'a=[::1]'", "::1"),
]


@pytest.mark.parametrize(("option", "address"), HOSTS)
def test_every_form_of_a_host_entry_is_read(option: str, address: str) -> None:
    hosts = one(f"docker run {option} web").extra_hosts
    assert isinstance(hosts, Known)
    assert [(entry.host, entry.address, entry.address_span.text) for entry in hosts.value] == [
        ("a", address, address)
    ]


MODES = [
    ("--network host", "host", None, ()),
    ("--net=host", "host", None, ()),
    ("--network none", "none", None, ()),
    ("--network container:db", "container:db", None, ()),
    ("--network bridge", "bridge", None, ()),
    ("--pod shop", "pod:shop", None, ()),
    ("--pod=new:shop", "pod:new:shop", None, ()),
    ("--network back", None, ("back",), ()),
    ("--network back --network front", None, ("back", "front"), ()),
    ("--network name=back,alias=db", None, ("back",), ("db",)),
    ("--network back --network-alias db", None, ("back",), ("db",)),
    ("--network name=back", None, ("back",), ()),
    ("--network alias=db", None, None, ("db",)),
    ("--network $NET", None, None, ()),
    ("--network slirp4netns:port_handler=x", "slirp4netns:port_handler=x", None, ()),
    ("", None, None, ()),
]


@pytest.mark.parametrize(("option", "mode", "names", "aliases"), MODES)
def test_every_form_of_a_network_is_read(
    option: str, mode: str | None, names: tuple[str, ...] | None, aliases: tuple[str, ...]
) -> None:
    workload = one(f"docker run {option} web")
    found = workload.network_mode.value if isinstance(workload.network_mode, Known) else None
    assert (found, workload.networks, workload.aliases) == (mode, names, aliases)


def test_the_health_options_are_one_check() -> None:
    workload = one(
        "docker run --health-cmd 'curl -f http://localhost:80/' --health-interval=1m30s --health-timeout 5s"
        " --health-retries 4 --health-start-period 10s --health-start-interval 1s web"
    )
    assert isinstance(workload.healthcheck, Known)
    check = workload.healthcheck.value
    assert isinstance(check.test, Known)
    assert check.test.value.form == "shell"
    assert check.test.value.text == "curl -f http://localhost:80/"
    assert [getattr(v, "value", None) for v in (check.interval, check.timeout, check.start_period)] == [
        90,
        5,
        10,
    ]
    assert isinstance(check.retries, Known)
    assert check.retries.value == 4
    assert check.test.value.offsets is not None
    at = check.test.value.offsets(check.test.value.text.index("80"))
    assert workload.owner.source.text[at : at + 2] == "80"


def test_no_healthcheck_switches_the_check_off_at_its_place() -> None:
    workload = one("docker run --no-healthcheck web")
    assert isinstance(workload.healthcheck, Known)
    assert workload.healthcheck.value.disabled
    assert workload.healthcheck.value.disabled_span is not None
    assert workload.healthcheck.value.disabled_span.text == "--no-healthcheck"


def times_of(options: str) -> list[object]:
    """What a check's interval, timeout and retries are; the class where they are not known."""
    workload = one(f"docker run --health-cmd true {options} web")
    assert isinstance(workload.healthcheck, Known)
    check = workload.healthcheck.value
    times = (check.interval, check.timeout, check.retries)
    return [value.value if isinstance(value, Known) else type(value) for value in times]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--health-interval 0 --health-timeout 0s --health-retries 0", [Absent, Absent, Absent]),
        ("--health-interval soon --health-timeout -1s --health-retries many", [Unknown, Unknown, Unknown]),
        ("--health-interval $A --health-timeout $B --health-retries $C", [Unknown, Unknown, Unknown]),
        ("--health-retries 9999999999", [Absent, Absent, Unknown]),
    ],
)
def test_times_of_a_check_are_in_force_only_where_docker_takes_them(
    options: str, expected: list[object]
) -> None:
    assert times_of(options) == expected


def test_a_check_without_a_command_is_the_image_s() -> None:
    for options in ("--health-interval 5s", "--health-cmd '' --health-interval 5s"):
        healthcheck = one(f"docker run {options} web").healthcheck
        assert isinstance(healthcheck, Known)
        assert isinstance(healthcheck.value.test, Absent), options
    healthcheck = one('docker run --health-cmd "test $X" web').healthcheck
    assert isinstance(healthcheck, Known)
    assert isinstance(healthcheck.value.test, Unknown)


@pytest.mark.parametrize("grace", ["soon", "-1", "9999999999", "$GRACE"])
def test_a_time_to_stop_that_is_no_number_is_unknown(grace: str) -> None:
    assert isinstance(one(f"docker run --stop-timeout {grace} web").grace, Unknown)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--entrypoint serve", ["serve"]),
        ("--entrypoint ''", []),
        ("--entrypoint '[\"a\"]'", None),
        ("--entrypoint $E", None),
    ],
)
def test_an_entrypoint_is_one_word(options: str, expected: list[str] | None) -> None:
    entrypoint = one(f"docker run {options} web").entrypoint
    assert (list(entrypoint.value.argv) if isinstance(entrypoint, Known) else None) == expected


def test_words_of_a_command_that_may_be_several_leave_it_unknown() -> None:
    assert isinstance(one("docker run web serve $MORE_ARGS").command, Unknown)
    assert words(one('docker run web serve "$PORT"')) == ["serve", None]


def test_what_is_not_written_has_dockers_defaults() -> None:
    workload = one("docker run web")
    assert isinstance(workload.grace, Absent)
    assert workload.grace.default == 10
    assert isinstance(workload.stop_signal, Absent)
    assert isinstance(workload.healthcheck, Absent)
    assert isinstance(workload.extra_hosts, Absent)
    assert isinstance(workload.command, Absent)
    assert workload.owner.text == "docker run"


def test_the_options_of_stopping_are_read() -> None:
    workload = one("docker run --stop-timeout 90 --stop-signal=SIGKILL --init web")
    assert isinstance(workload.grace, Known)
    assert (workload.grace.value, workload.grace.span.text) == (90, "90")
    assert isinstance(workload.stop_signal, Known)
    assert workload.stop_signal.span.text == "SIGKILL"
    assert isinstance(workload.init, Known)


def test_options_end_at_the_image_and_the_rest_is_the_command() -> None:
    workload = one("docker run -d web sh -c 'serve -p 80' --name x")
    assert words(workload) == ["sh", "-c", "serve -p 80", "--name", "x"]
    assert workload.container_name is None


def test_every_option_of_the_table_lets_the_image_be_found() -> None:
    for name in RUN.valued:
        value = "--network=x" if name == "help" else f"--{name} value"
        assert isinstance(one(f"docker run {value} web").image, Known), name
        assert words(one(f"docker run --{name}=value web cmd")) == ["cmd"], name
    for name in RUN.flags - {"help"}:
        assert words(one(f"docker run --{name} web cmd")) == ["cmd"], name
        assert words(one(f"docker run --{name}=true web cmd")) == ["cmd"], name


@pytest.mark.parametrize(
    "text", ["docker run $OPTS -d web", "docker run $(opts) --rm web", 'docker run "${A[@]}" -d web']
)
def test_unknown_options_make_all_that_is_not_written_unknown(text: str) -> None:
    workload = one(text)
    assert not workload.environment.complete
    assert not workload.published.complete
    for value in (workload.extra_hosts, workload.healthcheck, workload.grace, workload.network_mode):
        assert isinstance(value, Unknown)


@pytest.mark.parametrize(
    "text", ["docker run -d $IMAGE", 'docker run -d "$IMAGE" serve', "docker run -d web:$TAG"]
)
def test_an_unknown_image_leaves_the_rest_known(text: str) -> None:
    workload = one(text)
    assert isinstance(workload.image, Unknown)
    assert isinstance(workload.grace, Absent)
    assert workload.environment.complete


def test_an_image_that_the_script_builds_is_known_by_the_name_as_it_is_written() -> None:
    text = 'TAG=$(git rev-parse HEAD)\nIMG="web:$TAG"\ndocker build -t "$IMG" .\ndocker run "web:${TAG}"\n'
    found = facts(text)
    assert [tag.value for tag in found.builds[0].tags] == ["web:${TAG}"]
    (workload,) = found.workloads
    assert isinstance(workload.image, Known)
    assert workload.image.value == "web:${TAG}"
    assert isinstance(one('docker run "web:${TAG}"').image, Unknown)


@pytest.mark.parametrize(
    "text", ["docker run [OPTIONS] IMAGE", "docker run -d ... web", "docker run -d … web"]
)
def test_a_synopsis_or_a_shortened_line_is_no_container(text: str) -> None:
    found = facts(text)
    assert found.workloads == ()
    assert found.skipped


def test_options_in_an_array_have_the_places_of_its_elements() -> None:
    text = 'ARGS=(-p 8080:80\n  -e "A=b")\nARGS+=(--name web)\ndocker run "${ARGS[@]}" image\n'
    workload = one(text)
    (port,) = workload.published.ports
    assert port.container_span.line == 1
    assert workload.container_name is not None
    assert workload.container_name.span.line == 3
    assert [variable.name for variable in workload.environment.variables] == ["A"]


def test_options_in_an_unquoted_variable_are_split_and_stand_where_it_is_used() -> None:
    workload = one("OPTS='-p 8080:80 -e A=b'\ndocker run $OPTS image\n")
    (port,) = workload.published.ports
    assert port.container_first == 80
    assert port.span.text == "$OPTS"


def test_a_default_written_beside_a_variable_is_its_documented_value() -> None:
    workload = one('docker run -p "${PORT:-8080}:80" -e "URL=${URL:-http://localhost:1}" image\n')
    assert workload.published.ports[0].host_first == 8080
    (variable,) = workload.environment.variables
    assert isinstance(variable.value, Known)
    assert variable.value.value == "http://localhost:1"


ONCE = [
    ("docker run --rm image tool", True),
    ("docker run -it image bash", True),
    ("docker run --rm image", False),
    ("docker run -d --rm image tool", False),
    ("docker run --rm -p 80:80 image serve", False),
    ("docker run --rm --restart always image serve", False),
    ("docker run --rm --entrypoint tool image", True),
]


@pytest.mark.parametrize(("text", "expected"), ONCE)
def test_tools_in_the_foreground_are_told_from_servers(text: str, expected: bool) -> None:
    assert one(text).once is expected


BUILDS = [
    ("docker build .", [], ".", "Dockerfile"),
    ("docker build -t a -t b:1 dir", ["a", "b:1"], "dir", "Dockerfile"),
    ("docker build --tag=a -f docker/Dockerfile .", ["a"], ".", "docker/Dockerfile"),
    ("docker build . -t a", ["a"], ".", "Dockerfile"),
    ("docker build -t a -f web/Dockerfile web", ["a"], "web", "Dockerfile"),
    ("docker build -t a -f Dockerfile web", ["a"], "web", "../Dockerfile"),
    ("docker buildx build --push -t a .", ["a"], ".", "Dockerfile"),
    ("docker image build -t a .", ["a"], ".", "Dockerfile"),
    ("podman build -t a", ["a"], ".", "Dockerfile"),
    ("docker build -t a https://github.com/x/y.git", ["a"], None, "Dockerfile"),
    ("docker build -t a $DIR", ["a"], None, "Dockerfile"),
    ("docker build -t a -f - .", ["a"], ".", None),
    ("docker build -t a -f /Dockerfile .", ["a"], ".", None),
    ("docker build -t a -f x/../Dockerfile ./y/..", ["a"], "./y/..", "Dockerfile"),
    ("docker build -t a -f Dockerfile ../..", ["a"], "../..", None),
    ('docker build -t a -f "$(dirname "$0")/Dockerfile" .', ["a"], ".", "<script>/Dockerfile"),
    ('docker build -t a -f Dockerfile "$(dirname "$0")"', ["a"], "<script>", None),
    ("docker buildx --builder x build -t a .", ["a"], ".", "Dockerfile"),
    ("docker build -t $TAGS_OF_IT -t b .", ["${TAGS_OF_IT}", "b"], ".", "Dockerfile"),
    ("docker build $BUILD_ARGS .", [], ".", None),
    ("docker build -t a $(pwd)", ["a"], ".", "Dockerfile"),
    ('docker build -t a "$PWD/web"', ["a"], "./web", "Dockerfile"),
]


@pytest.mark.parametrize(("text", "tags", "context", "dockerfile"), BUILDS)
def test_a_build_says_its_names_context_and_dockerfile(
    text: str, tags: list[str], context: str | None, dockerfile: str | None
) -> None:
    (build,) = facts(text).builds
    assert [tag.value for tag in build.tags] == tags
    assert (build.build.context, build.build.dockerfile) == (context, dockerfile)


def test_a_build_says_its_target_and_arguments() -> None:
    (build,) = facts("docker build --target prod --build-arg A=b --build-arg C --build-arg D=$E .").builds
    assert isinstance(build.build.target, Known)
    assert build.build.target.value == "prod"
    assert build.build.arguments == {"A": "b", "C": None, "D": None}


@pytest.mark.parametrize(
    "text", ["docker build", "docker build a b", "docker build --help .", "docker build --nope ."]
)
def test_what_builds_nothing_is_no_build(text: str) -> None:
    assert facts(text).builds == ()


def test_an_unknown_option_of_a_build_is_a_line_of_the_ledger() -> None:
    (skipped,) = facts("docker build --nope=1 .").skipped
    assert skipped.reason.startswith("`--nope` is not known as an option of `docker build`")


def test_names_of_build_arguments_that_are_unknown_are_left_out() -> None:
    (build,) = facts("C=d\ndocker build --build-arg $A=b --build-arg C --build-arg D=$(date) .").builds
    assert build.build.arguments == {"C": "d", "D": None}
    assert [one.value for one in build.build.given] == ["C", "D"]
    (build,) = facts("docker build --target $T $BUILD_ARGS .").builds
    assert isinstance(build.build.target, Unknown)
    (build,) = facts("docker build $BUILD_ARGS .").builds
    assert isinstance(build.build.target, Unknown)


FOLDERS = [
    ("docker build .", ""),
    ("cd web\ndocker build .", "web"),
    ("cd web && docker build .", "web"),
    ("cd web; cd ..; docker build .", "web/.."),
    ("(cd web && docker build .)", "web"),
    ("(cd web); docker build .", ""),
    ("pushd web; popd; docker build .", ""),
    ("cd $X\ndocker build .", None),
    ("cd /srv\ndocker build .", None),
    ("if x; then cd web; fi; docker build .", None),
    ("if x; then cd web; docker build .; fi", "web"),
    ('cd "$(dirname "$0")"\ndocker build .', "<script>"),
    ('cd "$(dirname "$0")/.."\ndocker build .', "<script>/.."),
    ('cd "${BASH_SOURCE%/*}/.." || exit\ndocker build .', "<script>/.."),
    ('D=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)\ncd "$D"\ndocker build .', "<script>/.."),
    ('cd "$(dirname "$0")"\nf() { docker build .; }', "<script>"),
]


@pytest.mark.parametrize(("text", "folder"), FOLDERS)
def test_the_folder_of_a_build_follows_literal_moves(text: str, folder: str | None) -> None:
    (build,) = facts(text).builds
    assert build.directory == folder


CALLS = [
    ("docker compose up", []),
    ("docker compose -f a.yaml -f b.yaml up -d", ["a.yaml", "b.yaml"]),
    ("docker-compose --file=a.yaml up", ["a.yaml"]),
    ("docker compose logs -f web", []),
    ('D=$(dirname "$0")\ndocker compose -f "$D/a.yaml" up', ["<script>/a.yaml"]),
    ("docker compose --env-file a.env --profile x --project-directory y -f a.yaml up", ["a.yaml"]),
    ("COMPOSE_FILE=a.yaml:b.yaml docker compose up", ["a.yaml", "b.yaml"]),
]


@pytest.mark.parametrize(("text", "files"), CALLS)
def test_a_compose_call_names_its_files(text: str, files: list[str]) -> None:
    (call,) = facts(text).compose_calls
    assert [file.value for file in call.files] == files


@pytest.mark.parametrize(
    "words",
    [
        'compose -f "$1" up',
        "compose -f - up",
        "compose --project-directory $D up",
        "compose --env-file $E up",
        "compose --profile $P up",
        "compose $OPTIONS up",
        "compose --nope up",
        "compose version",
        "compose",
    ],
)
def test_a_compose_call_with_an_unknown_part_is_not_recorded(words: str) -> None:
    assert facts(f"docker {words}").compose_calls == ()
    assert facts("COMPOSE_FILE=$1 docker compose up").compose_calls == ()


def test_a_compose_call_has_its_folder_profiles_and_files_of_variables() -> None:
    text = "cd x\ndocker compose --env-file a.env --profile p --project-directory y -f a.yaml up"
    (call,) = facts(text).compose_calls
    assert (call.directory, call.project_directory) == ("x", "y")
    assert (call.env_files, call.profiles) == (("a.env",), ("p",))


def test_a_stop_says_the_seconds_of_each_container() -> None:
    stops = facts("docker stop -t 30 web db\ndocker stop --time=5 web\ndocker stop web\n").stops
    assert [(stop.container, stop.seconds.value) for stop in stops] == [("web", 30), ("db", 30), ("web", 5)]
    assert (
        facts(
            "docker stop -t soon web\ndocker stop -t $T web\ndocker stop -t\ndocker stop -t 9999999999 a\n"
        ).stops
        == ()
    )


DOCUMENTS = [
    ("cat > compose.yaml <<EOF\na: 1\nEOF\n", "compose", "compose.yaml", "a: 1\n"),
    ("cat <<EOF > k/app.yaml\na: 1\nEOF\n", "yaml", "k/app.yaml", "a: 1\n"),
    (
        "tee Dockerfile <<'EOF'\nFROM x\nRUN echo $A\nEOF\n",
        "dockerfile",
        "Dockerfile",
        "FROM x\nRUN echo $A\n",
    ),
    ("cat <<EOF | sudo tee d/.env >/dev/null\nA=1\nEOF\n", "env", "d/.env", "A=1\n"),
    ("docker build -t a - <<EOF\nFROM x\nEOF\n", "dockerfile", None, "FROM x\n"),
    ("cat <<EOF | docker build -t a -\nFROM x\nEOF\n", "dockerfile", None, "FROM x\n"),
    ("kubectl apply -f - <<EOF\nkind: Pod\nEOF\n", "kubernetes", None, "kind: Pod\n"),
    ("docker compose -f - up <<EOF\na: 1\nEOF\n", "compose", None, "a: 1\n"),
    ("cd x\ncat > c.yaml <<EOF\na: 1\nEOF\n", "yaml", "x/c.yaml", "a: 1\n"),
    ("cat > c.yaml <<-EOF\n\ta: 1\n\t\tb\n\tEOF\n", "yaml", "c.yaml", "a: 1\nb\n"),
    ("P=80\ncat > c.yaml <<EOF\na: $P-${Q}-$(x)\nEOF\n", "yaml", "c.yaml", "a: 80-${Q}-${SUBSTITUTED}\n"),
    ("cat > c.yaml <<EOF\na: \\${Q}\nEOF\n", "yaml", "c.yaml", "a: ${Q}\n"),
    ("ssh host <<'EOF'\ndocker run web\nEOF\n", "shell", None, "docker run web\n"),
    ("bash -c 'docker run web'\n", "shell", None, "docker run web"),
]


@pytest.mark.parametrize(("text", "kind", "name", "inner"), DOCUMENTS)
def test_here_documents_that_are_files_are_texts_of_their_own(
    text: str, kind: str, name: str | None, inner: str
) -> None:
    (embedded,) = facts(text).embedded
    assert (embedded.kind, embedded.source.name, embedded.source.text) == (kind, name, inner)
    at = inner.index(inner.split(maxsplit=1)[0])
    home = embedded.source.home_of(at)
    assert text[home] == inner[at]


@pytest.mark.parametrize(
    "text",
    ["cat >> Dockerfile <<EOF\nRUN x\nEOF\n", "tee -a a.yaml <<EOF\na: 1\nEOF\n", "cat <<EOF\na: 1\nEOF\n"],
)
def test_what_is_added_to_a_file_or_printed_is_no_text_of_its_own(text: str) -> None:
    assert facts(text).embedded == ()


def test_a_here_document_that_the_shell_fills_in_takes_no_edits() -> None:
    literal, filled = facts("cat > a.yaml <<'EOF'\na: $P\nEOF\ncat > b.yaml <<EOF\na: $P\nEOF\n").embedded
    assert literal.source.exact
    assert not filled.source.exact


def test_a_comment_speaks_of_the_whole_command_below_it() -> None:
    text = (
        "# wslint: ignore[x]: y\ndocker run \\\n  -p 80:80 \\\n  web\ndocker run b # wslint: ignore[z]: y\n"
    )
    first, second = facts(text).remarks
    assert first.text == "wslint: ignore[x]: y"
    assert first.covers.text == "docker run \\\n  -p 80:80 \\\n  web"
    assert second.covers.text.startswith("docker run b #")


def test_a_broken_text_is_read_line_by_line() -> None:
    found = facts("if x then\ndocker run -p 80:80 \\\n  -e A=$B web\n)) <nonsense>\n")
    assert [workload.owner.line for workload in found.workloads] == [2]
    assert found.skipped


OPTIONS = [
    *(
        "-p 8080:80",
        "-e A=b",
        "--name web",
        "-d",
        "--rm",
        "--init",
        "--stop-timeout=30",
        "--add-host h:1.2.3.4",
    ),
    *(
        "--network host",
        "-it",
        "--health-cmd 'curl x'",
        "--health-interval 5s",
        "-l a=b",
        "-v /a:/b",
        "--gpus all",
    ),
]


def _said(workload: Workload) -> object:
    """All facts without their places."""

    def plain(value: object) -> object:
        return value.value if isinstance(value, Known) else type(value).__name__

    check = workload.healthcheck.value if isinstance(workload.healthcheck, Known) else None
    return (
        plain(workload.image),
        words(workload),
        [(port.host_first, port.container_first) for port in workload.published.ports],
        [(variable.name, plain(variable.value)) for variable in workload.environment.variables],
        workload.container_name and workload.container_name.value,
        *(plain(value) for value in (workload.grace, workload.init, workload.network_mode)),
        check and (getattr(plain(check.test), "text", None), plain(check.interval)),
        isinstance(workload.extra_hosts, Known) and [entry[:2] for entry in workload.extra_hosts.value],
        {key: plain(value) for key, value in workload.labels.items()},
        workload.once,
    )


@given(st.sets(st.sampled_from(OPTIONS)), st.randoms(use_true_random=False))
def test_the_order_of_options_changes_nothing(options: set[str], chance: random.Random) -> None:
    first = sorted(options)
    second = list(first)
    chance.shuffle(second)
    made = [_said(one(f"docker run {' '.join(order)} image serve -p 1")) for order in (first, second)]
    assert made[0] == made[1]


@given(st.text(alphabet="docker run-pe=:$\"'`(){}[]<>|&;\n\\ 80@*#~!", max_size=80))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for start in ("docker run ", "docker build ", "A=(", "cat > a.yaml <<EOF\n", ""):
        found = facts(start + text + "\ndocker run web")
        for workload in found.workloads:
            assert 0 <= workload.extent.start <= workload.extent.end <= len(workload.owner.source.text)


@given(
    st.lists(
        st.sampled_from(["docker", "run", "-p", "80:80", "$A", '"$A"', "-e", "A=$B", "web", "\\\n", "--rm"])
    )
)
@settings(max_examples=200)
def test_no_row_of_words_makes_the_reader_fail(parts: list[str]) -> None:
    facts("A='-p 80:80'\ndocker run " + " ".join(parts))


def _scripts() -> Iterator[Path]:
    for path in sorted(CORPUS.rglob("*.sh")):
        if path.is_file():
            yield path


def test_every_docker_run_of_the_corpus_scripts_is_found() -> None:
    """Lines that begin with the command; comments and what is printed do not."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    count = 0
    for path in _scripts():
        text = path.read_text(errors="replace")
        found = facts(text)
        assert not found.skipped, path
        lines = {workload.owner.line for workload in found.workloads}
        lines |= {build.span.line for build in found.builds}
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip().startswith(("docker run", "docker build", "if ! docker build")):
                count += 1
                assert number in lines, f"{path}:{number}"
    assert count > 5
