-- credit_record_cards is the caller's own view: sql/views/credit_records.sql. Days that are still to come are worked out by the record's own rulebook.
select c.*, credit_next_steps(c.id, :'role', :'today'::date) as next_steps,
    credit_repair_from(credit_book(c.rulebook_id), credit_item(credit_book(c.rulebook_id), c."item.code"), c.valid_from) as repair_from
from credit_record_cards c
where c.id = :'id'::uuid
