select t.district_code, t.id from exchange_package_take() t where t.id is not null
