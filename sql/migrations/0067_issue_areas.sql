-- What is overdue is counted once, when its day is past, and no longer looked up whenever somebody counts; and counts that no campaign is asked for are kept by area.
set local role wuye_owner;

alter table issues add column overdue_counted boolean not null default false;
alter table issues add constraint issues_overdue_counted_open check (not overdue_counted or open_due < 'infinity');
create index issues_overdue_uncounted on issues (open_due) where not overdue_counted and open_due < 'infinity';
drop index issues_overdue;
drop index issues_overdue_of_campaign;

-- Every row stands six times: ledger, or '*' for all of them; street and community, the street's whole ('*'), and everything ('*', '*').
create table issue_area_sums (
    district_code text collate "C" not null,
    ledger text collate "C" not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    level text collate "C" not null,
    rolled_up boolean not null,
    state text collate "C" not null,
    n bigint not null,
    reach text collate "C" generated always as (case when street_code = '*' then 'all' when community_code = '*' then 'street' else 'community' end) stored not null,
    every_ledger boolean generated always as (ledger = '*') stored not null,
    constraint issue_area_sums_key primary key (district_code, reach, every_ledger, street_code, community_code, ledger, level, rolled_up, state)
);
create index issue_area_sums_of_community on issue_area_sums (district_code, community_code);
alter table issue_area_sums enable row level security;

insert into issue_area_sums (district_code, ledger, street_code, community_code, level, rolled_up, state, n)
select t.district_code, l.ledger, a.street_code, a.community_code, t.level, t.rolled_up, t.state, sum(t.n)
from issue_tallies t
cross join lateral (values (t.ledger), ('*')) l (ledger)
cross join lateral (values (t.street_code, t.community_code), (t.street_code, '*'), ('*', '*')) a (street_code, community_code)
group by 1, 2, 3, 4, 5, 6, 7
having sum(t.n) <> 0;

reset role;
