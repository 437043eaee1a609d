-- What is in an account: debits less credits, up to the end of a day if one is asked for. No balance is kept anywhere.
set role wuye_owner;

create or replace function money_balance(district text, account uuid, day date default null) returns numeric language sql stable parallel safe as $$
    select coalesce((select sum(p.amount) from money_postings p where p.district_code = district and p.debit_id = account and (day is null or p.booked_on <= day)), 0)
         - coalesce((select sum(p.amount) from money_postings p where p.district_code = district and p.credit_id = account and (day is null or p.booked_on <= day)), 0)
$$;
grant execute on function money_balance(text, uuid, date) to wuye_district, wuye_street, wuye_company, wuye_platform;

reset role;
