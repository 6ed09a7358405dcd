import type { TableRef, TableSchema } from '../../../model/table.ts';
import type { TableDraft } from './draft.ts';
import type { SourceType } from './flows.ts';

/** What was found out about one table. */
export interface LookedAt {
  readonly ref: TableRef;
  readonly schema: TableSchema;
  /** Approximate; null where the source can't say cheaply. */
  readonly rows: number | null;
  /** Dynamics keeps track of this table's changes and deletes. */
  readonly tracked: boolean;
}

/** Tables that most people want, where they exist; in this order. */
export const USUAL: { readonly [T in SourceType]: readonly string[] } = {
  salesforce: ['Account', 'Contact', 'Lead', 'Opportunity', 'OpportunityLineItem', 'Campaign', 'Case', 'Task', 'Event', 'User'],
  dynamics: ['account', 'contact', 'lead', 'opportunity', 'incident', 'systemuser', 'transactioncurrency'],
  postgres: [],
};

/** Reading all keys of so many rows takes a second or two, so that deletes can be seen in every run. */
const FEW_ROWS = 200_000;

const CHANGED =
  /^(updated|modified|changed|last_?(updated|modified|changed|update|change))(_?(at|on|date|time|timestamp))?$|^(system_?modstamp|write_date|mtime)$/i;

/** The entry that is suggested for a table, with the reason as its comment. Pure. */
export function suggest(type: SourceType, table: LookedAt): TableDraft {
  const { ref, schema, tracked } = table;
  if (type === 'postgres') return suggestForPostgres(table);
  const label = ref.label === ref.name ? '' : ref.label;
  if (type === 'dynamics' && tracked && schema.cursor !== null)
    return {
      pattern: ref.name,
      options: { deletes_by: 'change_tracking' },
      comment: joined(label, 'deletes are seen in every run'),
    };
  return {
    pattern: ref.name,
    options: {},
    comment: joined(label, schema.cursor === null ? 'no cursor: read whole in each run' : ''),
  };
}

function suggestForPostgres({ ref, schema, rows }: LookedAt): TableDraft {
  const { key } = schema;
  const pattern = ref.name;
  if (key.length === 0)
    return {
      pattern,
      options: {},
      comment: `${ref.kind === 'table' ? 'no primary key' : ref.kind}: read whole in each run; \`key: …\` names the columns that identify a row`,
    };
  const cursor = schema.columns.find((c) => CHANGED.test(c.name) && c.nativeType === 'timestamp with time zone')?.name;
  const deletes: Record<string, string> = rows !== null && rows <= FEW_ROWS ? { deletes_by: 'keys' } : {};
  const by = `key ${key.join(', ')}`;
  if (cursor === undefined) return { pattern, options: { cursor: 'xmin', ...deletes }, comment: by };
  return {
    pattern,
    options: { cursor, ...deletes },
    comment: joined(by, `every write must set ${cursor}; else \`cursor: xmin\``),
  };
}

/** An entry for a table that can't be read as things are. */
export function switchedOff(ref: TableRef, reason: string): TableDraft {
  const words = reason.startsWith(`${ref.name}: `) ? reason.slice(ref.name.length + 2) : reason;
  return { pattern: ref.name, options: {}, comment: oneComment(words), off: true };
}

function joined(...parts: readonly string[]): string {
  return oneComment(parts.filter((part) => part !== '').join('; '));
}

function oneComment(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}
