"""The assets in the order of the flow: raw, staged, warehouse, quality, release, report.

Each asset calls one step of `orchestration.refresh.Refresh` and tells Dagster what came of it; what a
step does is not decided here.
"""
