-- May the firm have one more person who signs in? Its row is locked until the transaction ends, so that of many who ask at once each sees
-- the one before. Runs as the owner: a firm may not lock its own row.
set role wuye_owner;

create or replace function account_within_quota(firm uuid, day date) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    district text := current_district();
    allowed integer;
    held integer;
begin
    perform from firms f where f.district_code = district and f.id = firm for no key update;
    allowed := coalesce(
        (select q.accounts from account_quotas q where q.district_code = district and q.firm_id = firm and q.effective_from <= day
         order by q.effective_from desc, q.created_at desc, q.id desc limit 1),
        (select q.accounts from account_quotas q where q.district_code = district and q.firm_id is null and q.effective_from <= day
         order by q.effective_from desc, q.created_at desc, q.id desc limit 1),
        (select a.firm_accounts from auth_limits a where a.effective_from <= day order by a.effective_from desc limit 1),
        0);
    select count(*) into held from users u where u.district_code = district and u.firm_id = firm and u.state = 'active';
    return held < allowed;
end $$;

revoke all on function account_within_quota(uuid, date) from public;
grant execute on function account_within_quota(uuid, date) to wuye_district, wuye_street, wuye_company;

reset role;
