-- every 2 s: a month of the trail that is over is closed, and then sealed, some rows at a time
select audit_keep(now(), 20000);
