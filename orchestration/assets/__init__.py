"""The assets in the order of the flow: raw, staged, warehouse, quality, release, report.

Each asset calls one method of `orchestration.refresh.run.Refresh` and reports the result to Dagster.
"""
