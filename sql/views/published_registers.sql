-- The registers as everybody reads them: which firms there are, with the grade that was published and the lists they are on, which estates, who serves them, and the contracts in force. No
-- person, no score, no reason, nothing of a complaint. Without a token those of every district, with one those of the caller's.
set role wuye_owner;

drop view if exists published_firms, published_firm_standings, published_estates, published_services, published_contracts;

create view published_firms as
select f.id, f.district_code, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.party_org, f.status, f.name_x
from firms f
where f.entry = 'admitted' and (current_district() is null or f.district_code = current_district());

-- Beside it, for the rows of a page alone: how a firm stands today. It is kept from the market or on a list by the same words as in published_market_access, published_dishonest_firms and the
-- policy of list entries (a test holds them together); its grade is that of the district's newest publication that stands.
create view published_firm_standings as
select f.id, f.district_code, g.grade, g.as_of, g.publication_id,
    array(select distinct e.list from credit_list_entries e
          where e.district_code = f.district_code and e.subject_kind = 'firm' and e.subject_id = f.id and e.state in ('listed', 'removed')
            and daterange(e.valid_from, e.valid_to) @> (now() at time zone 'Asia/Shanghai')::date order by e.list) as lists,
    exists (select from dishonest_entries d
            where d.district_code = f.district_code and d.firm_id = f.id and d.subject = 'firm' and d.state in ('listed', 'conditional', 'dismissal_ordered', 'dismissed')) as dishonest,
    m.state, m.since, m.until,
    (select count(distinct ce.estate_id) from contracts c join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id
     where c.district_code = f.district_code and c.firm_id = f.id and ce.in_force and ce.service_period @> (now() at time zone 'Asia/Shanghai')::date) as estates
from firms f
left join lateral (
    select s.grade, p.as_of, p.id as publication_id
    from (select p.* from credit_publications p
          where p.district_code = f.district_code and p.kind = 'grades' and p.subject_kind = 'firm' and p.withdrawn_at is null order by p.as_of desc limit 1) p
    join credit_snapshots s on s.district_code = p.district_code and s.subject_kind = 'firm' and s.subject_id = f.id and s.as_of = p.as_of and s.publication_id = p.id
    limit 1
) g on true
left join lateral (
    select a.state, a.valid_from as since, a.valid_to as until from firm_market_access a
    where a.district_code = f.district_code and a.firm_id = f.id and a.state in ('suspended', 'exited')
      and daterange(a.valid_from, a.valid_to) @> (now() at time zone 'Asia/Shanghai')::date
    order by a.valid_from desc limit 1
) m on true
where f.entry = 'admitted' and (current_district() is null or f.district_code = current_district());

create view published_estates as
select e.id, e.district_code, e.code, e.name, e.street_code, e.community_code, e.name_x
from estates e
where current_district() is null or e.district_code = current_district();

-- Which firm serves which estate today, and by which contract.
create view published_services as
select ce.district_code, ce.estate_id, c.id as contract_id, c.service_start, f.id as firm_id, f.name, f.uscc
from contract_estates ce
join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
join firms f on f.district_code = c.district_code and f.id = c.firm_id
where ce.in_force and ce.service_period @> (now() at time zone 'Asia/Shanghai')::date and (current_district() is null or ce.district_code = current_district());

-- What an owner can see on the board of his estate: who, where, from when to when, by which way chosen, which service for how much.
create view published_contracts as
select c.id, c.district_code, c.registration_no, c.firm_id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", c.kind, c.award_method, c.service_grade, c.fee_m2_month, c.service_start,
    least(c.end_date, c.terminated_on) as service_end,
    (select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
     from contract_estates ce join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
     where ce.district_code = c.district_code and ce.contract_id = c.id) as estates
from contracts c
join firms f on f.district_code = c.district_code and f.id = c.firm_id
where c.in_force and c.service_period @> (now() at time zone 'Asia/Shanghai')::date and (current_district() is null or c.district_code = current_district());

revoke all on published_firms, published_firm_standings, published_estates, published_services, published_contracts from public;
grant select on published_firms, published_firm_standings, published_estates, published_services, published_contracts to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

reset role;
