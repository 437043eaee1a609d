-- How many of a user's imports are under way, or wait; those whose server is gone beat no more. Whoever asks waits for whoever asked before, and then counts what
-- that one began.
set role wuye_owner;

create or replace function imports_under_way(of_user uuid) returns bigint language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('imports of ' || of_user, 0));
    return (select count(*) from imports i
            where i.district_code = current_district() and i.user_id = of_user and i.finished_at is null and i.beat_at > clock_timestamp() - interval '3 minutes');
end $$;
grant execute on function imports_under_way(uuid) to wuye_district, wuye_street, wuye_company;

reset role;
