-- Up

UPDATE tasks SET title = 'a;b';
-- and
DELETE FROM tasks;

SELECT 1;

-- Down

-- error change/irreversible: A statement of this revision has no way back.

SELECT 2;
