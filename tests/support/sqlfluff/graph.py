"""Stands for dbt's graph when sqlfluff renders a model: there are no nodes."""

nodes: dict[str, object] = {}
