"""The command `smartcity` whose refresh takes a small warehouse made before; dbt and the gate do not run.

    PREPARED=/path/to/small.duckdb python -m tests.support.quick_cli refresh

For tests of what surrounds a refresh, such as its output: Dagster, the release and the pages are the real
ones. All nodes of dbt and all checks of the gate are reported as passed.
"""

from __future__ import annotations

import json
import os
from graphlib import TopologicalSorter
from pathlib import Path

from expectations.checks import violations_of
from expectations.result import CheckResult, SuiteResult
from expectations.suite import Suite, load_suites
from orchestration.cli import main
from orchestration.refresh.workspace import Workspace
from orchestration.warehouse.build import NodeResult
from orchestration.warehouse.manifest import ensure_manifest
from tests.support.quick_releases import QuickRefresh


class PreparedRefresh(QuickRefresh):
    """Every relation was built and every check has passed; the pages need all marts."""

    workspace_class = Workspace

    def build(self) -> list[NodeResult]:  # type: ignore[override]
        self._prestart_site()
        super().build()
        nodes = json.loads(ensure_manifest().read_text("utf-8"))["nodes"]
        order = TopologicalSorter(
            {key: node["depends_on"].get("nodes", ()) for key, node in nodes.items()}
        )
        self.nodes = [
            NodeResult(key, node["resource_type"], node["name"], "success", 0.0, "", 0)
            for key in order.static_order()
            if (node := nodes.get(key))
        ]
        return self.nodes

    def validate(self) -> list[SuiteResult]:
        super().validate()
        self.validation = [_passed(suite) for suite in load_suites().values()]
        return self.validation


def _passed(suite: Suite) -> SuiteResult:
    checks = [*suite.expectations, *violations_of(suite)]
    return SuiteResult(
        suite.mart, suite.purpose, [CheckResult(c.name, c.meaning, "passed") for c in checks]
    )


if __name__ == "__main__":
    import orchestration.resources

    PreparedRefresh.prepared = Path(os.environ["PREPARED"])
    orchestration.resources.Refresh = PreparedRefresh  # type: ignore[misc]
    main()
