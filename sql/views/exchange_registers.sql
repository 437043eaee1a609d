-- D06, I05. What the city platform takes over of the registers. Views of this schema are read as the city platform, whose grants and row security hold; what they say in their own `where` is what
-- it may know of, so that the log of changes, which is written by the owner, tells of nothing else. They name no person and hold no free text that is not masked. A view's columns
-- are the members of the dataset in the contract. They come from one row of the source; what comes from others, the fold of changes must know of (sql/functions/exchange_fold.sql).
set role wuye_owner;

drop view if exists exchange.org_units, exchange.firms, exchange.estates, exchange.owners_committees, exchange.contracts;
create view exchange.org_units with (security_invoker = true) as
select u.district_code, u.id, u.level, u.kind, u.name, u.division_code, u.street_code, u.community_code, u.estate_id, u.supervises, u.budgeted, u.venue_kind, u.venue_area_m2, u.established_on,
    u.ended_on, u.version, u.created_at, u.updated_at
from public.org_units u;

create view exchange.firms with (security_invoker = true) as
select f.district_code, f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.party_org, f.party_org_since, f.market_access, f.status, f.entry, f.version, f.created_at, f.updated_at
from public.firms f;

create view exchange.estates with (security_invoker = true) as
select e.district_code, e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old, e.is_key, e.party_org, e.service_room_use,
    e.service_room_m2, e.public_revenue, e.grids, e.in_deficit, e.version, e.created_at, e.updated_at
from public.estates e;

create view exchange.owners_committees with (security_invoker = true) as
select o.district_code, o.id, o.estate_id, o.kind, o.status, o.established_on, o.term_from, o.term_to, o.dissolved_on, o.rectify_by, o.member_count, o.party_member_count, o.version, o.created_at,
    o.updated_at
from public.owners_committees o;

-- Drafts too, as the platform's own list shows them; `state` says what is in force.
create view exchange.contracts with (security_invoker = true) as
select c.district_code, c.id, c.firm_id, (
        select coalesce(jsonb_agg(m.estate_id order by m.estate_id), '[]') from public.contract_estates m where m.district_code = c.district_code and m.contract_id = c.id) as estate_ids,
    c.registration_no, c.kind, c.award_method, c.award_trigger, c.service_grade, c.fee_m2_month, c.annual_fee, c.signed_on, c.service_start, c.fee_start, c.end_date, c.terminated_on, c.fee_cadence,
    c.fee_relief, c.filed_at, c.review, c.state, c.in_force, c.service_unit_id, c.predecessor_id, c.version, c.created_at, c.updated_at
from public.contracts c;
grant select on exchange.org_units, exchange.firms, exchange.estates, exchange.owners_committees, exchange.contracts to wuye_district, wuye_platform;

reset role;
