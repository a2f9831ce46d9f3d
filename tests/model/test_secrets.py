"""What holds a secret, and what looks like one. All tokens here are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.model.secrets import mask, names_secret, strength_of, token_in

SECRETS = """
    DB_PASSWORD POSTGRES_PASSWORD PGPASSWORD MYSQL_ROOT_PASSWORD password passwd API_KEY apiKey api-key
    JWT_SECRET clientSecret GITHUB_TOKEN ADMIN_TOKEN AUTH_TOKEN SECRET_KEY SECRET_KEY_BASE ACCESS_KEY
    MINIO_SECRET_KEY ENCRYPTION_KEY SSH_PRIVATE_KEY TOKEN_2 GF_SECURITY_ADMIN_PASSWORD spring.datasource.password
    AWS_SECRET_ACCESS_KEY NEXTAUTH_SECRET PASSPHRASE
""".split()
OTHERS = """
    TOKEN_URL PASSWORD_FILE SECRET_NAME PASSWORD_MIN_LENGTH API_KEY_HEADER KEY_PREFIX PUBLIC_KEY MAX_TOKENS
    ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD AWS_ACCESS_KEY_ID TOKEN_TTL SECRETS_DIR KEY PRIMARY_KEY
    PARTITION_KEY PAD_TOKEN STRIPE_PUBLISHABLE_KEY NEXT_PUBLIC_API_KEY CSRF_TOKEN KEYCLOAK_URL PATH COMPASS
    PASSWORD_RESET_URL TOKENIZERS_PARALLELISM SORT_KEY
""".split()


@pytest.mark.parametrize("name", SECRETS)
def test_a_name_that_ends_in_the_word_for_it_holds_a_secret(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_of_something_about_a_secret_holds_none(name: str) -> None:
    assert not names_secret(name)


TOKENS = {
    "AKIAQ7Z3MKD8WPLX2RTV": "AKIA…",
    "ghp_q7Zt3KfR9mXw2LbV8sNc4HdY6jPa1GeT5uBk": "ghp_…",
    "glpat-x7Kq2Wm9Rt4Yv6Bn1Zx3": "glpat-…",
    "sk-proj-h7Kq2Wm9Rt4Yv6Bn1Zx3Cd5Fg8Jp0Ls_aUeIo": "sk-proj-…",
    "xoxb-284719305562-Kd8sLq2Vw7Zp4Tn": "xoxb-…",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5ODc2NTQifQ.q7Zt3KfR9mXw2LbV8sNc4HdY6jPa1Ge": "eyJ…",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7q9Zt3KfR9mXw2LbV8sNc4HdY6jPa1GeT5uBk\n": "a private key",
}


@pytest.mark.parametrize(("value", "shown"), TOKENS.items(), ids=TOKENS.values())
def test_a_token_of_a_known_format_is_one_under_any_name_and_is_never_shown(value: str, shown: str) -> None:
    assert token_in(f"key: {value} and more") is not None
    assert strength_of("X_TOKEN", value) == "token"
    assert mask(value) == shown


MADE_UP = [
    *("AKIAIOSFODNN7EXAMPLE", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk-your-key", "sk-ant-..."),
    *("<token>", "your-admin-token", "xxxxxxxx", "***", "${TOKEN}", "$TOKEN", "{{ token }}", "$(TOKEN)", ""),
    *("/run/secrets/token", "https://vault.example/token", "vault:secret/data/x", "REPLACE_ME", "true"),
    *(
        "op://vault/item/field",
        "arn:aws:secretsmanager:eu-west-1:1:secret:x",
        "%(token)s",
        "X_TOKEN",
        "MY_X_TOKEN",
    ),
]


@pytest.mark.parametrize("value", MADE_UP)
def test_what_stands_for_a_secret_is_none(value: str) -> None:
    assert token_in(value) is None
    assert strength_of("X_TOKEN", value) is None


RANDOM = ["9f2c7ab1e84d3065bb17c9d24e60fa83", "hJ8k2Lm9Qp4Rt7Vx1Zc5", "b3f9-7c2e81d04a6f95e2-7b3c8d1f"]
WEAK = [
    *(
        "postgres",
        "changeme",
        "password",
        "s3cr3t!",
        "minio123",
        "mysecretpassword",
        "dev-secret-do-not-use-1",
    ),
    *(
        "8312341g-5678-abcd-4a2b2c-33bcsd655",
        "correct-horse-battery-staple-9",
        "0123456789abcdef0123456789abcdef",
    ),
]


@pytest.mark.parametrize("value", RANDOM)
def test_long_random_characters_look_like_a_real_secret(value: str) -> None:
    assert strength_of("X_TOKEN", value) == "random"


@pytest.mark.parametrize("value", WEAK)
def test_words_and_rows_of_characters_are_weak(value: str) -> None:
    assert strength_of("X_TOKEN", value) == "weak"


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_is_a_crash_and_a_mask_tells_little(name: str, value: str) -> None:
    names_secret(name)
    strength_of(name, value)
    assert len(mask(value)) <= 13
