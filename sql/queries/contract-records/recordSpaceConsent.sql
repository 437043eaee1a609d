with s as (
    insert into space_consents (district_code, id, contract_id, space, use, consented_by, consented_on, document, valid_from, valid_to, recorded_by, recorded_at)
    select c.district_code, :'new_id'::uuid, c.id, :'space_masked', :'use_masked', :'consented_by', :'consented_on'::date, :'document_masked', :'valid_from'::date,
           :'valid_to'::date, current_user_id(), :'now'::timestamptz
    from contracts c
    where c.district_code = :'district' and c.id = :'id'::uuid
    returning *
)
select s.id, s.contract_id, s.space, s.use, s.consented_by, s.consented_on, s.document, s.valid_from, s.valid_to, s.recorded_at
from s
