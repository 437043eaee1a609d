-- Whether a street would have held less than nothing of a scheme at the end of a day or of a later one, as all that is posted by now is booked. Called after posting, as the owner.
set role wuye_owner;

create or replace function subsidy_street_overdrawn(scheme uuid, street text, since date) returns boolean language sql stable as $$
    with account as (
        select a.district_code, a.id from money_accounts a
        where a.district_code = (select current_district()) and a.purse_kind = 'scheme' and a.purse_id = scheme and a.kind = 'street' and a.holder = street
    ), moved as (
        select p.booked_on, p.amount from account a join money_postings p on p.district_code = a.district_code and p.debit_id = a.id
        union all
        select p.booked_on, -p.amount from account a join money_postings p on p.district_code = a.district_code and p.credit_id = a.id
    )
    select exists (select from (select m.booked_on, sum(sum(m.amount)) over (order by m.booked_on) as held from moved m group by m.booked_on) d where d.booked_on >= since and d.held < 0)
$$;
revoke all on function subsidy_street_overdrawn(uuid, text, date) from public;

reset role;
