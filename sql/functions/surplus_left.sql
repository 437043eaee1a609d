-- What an estate's surplus still holds. Whoever asks before spending waits for whoever asked before; then it sees what that one spent.
set role wuye_owner;

create or replace function surplus_left(estate uuid) returns numeric language plpgsql volatile set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('surplus:' || estate::text, 0));
    return (select coalesce(sum(case s.kind when 'surplus' then s.amount else -s.amount end), 0)
            from surplus_entries s where s.district_code = current_district() and s.estate_id = estate);
end $$;
grant execute on function surplus_left(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
