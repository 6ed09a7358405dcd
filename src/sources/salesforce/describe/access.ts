import type { TableAccess } from '../../../model/contract.ts';
import { toHighwaterError } from '../../../model/errors.ts';
import type { ChosenTable } from '../../../model/plan.ts';
import type { TableSchema } from '../../../model/table.ts';
import type { Client, Meter } from '../connect/client.ts';
import { composite, QUERIES_A_CALL } from '../connect/composite.ts';
import { isLimit } from '../connect/organisation.ts';
import { queryPath } from '../plan/soql.ts';
import type { ObjectInfo } from './object-info.ts';
import { hiddenRowsNote } from './visibility.ts';

/**
 * Fields that exist and that this user may not read, by object: those of FieldDefinition that the describe leaves out. Objects that it tells
 * nothing of (the permission "View Setup and Configuration" is missing) have no entry.
 */
export async function hiddenFields(
  client: Client,
  objects: readonly ObjectInfo[],
  meter: Meter,
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const hidden = new Map<string, string[]>();
  for (let at = 0; at < objects.length; at += QUERIES_A_CALL) {
    const group = objects.slice(at, at + QUERIES_A_CALL);
    const parts = group.map((o) => ({
      path: queryPath(
        client.base,
        'query',
        `SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${o.name}'`,
      ),
    }));
    try {
      const answers = await composite(client, parts, meter, signal);
      group.forEach((object, i) => {
        const answer = answers[i];
        if (answer?.status === 200) hidden.set(object.name, missing(object, answer.body));
      });
    } catch (error) {
      signal.throwIfAborted();
      if (isLimit(error)) throw error;
    }
  }
  return hidden;
}

/** Whether an object that this user does not see exists; false where the service will not tell. */
export async function existsHidden(client: Client, name: string, meter: Meter, signal: AbortSignal): Promise<boolean> {
  if (!/^\w+$/.test(name)) return false;
  const path = queryPath(
    client.base,
    'query',
    `SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = '${name}'`,
  );
  try {
    return (await client.json<{ totalSize: number }>({ path, meter, signal })).totalSize > 0;
  } catch (error) {
    signal.throwIfAborted();
    if (isLimit(error)) throw error;
    return false;
  }
}

function missing(object: ObjectInfo, body: Buffer): string[] {
  const { records } = JSON.parse(body.toString()) as { records: readonly { QualifiedApiName: string }[] };
  const visible = new Set(object.fields.map((f) => f.name.toLowerCase()));
  return records
    .map((r) => r.QualifiedApiName)
    .filter((name) => !visible.has(name.toLowerCase()))
    .sort();
}

/** Rows that this user sees of each object, counted exactly; only for those of which it may not see all. */
export async function visibleCounts(
  client: Client,
  objects: readonly string[],
  meter: Meter,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let at = 0; at < objects.length; at += QUERIES_A_CALL) {
    const group = objects.slice(at, at + QUERIES_A_CALL);
    const parts = group.map((name) => ({ path: queryPath(client.base, 'query', `SELECT COUNT() FROM ${name}`) }));
    try {
      const answers = await composite(client, parts, meter, signal);
      group.forEach((name, i) => {
        const answer = answers[i];
        if (answer?.status === 200) counts.set(name, (JSON.parse(answer.body.toString()) as { totalSize: number }).totalSize);
      });
    } catch (error) {
      signal.throwIfAborted();
      if (isLimit(error)) throw error;
    }
  }
  return counts;
}

export interface AccessInput {
  readonly table: ChosenTable;
  readonly schema: TableSchema | null;
  /** By the service's own count, whoever asks. */
  readonly counted: number | null;
  /** What this user sees, where that was asked. */
  readonly seen: number | null;
  readonly hidden: readonly string[];
  readonly error: unknown;
}

export function tableAccess({ table, schema, counted, seen, hidden, error }: AccessInput): TableAccess {
  const notes = hiddenRowsNote(schema?.visibility, seen, counted);
  const problem = error === null ? null : toHighwaterError(error);
  return {
    ref: table.ref,
    readable: schema !== null,
    rows: seen ?? counted,
    cursor: schema?.cursor?.column ?? null,
    key: schema?.key ?? [],
    hidden,
    ...(notes.length === 0 ? {} : { notes }),
    ...(problem === null ? {} : { problem: { message: problem.message, hint: problem.hint } }),
  };
}
