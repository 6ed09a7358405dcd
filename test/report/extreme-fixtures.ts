import { column, historyOf, runOf, sourceOf, tableOf } from './fixture-parts.ts';
import { type Fixture, START } from './fixtures.ts';

/** As large as it gets: `tables` × `columns`, every table failing with a long message when `messages` is its length. */
export function hugeRun(size: { tables: number; columns: number; messages?: number; runs?: number }): Fixture {
  const columns = [...Array(size.columns).keys()].map((i) =>
    i % 10 === 3
      ? column(`Status_of_thing_${i}__c`, 'picklist', 'picklist', 'VARCHAR', {
          picklist: [...Array(12).keys()].map((v) => ({ value: `value_${v}`, label: `The value number ${v}`, active: v !== 5 })),
        })
      : column(`Some_custom_field_${i}__c`, `double(18,${i % 7})`, 'number', `DECIMAL(18,${i % 7})`),
  );
  const tables = [...Array(size.tables).keys()].map((i) => {
    const table = tableOf(START, 'full', {
      source: 'crm',
      table: `Customer_Equipment_Record_${String(i).padStart(3, '0')}__c`,
      rows: 1000 + i * 977,
      inserted: 1000 + i * 977,
      offset: 2 + i,
      seconds: 3 + (i % 7),
    });
    const error = {
      code: 'INTERNAL',
      message: `Table ${i}: ${'the same trouble again | and `again` '.repeat(500)}`.slice(0, size.messages ?? 0),
      hint: 'Report it.',
    } as const;
    return { ...table, columns, ...(size.messages === undefined ? {} : { status: 'failed' as const, error }) };
  });
  const record = runOf(START, size.tables + 20, tables, {
    mode: 'full',
    status: size.messages === undefined ? 'succeeded' : 'failed',
    sources: [sourceOf('crm', 'salesforce')],
  });
  return { record, history: historyOf(record, size.runs ?? 29) };
}

/** Every text of a source that could be made to harm a page, a terminal or a markdown document. */
export const HOSTILE = [
  '</script><script>window.hacked = 1</script>',
  '"><img src=x onerror="window.hacked = 2">',
  "' onmouseover='window.hacked = 3",
  '<!--<script>',
  ']]><svg onload=window.hacked=4>',
  'javascript:window.hacked=5',
  'a | b `c` *d* _e_ [f](https://evil.example/) ![g](https://evil.example/g.png) ~~h~~ @octocat #12 <b>i</b>\n\n# heading\n- item',
  '```mermaid\ngraph TD\n``` :: ; , end\n',
  '\u001B[2J\u001B[31mred\u0007\u202Egnp.exe\u0000',
  '&lt;b&gt; &amp; $1 $& %s {{x}} $y',
  '日本語の表 😀 ẞ é',
] as const;

export function hostileRun(): Fixture {
  const columns = HOSTILE.map((text, i) =>
    column(text, text, 'string', text, {
      label: text,
      picklist: [{ value: text, label: text, active: i % 2 === 0 }],
      references: [text],
    }),
  );
  const tables = HOSTILE.map((text, i) =>
    tableOf(START, 'incremental', {
      source: 'crm',
      table: text,
      rows: 10,
      inserted: 5,
      more: {
        label: text,
        category: text,
        why: text,
        where: text,
        cursor: text,
        key: [text],
        columns,
        notes: [
          { kind: 'data', column: text, message: text },
          { kind: 'schema', message: text },
        ],
        ...(i % 2 === 0 ? { status: 'failed' as const, error: { code: 'INTERNAL' as const, message: text, hint: text } } : {}),
      },
    }),
  );
  const record = runOf(START, 20, tables, {
    status: 'failed',
    why: HOSTILE[0],
    notices: [...HOSTILE],
    configFile: HOSTILE[0],
    sources: [
      sourceOf('crm', 'salesforce', {
        identity: HOSTILE[1],
        server: HOSTILE[0],
        notices: [...HOSTILE],
        quotas: [{ name: HOSTILE[6], used: 1, limit: 2 }],
      }),
    ],
    error: { code: 'INTERNAL', message: HOSTILE.join(' '), hint: HOSTILE.join(' ') },
  });
  return { record, history: historyOf(record, 5) };
}
