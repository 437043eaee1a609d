select s.id, s.subject_kind, s.subject_id, s.name, s.rulebook_id, s.as_of, s.known_at, s.basic, s.good, s.bad,
       s.total, s.has_bad, s.veto, s.takes_part, s.grade, s.inputs_hash, s.publication_id, s.created_at
from credit_snapshots s
where s.district_code = :'district'
  and s.subject_kind = :'subject_kind'::text -- if subject_kind
  and s.subject_id = :'subject_id'::uuid -- if subject_id
  and s.grade = any(:'grade'::text[]) -- if grade
  and s.as_of >= :'as_of_from'::date -- if as_of_from
  and s.as_of < :'as_of_before'::date -- if as_of_before
  and (s.created_at, s.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by s.created_at desc, s.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
