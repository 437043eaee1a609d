\ir begin.sql
\ir fixture.sql
select plan(60);
-- One posting in the books, as the district's own call makes it.
\set post 'select money_post(''subsidy_run'', ''00000000-0000-7000-8000-00000000aa01'', ''leg1'', ''scheme'', ''00000000-0000-7000-8000-00000000aa02'', ''2025-06-02'', ''2025-06-02T09:00:00+08:00'', array[row(''990101001'', ''street'', ''990101001'', ''treasury'', '''', 10, null, null, ''B1'', null)::money_line]) as problem'
select is((select a ->> 'problem' from pg_temp.answers('district', :'district', :'post') a), null, 'the district posts');
select is((select array_agg(p.number || ' ' || p.amount || ' ' || p.street_code) from money_postings p), array['1 10.00 990101001'], 'a street''s account says whose street it is');

-- Nobody writes by himself, not even who may post.
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', r, :'district', s), '42501', null, format('%s may not: %s', r, split_part(s, ' ', 1) || ' ' || t))
from unnest(array['district', 'street', 'community', 'company', 'hotline', 'platform', 'public']) r
cross join (values ('money_postings', 'delete from money_postings returning id'), ('money_postings', 'update money_postings set amount = amount + 1 returning id'),
    ('money_postings', 'insert into money_postings select * from money_postings returning id'), ('money_accounts', 'update money_accounts set holder = ''x'' returning id'),
    ('money_accounts', 'delete from money_accounts returning id'), ('money_counters', 'update money_counters set last = 0 returning last'),
    ('money_counters', 'delete from money_counters returning last')) w (t, s);
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', r, :'district', :'post'), '42501', null, r || ' posts nothing')
from unnest(array['community', 'company', 'hotline', 'platform', 'public']) r;

-- Out of balance it cannot be: each row is a pair, of two accounts that are there, and an amount.
select throws_ok(format('insert into money_postings (district_code, number, cause_kind, cause_id, step, purse_kind, purse_id, debit_id, credit_id, amount, booked_on, posted_at) '
    'select district_code, 2, cause_kind, cause_id, step || %L, purse_kind, purse_id, %s, %s, %s, booked_on, posted_at from money_postings', '', d, c, a), code, null, what)
from (values ('debit_id', 'credit_id', '0', '23514', 'nothing is no amount'), ('debit_id', 'credit_id', '-1', '23514', 'less than nothing neither'),
    ('debit_id', 'debit_id', '1', '23514', 'two accounts'), ('debit_id', 'gen_random_uuid()', '1', '23503', 'both there')) v (d, c, a, code, what);
select * from finish();
rollback;
