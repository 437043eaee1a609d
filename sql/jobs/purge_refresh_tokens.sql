-- every 3600 s: expired tokens go; a used one stays for its life, since its second use must end the family
delete from refresh_tokens
where (district_code, digest) in (
    select district_code, digest from refresh_tokens
    where expires_at < now() - interval '1 day' limit 10000 for update skip locked);

delete from refresh_families
where (district_code, id) in (
    select f.district_code, f.id from refresh_families f
    where f.created_at < now() - interval '1 day'
      and not exists (select from refresh_tokens t where t.district_code = f.district_code and t.family_id = f.id)
    limit 10000 for update skip locked);
