-- One ticket, once: sql/functions/intake_of_tickets.sql. With another body than the first it is refused.
select
    t.id, t.source, t.ticket_no, t.round, t.complaint_id, t.category, t.external_category, t.estate_id, t.street_code, t.community_code,
    t.received_at, t.created_at,
    set_config('wuye.target', t.id::text, true) as "!target",
    case when t.id <> :'new_id'::uuid then 200 end as "!status",
    refused(case when t.body_hash <> :'body_hash' then 'tickets_changed' end) as "!problem"
from take_ticket(
    row(:'source', :'ticket_no', :'round', :'body_hash', :'request_type', :'category_code', :'urgency', :'received_at'::timestamptz, :'occurred_at'::timestamptz,
        :'estate_code', :'estate_name', :'division_code', :'title_masked', :'place_masked', :'content_masked',
        :'leader_instruction', :'group_petition', :'opinion_event', :'secret', :'anonymous',
        :'seal_key', :'complainant_name_sealed', :'complainant_phone_sealed', :'complainant_phone_hash', :'complainant_address_sealed',
        :'place_sealed', :'title_sealed', :'content_sealed')::ticket_told,
    :'new_id'::uuid, :'user_id'::uuid, :'client', :'role', :'now'::timestamptz) t
