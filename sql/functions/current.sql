-- Who is calling, as the pipeline says for this transaction. Policies ask as `(select current_…())`: once per statement, not per row.
set role wuye_owner;

create or replace function current_district() returns text language sql stable parallel safe as $$
    select nullif(current_setting('wuye.district', true), '') $$;
create or replace function current_street() returns text language sql stable parallel safe as $$
    select nullif(current_setting('wuye.street', true), '') $$;
create or replace function current_community() returns text language sql stable parallel safe as $$
    select nullif(current_setting('wuye.community', true), '') $$;
create or replace function current_firm() returns uuid language sql stable parallel safe as $$
    select nullif(current_setting('wuye.firm', true), '')::uuid $$;
create or replace function current_user_id() returns uuid language sql stable parallel safe as $$
    select nullif(current_setting('wuye.user', true), '')::uuid $$;

-- A function that speaks for another for a while, and then for whom it spoke before. No other function writes these settings, so what a database of many machines has to be told besides is told here.
create or replace function context_set(name text, said text) returns void language sql volatile as $$
    select set_config('wuye.' || name, coalesce(said, ''), true) $$;

grant execute on function current_district(), current_street(), current_community(), current_firm(), current_user_id()
    to wuye_member, wuye_auth, wuye_worker;
revoke all on function context_set(text, text) from public;
grant execute on function context_set(text, text) to wuye_member;
grant execute on function uscc_valid(text), name_key(text), zh_separate(text) to wuye_member, wuye_auth, wuye_worker;

reset role;
