import shutil

import pytest

from plc_data.store import Store
from tests.unit.store.making import NOON


@pytest.fixture(scope="session")
def new_workspace(tmp_path_factory):
    """A workspace as it is when it is new; made once, since every test copies it."""
    folder = tmp_path_factory.mktemp("new") / "workspace"
    Store.create(folder, at=NOON).close()
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "workspace"


@pytest.fixture
def store(folder, new_workspace):
    shutil.copytree(new_workspace, folder)
    with Store.open(folder) as store:
        yield store
