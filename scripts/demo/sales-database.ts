/**
 * A believable sales database for the demo: six tables and a view, about 68,000 rows, made by PostgreSQL itself. The same seed
 * gives the same rows.
 */
export const CREATE_SALES = `
SELECT setseed(0.42);
CREATE TYPE stage AS ENUM ('Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost');
CREATE TABLE users (
  id integer PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, region text NOT NULL, active boolean NOT NULL DEFAULT true,
  updated_at timestamptz NOT NULL);
CREATE TABLE accounts (
  id uuid PRIMARY KEY, name text NOT NULL, industry text, country char(2), employees integer, annual_revenue numeric(18,2),
  owner_email text NOT NULL REFERENCES users(email), tags text[] NOT NULL DEFAULT '{}', address jsonb, updated_at timestamptz);
CREATE TABLE contacts (
  id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts(id), name text NOT NULL, email text, phone text, born date,
  updated_at timestamptz NOT NULL);
CREATE TABLE products (sku text PRIMARY KEY, title text NOT NULL, list_price money NOT NULL, weight real, updated_at timestamptz NOT NULL);
CREATE TABLE deals (
  id bigint PRIMARY KEY, title text NOT NULL, account_id uuid NOT NULL REFERENCES accounts(id), stage stage NOT NULL, amount numeric(14,2) NOT NULL,
  discount numeric, probability double precision NOT NULL, close_date date NOT NULL, owner_email text NOT NULL, note text,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE deal_lines (
  deal_id bigint NOT NULL REFERENCES deals(id) ON DELETE CASCADE, line smallint NOT NULL, sku text NOT NULL REFERENCES products(sku),
  quantity integer NOT NULL, unit_price numeric(12,4) NOT NULL, PRIMARY KEY (deal_id, line));
CREATE VIEW open_pipeline AS SELECT owner_email, stage, count(*) AS deals, sum(amount) AS amount FROM deals WHERE stage < 'Closed Won' GROUP BY 1, 2;

INSERT INTO users SELECT i, lower(f) || '.' || lower(l) || '@example.com', f || ' ' || l, (ARRAY['EMEA', 'AMER', 'APAC'])[1 + i % 3], i % 17 > 0,
    timestamptz '2026-01-01' + i * interval '1 hour'
  FROM (SELECT i, (ARRAY['Ada','Ben','Chloé','Dmitri','Elif','Femi','Grace','Hugo'])[1 + i % 8] f, (ARRAY['Okafor','Lindqvist','Moreau','Tanaka','Silva'])[1 + i / 8] l
        FROM generate_series(0, 39) i) u;
INSERT INTO accounts SELECT md5('account' || i)::uuid, (ARRAY['Northwind','Blue Harbor','Granite','Sunrise','Umbra','Juniper','Kestrel','Orchard'])[1 + i % 8] || ' ' ||
    (ARRAY['Logistics','Foods','Robotics','Media','Health','Energy'])[1 + i / 8 % 6] || ' ' || i, (ARRAY['Retail','Finance','Technology', NULL])[1 + i % 4],
    (ARRAY['FR','DE','US','JP','BR'])[1 + i % 5], (random() * 5000)::int, (random() * 9e7)::numeric(18,2), (SELECT email FROM users WHERE id = i % 40),
    CASE WHEN i % 3 = 0 THEN ARRAY['partner', 'since ' || 2000 + i % 25] ELSE '{}' END,
    jsonb_build_object('city', (ARRAY['Lyon','Köln','Denver','Ōsaka','São Paulo'])[1 + i % 5], 'zip', lpad(i::text, 5, '0')), timestamptz '2026-02-01' + i * interval '7 minutes'
  FROM generate_series(0, 3999) i;
INSERT INTO contacts SELECT i, md5('account' || i % 4000)::uuid, 'Contact ' || i, CASE WHEN i % 11 > 0 THEN 'contact' || i || '@example.org' END,
    CASE WHEN i % 4 > 0 THEN '+33 1 ' || lpad((i * 7919 % 100000000)::text, 8, '0') END, date '1950-01-01' + (i * 13 % 18000), timestamptz '2026-03-01' + i * interval '3 minutes'
  FROM generate_series(1, 12000) i;
INSERT INTO products SELECT 'SKU-' || lpad(i::text, 4, '0'), 'Product ' || i, (i * 19.9)::numeric::money, i / 3.0, timestamptz '2026-01-15' + i * interval '1 day' FROM generate_series(1, 200) i;
INSERT INTO deals SELECT i, 'Deal ' || i || CASE WHEN i % 500 = 0 THEN ' "special", with a' || chr(10) || 'second line' ELSE '' END, md5('account' || i % 4000)::uuid,
    (enum_range(NULL::stage))[1 + (random() * 5.99)::int % 6], (random() * 250000)::numeric(14,2), CASE WHEN i % 3 = 0 THEN round((random() * 0.4)::numeric, 3) END,
    round((random())::numeric, 2), date '2026-01-01' + (i % 500), (SELECT email FROM users WHERE id = i % 40), CASE WHEN i % 7 = 0 THEN 'Call back ☎ in ' || i % 30 || ' days' END,
    timestamptz '2025-01-01' + i * interval '25 minutes', timestamptz '2026-04-01' + i * interval '10 minutes'
  FROM generate_series(1, 20000) i;
INSERT INTO deal_lines SELECT d, l, 'SKU-' || lpad((1 + (d * 7 + l) % 200)::text, 4, '0'), 1 + (d * l) % 12, (10 + (d * 31 + l) % 9000 / 7.0)::numeric(12,4)
  FROM generate_series(1, 20000) d, generate_series(1, 2) l WHERE (d + l) % 5 > 0;
CREATE ROLE highwater_reader LOGIN PASSWORD 'read-only-please';
GRANT SELECT ON ALL TABLES IN SCHEMA public TO highwater_reader;
GRANT pg_read_all_stats TO highwater_reader;
`;

/** What happens between the two syncs of the demo: edits, new rows, and deletes. */
export const A_DAY_LATER = `
UPDATE deals SET stage = 'Closed Won', probability = 1, updated_at = now() WHERE id % 400 = 7;
UPDATE accounts SET annual_revenue = annual_revenue * 1.1, updated_at = now() WHERE employees > 4900;
INSERT INTO deals SELECT i, 'New deal ' || i, md5('account' || i % 4000)::uuid, 'Prospecting', 12345.67, NULL, 0.1, date '2027-03-31',
    (SELECT email FROM users WHERE id = i % 40), 'Came in this morning', now(), now() FROM generate_series(20001, 20025) i;
INSERT INTO contacts SELECT i, md5('account' || i % 4000)::uuid, 'Contact ' || i, 'contact' || i || '@example.org', NULL, NULL, now() FROM generate_series(12001, 12010) i;
DELETE FROM deals WHERE id % 1000 = 13 AND id <= 20000;
`;

/** The answer that the demo asks both PostgreSQL and DuckDB for; the two must agree to the cent. */
export const TOTALS = `SELECT stage::text AS stage, count(*) AS deals, sum(amount) AS amount FROM deals GROUP BY stage ORDER BY stage::text`;
