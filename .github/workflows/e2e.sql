CREATE TABLE deals (id integer PRIMARY KEY, title text, stage text, amount numeric(12, 2), updated_at timestamptz NOT NULL);
INSERT INTO deals SELECT n, 'Deal ' || n, 'open', n * 10.01, '2026-01-01' FROM generate_series(1, 1000) n;
