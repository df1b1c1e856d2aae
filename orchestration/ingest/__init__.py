"""Ingest: collect the payloads of sources, receive dropped files, stage them and activate them."""
