-- Disclosures as they are shown. What the community found on site is for the authorities and for who published; everybody reads what is on the board.
set role wuye_owner;

drop view if exists as_public.disclosure_cards, as_hotline.disclosure_cards, as_platform.disclosure_cards, disclosure_cards cascade;
create view disclosure_cards with (security_invoker = true) as
select d.id, d.district_code, d.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", d.street_code, d.community_code, d.publisher, d.firm_id, f.name as firm_name, d.item,
    i.kind, d.period_from, d.period_to, d.published_on, d.place, d.location, d.content, d.income, d.expense, d.state, d.recorded_role, d.recorded_at, d.checked_on,
    case when current_firm() is null or d.firm_id = current_firm() then d.check_note end as check_note, d.version, d.updated_at
from disclosures d
join disclosure_items i on i.item = d.item
left join lateral estate_told(d.district_code, d.estate_id) e on true
left join lateral firm_told(d.district_code, d.firm_id) f on true;
revoke all on disclosure_cards from wuye_member;
grant select on disclosure_cards to wuye_district, wuye_street, wuye_community, wuye_company;

do $do$
declare
    member text;
begin
    foreach member in array array['public', 'hotline', 'platform'] loop
        execute format($f$
            create view as_%1$s.disclosure_cards with (security_invoker = true) as
            select d.id, d.district_code, d.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", d.street_code, d.community_code, d.publisher, d.firm_id, f.name as firm_name, d.item,
                i.kind, d.period_from, d.period_to, d.published_on, d.place, d.location, d.content, d.income, d.expense, d.state, null::text as recorded_role, d.recorded_at, d.checked_on,
                null::text as check_note, d.version, d.updated_at
            from disclosures d
            join disclosure_items i on i.item = d.item
            left join lateral estate_told(d.district_code, d.estate_id) e on true
            left join lateral firm_told(d.district_code, d.firm_id) f on true;
            grant select on as_%1$s.disclosure_cards to wuye_%1$s;
        $f$, member);
    end loop;
end $do$;

create or replace function disclosure_card(disclosure uuid) returns setof disclosure_cards language sql volatile as $$
    select c.* from disclosure_cards c where c.id = disclosure
$$;
grant execute on function disclosure_card(uuid) to wuye_street, wuye_community, wuye_company;

reset role;
