select f.dataset, f.file, f.query
from exchange_packages p
cross join lateral exchange_package_files(p.month) f
where p.district_code = :'district' and p.id = :'id'::uuid
