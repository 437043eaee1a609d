-- C06, C14. What is to be said of a firm on a day, each reason with what the rules of that day make of it: one answer for who asks before a tender and for the
-- filing of a contract. Of its market access the decision of the day counts; without one, the state that the firm came into the register with. A register
-- of credit or of dishonest firms adds its rows here.
set role wuye_owner;

drop function if exists firm_barred(text, uuid);
create or replace function firm_reasons(firm uuid, day date) returns table (reason text, bars boolean, "position" integer)
language sql stable parallel safe as $$
    select e.reason, e.bars, e.position
    from firms_at(firm_reasons.day) f
    left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id and daterange(a.valid_from, a.valid_to) @> firm_reasons.day
    cross join lateral (values
        ('deregistered', f.status = 'deregistered'),
        ('business_suspended', f.status = 'suspended'),
        ('entry_not_decided', f.entry = 'entry_review'),
        ('entry_refused', f.entry = 'refused'),
        ('market_access_exited', coalesce(a.state, f.market_access) = 'exited'),
        ('market_access_suspended', coalesce(a.state, f.market_access) = 'suspended'),
        ('market_access_restricted', coalesce(a.state, f.market_access) = 'restricted'),
        ('no_service_hotline', f.service_hotline is null)) r (reason, holds)
    join eligibility_rules e on e.purpose = 'bid' and e.reason = r.reason and e.effective_from <= firm_reasons.day and coalesce(e.effective_to > firm_reasons.day, true)
    where f.district_code = (select current_district()) and f.id = firm_reasons.firm and r.holds
$$;

create or replace function firm_barred(firm uuid, day date) returns boolean language sql stable parallel safe as $$
    select exists (select from firm_reasons(firm, day) r where r.bars)
$$;
grant execute on function firm_reasons(uuid, date), firm_barred(uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
