"""Postpones the import of a module that another library imports but that we do not use."""

from __future__ import annotations

import importlib
import sys
from importlib.util import LazyLoader, find_spec, module_from_spec


def postpone_import(name: str) -> None:
    """Let the next `import name` succeed without running the module; its first attribute loads it.

    `name` has a parent package, which is imported. Nothing is done where the module is already imported.
    """
    if name in sys.modules:
        return
    parent, _, child = name.rpartition(".")
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    setattr(importlib.import_module(parent), child, module)
