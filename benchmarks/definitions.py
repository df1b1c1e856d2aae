"""Load Dagster's definitions as a code server does, and no more."""

from orchestration.definitions import defs

defs.get_repository_def()
