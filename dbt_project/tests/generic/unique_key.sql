{#-
    The grain of a model: no two rows have the same key, and no column of the key is null.
    A mart declares its key once, in config.meta.key; other models give `columns`, and in `nullable` further
    columns of the key that may be empty.
-#}
{% test unique_key(model, columns=none, nullable=[]) %}
{%- set key = columns or declared_key(model) %}
select {{ (key + nullable) | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ (key + nullable) | join(', ') }}
having count(*) > 1 {% for column in key %}or {{ column }} is null {% endfor %}
{% endtest %}
