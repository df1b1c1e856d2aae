{#- Interval arithmetic of the bounds. The method is in docs/methodology.md. -#}

{#- Stands for "no upper bound yet"; above any count, small enough to be added up. -#}
{% macro unbounded() -%} cast(1000000000000 as bigint) {%- endmacro %}

{#- Whether a bound says anything: what is left of "no upper bound" after known counts were taken off is none. -#}
{% macro is_limited(value) -%} {{ value }} < cast(500000000000 as bigint) {%- endmacro %}

{#- One number for a cell of a slice: room for 1,000 regions and 10,000 codes. Null where a part is. -#}
{% macro cell_id(slice_id, region_id, code_id) -%}
    cast(({{ slice_id }} * 1000 + {{ region_id }}) * 10000 + {{ code_id }} as bigint)
{%- endmacro %}

{#-
    One round of propagation over cells with columns e_lo, e_hi (establishments) and x_lo, x_hi (employees
    beyond one for each establishment). A cell lies within: its children's sum, its parent less its siblings,
    its regions' sum, and the region above less the other regions. Where there is no establishment there is no
    employee, and where there are employees there is an establishment (used only while bounds do not cross, so
    that a contradiction between employees is not reported as one between establishments).
    The bounds of cells that contradict each other cross, and would drift apart with every round until they
    overflow: held at `unbounded` and at -1 they stay crossed, which a test says.
-#}
{% macro tightened_cells(cells) %}
    select
        cell.cell_id,
        cell.above_id,
        cell.whole_id,
        cell.regions_complete,
        {% for m in ['e', 'x'] %}
        least({{ unbounded() }}, greatest(
            cell.{{ m }}_lo,
            coalesce(children.{{ m }}_lo, 0),
            coalesce(parts.{{ m }}_lo, 0),
            coalesce(siblings.top_{{ m }}_lo - (siblings.{{ m }}_hi - cell.{{ m }}_hi), 0),
            case
                when cell.regions_complete
                    then coalesce(peers.top_{{ m }}_lo - (peers.{{ m }}_hi - cell.{{ m }}_hi), 0)
                else 0
            end{% if m == 'e' %},
            case when cell.x_lo > 0 and cell.x_lo <= cell.x_hi then 1 else 0 end{% endif %}
        )) as {{ m }}_lo,
        greatest(-1, least(
            cell.{{ m }}_hi{% if m == 'x' %}, case when cell.e_hi = 0 then 0 else {{ unbounded() }} end{% endif %},
            coalesce(children.{{ m }}_hi, {{ unbounded() }}),
            case when parts.is_complete then parts.{{ m }}_hi else {{ unbounded() }} end,
            {% for others in ['siblings', 'peers'] %}
            coalesce(
                {{ others }}.top_{{ m }}_hi - {{ least_of_others(others, m) }}, {{ unbounded() }}
            ){{ "," if not loop.last }}
            {% endfor %}
        )) as {{ m }}_hi{{ "," if not loop.last }}
        {% endfor %}
    from {{ cells }} as cell
    left join {{ cells }}_by_industry as children on cell.cell_id = children.top_id
    left join {{ cells }}_by_industry as siblings on cell.above_id = siblings.top_id
    left join {{ cells }}_by_region as parts on cell.cell_id = parts.top_id
    left join {{ cells }}_by_region as peers on cell.whole_id = peers.top_id
{% endmacro %}

{#- The least that the other cells of a family have: where employees are left for them, an establishment. -#}
{% macro least_of_others(others, m) -%}
    {%- set rest -%} {{ others }}.{{ m }}_lo - cell.{{ m }}_lo {%- endset -%}
    {%- if m == 'e' -%}
        greatest(
            {{ rest }},
            case
                when {{ others }}.top_x_lo > cell.x_hi and {{ others }}.top_x_lo <= {{ others }}.top_x_hi
                    and cell.x_lo <= cell.x_hi
                    then 1
                else 0
            end
        )
    {%- else -%}
        ({{ rest }})
    {%- endif -%}
{%- endmacro %}

{#- Cells that share one above (`top`), by industry or by region: their sums beside the bounds of the top. -#}
{% macro cell_families(cells, top_id) %}
    select
        family.*, top.e_lo as top_e_lo, top.e_hi as top_e_hi, top.x_lo as top_x_lo, top.x_hi as top_x_hi
    from (
        select
            {{ top_id }} as top_id, bool_and(regions_complete) as is_complete,
            cast(sum(e_lo) as bigint) as e_lo, cast(sum(e_hi) as bigint) as e_hi,
            cast(sum(x_lo) as bigint) as x_lo, cast(sum(x_hi) as bigint) as x_hi
        from {{ cells }}
        where {{ top_id }} is not null
        group by {{ top_id }}
    ) as family
    left join {{ cells }} as top on family.top_id = top.cell_id
{% endmacro %}

{#- The CTEs of one round: sums by industry family and by region family, then the tightened cells. -#}
{% macro bound_round(previous, next) %}
{{ previous }}_by_industry as {{ once() }} ({{ cell_families(previous, 'above_id') }}),

{{ previous }}_by_region as {{ once() }} ({{ cell_families(previous, 'whole_id') }}),

{{ next }} as {{ once() }} ({{ tightened_cells(previous) }})
{%- endmacro %}
