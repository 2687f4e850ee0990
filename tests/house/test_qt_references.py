"""Qt for Python must not lose references to None, True and False (architecture.md, section 11).

6.10.1 and 6.12.0 do so on Python below 3.12: each call drops one, and after some thousands of calls the process dies.
"""

import sys

import pytest
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QWidget

ROUNDS = 300
NOISE = 60


def _many_calls(application: QApplication) -> None:
    """Calls of every kind that gives nothing or a truth, on objects of the sort that the window is made of."""
    widget, label, line, box, timer = QWidget(), QLabel(), QLineEdit(), QCheckBox(), QTimer()
    for number in range(ROUNDS):
        label.setText(str(number))
        line.clear()
        line.setReadOnly(number % 2 == 0)
        box.setChecked(number % 2 == 0)
        widget.setEnabled(True)
        widget.move(QPoint(number, 0))
        widget.update()
        timer.start(1000)
        timer.stop()
        QObject(widget).setObjectName("one")
        assert box.isChecked() == (number % 2 == 0)
        assert line.isReadOnly() == (number % 2 == 0)
        assert not widget.isVisible()
        application.processEvents()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None, True and False are immortal from Python 3.12 on")
def test_calls_of_qt_keep_none_true_and_false_alive(qapp: QApplication) -> None:
    _many_calls(qapp)
    before = [sys.getrefcount(value) for value in (None, True, False)]
    _many_calls(qapp)
    after = [sys.getrefcount(value) for value in (None, True, False)]
    assert all(now - then > -NOISE for then, now in zip(before, after, strict=True)), (before, after)


def test_the_version_installed_is_one_that_is_allowed() -> None:
    import PySide6

    version = tuple(int(part) for part in PySide6.__version__.split(".")[:3])
    assert version >= (6, 10)
    assert version != (6, 10, 1)
    assert sys.version_info >= (3, 12) or version < (6, 12)
