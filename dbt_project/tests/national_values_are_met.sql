{{ config(severity='warn') }}
-- A code of the nation whose estimates of the provinces do not add up to its published value: raise `estimate_rounds`.
select
    margin.experiment, margin.series, margin.year, margin.measure, margin.end_code, own.association,
    sum(own.estimate) as estimate, max(margin.national_value) as national_value
from {{ ref('int_estimate_margins') }} as margin
inner join {{ ref('int_estimate_units') }} as own
    on
        margin.experiment = own.experiment and margin.series = own.series and margin.year = own.year
        and margin.measure = own.measure
inner join {{ ref('int_ksic_ancestors') }} as tree
    on
        own.ksic_revision = tree.ksic_revision and own.ksic_code = tree.ksic_code
        and margin.end_code = tree.ancestor_code
where margin.national_rest is not null
group by
    margin.experiment, margin.series, margin.year, margin.measure, margin.end_code, own.association, own.reference_year
having abs(sum(own.estimate) - max(margin.national_value)) > 0.5 + 0.001 * max(margin.national_value)
