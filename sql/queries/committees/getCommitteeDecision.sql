select d.* from committee_decision_cards d where d.id = :'id'::uuid
