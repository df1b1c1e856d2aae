"""The job that validates the current release again."""

import dagster as dg

REVALIDATE = "revalidate"


def build_revalidate_job() -> dg.JobDefinition:
    """Validate the current release and the raw files: bytes, schema and every suite of the gate."""

    @dg.op(name="revalidate_current_release")
    def _revalidate(context: dg.OpExecutionContext) -> None:
        from orchestration.lake.active_files import verify_active_files
        from orchestration.lake.raw_store import RawStore
        from orchestration.release.catalog import ReleaseCatalog
        from orchestration.release.revalidate import revalidate
        from orchestration.settings import load_settings

        settings = load_settings()
        raw_files = verify_active_files(RawStore(settings.raw, settings.quarantine))
        found = revalidate(ReleaseCatalog(settings.releases).current())
        checks = sum(len(suite.checks) for suite in found.suites)
        context.log.info(
            f"{raw_files} raw files; {found.release_id}: {found.files} files, {checks} checks"
        )

    @dg.job(
        name=REVALIDATE,
        executor_def=dg.in_process_executor,
        description="Reads every active raw file; checks that the current release is complete and valid.",
    )
    def _job() -> None:
        _revalidate()

    return _job
