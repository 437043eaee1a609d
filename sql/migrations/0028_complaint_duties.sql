-- Who took one step of a complaint does not take the step that judges it; and a unit that was designated keeps the complaint.
set local role wuye_owner;

-- unlike: whoever took the last of each of these actions in the complaint's current round may not take this one.
alter table complaint_transitions add unlike text[] not null default '{}';
update complaint_transitions set unlike = '{request_extension}' where action in ('approve_extension', 'refuse_extension');
update complaint_transitions set unlike = '{report}' where action = 'verify';
update complaint_transitions set unlike = '{verify,report}' where action = 'close';

alter table complaint_transitions
    drop constraint complaint_transitions_needs_known,
    add constraint complaint_transitions_needs_known
        check (needs in ('contact', 'returns_left', 'no_returns_left', 'recently_closed', 'later', 'not_designated'));
update complaint_transitions set needs = 'later' where action = 'approve_extension';
update complaint_transitions set needs = 'not_designated' where action = 'return';
