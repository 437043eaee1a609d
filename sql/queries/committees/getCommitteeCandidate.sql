select c.* from committee_candidate_cards c where c.id = :'id'::uuid
