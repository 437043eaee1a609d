-- Around what a statement answers as "!problem": the audit of the trip (auditAppend) then knows that nothing was done. A lock alone gives a transaction
-- its id, so that is no sign of a write.
set role wuye_owner;

create or replace function refused(problem text) returns text language sql volatile as $$
    select case when problem is not null then set_config('wuye.refused', problem, true) end
$$;
grant execute on function refused(text) to wuye_member, wuye_auth;

reset role;
