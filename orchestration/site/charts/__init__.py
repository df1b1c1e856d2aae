"""The kinds of charts, one module each: a Vega-Lite specification without data, built with Altair.

A kind reads fixed fields (`label`, `low`, `high`, `exact`, `tip`, …), so that a page contains only rows. An
exact value is drawn as a point, a bounded one as a line with ends; neither is drawn as a filled bar.
"""
