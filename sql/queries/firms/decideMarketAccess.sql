select
    (d.decision).id, (d.decision).firm_id, (d.decision).state, (d.decision).reason, (d.decision).valid_from, (d.decision).valid_to,
    (d.decision).decided_by, (d.decision).decided_at, (d.decision).overtaken_at, refused(d.problem) as "!problem",
    case when d.problem = 'state_conflict' then d.standing end as "!state"
from firms f
cross join lateral decide_market_access(f.district_code, f.id, :'new_id'::uuid, :'state', :'reason_masked', coalesce(:'valid_from'::date, :'today'::date),
                                        :'valid_to'::date, :'user_id'::uuid, :'now'::timestamptz, null) d
where f.district_code = :'district' and f.id = :'id'::uuid
