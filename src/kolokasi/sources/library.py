"""A ``procedures/`` folder: offices with their SOPs, the stories of these, and the data they all share."""

from __future__ import annotations

from kolokasi.sources.procedure_source import ProcedureFile, load_procedure_file

__all__ = ["ProcedureFile", "load_procedure_file"]
