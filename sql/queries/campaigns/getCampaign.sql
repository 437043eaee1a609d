select c.* from campaign_card(:'id'::uuid) c
