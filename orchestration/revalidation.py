"""The job that looks at the current release again."""

import dagster as dg

REVALIDATE = "revalidate"


def build_revalidate_job() -> dg.JobDefinition:
    """The current release looked at again: its bytes, its schema and every suite of the gate."""

    @dg.op(name="revalidate_current_release")
    def _revalidate(context: dg.OpExecutionContext) -> None:
        from expectations.result import first_failure
        from orchestration.errors import GateFailed
        from orchestration.release.catalog import Catalog
        from orchestration.release.revalidate import revalidate
        from orchestration.settings import load_settings

        folder = Catalog(load_settings().releases).current()
        results = revalidate(folder)
        context.log.info(f"{sum(len(r.checks) for r in results)} checks of {folder.name}")
        if failure := first_failure(results):
            raise GateFailed(
                f"the current release no longer passes: {failure}",
                where=str(folder),
                remedy="run `smartcity refresh` to make it again, or `smartcity rollback ID`",
            )

    @dg.job(
        name=REVALIDATE,
        executor_def=dg.in_process_executor,
        description="Is the current release still whole and valid?",
    )
    def _job() -> None:
        _revalidate()

    return _job
