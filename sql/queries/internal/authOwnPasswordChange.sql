-- Only while the old one still stands: of two who change it at once one finds it changed. Every sign-in of before is void.
update users u set password_digest = :'new_hash', token_epoch = u.token_epoch + 1, version = u.version + 1, updated_at = :'now'::timestamptz
where u.district_code = :'district' and u.id = :'user_id'::uuid and u.state = 'active' and u.token_epoch = :'epoch'::integer and u.password_digest = :'old_hash'
returning u.id, u.district_code, u.name, u.role, u.street_code, u.community_code, u.firm_id, u.token_epoch
