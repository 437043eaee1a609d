-- The message of a stream of changes, if there is anything new: how far the log is, and nothing of what is in it. A place has one id for an endpoint, however often it is tried.
select 'exchange.changes' as type, f.at as timestamp, md5(concat_ws('/', s.id, f.seq))::uuid as "data.id", 'exchange.changes' as "data.type", f.at as "data.at", f.district_code as "data.district_code",
       f.seq::text as "data.cursor", f.seq as "!position"
from webhook_streams s
join exchange_feeds f on f.district_code = s.district_code and f.seq > s.log_position
where s.district_code = :'district' and s.id = :'stream'::uuid
limit :'limit'::bigint
