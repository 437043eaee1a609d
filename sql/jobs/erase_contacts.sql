-- every 60 s: contact data whose years are over is erased, some complaints at a time
select erase_contacts(1000);
