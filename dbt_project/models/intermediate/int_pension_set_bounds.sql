-- Bounds of each set in each region and month (docs/methodology.md, National pension). What a region has of the set
-- is at most its pairs together, and at most what the rest of its insured leaves; at least its pairs together, and at
-- least what the nation has beyond the most of all other regions. Persons without a province (unplaced) may be
-- anywhere, each once. Shares are bounded with what the other regions then have.
with bounded as (
    select
        sums.*, months.is_complete, months.source_id, months.unplaced, months.unnamed,
        case
            when sums.unlisted = 0 then 0
            when sums.region_code = '00' then months.unnamed
            else least(sums.unlisted * months.unlisted_most, months.unnamed)
        end as extra,
        case when sums.region_code = '00' then 0 else months.unplaced end as slack
    from {{ ref('int_pension_set_sums') }} as sums
    inner join {{ ref('int_pension_months') }} as months on sums.month = months.month
),

capped as (
    select
        *,
        greatest(f_listed, f_low - slack) as own_low,
        least(
            f_high, region_insured - greatest(all_listed - f_listed, all_low - f_low - slack)
        ) as full_high,
        least(
            f_high + p_high + extra,
            region_insured - greatest(all_listed - f_listed - p_listed, all_low - f_low - p_low - slack)
        ) as most,
        greatest(p_listed, p_low - slack) as outside_low
    from bounded
),

nation as (
    select
        taxonomy_id, set_id, month,
        f_high as nation_full, most as nation_most, f_high + p_high + extra as nation_sum,
        f_workplaces as nation_workplaces,
        -- a listed workplace has at least one insured person
        f_workplaces + p_workplaces + extra as nation_workplaces_high
    from capped
    where region_code = '00'
),

others as (
    select taxonomy_id, set_id, month, sum(full_high) as all_full_high
    from capped
    where region_code <> '00'
    group by taxonomy_id, set_id, month
),

direct as (
    select
        capped.taxonomy_id, capped.set_id, capped.month, capped.region_code, capped.is_complete, capped.source_id,
        capped.full_high, capped.most, capped.outside_low,
        case
            when capped.region_code = '00' then capped.f_high
            else greatest(
                capped.own_low,
                nation.nation_full - capped.slack - (others.all_full_high - capped.full_high)
            )
        end as least_value,
        capped.f_workplaces, capped.p_workplaces
    from capped
    inner join nation
        on
            capped.taxonomy_id = nation.taxonomy_id and capped.set_id = nation.set_id and capped.month = nation.month
    left join others
        on
            capped.taxonomy_id = others.taxonomy_id and capped.set_id = others.set_id and capped.month = others.month
),

placed as (
    select
        direct.taxonomy_id, direct.set_id, direct.month, place.region_code, direct.is_complete,
        max(place.whole_code) as whole_code,
        min(direct.source_id) as source_id,
        sum(direct.least_value * place.counts_low) as value_low,
        sum(direct.full_high) as full_high,
        sum(direct.most) as value_high,
        sum(direct.outside_low * place.counts_low) as outside_low,
        sum(direct.f_workplaces * place.counts_low) as workplaces_low,
        sum(direct.f_workplaces + direct.p_workplaces) as workplaces_high,
        sum(direct.f_workplaces) as full_workplaces_high,
        sum(direct.p_workplaces * place.counts_low) as outside_workplaces_low
    from direct
    inner join {{ ref('int_pension_places') }} as place
        on direct.month = place.month and direct.region_code = place.direct_code
    group by direct.taxonomy_id, direct.set_id, direct.month, place.region_code, direct.is_complete
),

judged as (
    select
        placed.taxonomy_id, placed.set_id, placed.month, placed.region_code, placed.whole_code, placed.source_id,
        placed.is_complete, placed.value_low, placed.value_high, placed.full_high, placed.outside_low,
        placed.full_workplaces_high, placed.outside_workplaces_low,
        nation.nation_full, nation.nation_most, nation.nation_sum,
        case when placed.is_complete or placed.region_code = '00' then placed.workplaces_low end as workplaces_low,
        case
            when placed.region_code = '00' then nation.nation_workplaces_high
            when placed.is_complete then placed.workplaces_high
        end as workplaces_high,
        nation.nation_workplaces, nation.nation_workplaces_high
    from placed
    inner join nation
        on
            placed.taxonomy_id = nation.taxonomy_id and placed.set_id = nation.set_id and placed.month = nation.month
)

select
    taxonomy_id, set_id, month, region_code, whole_code, source_id, 'insured' as measure,
    cast(value_low as bigint) as value_low,
    cast(value_high as bigint) as value_high,
    cast(nation_full as bigint) as national_value_low,
    cast(nation_most as bigint) as national_value_high,
    case
        when region_code = '00' then case when nation_most > 0 then 1e0 end
        when nation_most > 0 then coalesce(value_low * 1e0 / nullif(nation_sum - outside_low, 0), 0)
    end as share_low,
    case
        when region_code = '00' then case when nation_most > 0 then 1e0 end
        when nation_most > 0
            then coalesce(value_high * 1e0 / nullif(nation_full + value_high - least(full_high, value_high), 0), 0)
    end as share_high,
    coalesce(workplaces_high between 1 and {{ var('disclosure_threshold') }} - 1, false)
    or coalesce(nation_workplaces_high between 1 and {{ var('disclosure_threshold') }} - 1, false) as is_suppressed,
    coalesce(nation_workplaces_high between 1 and {{ var('disclosure_threshold') }} - 1, false) as nation_is_suppressed
from judged
union all
select
    taxonomy_id, set_id, month, region_code, whole_code, source_id, 'workplaces',
    cast(workplaces_low as bigint),
    cast(workplaces_high as bigint),
    cast(nation_workplaces as bigint),
    cast(nation_workplaces_high as bigint),
    case
        when region_code = '00' then case when nation_workplaces_high > 0 then 1e0 end
        when nation_workplaces_high > 0
            then coalesce(workplaces_low * 1e0 / nullif(nation_workplaces_high - outside_workplaces_low, 0), 0)
    end,
    case
        when region_code = '00' then case when nation_workplaces_high > 0 then 1e0 end
        when nation_workplaces_high > 0
            then coalesce(
                workplaces_high * 1e0
                / nullif(nation_workplaces + workplaces_high - least(full_workplaces_high, workplaces_high), 0), 0
            )
    end,
    false, false
from judged
where workplaces_low is not null
