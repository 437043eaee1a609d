-- How far issues have come, from tallies and from moves that are not yet among them. A move leaves one table and comes to the other in one statement, so a reader, who asks
-- both in one statement, meets it once. Tallies are kept three times: as fine as anybody counts, of campaigns (issue_sums), and by area without campaigns (issue_area_sums).
set role wuye_owner;

-- At most so many moves; those that another turn holds are left to it. Tallies are taken in the order of their key: two turns at once do not wait for one another crosswise.
create or replace function issue_moves_fold(most integer) returns bigint language sql volatile security definer set search_path = public, pg_temp as $$
    with picked as materialized (
        select m.district_code, m.id from issue_moves m limit most for update skip locked
    ), taken as (
        delete from issue_moves m using picked p
        where m.district_code = p.district_code and m.id = p.id
        returning m.*
    ), folded as (
        insert into issue_tallies as t (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n)
        select m.district_code, m.campaign_id, m.ledger, m.level, m.street_code, m.community_code, m.responsible_kind, m.severity, m.rolled_up, m.withheld, m.state, sum(m.n)
        from taken m
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        having sum(m.n) <> 0
        order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        on conflict on constraint issue_tallies_key do update set n = t.n + excluded.n
    ), summed as (
        insert into issue_sums as t (district_code, campaign_id, ledger, level, street_code, rolled_up, withheld, state, n)
        select m.district_code, m.campaign_id, m.ledger, m.level, s.street_code, m.rolled_up, m.withheld, m.state, sum(m.n)
        from taken m
        cross join lateral (values (m.street_code), ('*')) s (street_code)
        group by 1, 2, 3, 4, 5, 6, 7, 8
        having sum(m.n) <> 0
        order by 1, 2, 3, 4, 5, 6, 7, 8
        on conflict on constraint issue_sums_key do update set n = t.n + excluded.n
    ), placed as (
        insert into issue_area_sums as t (district_code, ledger, street_code, community_code, level, rolled_up, withheld, state, n)
        select m.district_code, l.ledger, a.street_code, a.community_code, m.level, m.rolled_up, m.withheld, m.state, sum(m.n)
        from taken m
        cross join lateral (values (m.ledger), ('*')) l (ledger)
        cross join lateral (values (m.street_code, m.community_code), (m.street_code, '*'), ('*', '*')) a (street_code, community_code)
        group by 1, 2, 3, 4, 5, 6, 7, 8
        having sum(m.n) <> 0
        order by 1, 2, 3, 4, 5, 6, 7, 8
        on conflict on constraint issue_area_sums_key do update set n = t.n + excluded.n
    )
    select count(*) from taken
$$;
revoke all on function issue_moves_fold(integer) from public;
grant execute on function issue_moves_fold(integer) to wuye_worker;

-- What neither the public nor the city platform is to count (E15), beside what is withheld: what came from a complaint that is secret by now. Whoever counts more than is listed learns by the
-- difference where such a matter is. Few, found by their indexes, taken off again from the counts of the same moment.
drop function if exists issues_untold(text) cascade;
create function issues_untold(wanted_district text)
returns table (district_code text, campaign_id uuid, ledger text, level text, street_code text, community_code text, responsible_kind text, severity text, rolled_up boolean, state text,
               open_due date, overdue_counted boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select i.district_code, coalesce(i.campaign_id, '00000000-0000-0000-0000-000000000000'), i.ledger, i.level, coalesce(i.street_code, ''), coalesce(i.community_code, ''),
        coalesce(i.responsible_kind, ''), i.severity, i.rolled_up, i.state, i.open_due, i.overdue_counted
    from complaints c
    join issues i on i.district_code = c.district_code and i.complaint_id = c.id
    where (c.secret or c.confidential) and not i.withheld and c.district_code = coalesce(current_district(), wanted_district, c.district_code);
end
$$;
revoke all on function issues_untold(text) from public;
grant execute on function issues_untold(text) to wuye_platform;

-- For the public: campaigns that were opened, by ledger and, where it is asked for, by street, what is overdue included. Nothing finer, and nothing that is withheld. Without streets the sums that are
-- kept without them are added up: one for each street more is read by nobody then. In plpgsql, as above, for its plan is kept.
create or replace function published_issue_counts(wanted_district text, wanted_campaign uuid, today date, by_street boolean)
returns table (district_code text, campaign_id uuid, ledger text, street_code text, state text, n numeric)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with told as materialized (
        select c.district_code, c.id
        from campaigns c
        where c.state in ('open', 'closed') and (wanted_campaign is null or c.id = wanted_campaign)
          and c.district_code = coalesce(current_district(), wanted_district, c.district_code) and c.district_code = coalesce(wanted_district, c.district_code)
    )
    select t.district_code, t.campaign_id, t.ledger, case when by_street then t.street_code end, t.state, sum(t.n)
    from (
        select a.district_code, a.campaign_id, a.ledger, a.street_code, a.state, a.n
        from told c join issue_sums a on a.district_code = c.district_code and a.campaign_id = c.id
        where by_street and not a.rolled_up and not a.withheld and a.street_code <> '*'
        union all
        select a.district_code, a.campaign_id, a.ledger, a.street_code, a.state, a.n
        from told c join issue_sums a on a.district_code = c.district_code and a.campaign_id = c.id
        where not by_street and not a.rolled_up and not a.withheld and a.street_code = '*'
        union all
        select m.district_code, m.campaign_id, m.ledger, m.street_code, m.state, m.n
        from told c join issue_moves m on m.district_code = c.district_code and m.campaign_id = c.id
        where not m.rolled_up and not m.withheld
        union all
        select i.district_code, i.campaign_id, i.ledger, coalesce(i.street_code, ''), 'overdue', 1
        from told c join issues i on i.district_code = c.district_code and i.campaign_id = c.id
        where not i.rolled_up and not i.withheld and i.uncounted_due < today and i.uncounted_due < 'infinity'
        union all
        select u.district_code, u.campaign_id, u.ledger, u.street_code, v.state, -1
        from issues_untold(wanted_district) u
        join told c on c.district_code = u.district_code and c.id = u.campaign_id
        cross join lateral (values (u.state, true), ('overdue', u.open_due < today and u.open_due < 'infinity')) v (state, holds)
        where not u.rolled_up and v.holds
    ) t
    group by 1, 2, 3, 4, 5;
end
$$;

-- As the release before asks, while its processes still run beside ours.
create or replace function published_issue_counts(wanted_district text, wanted_campaign uuid, today date)
returns table (district_code text, campaign_id uuid, ledger text, street_code text, state text, n numeric)
language sql stable security definer set search_path = public, pg_temp as $$
    select * from published_issue_counts(wanted_district, wanted_campaign, today, true)
$$;
revoke all on function published_issue_counts(text, uuid, date, boolean), published_issue_counts(text, uuid, date) from public;
grant execute on function published_issue_counts(text, uuid, date, boolean), published_issue_counts(text, uuid, date) to wuye_member;

reset role;
