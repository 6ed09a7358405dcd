import { describe, expect, it } from 'vitest';
import { checkFilter } from '../../../src/sources/postgres/plan/filter.ts';

describe('a function that acts on the server, which READ ONLY does not prevent', () => {
  it.each([
    ...[
      'pg_advisory_lock(1)',
      "pg_notify('a', 'b')",
      'pg_sleep_for(now() - now())',
      'pg_export_snapshot()',
      'pg_promote()',
      'pg_reload_conf()',
    ],
    ...[
      'pg_stat_reset()',
      'pg_stat_statements_reset()',
      'pg_wal_replay_pause()',
      "pg_backup_start('x')",
      "pg_file_write('a', 'b', true)",
      "pg_read_file('a')",
    ],
    ...[
      'pg_log_backend_memory_contexts(1)',
      "pg_clear_relation_stats('public', 't')",
      "gin_clean_pending_list('i')",
      "heap_force_kill('t', '{}')",
    ],
    ...["query_to_xml('DELETE FROM t', true, true, '')", 'txid_current()', 'lo_unlink(1)', String.raw`U&"pg\005fsleep"(9)`],
  ])('is refused: %s', async (call) => {
    expect((await checkFilter(`id = 1 AND ${call} IS NOT NULL`))?.message).toContain('acts on the server');
  });

  it.each([
    ...["pg_typeof(a) = 'int'::regtype", 'pg_column_size(a) > 3', "pg_get_viewdef('v') <> ''", "starts_with(a, 'pg_sleep')"],
    ...['my_setval(a)', 'txid_current_if_assigned() IS NULL'],
  ])('others are not: %s', async (condition) => {
    expect(await checkFilter(condition)).toBeNull();
  });
});

describe('one condition', () => {
  it.each([
    "stage = 'Closed Won'",
    'a = 1 AND (b > 2 OR c IS NOT NULL) -- with a comment',
    'a = 1 /* or so */',
    "a = ';' AND b = ') OR ('",
    '"order" = 1',
    'a IN (SELECT id FROM u ORDER BY 1 LIMIT 3)',
    "substring(a FOR 3) = 'x'",
    "a = $$it's$$",
    "created_at > now() - interval '90 days'",
    'true',
    "tags @> ARRAY['a']",
    "data ->> 'x' = E'\\n'",
  ])('is let through: %s', async (condition) => {
    expect(await checkFilter(condition)).toBeNull();
  });

  it.each([
    { condition: '', at: 0, says: 'syntax error' },
    { condition: '   ', at: 3, says: 'syntax error' },
    { condition: '-- nothing', at: 10, says: 'syntax error' },
    { condition: 'a = 1) OR (b = 2', at: 5, says: 'syntax error at or near ")"' },
    { condition: 'a = 1; DROP TABLE t', at: 5, says: '; is not part of a condition' },
    { condition: 'a = 1;', at: 5, says: '; is not part of a condition' },
    { condition: 'a = 1 ORDER BY b', at: 6, says: 'ORDER is not part of a condition' },
    { condition: 'a = 1 LIMIT 1', at: 6, says: 'LIMIT' },
    { condition: 'a = 1 OFFSET 1', at: 6, says: 'OFFSET' },
    { condition: 'a = 1 FETCH FIRST ROW ONLY', at: 6, says: 'FETCH' },
    { condition: 'a = 1 GROUP BY a', at: 6, says: 'GROUP' },
    { condition: 'a = 1 FOR UPDATE', at: 6, says: 'FOR' },
    { condition: 'a = 1 UNION SELECT 1', at: 6, says: 'UNION' },
    { condition: 'a = 1 /* open', at: 6, says: 'unterminated /* comment' },
    { condition: "a = 'open", at: 4, says: 'unterminated quoted string' },
    { condition: "a = 'é' é 2", at: 8, says: 'syntax error' },
    { condition: "a = '🦆' é 2", at: 9, says: 'syntax error' },
    { condition: 'a = $1', at: 4, says: 'a parameter' },
    { condition: 'EXISTS (WITH d AS (DELETE FROM t RETURNING 1) SELECT FROM d)', at: 13, says: 'writes or locks' },
    { condition: 'a = (SELECT 1 FROM u FOR UPDATE)', at: 4, says: 'writes or locks' },
    { condition: "'é' = x AND nextval('s') > 0", at: 12, says: 'nextval() acts on the server' },
    { condition: "pg_catalog.set_config('a', 'b', false) = 'b'", at: 0, says: 'set_config() acts on the server' },
    { condition: 'a = 1 AND pg_terminate_backend(1)', at: 10, says: 'pg_terminate_backend() acts on the server' },
    { condition: "dblink_exec('x', 'DELETE FROM t') = ''", at: 0, says: 'dblink_exec() acts on the server' },
  ])('is not: $condition', async ({ condition, at, says }) => {
    const found = await checkFilter(condition);
    expect(found?.message).toContain(says);
    expect(found?.offset).toBe(at);
    expect(found?.hint).not.toBe('');
  });
});

describe('a condition in the words of another language gets the right ones', () => {
  it.each([
    { condition: "stage == 'open'", at: 6, says: 'no operator ==', hint: 'Write =.' },
    { condition: "stage !== 'open'", at: 6, says: 'no operator !==', hint: 'Write <>.' },
    { condition: 'amount => 5', at: 7, says: 'no operator =>', hint: 'Write >=.' },
    { condition: 'amount =< 5', at: 7, says: 'no operator =<', hint: 'Write <=.' },
    { condition: 'closed_at = NULL', at: 10, says: 'never true', hint: 'IS NULL' },
    { condition: 'closed_at != null', at: 10, says: 'never true', hint: 'IS NOT NULL' },
    { condition: 'stage = ‘open’', at: 8, says: 'typographic quote', hint: 'single quotes' },
    { condition: 'created_at > 2026-01-31', at: 13, says: '2026-01-31 is a subtraction', hint: "'2026-01-31'" },
    { condition: '`stage` = 1', at: 0, says: 'backticks', hint: 'double quotes' },
    { condition: '[OwnerId] = 1', at: 0, says: 'square brackets', hint: 'double quotes' },
    { condition: "stage eq 'open'", at: 6, says: 'OData', hint: '<>' },
    { condition: 'updated_at = LAST_N_DAYS:30', at: 13, says: 'Salesforce', hint: "interval '30 days'" },
    { condition: 'closed_at NOT NULL OR', at: 10, says: "can't stand here", hint: 'IS NOT NULL' },
  ])('$condition', async ({ condition, at, says, hint }) => {
    const found = await checkFilter(condition);
    expect(found).toMatchObject({ offset: at, message: expect.stringContaining(says), hint: expect.stringContaining(hint) });
  });

  it.each([
    "stage = 'a == b' AND note <> '2026-01-31' AND \"a == b\" = 1 -- NULL = NULL == 1",
    "stage <> 'x' AND a <= 1 AND b >= 2 AND c != 3 AND NOT d AND e IS NOT NULL AND f !~ 'x' AND tags && '{a}' AND g || h = 'ij'",
    "data ->> 'a' = '1' AND data @> '{}' AND tags[1] = 'x' AND j #>> '{a}' = 'b' AND f(a => 1) IS NOT DISTINCT FROM NULL",
    "created_at > date '2026-01-31' AND code = $$2026-01-31 == NULL$$",
  ])('and what is right stays right: %s', async (condition) => {
    expect(await checkFilter(condition)).toBeNull();
  });
});
