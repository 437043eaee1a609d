select c.*, refused(m.problem) as "!problem"
from credit_publish(:'new_id'::uuid, :'kind', coalesce(:'subject_kind', 'firm'), :'title_masked', :'basis_masked', :'as_of'::date, :'now'::timestamptz, :'today'::date) m
left join lateral credit_publication_card(m.id) c on m.problem is null
