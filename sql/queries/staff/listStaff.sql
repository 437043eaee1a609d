-- The register of staff as a file that an import takes again. What posts they hold is listFirmStaff's and listAssignments' to say.
select
    s.id, f.id as "firm.id", f.uscc as "firm.uscc", f.name as "firm.name", s.name, s.certificate_no, s.party_member, s.joined_on, s.left_on,
    s.version, s.created_at, s.updated_at
from staff s
join firms f on f.district_code = s.district_code and f.id = s.firm_id
where s.district_code = :'district'
  and s.firm_id = :'firm_id'::uuid -- if firm_id
  and s.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and position(:'q' in s.name) > 0 -- if q
  and s.id > :'after_id'::uuid -- if cursor
order by s.id -- if sort=id
limit :'limit'::bigint -- if limit
