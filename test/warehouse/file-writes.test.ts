import { expect, test } from 'vitest';
import { mayWriteFile } from '../../src/warehouse/duckdb/file-writes.ts';

test.each([
  'SELECT 1',
  'BEGIN TRANSACTION',
  'CREATE OR REPLACE TABLE _highwater.tables (a INTEGER)',
  'INSERT INTO "_highwater_state"."tables" VALUES (\'DROP TABLE "db"."deals"\')',
  'CREATE OR REPLACE TEMP TABLE "temp"."main"."import_1_diff" AS SELECT 1',
  'CREATE TABLE "highwater_stage"."main"."rows" (a INTEGER)',
  'DROP TABLE IF EXISTS "highwater_stage"."main"."a"; DROP TABLE IF EXISTS "temp"."main"."b"',
  "COPY (SELECT 1) TO 'a.parquet'",
  'CHECKPOINT highwater_stage',
])('goes to the log or to memory: %s', (sql) => expect(mayWriteFile(sql)).toBe(false));

test.each([
  'INSERT INTO "db"."deals" SELECT 1',
  'DELETE FROM "db"."deals" WHERE true',
  'UPDATE "_highwater_orders"."deals" SET a = 1',
  'CREATE TABLE "db"."deals__highwater_shadow" AS SELECT 1',
  'ALTER TABLE "db"."deals" RENAME TO "other"',
  'DROP TABLE IF EXISTS "highwater_stage"."main"."a"; DROP TABLE IF EXISTS "db"."deals"',
  'COPY "db"."deals" FROM \'a.csv\'',
  'CHECKPOINT ',
  'COMMENT ON TABLE "db"."deals" IS \'x\'',
  'WITH a AS (SELECT 1) INSERT INTO "db"."deals" FROM a',
])('may write into the file: %s', (sql) => expect(mayWriteFile(sql)).toBe(true));
