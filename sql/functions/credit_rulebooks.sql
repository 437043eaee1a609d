-- Rulebooks of credit: how one is shown and numbered. How one is published and withdrawn: documents_that_hold.sql.
set role wuye_owner;

create or replace function credit_rulebook_state(stored text, effective_to date, day date) returns text language sql immutable parallel safe as $$
    select case when stored = 'published' and effective_to <= day then 'superseded' else stored end
$$;

create or replace function credit_rulebook_card(b credit_rulebooks, day date)
returns table (id uuid, common boolean, code text, number integer, title_zh text, title_en text, state text, source text, effective_from date, effective_to date,
               published_at timestamptz, withdrawn_reason text, version integer, created_at timestamptz, updated_at timestamptz)
language sql immutable parallel safe as $$
    select b.id, b.district_code = '*', b.code, b.number, b.title_zh, b.title_en, credit_rulebook_state(b.state, b.effective_to, day), b.source, b.effective_from,
        b.effective_to, b.published_at, b.withdrawn_reason, b.version, b.created_at, b.updated_at
$$;

-- The next number of a code. Whoever drafts the same one waits here, and then sees the number that was taken; two first ones meet in the unique key.
create or replace function credit_rulebook_number(name text) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform from credit_rulebooks b where b.district_code = current_district() and b.code = name order by b.id for no key update;
    return (select coalesce(max(b.number), 0) + 1 from credit_rulebooks b where b.district_code = current_district() and b.code = name);
end $$;

revoke all on function credit_rulebook_number(text) from public;
grant execute on function credit_rulebook_state(text, date, date), credit_rulebook_card(credit_rulebooks, date) to wuye_member;
grant execute on function credit_rulebook_number(text) to wuye_district;

reset role;
