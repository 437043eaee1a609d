-- How far the city platform has an estate or a filed contract, and what is said of it. What nobody has acknowledged as it is now waits to be sent.
set role wuye_owner;

drop function if exists project_said(uuid, text, integer, timestamptz, timestamptz, text, text);
drop function if exists project_stands(uuid);
drop type if exists project_state;
create type project_state as (
    id uuid, subject text, code text, version integer, changed_at timestamptz, state text, acknowledged_version integer, acknowledged_at timestamptz,
    last_sent_at timestamptz, reference_no text, message text, tries integer);

create function project_stands(project uuid) returns setof project_state language sql stable parallel safe as $$
    select p.id, p.subject, p.code, p.version, p.updated_at, case when s.project_version >= p.version then s.state else 'pending' end,
           case when s.state <> 'pending' then s.project_version end, s.acknowledged_at, s.last_sent_at, s.reference_no, s.message, coalesce(s.tries, 0)
    from (
        select e.district_code, e.id, 'estate' as subject, e.code, e.version, e.updated_at
        from estates e
        where e.district_code = (select current_district()) and e.id = project
        union all
        select c.district_code, c.id, 'contract', c.registration_no, c.version, c.updated_at
        from contracts c
        where c.district_code = (select current_district()) and c.in_force and c.id = project
    ) p
    left join project_syncs s on s.district_code = p.district_code and s.id = p.id
$$;

-- Only what is newer than what stands moves anything; the same again, or an older one that comes late, is answered with what stands. That it is to be sent
-- again (`pending`, of the version at hand) is not undone by what was acknowledged before that moment. No row: no project of the caller's.
create function project_said(project uuid, said text, of_version integer, at timestamptz, moment timestamptz, number text, words text)
returns table (problem text, stands project_state) language plpgsql volatile as $$
declare
    p project_state;
    old project_syncs;
begin
    select * into p from project_stands(project);
    problem := case
        when p.id is null then 'not_found'
        when of_version > p.version then 'sync_version_unknown'
        when at > moment + interval '5 minutes' then 'sync_time_ahead'
        end;
    if problem is null then
        of_version := coalesce(of_version, p.version);
        insert into project_syncs (district_code, estate_id, contract_id, state, project_version, acknowledged_at, last_sent_at, reference_no, message, tries, updated_at)
        values (current_district(), case p.subject when 'estate' then p.id end, case p.subject when 'contract' then p.id end, said, of_version, at,
                case said when 'sent' then at end, number, words, (said = 'sent')::integer, moment)
        on conflict (district_code, id) do nothing;
        if not found then
            select s.* into old from project_syncs s where s.district_code = current_district() and s.id = project for update;
            update project_syncs s set acknowledgements = s.acknowledgements + (said <> 'pending')::integer,
                last_sent_at = case said when 'sent' then greatest(s.last_sent_at, at) else s.last_sent_at end
            where s.district_code = old.district_code and s.id = old.id;
            if said = 'pending' or (of_version, at, said <> 'sent') > (old.project_version, old.acknowledged_at, old.state <> 'sent') then
                update project_syncs s set
                    state = said, message = words, reference_no = coalesce(number, s.reference_no), tries = s.tries + (said = 'sent')::integer, updated_at = moment,
                    project_version = greatest(s.project_version, of_version),
                    acknowledged_at = case said when 'pending' then greatest(s.acknowledged_at, at) else at end
                where s.district_code = old.district_code and s.id = old.id;
            end if;
        end if;
    end if;
    return query select project_said.problem, k from project_stands(project) k;
end $$;

grant execute on function project_stands(uuid) to wuye_district, wuye_platform;
grant execute on function project_said(uuid, text, integer, timestamptz, timestamptz, text, text) to wuye_district, wuye_platform;

reset role;
