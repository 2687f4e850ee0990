"""Every scenario holds: at the desk on both databases, and through the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desk.chores.driver import DeskDriver
from desk.chores.language.parse import read_scenarios
from desk.chores.language.tree import Scenario
from desk.chores.libraries import FileLibraries, Head, Libraries, make
from desk.chores.scenarios import DriverOf, Failure, run_scenario
from desk.services.database import Database, connect
from desk.tour.scenarios import hands_at_window
from tests.cluster import Cluster
from tests.conftest import ROOT

HERE = ROOT / "tests" / "scenarios"
FILES = sorted(HERE.glob("*.txt"))
STORIES = [story for file in FILES for story in read_scenarios(file)]
NAMES = [f"{Path(story.line.file).stem}-{story.title}" for story in STORIES]
every = pytest.mark.parametrize("story", STORIES, ids=NAMES)


class ServerLibraries:
    """Libraries on a PostgreSQL server: one for each head, a copy of its template whenever it is wanted."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.made: dict[Head, tuple[str, Database]] = {}

    def fresh(self, head: Head) -> Database:
        """A copy in the place of the last one."""
        if head not in self.made:
            template = self.cluster.create(name=f"scenario_template_{len(self.made)}")
            make(self.cluster.url(template), head)
            self.made[head] = template, connect(self.cluster.url(f"scenario_{len(self.made)}"))
        template, database = self.made[head]
        self.cluster.create(template, str(database.engine.url.database))
        return database

    def done(self, database: Database) -> None:
        """Throw it away."""
        database.close()
        self.cluster.drop(str(database.engine.url.database))


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> FileLibraries:
    """Libraries in files."""
    return FileLibraries(tmp_path_factory.mktemp("scenarios"))


@pytest.fixture(scope="session")
def servers(postgres_cluster: Cluster) -> ServerLibraries:
    """Libraries on a server."""
    return ServerLibraries(postgres_cluster)


@pytest.fixture(scope="session")
def at_window(qapp: QApplication) -> Iterator[DriverOf]:
    """Hands at the window."""
    with hands_at_window(qapp) as hands:
        yield hands


def told(failure: Failure) -> str:
    """A wrong line and what happened instead."""
    return f"{failure.line.where}: {failure.line.said}: instead: {failure.instead}"


def holds(story: Scenario, libraries: Libraries, folder: Path, hands: DriverOf) -> None:
    """Run it; a wrong line is the message."""
    failure = run_scenario(story, libraries, folder, hands).failure
    if failure is not None:
        pytest.fail(told(failure), pytrace=False)


@every
def test_it_holds_at_the_desk(story: Scenario, files: FileLibraries, tmp_path: Path) -> None:
    holds(story, files, tmp_path, DeskDriver)


@every
def test_it_holds_on_a_server(story: Scenario, servers: ServerLibraries, tmp_path: Path) -> None:
    holds(story, servers, tmp_path, DeskDriver)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_they_hold_at_the_window(file: Path, files: FileLibraries, tmp_path: Path, at_window: DriverOf) -> None:
    outcomes = [run_scenario(story, files, tmp_path, at_window) for story in STORIES if story.line.file == str(file)]
    wrong = [told(outcome.failure) for outcome in outcomes if outcome.failure is not None]
    if wrong or not outcomes:
        pytest.fail("\n".join(wrong) or "nothing was run", pytrace=False)
