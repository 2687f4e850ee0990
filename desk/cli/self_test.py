"""`desk self-test`: whether this installation is whole and can work on this computer; what is not, and what to do."""

import json
import tempfile
from pathlib import Path

import click

from desk.cli import DONE, REFUSED, WORLD
from desk.cli.terminal import Terminal, command
from desk.errors import FileUnwritable
from desk.i18n import _


@command(click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one object a line."), name="self-test")
def self_test_command(terminal: Terminal, as_json: bool) -> None:
    """Try every part of the program in a folder of its own; nothing of this desk is touched."""
    from desk.cli.trials import Finding, Verdict, tried

    marks = {
        Verdict.WELL: _("OK"),
        Verdict.ABSENT: _("not there"),
        Verdict.BROKEN: _("BROKEN"),
        Verdict.LACKING: _("LACKING"),
    }
    wide = max(map(len, marks.values()))

    def tell(name: str, finding: Finding) -> None:
        if as_json or terminal.as_json:
            told = {"answer": "trial", "part": name, "verdict": finding.verdict.value}
            click.echo(json.dumps(told | {"fact": finding.words, "advice": finding.advice}, ensure_ascii=False))
            return
        click.echo(f"{marks[finding.verdict]:{wide}}  {name:10}  {finding.words} {finding.advice}".rstrip())

    verdicts = set()
    try:
        with tempfile.TemporaryDirectory(prefix="desk-self-test-", ignore_cleanup_errors=True) as folder:
            for name, finding in tried(Path(folder)):
                tell(name, finding)
                verdicts.add(finding.verdict)
    except OSError as error:
        raise FileUnwritable(Path(error.filename or "."), error.strerror or str(error)) from error
    terminal.status = REFUSED if Verdict.BROKEN in verdicts else WORLD if Verdict.LACKING in verdicts else DONE
