import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Source, TableImport } from '../../src/model/contract.ts';
import type { Partition, Receipt, TableOptions, TablePlan } from '../../src/model/plan.ts';
import type { Staging, StagingContent, StagingFormat } from '../../src/model/staging.ts';
import type { Column, Load, TableRef, TableSchema, Visibility } from '../../src/model/table.ts';
import { NDJSON } from './memory-format.ts';

/** One staging file, as a source would write it. */
export interface ScriptedFile {
  readonly content?: StagingContent;
  readonly format?: StagingFormat;
  /** Rows for NDJSON; or text or bytes as they shall stand in the file (compressed here where the format says so). */
  readonly data: readonly Readonly<Record<string, unknown>>[] | string | Buffer;
  /** What the source claims; default: the number of rows in `data`. */
  readonly rows?: number;
  readonly longestLine?: number;
}

interface ScriptedPartition {
  readonly pass: Partition['pass'];
  readonly files: readonly ScriptedFile[];
  /** Default: the source can't say. */
  readonly expectedRows?: number;
}

export interface Script {
  readonly columns: readonly Column[];
  readonly key?: readonly string[];
  /** Default: `modified` where there is such a column. */
  readonly cursor?: string | null;
  readonly files?: readonly ScriptedFile[];
  /** Instead of `files`: the files of each partition. */
  readonly partitions?: readonly ScriptedPartition[];
  readonly snapshot?: boolean;
  readonly deletedFlag?: Load;
  /** What the source says it sent in each partition, if not what the files claim. */
  readonly sent?: number;
  readonly table?: string;
  readonly watermark?: string;
  /** What it gives of rows that are asked for by key; null: the table has to be read whole. */
  readonly byKey?: (keys: readonly (readonly string[])[]) => readonly ScriptedFile[] | null;
  /** Instead of `files` and `partitions`, when it is read in full. */
  readonly whole?: readonly ScriptedFile[];
  readonly visibility?: Visibility;
  readonly serviceCount?: number;
  /** Who the service says it is. */
  readonly system?: string;
}

/** A source that sends exactly what a test wrote down. */
export function scripted(script: Script): Source {
  const ref: TableRef = { name: script.table ?? 'things', target: script.table ?? 'things', label: 'Things', kind: 'table' };
  return {
    name: 'memory',
    address: 'memory',
    connect: async () => ({
      identity: 'tester',
      server: 'memory',
      facts: [],
      ...(script.system === undefined ? {} : { system: script.system }),
    }),
    tables: async (choose) => {
      choose([ref]);
      return { refs: [ref], implied: [], hidden: new Map() };
    },
    access: async () => [],
    usage: () => ({ requests: 0, quotas: [] }),
    close: async () => {},
    describe: async (tables) => tables.map((chosen) => ({ chosen, schema: schemaOf(script, ref, chosen.options) })),
    open: async () => ({ begin: async (plan) => importOf(script, plan) }),
  };
}

function schemaOf(script: Script, ref: TableRef, options: TableOptions): TableSchema {
  const { columns, key = ['id'], deletedFlag } = script;
  const named = columns.some((c) => c.name === 'modified') ? 'modified' : null;
  const cursor = script.cursor === undefined ? named : script.cursor;
  return {
    ref,
    columns,
    key: options.key ?? key,
    cursor: cursor === null ? null : { column: cursor, kind: 'timestamp' },
    nameColumn: null,
    notes: [],
    ...(script.visibility === undefined ? {} : { visibility: script.visibility }),
    ...(deletedFlag === undefined ? {} : { deletedFlag }),
  };
}

function importOf(script: Script, plan: TablePlan): TableImport {
  const whole = plan.mode === 'full' ? script.whole : undefined;
  const given = whole === undefined ? script.partitions : undefined;
  const parts: readonly ScriptedPartition[] = given ?? [{ pass: 'body', files: whole ?? script.files ?? [] }];
  const asked: ScriptedFile[] = [];
  return {
    resumed: false,
    watermark:
      plan.schema.cursor === null ? null : { kind: 'timestamp', value: script.watermark ?? '2026-01-01T00:00:00.000000Z' },
    partitions: parts.map(({ pass, expectedRows }, i) => ({
      id: `part ${i}`,
      pass,
      query: `part ${i}`,
      expectedRows: expectedRows ?? null,
      expectedRequests: null,
      detail: i,
    })),
    snapshot: script.snapshot ?? false,
    ...(script.serviceCount === undefined ? {} : { serviceCount: script.serviceCount }),
    requests: 0,
    notes: [],
    ...(script.byKey === undefined ? {} : { fetch: (keys) => fetched(script.byKey?.(keys) ?? null, asked) }),
    read: async (partition, staging) =>
      partition.detail === BY_KEY
        ? send(asked, staging, undefined)
        : send(parts[Number(partition.detail)]?.files ?? [], staging, script.sent),
    close: async () => {},
  };
}

const BY_KEY = 'by key';

function fetched(files: readonly ScriptedFile[] | null, asked: ScriptedFile[]): Partition[] | null {
  if (files === null) return null;
  asked.push(...files);
  return [{ id: BY_KEY, pass: 'sweep', query: BY_KEY, expectedRows: null, expectedRequests: null, detail: BY_KEY }];
}

async function send(files: readonly ScriptedFile[], staging: Staging, sent: number | undefined): Promise<Receipt> {
  let total = 0;
  for (const { content = 'rows', format = NDJSON, data, rows, longestLine } of files) {
    const text = Array.isArray(data) ? data.map((row) => `${JSON.stringify(row)}\n`).join('') : (data as string | Buffer);
    const claimed = rows ?? (Array.isArray(data) ? data.length : 0);
    const file = await staging.create(content, format);
    await writeFile(file.path, format.compression === 'gzip' ? gzipSync(text) : text);
    await file.done(claimed, longestLine);
    total += claimed;
  }
  return { rows: sent ?? total, bytes: 0, requests: 1 };
}
