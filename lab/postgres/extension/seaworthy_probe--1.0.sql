-- Rows of `settings` with `own` are the user's: pg_dump has them. Rows of `built_in` come from here.
CREATE TABLE settings (name text PRIMARY KEY, value text, own boolean NOT NULL DEFAULT true);
SELECT pg_catalog.pg_extension_config_dump('settings', 'WHERE own');
INSERT INTO settings VALUES ('colour', 'blue', false);
CREATE TABLE built_in (id int);
INSERT INTO built_in SELECT generate_series(1, 3);
