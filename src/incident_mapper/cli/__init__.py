"""Parse options, call the pipeline, print the ledger, choose the exit code."""

from incident_mapper.cli.app import app, main

__all__ = ["app", "main"]
