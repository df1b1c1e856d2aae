"""Recompute published numbers from the raw bytes that they come from.

This package uses neither dbt, nor staged Parquet, nor the parsers of `orchestration.sources`: it reads the
raw snapshots of a release and computes in Python, so that an error of the pipeline is not repeated here.
"""
