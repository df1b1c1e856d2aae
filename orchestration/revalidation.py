"""The job that validates the current release again."""

import dagster as dg

REVALIDATE = "revalidate"


def build_revalidate_job() -> dg.JobDefinition:
    """Validate the current release: its bytes, its schema and every suite of the gate."""

    @dg.op(name="revalidate_current_release")
    def _revalidate(context: dg.OpExecutionContext) -> None:
        from orchestration.release.catalog import ReleaseCatalog
        from orchestration.release.revalidate import revalidate
        from orchestration.settings import load_settings

        found = revalidate(ReleaseCatalog(load_settings().releases).current())
        checks = sum(len(suite.checks) for suite in found.suites)
        context.log.info(f"{found.release_id}: {found.files} files, {checks} checks")

    @dg.job(
        name=REVALIDATE,
        executor_def=dg.in_process_executor,
        description="Checks that the current release is complete and valid.",
    )
    def _job() -> None:
        _revalidate()

    return _job
