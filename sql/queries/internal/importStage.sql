-- A batch of rows as [[line, {column: text}], …]. A key that an index would not hold is known by its hash.
with staged as (
    insert into import_rows (district_code, import_id, line, natural_key, cells)
    select :'district', :'id'::uuid, (r ->> 0)::bigint,
           case when octet_length(s.key) > 1000 then encode(sha256(convert_to(s.key, 'UTF8')), 'hex') else nullif(s.key, '') end, r -> 1
    from jsonb_array_elements(:'rows'::jsonb) r,
         (select array_agg(c."column" order by c.position) as names from import_columns c where c.register = :'register' and c.is_key) k
    cross join lateral (select string_agg(coalesce(r -> 1 ->> n, ''), chr(31)) from unnest(k.names) n) s (key)
    returning 1
)
update imports i set rows_read = i.rows_read + (select count(*) from staged), beat_at = clock_timestamp()
where i.district_code = :'district' and i.id = :'id'::uuid and i.finished_at is null
returning i.id
