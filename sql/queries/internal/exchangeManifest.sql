-- Of a version, or of the one that is in force.
select p.id, p.manifest, p.signature, p.sha256
from exchange_packages p
where p.district_code = :'district' and p.month = :'month'::text
  and p.state in ('frozen', 'superseded') and case when :'version'::integer is null then p.state = 'frozen' else p.version = :'version'::integer end
