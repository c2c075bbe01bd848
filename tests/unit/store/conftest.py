import pytest

from plc_data.store import Store
from tests.unit.store.making import NOON


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "workspace"


@pytest.fixture
def store(folder):
    with Store.create(folder, at=NOON) as store:
        yield store
