-- A work list ("received and urgent") often has fewer rows than a page: without these, finding that out walks everything the firm or community ever had.

-- Many small trips share the machine: compiling a plan, or a second process for it, costs one caller more than it gives, and all the others the rest.
do $$
declare
    login text;
begin
    lock table pg_catalog.pg_authid in share row exclusive mode;
    foreach login in array array['district', 'street', 'community', 'company', 'hotline', 'platform', 'public', 'auth', 'worker'] loop
        if not exists (select from pg_db_role_setting where setdatabase = 0 and setrole = to_regrole('wuye_' || login)
                       and setconfig @> array['jit=off', 'max_parallel_workers_per_gather=0']) then
            execute format('alter role %I set jit = off', 'wuye_' || login);
            execute format('alter role %I set max_parallel_workers_per_gather = 0', 'wuye_' || login);
        end if;
    end loop;
end $$;

set local role wuye_owner;

create index complaints_by_state_of_community on complaints (district_code, community_code, state, category);
create index complaints_by_state_of_firm on complaints (district_code, firm_id, state, category)
    where not secret and not confidential and category is not null;
