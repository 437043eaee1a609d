-- Shares and scores of counts, as exact decimals, rounded half up; null where there is nothing to share.
set role wuye_owner;

-- In whole numbers throughout: a quotient cut first and rounded after would be rounded twice. Text of its own making (places::text) leaves it fit to be written into the plan of whoever calls it.
create or replace function exact_share(part numeric, whole numeric, places integer) returns numeric language sql immutable parallel safe as $$
    select case when whole > 0 then round(div(2 * part * ('1e' || places::text)::numeric + whole, 2 * whole) / ('1e' || places::text)::numeric, places) end
$$;

-- Σ weight × count / of, out of a hundred, over one common denominator. A rate that weighs nothing is not asked for; one that weighs and has no denominator
-- leaves no score.
create or replace function weighed_score(weights numeric[], counts bigint[], wholes bigint[]) returns numeric language sql immutable parallel safe as $$
    select exact_share(w1 * n1 * d2 * d3 + w2 * n2 * d1 * d3 + w3 * n3 * d1 * d2, d1 * d2 * d3, 2)
    from (select weights[1] as w1, weights[2] as w2, weights[3] as w3, counts[1]::numeric as n1, counts[2]::numeric as n2, counts[3]::numeric as n3,
                 case when weights[1] = 0 then 1 else wholes[1] end::numeric as d1, case when weights[2] = 0 then 1 else wholes[2] end::numeric as d2,
                 case when weights[3] = 0 then 1 else wholes[3] end::numeric as d3) t
$$;
grant execute on function exact_share(numeric, numeric, integer), weighed_score(numeric[], bigint[], bigint[]) to wuye_member;

reset role;
