-- What is overdue is counted once, when its day is past, and no longer looked up whenever somebody counts; and counts that no campaign is asked for are kept by area.
set local role wuye_owner;

-- No table is written anew whose row type a view names; views are made again after every migration.
do $$
declare
    caller text;
begin
    foreach caller in array '{district,street,community,company,platform,hotline,public}'::text[] loop
        execute format('drop view if exists as_%s.issue_finds cascade', caller);
    end loop;
end $$;

alter table issues add column overdue_counted boolean not null default false;
alter table issues add constraint issues_overdue_counted_open check (not overdue_counted or open_due < 'infinity');
-- A column of its own, so that the planner knows from its histogram how few they are.
alter table issues add column uncounted_due date not null generated always as (case when overdue_counted then 'infinity' else
    coalesce(case when state in ('assigned', 'rectifying', 'rejected') then due_on when state = 'deferred' then deferred_until end, 'infinity') end) stored;
create index issues_uncounted_due on issues (district_code, uncounted_due) where uncounted_due < 'infinity';
drop index issues_overdue;
drop index issues_overdue_of_campaign;

-- What is withheld is counted apart: the public and the city platform add up the rest.
alter table issue_moves add column withheld boolean not null default false;
alter table issue_tallies add column withheld boolean not null default false;
alter table issue_tallies drop constraint issue_tallies_key;
alter table issue_tallies add constraint issue_tallies_key
    primary key (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state);
alter table issue_sums add column withheld boolean not null default false;
alter table issue_sums drop constraint issue_sums_key;
alter table issue_sums add constraint issue_sums_key primary key (district_code, campaign_id, ledger, level, street_code, rolled_up, withheld, state) include (n);

-- Every row stands six times: ledger, or '*' for all of them; street and community, the street's whole ('*'), and everything ('*', '*').
create table issue_area_sums (
    district_code text collate "C" not null,
    ledger text collate "C" not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    level text collate "C" not null,
    rolled_up boolean not null,
    withheld boolean not null,
    state text collate "C" not null,
    n bigint not null,
    reach text collate "C" generated always as (case when street_code = '*' then 'all' when community_code = '*' then 'street' else 'community' end) stored not null,
    every_ledger boolean generated always as (ledger = '*') stored not null,
    constraint issue_area_sums_key primary key (district_code, reach, every_ledger, street_code, community_code, ledger, level, rolled_up, withheld, state) include (n)
);
create index issue_area_sums_of_community on issue_area_sums (district_code, community_code);
alter table issue_area_sums enable row level security;

insert into issue_area_sums (district_code, ledger, street_code, community_code, level, rolled_up, withheld, state, n)
select t.district_code, l.ledger, a.street_code, a.community_code, t.level, t.rolled_up, t.withheld, t.state, sum(t.n)
from issue_tallies t
cross join lateral (values (t.ledger), ('*')) l (ledger)
cross join lateral (values (t.street_code, t.community_code), (t.street_code, '*'), ('*', '*')) a (street_code, community_code)
group by 1, 2, 3, 4, 5, 6, 7, 8
having sum(t.n) <> 0;

-- What is withheld stands among the rest in what was counted until now.
insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n, moved_at)
select i.district_code, coalesce(i.campaign_id, '00000000-0000-0000-0000-000000000000'), i.ledger, i.level, coalesce(i.street_code, ''), coalesce(i.community_code, ''),
    coalesce(i.responsible_kind, ''), i.severity, i.rolled_up, w.withheld, i.state, w.n, now()
from issues i
cross join (values (true, 1), (false, -1)) w (withheld, n)
where i.withheld;

reset role;
