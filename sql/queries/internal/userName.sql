select u.name from users u where u.district_code = :'district' and u.id = :'id'::uuid
