-- The values of the mart industry_share add up wherever all of them are published.
select * from {{ ref('int_sum_differences') }}
