-- every 300 s: contact data whose years are over is erased, some complaints at a time
select erase_contacts(5000);
