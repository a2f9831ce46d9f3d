"""Where command lines make programs listen."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.serving import serving


def words(line):
    """Words of a line; `?` stands for one that is unknown."""
    return [None if word == "?" else word for word in shlex.split(line)]


@pytest.mark.parametrize(
    ("line", "ports"),
    [
        ("uvicorn app:app --port 8000", [8000]),
        ("uvicorn app:app --host 0.0.0.0 --port=8001", [8001]),
        ("uvicorn app:app --port 1 --port 2", [2]),
        ("python -m uvicorn app:app --port 80", [80]),
        ("python3.11 -u -X dev -m uvicorn app:app --port 80", [80]),
        ("/venv/bin/python /venv/bin/uvicorn a:b --port 80", [80]),
        ("tini -- gosu app uvicorn app:app --port 80", [80]),
        ("gunicorn -b 0.0.0.0:80 -w 4 app:app", [80]),
        ("gunicorn -b:8000 app:app", [8000]),
        ("gunicorn --bind=[::]:8000 --bind 0.0.0.0:8001 app", [8000, 8001]),
        ("gunicorn app:app -b :80 -c conf.py", [80]),
        ("hypercorn --bind 0.0.0.0:8000 app", [8000]),
        ("daphne -b 0.0.0.0 -p 8001 app", [8001]),
        ("waitress-serve --listen=*:8041 app", [8041]),
        ("python -m waitress --port=8041 app", [8041]),
        ("flask --app x run -h 0.0.0.0 -p 5001", [5001]),
        ("python -m flask run --port=5001", [5001]),
        ("fastapi run main.py --port 80", [80]),
        ("streamlit run app.py --server.port=8502", [8502]),
        ("python -m http.server 8080", [8080]),
        ("python -m http.server -d /www --bind 0.0.0.0 8080", [8080]),
        ("python manage.py runserver 0.0.0.0:8001", [8001]),
        ("python manage.py runserver --noreload 8001", [8001]),
        ("./manage.py runserver [::]:8001", [8001]),
        ("django-admin runserver 8001", [8001]),
        ("poetry run uvicorn a:b --port 81", [81]),
        ("uv run --no-sync --extra x uvicorn a:b --port 81", [81]),
        ("pipenv run gunicorn -b :81 a", [81]),
        ("ddtrace-run gunicorn -b :81 a", [81]),
        ("wait-for-it.sh db:5432 -- uvicorn a:b --port 81", [81]),
        ("npx http-server -p 8081", [8081]),
        ("npx --yes serve@14 -s build -l 3001", [3001]),
        ("serve -s build -l tcp://0.0.0.0:3001", [3001]),
        ("next start -p 3001", [3001]),
        ("node node_modules/.bin/next start -H 0.0.0.0 -p 3001", [3001]),
        ("vite --host --port 3001", [3001]),
        ("vite preview --port 3001", [3001]),
        ("ng serve --port 4201", [4201]),
        ("npm run dev -- --port 3001", [3001]),
        ("yarn dev --port 3001", [3001]),
        ("pnpm exec vite --port 3001", [3001]),
        ("node server.js --port 3001", [3001]),
        ("bundle exec rails s -b 0.0.0.0 -p 3001", [3001]),
        ("php -S 0.0.0.0:8080 -t public", [8080]),
        ("php artisan serve --host=0.0.0.0 --port=8001", [8001]),
        ("java -Dserver.port=8081 -jar app.jar", [8081]),
        ("java -jar app.jar --server.port=8081", [8081]),
        ("redis-server --port 6380", [6380]),
        ("postgres -p 5433", [5433]),
        ("prometheus --web.listen-address=:9091", [9091]),
        ("/app/server -port 8080", [8080]),
        ("/app/server --listen 0.0.0.0:8080", [8080]),
        ("dotnet app.dll --urls http://+:5000;https://*:5001", [5000, 5001]),
        ("? --port 9000", [9000]),
        ("--config /c --port 9000", [9000]),
    ],
)
def test_explicit_ports(line, ports):
    argv = words(line)
    found = serving(argv)
    assert found is not None
    assert (found.sure, [port.port for port in found.ports]) == ("explicit", ports)
    for port in found.ports:
        digits = str(port.port)
        assert argv[port.word_index][port.offset : port.offset + len(digits)] == digits


@pytest.mark.parametrize(
    ("line", "port", "reads_port"),
    [
        ("uvicorn app:app --host 0.0.0.0", 8000, False),
        ("gunicorn app:app -w 2", 8000, True),
        ("hypercorn app", 8000, False),
        ("flask run", 5000, False),
        ("fastapi dev", 8000, True),
        ("streamlit run app.py", 8501, False),
        ("python -m http.server", 8000, False),
        ("python -m http.server --bind 0.0.0.0", 8000, False),
        ("python manage.py runserver", 8000, False),
        ("next start", 3000, True),
        ("vite", 5173, False),
        ("vite --host", 5173, False),
        ("vite preview", 4173, False),
        ("http-server", 8080, True),
        ("serve -s build", 3000, True),
        ("ng serve --host 0.0.0.0", 4200, False),
        ("redis-server", 6379, False),
        ("redis-server --appendonly yes", 6379, False),
        ("rails server", 3000, True),
        ("php artisan serve", 8000, False),
        ("mongod --bind_ip_all", 27017, False),
    ],
)
def test_documented_defaults(line, port, reads_port):
    found = serving(words(line))
    assert found is not None
    assert (found.sure, found.ports[0].port, found.reads_port_env) == ("default", port, reads_port)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("uvicorn app:app --port ?", id="the value of the option"),
        pytest.param("uvicorn app:app ?", id="a word that may be the option"),
        pytest.param("uvicorn app:app --port", id="a missing value"),
        pytest.param("uvicorn app:app --port abc", id="a value that is no number"),
        pytest.param("uvicorn app:app --port 0", id="a port that the system picks"),
        pytest.param("uvicorn app:app --uds /run/x", id="a socket in a file"),
        pytest.param("gunicorn -b unix:/run/x app", id="a bound socket in a file"),
        pytest.param("gunicorn -b 0.0.0.0 app", id="an address without a port"),
        pytest.param("gunicorn -c conf.py app", id="a configuration file"),
        pytest.param("redis-server /etc/redis.conf", id="a configuration file as an argument"),
        pytest.param("nginx -g 'daemon off;'", id="nginx"),
        pytest.param("supervisord -n", id="several programs"),
        pytest.param("server -p 8080", id="-p of an unknown program with a number"),
        pytest.param("worker --host db --port 5432", id="a port beside another machine's name"),
        pytest.param("?", id="an unknown program"),
        pytest.param("flask ?", id="an unknown subcommand"),
    ],
)
def test_what_cannot_be_known_is_unknown(line):
    found = serving(words(line))
    assert found is not None
    assert found.sure == "unknown"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "node server.js",
        "python app.py",
        "python -c 'import x'",
        "npm start",
        "npm run build",
        "yarn dev",
        "java -jar app.jar",
        "flask db upgrade",
        "vite build",
        "next build",
        "python manage.py migrate",
        "mkdir -p 8080x",
        "psql --port 5432",
        "curl --port 80",
        "wait-for-it.sh db:5432",
        "redis-cli -p 6379 ping",
        "celery -A app worker",
        "worker --addr temporal:7233",
        "worker --http-addr temporal:7233",
        "tini --",
    ],
)
def test_command_lines_that_say_nothing_of_ports(line):
    assert serving(words(line)) is None


@pytest.mark.parametrize(
    ("line", "loopback"),
    [
        ("uvicorn a:b --host 127.0.0.1 --port 80", True),
        ("uvicorn a:b --host 0.0.0.0 --port 80", False),
        ("uvicorn a:b --port 80", False),
        ("gunicorn -b localhost:80 a", True),
        ("python manage.py runserver 127.0.0.1:80", True),
        ("flask run --host=localhost", True),
        ("server --listen 127.0.0.1:80", True),
    ],
)
def test_a_written_loopback_address_is_told(line, loopback):
    assert serving(words(line)).ports[0].loopback is loopback


vocabulary = st.sampled_from(
    [None, "", "-", "--", "python", "-m", "uvicorn", "flask", "run", "npm", "gunicorn", "-b", "--port", "8000", ":80", "--port=1",
     "uv", "npx", "node", "java", "tini", "manage.py", "runserver", "http.server", "vite", "--listen", "[::]:80", "-p", "--host"]
)  # fmt: skip


@given(st.lists(vocabulary, max_size=7))
def test_any_words_have_an_answer_whose_places_lie_within_them(argv):
    found = serving(argv)
    for port in found.ports if found else ():
        assert port.word_index in range(len(argv))
        if found.sure == "explicit":
            assert argv[port.word_index][port.offset :].startswith(str(port.port))
