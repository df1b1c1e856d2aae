"""Generators of synthetic data and measurements; nothing of it is published. See docs/scale.md."""
