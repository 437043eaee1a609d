select c.* from expert_panel_cards c where c.id = :'id'::uuid
