select measure, avg(jackknife_error) as error, avg(proximity_low) as proximity, min(provinces) as provinces,
       min(years) as years, count(jackknife_error) as pairs
from industry_relatedness where series = {series}
group by measure
order by measure
