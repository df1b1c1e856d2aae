"""Which taxonomies lead: on the pages about all, in the summary of the workbook and in the headline.

These are the taxonomies with the layers of policy report 317, and those that users added. The others that
come with the project are for comparison: they have all marts, and pages of their own.
"""

from __future__ import annotations

from typing import Final

FEATURED_TAXONOMIES: Final = """
select taxonomy_id from smart_city_share where overlap_rule = 'table_8'
union
select taxonomy_id from taxonomy_list where origin = 'dropped'
"""
"""A query on the marts."""
