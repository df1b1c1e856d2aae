{#- Interval arithmetic of the bounds. The method is in docs/methodology.md. -#}

{#- Stands for "no upper bound yet"; above any count, small enough to be added up. -#}
{% macro unbounded() -%} cast(1000000000000 as bigint) {%- endmacro %}

{#- Whether there is an upper bound: "no upper bound yet" less known counts is still no bound. -#}
{% macro is_limited(value) -%} {{ value }} < cast(500000000000 as bigint) {%- endmacro %}

{#- One number for a cell of a slice: room for 1,000 regions and 10,000 codes. Null where a part is. -#}
{% macro cell_id(slice_id, region_id, code_id) -%}
    cast(({{ slice_id }} * 1000 + {{ region_id }}) * 10000 + {{ code_id }} as bigint)
{%- endmacro %}

{#-
    One round of propagation over open cells with columns e_lo, e_hi (establishments) and x_lo, x_hi (employees in
    excess of one per establishment). The bounds of a cell are tightened with the sum of its child codes, its parent code
    less its sibling codes, the sum of its subregions, and its parent region less the sibling regions. Where there
    is no establishment there is no employee, and where there are employees there is an establishment (used only
    while bounds do not cross, so that a contradiction between employees is not reported as one between
    establishments).
    The bounds of cells that contradict each other cross, and would move apart with every round until they
    overflow. Limited to `unbounded` and to -1 they stay crossed, and census_bounds_do_not_cross reports them.
    `families` is the prefix of the sums of their families.
-#}
{% macro tightened_cells(cells, families) %}
    select
        cell.cell_id,
        cell.parent_code_cell_id,
        cell.parent_region_cell_id,
        cell.regions_complete,
        {% for m in ['e', 'x'] %}
        least({{ unbounded() }}, greatest(
            cell.{{ m }}_lo,
            coalesce(child_codes.{{ m }}_lo, 0),
            coalesce(subregions.{{ m }}_lo, 0),
            coalesce(sibling_codes.parent_{{ m }}_lo - (sibling_codes.{{ m }}_hi - cell.{{ m }}_hi), 0),
            case
                when cell.regions_complete
                    then coalesce(sibling_regions.parent_{{ m }}_lo - (sibling_regions.{{ m }}_hi - cell.{{ m }}_hi), 0)
                else 0
            end{% if m == 'e' %},
            case when cell.x_lo > 0 and cell.x_lo <= cell.x_hi then 1 else 0 end{% endif %}
        )) as {{ m }}_lo,
        greatest(-1, least(
            cell.{{ m }}_hi{% if m == 'x' %}, case when cell.e_hi = 0 then 0 else {{ unbounded() }} end{% endif %},
            coalesce(child_codes.{{ m }}_hi, {{ unbounded() }}),
            case when subregions.is_complete then subregions.{{ m }}_hi else {{ unbounded() }} end,
            {% for others in ['sibling_codes', 'sibling_regions'] %}
            coalesce(
                {{ others }}.parent_{{ m }}_hi - {{ least_of_other_cells(others, m) }}, {{ unbounded() }}
            ){{ "," if not loop.last }}
            {% endfor %}
        )) as {{ m }}_hi{{ "," if not loop.last }}
        {% endfor %}
    from {{ cells }} as cell
    left join {{ families }}_by_code as child_codes on cell.cell_id = child_codes.parent_cell_id
    left join {{ families }}_by_code as sibling_codes on cell.parent_code_cell_id = sibling_codes.parent_cell_id
    left join {{ families }}_by_region as subregions on cell.cell_id = subregions.parent_cell_id
    left join {{ families }}_by_region as sibling_regions on cell.parent_region_cell_id = sibling_regions.parent_cell_id
{% endmacro %}

{#- Least value of the other cells with the same parent: where employees remain for them, at least one establishment. -#}
{% macro least_of_other_cells(others, m) -%}
    {%- set rest -%} {{ others }}.{{ m }}_lo - cell.{{ m }}_lo {%- endset -%}
    {%- if m == 'e' -%}
        greatest(
            {{ rest }},
            case
                when {{ others }}.parent_x_lo > cell.x_hi and {{ others }}.parent_x_lo <= {{ others }}.parent_x_hi
                    and cell.x_lo <= cell.x_hi
                    then 1
                else 0
            end
        )
    {%- else -%}
        ({{ rest }})
    {%- endif -%}
{%- endmacro %}

{#-
    The families of `parent_column` in which something is open: a parent cell and the cells below it. `e` and `x` are the
    sums of the closed cells below it, `parent_e` and `parent_x` the values of a closed parent. Nothing is bounded in
    other families.
-#}
{% macro open_families(cells, parent_column) %}
    select
        family.parent_cell_id, family.is_complete, family.e, family.x,
        case when parent.is_closed then parent.e_lo end as parent_e,
        case when parent.is_closed then parent.x_lo end as parent_x
    from (
        select
            {{ parent_column }} as parent_cell_id, bool_and(regions_complete) as is_complete,
            bool_and(is_closed) as are_closed,
            cast(sum(case when is_closed then e_lo else 0 end) as bigint) as e,
            cast(sum(case when is_closed then x_lo else 0 end) as bigint) as x
        from {{ cells }}
        where {{ parent_column }} is not null
        group by {{ parent_column }}
    ) as family
    left join {{ cells }} as parent on family.parent_cell_id = parent.cell_id
    where not (family.are_closed and coalesce(parent.is_closed, false))
{% endmacro %}

{#- Sums over the cells of each family, open and closed, with the bounds of its parent. -#}
{% macro family_sums(cells, families, parent_column) %}
    select
        family.parent_cell_id, family.is_complete,
        {% for m in ['e', 'x'] %}
        family.{{ m }} + coalesce(sums.{{ m }}_lo, 0) as {{ m }}_lo,
        family.{{ m }} + coalesce(sums.{{ m }}_hi, 0) as {{ m }}_hi,
        coalesce(family.parent_{{ m }}, parent.{{ m }}_lo) as parent_{{ m }}_lo,
        coalesce(family.parent_{{ m }}, parent.{{ m }}_hi) as parent_{{ m }}_hi{{ "," if not loop.last }}
        {% endfor %}
    from {{ families }} as family
    left join (
        select
            {{ parent_column }} as parent_cell_id,
            cast(sum(e_lo) as bigint) as e_lo, cast(sum(e_hi) as bigint) as e_hi,
            cast(sum(x_lo) as bigint) as x_lo, cast(sum(x_hi) as bigint) as x_hi
        from {{ cells }}
        where {{ parent_column }} is not null
        group by {{ parent_column }}
    ) as sums on family.parent_cell_id = sums.parent_cell_id
    left join {{ cells }} as parent on family.parent_cell_id = parent.cell_id
{% endmacro %}

{#- The CTEs of one round: sums of the families by code and by region, then the tightened cells. -#}
{% macro tightening_round(previous, next) %}
{{ previous }}_by_code as {{ once() }} (
    {{ family_sums(previous, 'families_by_code', 'parent_code_cell_id') }}
),

{{ previous }}_by_region as {{ once() }} (
    {{ family_sums(previous, 'families_by_region', 'parent_region_cell_id') }}
),

{{ next }} as {{ once() }} ({{ tightened_cells(previous, previous) }})
{%- endmacro %}
