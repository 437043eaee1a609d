select f.figure, f.dimension, f.key, f.value, f.numerator, f.denominator
from exchange_figures f
where f.district_code = :'district' and f.package_id = :'id'::uuid
order by f.position
