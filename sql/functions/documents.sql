-- What is common to documents that are drafted, validated and published: rulebooks of credit, schemes of subsidies.
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

grant execute on function document_repeats(jsonb, text, text[]), draft_refusal(text, text, integer, integer, uuid[]) to wuye_member;

reset role;
