"""The kinds of charts, one module each: a Vega-Lite specification without data, made by Altair.

A kind reads fixed fields (`label`, `low`, `high`, `exact`, `tip`, ...), so a page carries only rows.
What is known exactly is a point, what is known within bounds is a span; neither is ever a filled bar.
"""
