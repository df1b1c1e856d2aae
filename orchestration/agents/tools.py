"""The tools of the server, in the order in which a client lists them."""

from orchestration.agents import explaining, finding, numbers, selecting, tracing
from orchestration.agents.describing import MARTS, RELEASE
from orchestration.agents.tool import Tool

TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        finding.TOOL,
        numbers.TOOL,
        explaining.TOOL,
        tracing.TOOL,
        RELEASE,
        MARTS,
        selecting.TOOL,
    )
}
"""Every tool, by name."""
