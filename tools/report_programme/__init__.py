"""Solve all statements of policy report 317 about its 2017 industries as one linear programme.

The report does not change, so the results are computed once and stored as seeds:

    python -m tools.report_programme            writes dbt_project/seeds/report_joint_*.csv
    python -m tools.report_programme --check    exits with 1 if the seeds differ

It needs scipy (HiGHS), which a refresh does not. docs/methodology.md explains the method.
"""
