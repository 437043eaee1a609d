select c.* from campaign_duty_card(:'id'::uuid) c
