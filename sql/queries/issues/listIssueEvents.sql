-- issue_event_cards is the caller's own view: sql/views/issues.sql.
select e.seq, e.action, e.from_state, e.to_state, e.by_role, e.by_name, e.note, e.document, e.at
from issue_event_cards e
where e.issue_id = :'id'::uuid
  and (select must_exist(exists (select from issue_finds i where i.id = :'id'::uuid)))
  and e.seq > :'after_key'::integer -- if cursor
order by e.seq -- if sort=seq
limit :'limit'::bigint -- if limit
