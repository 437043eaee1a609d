select s.id, s.subject_kind, s.subject_id, s.name, s.rulebook_id, s.as_of, s.known_at, s.basic, s.good, s.bad,
       s.total, s.has_bad, s.veto, s.takes_part, s.grade, s.inputs_hash, s.publication_id, s.created_at
from credit_snapshots s
where s.district_code = :'district' and s.id = :'id'::uuid
