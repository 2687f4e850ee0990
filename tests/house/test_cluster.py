"""The throw-away PostgreSQL works, and a database is gone with its test."""

import pytest

from tests.cluster import Cluster

pytestmark = pytest.mark.postgres


def test_a_copy_has_what_the_template_had(postgres_cluster: Cluster) -> None:
    import psycopg

    template = postgres_cluster.create(name="house_template")
    try:
        with psycopg.connect(host=str(postgres_cluster.folder), user="desk", dbname=template) as connection:
            connection.execute("CREATE TABLE shelf (book text)")
        copy = postgres_cluster.create(template)
        with psycopg.connect(host=str(postgres_cluster.folder), user="desk", dbname=copy) as connection:
            assert connection.execute("SELECT count(*) FROM shelf").fetchone() == (0,)
        postgres_cluster.drop(copy)
    finally:
        postgres_cluster.drop(template)


def test_each_test_gets_an_empty_database(postgres_url: str) -> None:
    from sqlalchemy import create_engine, inspect

    engine = create_engine(postgres_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
