select c.* from dishonest_referral_cards c where c.id = :'id'::uuid
