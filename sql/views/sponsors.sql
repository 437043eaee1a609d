-- Sponsors and exposures as they are shown. Why an exposure was withdrawn, and which listing it went with, is for the authorities.
set role wuye_owner;

drop view if exists sponsor_cards, as_district.exposure_cards, as_street.exposure_cards, as_community.exposure_cards, exposure_cards cascade;
create view sponsor_cards with (security_invoker = true) as
select s.id, s.unit, s.department_id, s.street_code, s.estate_id, e.name as estate_name, s.valid_from, s.valid_to, s.ended_reason, s.version, s.created_at, s.updated_at
from sponsors s
left join estates e on e.district_code = s.district_code and e.id = s.estate_id;
revoke all on sponsor_cards from wuye_member;
grant select on sponsor_cards to wuye_district, wuye_street, wuye_community;

create view exposure_cards with (security_invoker = true) as
select x.id, x.district_code, x.estate_id, e.name as estate_name, x.firm_id, f.name as firm_name, null::uuid as listing_id, x.media, x.exposed_on, x.url, x.title, x.summary, x.withdrawn_at,
    null::text as withdrawn_reason, x.version, x.created_at, x.updated_at
from exposures x
left join lateral estate_told(x.district_code, x.estate_id) e on true
left join lateral firm_told(x.district_code, x.firm_id) f on true;
revoke all on exposure_cards from wuye_member;
grant select on exposure_cards to wuye_company, wuye_hotline, wuye_platform, wuye_public;

do $do$
declare
    member text;
begin
    foreach member in array array['district', 'street', 'community'] loop
        execute format($f$
            create view as_%1$s.exposure_cards with (security_invoker = true) as
            select x.id, x.district_code, x.estate_id, e.name as estate_name, x.firm_id, f.name as firm_name, x.listing_id, x.media, x.exposed_on, x.url, x.title, x.summary, x.withdrawn_at,
                x.withdrawn_reason, x.version, x.created_at, x.updated_at
            from exposures x
            left join lateral estate_told(x.district_code, x.estate_id) e on true
            left join lateral firm_told(x.district_code, x.firm_id) f on true;
            grant select on as_%1$s.exposure_cards to wuye_%1$s;
        $f$, member);
    end loop;
end $do$;

create or replace function sponsor_card(sponsor uuid) returns setof sponsor_cards language sql volatile as $$
    select c.* from sponsor_cards c where c.id = sponsor
$$;
create or replace function exposure_card(exposure uuid) returns setof as_district.exposure_cards language sql volatile as $$
    select c.* from as_district.exposure_cards c where c.id = exposure
$$;
grant execute on function sponsor_card(uuid), exposure_card(uuid) to wuye_district;

reset role;
