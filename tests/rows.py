"""The numbers of the decision tables in docs/: a test says which rows it shows, and none may be left without one."""

import pytest

row = pytest.mark.row
