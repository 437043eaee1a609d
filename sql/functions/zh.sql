-- The LIKE pattern for a term of any length over zh_separate()d text, with LIKE's exact meaning: 电梯 → %a电a梯a%.
set role wuye_owner;

create or replace function zh_like(term text) returns text language sql immutable strict parallel safe as $$
    select '%a' || coalesce(string_agg(case when c in ('%', '_', '\') then '\' || c else c end || 'a', '' order by position), '') || '%'
    from unnest(string_to_array(lower(normalize(term, NFKC)), null)) with ordinality as u (c, position)
$$;
grant execute on function zh_like(text) to wuye_member;

reset role;
