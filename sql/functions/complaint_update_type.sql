-- How a step is called where it is told of. A step that has no word here is called by its own.
set role wuye_owner;

create or replace function complaint_update_type(action text) returns text language sql immutable parallel safe as $$
    select 'complaint.' || case action
        when 'receive' then 'received'
        when 'receive_again' then 'received_again'
        when 'ask_info' then 'info_asked'
        when 'supply_info' then 'info_supplied'
        when 'dispatch' then 'dispatched'
        when 'designate' then 'designated'
        when 'reject' then 'rejected'
        when 'sign' then 'signed'
        when 'return' then 'returned'
        when 'contact' then 'contacted'
        when 'start' then 'started'
        when 'report' then 'reported'
        when 'request_extension' then 'extension_requested'
        when 'approve_extension' then 'extension_approved'
        when 'refuse_extension' then 'extension_refused'
        when 'suspend' then 'suspended'
        when 'resume' then 'resumed'
        when 'verify' then 'verified'
        when 'rework' then 'reworked'
        when 'close_on_spot' then 'closed_on_spot'
        when 'close' then 'closed'
        when 'merge' then 'merged'
        when 'reopen' then 'reopened'
        else action
    end
$$;
grant execute on function complaint_update_type(text) to wuye_hotline, wuye_worker;

reset role;
