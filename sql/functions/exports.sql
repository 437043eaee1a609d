-- Exports: asked for by whoever may call the list, run by the worker as that caller. No caller's role writes in the table.
set role wuye_owner;

-- Is it the caller's own: of the same user, role and scope?
create or replace function export_is_own(e exports) returns boolean language sql stable parallel safe as $$
    select e.district_code = current_district() and e.user_id = current_user_id() and e.role = substr(session_user, 6) and e.street_code is not distinct from current_street()
        and e.community_code is not distinct from current_community() and e.firm_id is not distinct from current_firm()
$$;

-- Whoever asks waits for whoever asked before as the same user, and then counts what that one began.
create or replace function export_ask(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    e exports := jsonb_populate_record(null::exports, jsonb_strip_nulls(body - 'parameters'));
    under_way bigint;
    kept numeric;
begin
    perform pg_advisory_xact_lock(hashtextextended('exports of ' || current_user_id(), 0));
    select count(*) filter (where t.finished_at is null), coalesce(sum(t.bytes) filter (where t.state = 'done'), 0) into under_way, kept
    from exports t where t.district_code = current_district() and t.user_id = current_user_id();
    problem := case
        when e.gzip and e.format = 'xlsx' then 'export_packed_already'
        when under_way >= (select r.value from rule_at('exports_under_way', '*', today) r) then 'too_many_exports'
        when kept >= (select r.value from rule_at('exports_kept_bytes', '*', today) r) then 'exports_kept_too_much'
        end;
    if problem is null then
        insert into exports (district_code, id, user_id, role, street_code, community_code, firm_id, token_epoch, operation, parameters, format, gzip, created_at, updated_at)
        select current_district(), new_id, current_user_id(), substr(session_user, 6), current_street(), current_community(), current_firm(),
            coalesce((select u.token_epoch from users u where u.district_code = current_district() and u.id = current_user_id()),
                     (select c.token_epoch from clients c where c.district_code = current_district() and c.id = current_user_id())),
            e.operation, coalesce(body -> 'parameters', '{}'), e.format, coalesce(e.gzip, false), moment, moment
        returning exports.id into id;
    end if;
end $$;

create or replace function export_cancel(export uuid, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    e exports;
begin
    select t.* into e from exports t where t.district_code = current_district() and t.id = export and export_is_own(t) for update;
    id := e.id;
    standing := e.state;
    problem := case when e.id is null then 'not_found' when e.finished_at is not null then 'state_conflict' end;
    if problem is null then
        update exports t set state = 'cancelled', finished_at = moment, updated_at = moment, lease = null, leased_until = null
        where t.district_code = e.district_code and t.id = e.id;
    end if;
end $$;

-- What the rules say today of whom the worker runs for.
create or replace function export_limit(wanted text, district text) returns numeric language sql stable security definer set search_path = public, pg_temp as $$
    select r.value from rule_at(wanted, '*', (now() at time zone 'Asia/Shanghai')::date, district) r
$$;

revoke all on function export_is_own(exports), export_limit(text, text) from public;
grant execute on function export_limit(text, text) to wuye_worker;
revoke all on function export_ask(uuid, jsonb, timestamptz, date), export_cancel(uuid, timestamptz) from public;
grant execute on function export_ask(uuid, jsonb, timestamptz, date), export_cancel(uuid, timestamptz) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
