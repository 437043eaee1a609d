select
    d.code, d.parent_code, d.level, d.kind, d.name, d.pinyin, d.initials,
    j.district_code, j.street_code, j.community_code,
    d.effective_from, d.effective_to
from divisions d
left join division_jurisdictions j
    on j.code = d.code and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
where d.code = :'code'
