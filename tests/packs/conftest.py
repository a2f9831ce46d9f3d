"""One deployment for all tests of facts."""

import pytest
from asserting import FILES, project_of

from wslint.project.project import Project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_of(tmp_path_factory.mktemp("facts"), FILES)
