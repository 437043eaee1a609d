-- The life of a credit record.
set role wuye_owner;

-- The state that a record shows: what only time brings about is not stored.
create or replace function credit_state(stored text, publicity_from date, publicity_until date, valid_to date, day date) returns text
language sql immutable parallel safe as $$
    select case
        when stored in ('effective', 'notified') and valid_to < day and coalesce(publicity_until < day, true) then 'expired'
        when stored = 'notified' and publicity_until < day then 'effective'
        when stored = 'notified' and publicity_from <= day then 'publicity'
        else stored end
$$;
grant execute on function credit_state(text, date, date, date, date) to wuye_member, wuye_worker;

reset role;
