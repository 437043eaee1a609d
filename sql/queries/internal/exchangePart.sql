select f.id, f.name, f.media, f.bytes, f.sha256
from exchange_packages p
join exchange_parts t on t.district_code = p.district_code and t.package_id = p.id
join stored_files f on f.district_code = t.district_code and f.id = t.file_id
where p.district_code = :'district' and p.month = :'month'::text and t.name = :'name'::text
  and p.state in ('frozen', 'superseded') and case when :'version'::integer is null then p.state = 'frozen' else p.version = :'version'::integer end
