"""The default memory of DuckDB follows from the machine and its control groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.memory import available_memory, default_memory_limit, half_of

GIB = 2**30


@pytest.mark.parametrize(
    ("groups", "files", "expected"),
    [
        ("0::/\n", {"sys/fs/cgroup/memory.max": f"{4 * GIB}\n"}, "1536MB"),
        ("0::/\n", {"sys/fs/cgroup/memory.max": f"{GIB}\n"}, "500MB"),
        (
            "0::/a.slice/b.service\n",
            {
                "sys/fs/cgroup/a.slice/memory.max": f"{4 * GIB}\n",
                "sys/fs/cgroup/a.slice/b.service/memory.max": "max\n",
            },
            "1536MB",
        ),
        (
            "5:cpu,cpuacct:/x\n4:memory:/docker/1\n0::/\n",
            {"sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes": f"{2 * GIB}\n"},
            "768MB",
        ),
    ],
)
def test_a_group_limits_it(
    tmp_path: Path, groups: str, files: dict[str, str], expected: str
) -> None:
    for name, text in {"proc/self/cgroup": groups, **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert default_memory_limit(tmp_path) == expected


def test_without_groups_it_is_that_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = available_memory(tmp_path)
    pages = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 6 * GIB // 4096}
    monkeypatch.setattr("os.sysconf", pages.__getitem__)
    assert machine > 0
    assert available_memory(tmp_path) == 6 * GIB
    assert default_memory_limit(tmp_path) == "2304MB"
    pages["SC_PHYS_PAGES"] = 64 * GIB // 4096
    assert default_memory_limit(tmp_path) == "3GB"


@pytest.mark.parametrize(
    ("limit", "half"),
    [("3GB", "1.5GB"), ("500MB", "250MB"), ("2.5 GiB", "1.25 GiB"), ("50%", "25%")],
)
def test_half_keeps_the_unit(limit: str, half: str) -> None:
    assert half_of(limit) == half


def test_half_of_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="'plenty' is not a number"):
        half_of("plenty")
