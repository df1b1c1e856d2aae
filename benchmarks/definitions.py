"""Load Dagster's definitions as a code server does, and no more."""

from orchestration.definitions import build_definitions

build_definitions().get_repository_def()
