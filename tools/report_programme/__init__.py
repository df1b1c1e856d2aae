"""All statements of report 317 about its 2017 industries as one linear programme.

The report never changes, so the results are computed once and kept as seeds:

    python -m tools.report_programme            writes dbt_project/seeds/report_joint_*.csv
    python -m tools.report_programme --check    exits with 1 if the seeds differ

It needs scipy (HiGHS), which a refresh does not. docs/methodology.md explains the method.
"""
