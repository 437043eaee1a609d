-- Publications of credit, entries of lists and disclosures, as they are answered.
set role wuye_owner;

drop view if exists credit_publication_cards cascade;
create view credit_publication_cards with (security_invoker = true) as
select p.id, p.district_code, p.kind, p.title, p.subject_kind, p.rulebook_id, p.as_of, p.known_at, p.published_on, p.basis, p.subjects, p.hash,
    case when p.withdrawn_at is null then 'published' else 'withdrawn' end as state, p.withdrawn_at, p.withdrawn_reason, p.version, p.created_at, p.updated_at
from credit_publications p;
revoke all on credit_publication_cards from wuye_member;
grant select on credit_publication_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

create function credit_publication_card(publication uuid) returns setof credit_publication_cards language sql volatile as $$
    select c.* from credit_publication_cards c where c.id = publication
$$;

-- What an entry leans on and why it ended is for authorities and whom it is about; the public reads who is listed and on what basis.
drop view if exists credit_list_entry_cards cascade;
create view credit_list_entry_cards with (security_invoker = true) as
select e.id, e.district_code, e.list, e.subject_kind, e.subject_id, e.name, e.uscc, e.basis, e.state, e.valid_from, e.valid_to,
    case when w.closely then e.record_id end as record_id, case when w.closely then e.evaluation_id end as evaluation_id,
    case when w.closely then e.evaluation_percent end as evaluation_percent, case when w.closely then e.evaluation_least end as evaluation_least,
    case when w.closely then e.grade end as grade, e.proposed_at, e.decided_at, case when w.closely then e.decision end as decision,
    case when w.closely then e.removed_at end as removed_at, case when w.closely then e.removed_cause end as removed_cause, case when w.closely then e.removed_reason end as removed_reason,
    e.version, e.updated_at
from credit_list_entries e
cross join lateral (select current_user in ('wuye_district', 'wuye_street', 'wuye_community', 'wuye_platform') or coalesce(e.firm_id = (select current_firm()), false) as closely) w;
revoke all on credit_list_entry_cards from wuye_member;
grant select on credit_list_entry_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

create function credit_list_entry_card(entry uuid) returns setof credit_list_entry_cards language sql volatile as $$
    select c.* from credit_list_entry_cards c where c.id = entry
$$;

drop view if exists credit_disclosure_cards cascade;
create view credit_disclosure_cards with (security_invoker = true) as
select d.id, d.channel, d.record_id, d.entry_id, d.subject_kind, d.subject_id, d.name, d.state, d.sent_on, d.reference_no, d.refused_reason, d.withdrawn_on, d.withdrawn_reason,
    d.state in ('pending', 'sent', 'accepted') and credit_ground_gone(d.record_id, d.entry_id, (now() at time zone 'Asia/Shanghai')::date) as needs_withdrawal,
    d.version, d.created_at, d.updated_at
from credit_disclosures d;
revoke all on credit_disclosure_cards from wuye_member;
grant select on credit_disclosure_cards to wuye_district, wuye_platform;

create function credit_disclosure_card(disclosure uuid) returns setof credit_disclosure_cards language sql volatile as $$
    select c.* from credit_disclosure_cards c where c.id = disclosure
$$;
grant execute on function credit_publication_card(uuid), credit_disclosure_card(uuid) to wuye_district;
grant execute on function credit_list_entry_card(uuid) to wuye_district, wuye_street;

reset role;
