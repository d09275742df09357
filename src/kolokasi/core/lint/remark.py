"""How the parts of the lint note what they find: at a step, or at a place of the file."""

from __future__ import annotations

from kolokasi.core.finding import Finding, Severity
from kolokasi.core.procedure import Step


def warn(code: str, message: str, *, step: Step | None = None, field: str = "") -> Finding:
    """Will hurt."""
    return _finding(Severity.WARNING, code, message, step, field)


def error(code: str, message: str, *, step: Step | None = None, field: str = "") -> Finding:
    """Cannot run, or cannot be put in force."""
    return _finding(Severity.ERROR, code, message, step, field)


def _finding(severity: Severity, code: str, message: str, step: Step | None, field: str) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        message=message,
        line=step.line if step else 0,
        step=(step.number or step.key) if step else "",
        field=field,
    )
