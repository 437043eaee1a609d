-- Rulebooks of credit: how one is shown, numbered, published and withdrawn.
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

-- What is published is beyond the reach of every role: its row security lets a role change drafts alone, and these two functions are the owner's. All rulebooks of the
-- district are locked first, in the order of their ids, so that each sees what the one before it left.
create or replace function credit_rulebook_publish(book uuid, seen integer, first_day date, at timestamptz, day date, out moved credit_rulebooks, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before credit_rulebooks;
    begins date;
begin
    perform from credit_rulebooks b where b.district_code = current_district() order by b.id for no key update;
    select b.* into before from credit_rulebooks b where b.district_code = current_district() and b.id = book;
    if before.id is null then
        problem := 'not_found';
        return;
    end if;
    begins := coalesce(first_day, before.effective_from);
    problem := draft_refusal('rulebook', before.state, before.version, seen, before.written_by);
    problem := case
        when problem is not null then problem
        when begins is null then 'rulebook_day_missing'
        when begins < day then 'takes_effect_in_the_past'
        when exists (select from credit_rulebooks b where b.district_code = before.district_code and b.state = 'published' and b.effective_from = begins) then 'rulebook_day_taken'
        when exists (select from credit_rulebook_findings(before.document) f where f.severity = 'error') then 'rulebook_has_errors'
        end;
    if problem is not null then
        standing := case when problem = 'state_conflict' then credit_rulebook_state(before.state, before.effective_to, day) end;
        return;
    end if;
    update credit_rulebooks b set effective_to = begins, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
    where b.district_code = before.district_code and b.state = 'published' and b.effective_from < begins and coalesce(b.effective_to > begins, true);
    update credit_rulebooks b set state = 'published', effective_from = begins, published_by = current_user_id(), published_at = at, version = b.version + 1,
        updated_at = greatest(at, b.updated_at + interval '1 microsecond'),
        effective_to = (select min(n.effective_from) from credit_rulebooks n where n.district_code = before.district_code and n.state = 'published' and n.effective_from > begins)
    where b.district_code = before.district_code and b.id = book
    returning b.* into moved;
end $$;

-- A draft, or one whose first day has not come: the one that would have ended for it goes on.
create or replace function credit_rulebook_withdraw(book uuid, reason text, at timestamptz, day date, out moved credit_rulebooks, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before credit_rulebooks;
begin
    perform from credit_rulebooks b where b.district_code = current_district() order by b.id for no key update;
    select b.* into before from credit_rulebooks b where b.district_code = current_district() and b.id = book;
    if before.id is null then
        problem := 'not_found';
        return;
    end if;
    if before.state <> 'draft' and (before.state <> 'published' or before.effective_from <= day) then
        problem := 'state_conflict';
        standing := credit_rulebook_state(before.state, before.effective_to, day);
        return;
    end if;
    update credit_rulebooks b set state = 'withdrawn', withdrawn_reason = reason, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
    where b.district_code = before.district_code and b.id = book
    returning b.* into moved;
    if before.state = 'published' then
        update credit_rulebooks b set effective_to = before.effective_to, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
        where b.district_code = before.district_code and b.state = 'published' and b.effective_to = before.effective_from;
    end if;
end $$;

revoke all on function credit_rulebook_number(text), credit_rulebook_publish(uuid, integer, date, timestamptz, date), credit_rulebook_withdraw(uuid, text, timestamptz, date) from public;
grant execute on function credit_rulebook_state(text, date, date), credit_rulebook_card(credit_rulebooks, date) to wuye_member;
grant execute on function credit_rulebook_number(text), credit_rulebook_publish(uuid, integer, date, timestamptz, date), credit_rulebook_withdraw(uuid, text, timestamptz, date)
    to wuye_district;

reset role;
