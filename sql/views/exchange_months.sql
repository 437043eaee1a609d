-- Packages as they are shown, and what clients said of them.
set role wuye_owner;

drop view if exists exchange_month_cards cascade;
create view exchange_month_cards with (security_invoker = true) as
select p.id, p.month, p.version, p.state, p.reason, p.requested_by is null as scheduled, p.requested_at, p.frozen_at, p.superseded_at, p.tries, p.trouble, p.sha256, p.rows, p.bytes,
    (select count(*)::integer from exchange_parts t where t.district_code = p.district_code and t.package_id = p.id) as parts, p.feed_cursor,
    (select coalesce(json_agg(json_build_object('client_id', a.client_id, 'sha256', a.sha256, 'matches', a.matches, 'times', a.times,
                                                'acknowledged_at', to_char(a.acknowledged_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"'),
                                                'repeated_at', to_char(a.repeated_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"')) order by a.acknowledged_at, a.sha256), '[]')
     from exchange_acknowledgements a where a.district_code = p.district_code and a.package_id = p.id) as acknowledgements,
    p.row_version + (select coalesce(sum(a.times), 0) from exchange_acknowledgements a where a.district_code = p.district_code and a.package_id = p.id) as "!version", p.updated_at
from exchange_packages p;
revoke all on exchange_month_cards from wuye_member;
grant select on exchange_month_cards to wuye_district, wuye_platform;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function exchange_month_card(wanted uuid) returns setof exchange_month_cards language sql volatile as $$
    select c.* from exchange_month_cards c where c.id = wanted
$$;
create or replace function exchange_receipt(package uuid, digest text) returns table (id uuid, month text, version integer, sha256 text, matches boolean, times integer, acknowledged_at timestamptz,
                                                                                     repeated_at timestamptz) language sql volatile as $$
    select p.id, p.month, p.version, a.sha256, a.matches, a.times, a.acknowledged_at, a.repeated_at
    from exchange_acknowledgements a
    join exchange_packages p on p.district_code = a.district_code and p.id = a.package_id
    where a.district_code = (select current_district()) and a.package_id = package and a.client_id = (select current_user_id()) and a.sha256 = digest
$$;
grant execute on function exchange_month_card(uuid) to wuye_district, wuye_platform;
grant execute on function exchange_receipt(uuid, text) to wuye_platform;

reset role;
