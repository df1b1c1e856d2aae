"""Unit tests of orchestration.contracts."""
