select l.*, m.receipt, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from vote_paper_enter(:'blind_id'::uuid, :'id'::uuid, :'code', :'unit', :'choice', :'proxy_document_masked', :'today'::date) m
left join lateral vote_paper_line(:'id'::uuid, m.id) l on m.problem is null
