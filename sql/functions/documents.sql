-- What is common to documents that are drafted, validated and published: rulebooks of credit, schemes of subsidies, score sheets, terms of deposits.
set role wuye_owner;

-- Members of a list that are there twice, by these of their own members.
create or replace function document_repeats(document jsonb, list text, keys text[]) returns table (severity text, code text, pointer text, zh text, en text)
language sql immutable parallel safe as $$
    select 'error', 'code_repeated', format('/%s/%s', list, k.ordinality - 1), format('%s 重复', k.name), format('%s is there twice', k.name)
    from (
        select e.ordinality, e.name, row_number() over (partition by e.name order by e.ordinality) as nth
        from (
            select e.ordinality, (select string_agg(e.value ->> n.name, ' ' order by n.nth) from unnest(keys) with ordinality n (name, nth)) as name
            from jsonb_array_elements(document -> list) with ordinality e (value, ordinality)
        ) e
    ) k
    where k.nth > 1
$$;

-- Why a draft cannot be published whatever it says: it is none, it is not the one that was looked at, or who publishes it has written in it. thing: begins the problem's name.
create or replace function draft_refusal(thing text, state text, version integer, seen integer, written_by uuid[]) returns text language sql stable parallel safe as $$
    select case when state <> 'draft' then 'state_conflict' when version <> seen then thing || '_changed' when current_user_id() = any (written_by) then 'separation_of_duties' end
$$;

-- Why a change is refused: it is of another version than the one that was looked at, or of what is no draft any more.
create or replace function draft_change_refusal(state text, version integer, seen integer) returns text language sql immutable parallel safe as $$
    select case when version <> seen then 'precondition_failed' when state <> 'draft' then 'state_conflict' end
$$;

-- Who has written in a draft, and now the caller too: none of them publishes it.
create or replace function draft_writers(written_by uuid[]) returns uuid[] language sql stable parallel safe as $$
    select case when current_user_id() = any (written_by) then written_by else written_by || current_user_id() end
$$;

-- The state of one that holds from a day until another one does.
create or replace function document_state(stored text, effective_to date, day date) returns text language sql immutable parallel safe as $$
    select case when stored = 'published' and effective_to <= day then 'superseded' else stored end
$$;
drop function if exists credit_rulebook_state(text, date, date), deposit_terms_state(text, date, date), score_sheet_state(text, date, date);

-- What was found in a document, counted. found: rows of its <thing>_findings(); null: there is none.
create or replace function document_verdict(found jsonb) returns table (publishable boolean, errors integer, warnings integer, findings jsonb) language sql stable parallel safe as $$
    select count(*) filter (where f ->> 'severity' = 'error') = 0, (count(*) filter (where f ->> 'severity' = 'error'))::integer, (count(*) filter (where f ->> 'severity' = 'warning'))::integer,
        coalesce(jsonb_agg(f order by f ->> 'severity', f ->> 'pointer', f ->> 'code'), '[]')
    from jsonb_array_elements(found) f
$$;

-- <thing>_number(): the next number of a code. Whoever drafts the same one waits here, and then sees the number that was taken; two first ones meet in the unique key.
do $do$
declare
    thing record;
begin
    for thing in select * from (values ('credit_rulebook', 'credit_rulebooks'), ('subsidy_scheme', 'subsidy_schemes'), ('score_sheet', 'score_sheets'), ('inspection_sheet', 'inspection_sheets'),
        ('body_assessment_scheme', 'body_assessment_schemes'), ('target_scheme', 'target_schemes')) t (name, register) loop
        execute format($f$
            create or replace function %1$s_number(name text) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
            begin
                perform from %2$s b where b.district_code = current_district() and b.code = name order by b.id for no key update;
                return (select coalesce(max(b.number), 0) + 1 from %2$s b where b.district_code = current_district() and b.code = name);
            end $$;
            revoke all on function %1$s_number(text) from public;
            grant execute on function %1$s_number(text) to wuye_district;
        $f$, thing.name, thing.register);
    end loop;
end $do$;

grant execute on function document_repeats(jsonb, text, text[]), draft_refusal(text, text, integer, integer, uuid[]), draft_change_refusal(text, integer, integer), draft_writers(uuid[]),
    document_state(text, date, date), document_verdict(jsonb) to wuye_member;

reset role;
