select o.motion_id, o.area_m2, o.units, o.voted, o.via, case when current_user_id() is null then o.choice end as choice, case when current_user_id() is null then o.receipt end as receipt,
    case when current_user_id() is null then o.nonce end as nonce, o.paper, o.ballots, refused(o.problem) as "!problem"
from vote_own(:'id'::uuid, :'code', :'secret') o
