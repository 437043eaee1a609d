-- every 60 s: exports whose file has gone say so, those that were begun too often without an end have failed, and what is long over goes
update exports set state = 'expired', file_id = null, updated_at = now()
where state = 'done' and expires_at < now();

update exports set state = 'failed', trouble = 'interrupted', finished_at = now(), lease = null, leased_until = null, updated_at = now()
where finished_at is null and tries >= 5 and (leased_until is null or leased_until < now());

delete from exports where finished_at < now() - interval '30 days' and file_id is null and state <> 'done';
