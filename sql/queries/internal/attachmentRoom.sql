-- May this caller attach something to the owner, how large may it be, and is there room for one more? The number is a guard against filling the disk, not a rule: those
-- that arrive at once may pass it together. A firm is told of what it sees, and bounded by that. What is there already needs no room.
select coalesce(attachment_owner_fault(:'owner_kind', :'owner_id'::uuid), case when :'role' = 'company' and :'stage' = 'before' then 'evidence_before_by_firm' end) as fault,
       (select r.value::bigint from rule_at('bytes_max', '*', :'today'::date) r) as bytes_max,
       (select count(*) from attachment_cards a where a.district_code = :'district' and a.owner_kind = :'owner_kind' and a.owner_id = :'owner_id'::uuid)
           >= (select r.value from rule_at('per_owner_max', '*', :'today'::date) r)
           and not exists (select from attachment_cards a where a.district_code = :'district' and a.id = :'attachment_id'::uuid) as full
