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

grant execute on function current_district(), current_street(), current_community(), current_firm(), current_user_id()
    to wuye_member, wuye_auth, wuye_worker;
grant execute on function uscc_valid(text), name_key(text), zh_separate(text) to wuye_member, wuye_auth, wuye_worker;

reset role;
