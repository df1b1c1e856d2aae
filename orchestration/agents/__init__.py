"""A Model Context Protocol server over the current release: read-only tools for language models.

`server` speaks the protocol and is the only module that imports the SDK; each tool is a module of its own.
"""
