select c.* from award_round_card(:'id'::uuid) c
