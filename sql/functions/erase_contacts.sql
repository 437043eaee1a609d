-- Contact data goes when the years of its district's rule have passed since the matter ended; the complaint, its masked text and all that is counted stay. Runs
-- as the owner: the worker may call this and can neither read nor change a sealed value otherwise.
set role wuye_owner;

-- When the matter was over: closed, or not taken up; a merged complaint with its master. Null while it goes on.
create or replace function complaint_ended_at(district text, complaint uuid) returns timestamptz language sql stable as $$
    with recursive line as (
        select 0 as step, c.id, c.state, c.closed_at, c.updated_at, c.master_id from complaints c where c.district_code = district and c.id = complaint
        union all
        select l.step + 1, c.id, c.state, c.closed_at, c.updated_at, c.master_id
        from line l join complaints c on c.district_code = district and c.id = l.master_id
        where l.state = 'merged' and l.step < 16
    )
    select case l.state when 'closed' then coalesce(l.closed_at, l.updated_at) when 'rejected' then coalesce(
               (select max(e.at) from complaint_events e where e.district_code = district and e.complaint_id = l.id and e.action = 'reject'), l.updated_at) end
    from line l order by l.step desc limit 1
$$;
revoke all on function complaint_ended_at(text, uuid) from public;

create or replace function contact_is_due(district text, complaint uuid, cutoff timestamptz) returns boolean language sql stable as $$
    select coalesce(complaint_ended_at(district, complaint) < cutoff, false)
       and not exists (select from complaint_holds h where h.district_code = district and h.complaint_id = complaint and h.lifted_at is null)
$$;
revoke all on function contact_is_due(text, uuid, timestamptz) from public;

-- At most so many complaints; says how many. What is due is locked first and judged again by a statement of its own, which sees a reopening, a further
-- ticket or a hold that came in between: each of them locks the complaint as well.
create or replace function erase_contacts(most integer) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    -- What officials told one another is not masked when it is written; the numbers in it that lead to a person go with the rest.
    numbers constant text := '(?<![0-9])(?:[+]?(?:86)?[ -]?1[3-9][0-9](?:[ .-]?[0-9]){8}|１[３-９][０-９]{9}|0[0-9]{2,3}[ -]?[2-9][0-9]{6,7}'
        '|[1-8][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]|[１-８][０-９]{16}[０-９Ｘ]|62[0-9]{14,17})(?![0-9])';
    today date := (now() at time zone 'Asia/Shanghai')::date;
    d record;
    held uuid[];
    late uuid[];
    cutoff timestamptz;
    done integer;
    total integer := 0;
begin
    -- A month of steps that moves to its place (partitions_ahead.sql) takes no change meanwhile; what has waited for years waits until it has.
    execute format('lock table only %s in row exclusive mode', partition_default('complaint_events'));
    if exists (select from pg_constraint k where k.conrelid = partition_default('complaint_events') and k.conname ~ '^not_[0-9]{4}_[0-9]{2}$') then
        return 0;
    end if;
    for d in select i.district_code as code, (select r.value::integer from rule_at('contact_years', '*', today, i.district_code) r) as years,
                 (select r.value from rule_at('keeps_caller_hash', '*', today, i.district_code) r) = 1 as keeps
             from districts i order by 1 loop
        cutoff := now() - make_interval(years => d.years);
        select array_agg(locked.id) into held from (
            select c.id from complaints c
            where c.district_code = d.code and c.id in (
                select p.complaint_id
                from personal.complainants p
                join complaints k on k.district_code = p.district_code and k.id = p.complaint_id and k.state in ('closed', 'rejected', 'merged')
                where p.district_code = d.code and p.erased_at is null and p.created_at < cutoff and contact_is_due(d.code, p.complaint_id, cutoff)
                order by p.created_at
                limit most - total)
            order by c.id
            for update of c skip locked) locked;
        with erased as (
            update personal.complainants p set
                name_sealed = null, phone_sealed = null, address_sealed = null, place_sealed = null, title_sealed = null, content_sealed = null,
                phone_hash = case when d.keeps then p.phone_hash end, erased_at = now()
            where p.district_code = d.code and p.complaint_id = any(held) and p.erased_at is null and contact_is_due(d.code, p.complaint_id, cutoff)
            returning p.complaint_id
        ), said as (
            update personal.message_texts t set content_sealed = null, reason_sealed = null, erased_at = now()
            from hotline_messages m
            where t.district_code = d.code and t.erased_at is null and m.district_code = t.district_code and m.id = t.message_id
              and m.complaint_id in (select r.complaint_id from erased r)
        ), named as (
            -- What its sender called a file may name whose home it shows; no mask finds that.
            update attachments a set file_name = null
            where a.district_code = d.code and a.complaint_id in (select r.complaint_id from erased r) and a.file_name is not null
        ), told as (
            update complaint_events e set note_internal = regexp_replace(e.note_internal, numbers, '[已清除]', 'g')
            where e.district_code = d.code and e.complaint_id in (select r.complaint_id from erased r) and e.note_internal ~ numbers
        ), noted as (
            insert into contact_erasures (district_code, id, complaint_id, erased_at, ended_at, contact_years, keeps_caller_hash, tickets)
            select d.code, gen_random_uuid(), e.complaint_id, now(), complaint_ended_at(d.code, e.complaint_id), d.years, d.keeps, count(*)::integer
            from erased e group by e.complaint_id
            returning id
        )
        select count(*) into done from noted;
        -- What was said when the rest was erased already is kept for as many years of its own.
        select array_agg(locked.id) into late from (
            select c.id from complaints c
            where c.district_code = d.code and c.id in (
                select m.complaint_id
                from personal.message_texts t
                join hotline_messages m on m.district_code = t.district_code and m.id = t.message_id
                where t.district_code = d.code and t.erased_at is null and t.created_at < cutoff and contact_is_due(d.code, m.complaint_id, cutoff)
                order by t.created_at
                limit most)
            order by c.id
            for update of c skip locked) locked;
        update personal.message_texts t set content_sealed = null, reason_sealed = null, erased_at = now()
        from hotline_messages m
        where t.district_code = d.code and t.erased_at is null and t.created_at < cutoff and m.district_code = t.district_code and m.id = t.message_id
          and m.complaint_id = any(late) and contact_is_due(d.code, m.complaint_id, cutoff);
        -- What never met its ticket is nobody's matter.
        update personal.message_texts t set content_sealed = null, reason_sealed = null, erased_at = now()
        from hotline_messages m
        where t.district_code = d.code and t.erased_at is null and t.created_at < cutoff and m.district_code = t.district_code and m.id = t.message_id and m.outcome = 'waiting';
        total := total + done;
        exit when total >= most;
    end loop;
    return total;
end $$;
revoke all on function erase_contacts(integer) from public;
grant execute on function erase_contacts(integer) to wuye_worker;

reset role;
