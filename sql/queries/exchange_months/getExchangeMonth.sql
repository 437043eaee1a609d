select c.*
from exchange_month_cards c
where c.month = :'month'::text
  and c.version = :'version'::integer -- if version
order by c.state = 'frozen' desc, c.version desc
limit 1
