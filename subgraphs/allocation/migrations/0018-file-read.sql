-- Every reading of a file is a row here, five hundred of them when a list is asked for. The one question that is asked of them, who
-- read a file, newest first, is answered by the key in this order; each further index was written to by every reading, and read by none.
alter table platform.file_read drop constraint file_read_pkey, add primary key (owner, subject, id);
drop index platform.file_read_owner_subject, platform.file_read_subject;
