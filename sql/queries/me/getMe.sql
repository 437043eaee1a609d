select
    :'user_id'::uuid as id,
    :'client'::text as name,
    :'role'::text as role,
    :'district'::text as "district.code",
    (select d.name from divisions d where d.code = :'district') as "district.name",
    :'street'::text as "street.code",
    (select d.name from divisions d where d.code = :'street') as "street.name",
    :'community'::text as "community.code",
    (select d.name from divisions d where d.code = :'community') as "community.name",
    :'firm'::uuid as "firm.id",
    (select f.name from firms f where f.district_code = :'district' and f.id = :'firm'::uuid) as "firm.name"
