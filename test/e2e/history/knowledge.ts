import { join } from 'node:path';
import type { Random } from '../../support/random.ts';
import type { Printed, Project } from '../project.ts';
import { parquet, withDuckdb } from '../truth.ts';
import type { Truth, Truths } from './database.ts';
import { aboutOf, counts, freshness, judge, type Known } from './judge.ts';
import { changes, type Mirror, mirrorOf, mirrorOfSource, only, type Shape, tableSql, without } from './model.ts';
import type { HistoryTable } from './table.ts';
import { type Outcome, TROUBLES } from './troubles.ts';

const NOTHING: Known = { certain: null, versions: [], watermark: null, about: 'nothing' };

/** What a run was asked for. */
export interface Asked {
  readonly args: readonly string[];
  readonly trouble: string;
}

type Result = Printed['tables'][number];

/** What is known of the state and of the artifact, and what a run may therefore have made of them. */
export class Knowledge {
  readonly #project: Project;
  readonly #tables: readonly HistoryTable[];
  readonly #random: Random;
  /** What the state holds, by table. */
  #state = new Map<string, Known>();
  /** What the artifact held when it was last looked at, by table. */
  readonly #artifact = new Map<string, Mirror>();

  constructor(project: Project, tables: readonly HistoryTable[], random: Random) {
    this.#project = project;
    this.#tables = tables;
    this.#random = random;
  }

  /** The state as it is known now; to be given back when it is put in place again. Empty: there is none. */
  get state(): ReadonlyMap<string, Known> {
    return new Map(this.#state);
  }

  set state(state: ReadonlyMap<string, Known>) {
    this.#state = new Map(state);
  }

  /** What is wrong after a run: nothing where all is as promised. `truths`: what the source held meanwhile. */
  async problems(outcome: Outcome, truths: readonly Truths[], asked: Asked): Promise<string[]> {
    const { ran, record, error, second } = outcome;
    // What the first of two runs did nobody has looked at.
    if (second === true) this.#doubt(truths);
    const silent = ran.signal === null && record === null && error === null;
    const said = silent ? [`printed neither record nor error: ${ran.stderr.slice(-600)}`] : [];
    if (error !== null && !mayEnd(error.error.code, asked))
      said.push(`nothing was begun: ${error.error.code}: ${error.error.message}`);
    if (record === null || record.output === null) return [...said, ...(await this.#unpublished(outcome, truths))];
    if (record.error !== null) said.push(`the run failed: ${record.error.code}: ${record.error.message}`);
    return [...said, ...(await this.#published(record, outcome, truths, asked))];
  }

  /** A run that was cut short publishes nothing, or all; what it committed is not known. */
  async #unpublished({ ran, record }: Outcome, truths: readonly Truths[]): Promise<string[]> {
    const problems: string[] = [];
    const began = ran.signal !== null || ran.exitCode === 130 || record !== null;
    for (const [name, mirror] of this.#artifact) {
      const now = await this.#look(mirror.target, mirror.shape).catch(() => null);
      if (now !== null && changes(now, mirror).length === 0) continue;
      if (!began) problems.push(`${name}: the artifact changed`);
      const found = await this.#asCommitted(name, truths);
      if (Array.isArray(found)) {
        problems.push(`${name}: the artifact is neither as it was nor as it is to be: ${found.slice(0, 3).join('; ')}`);
        problems.push(...(now === null ? [] : changes(now, mirror).slice(0, 3)));
      } else if (found === null) this.#artifact.delete(name);
      else this.#artifact.set(name, found);
    }
    if (began) this.#doubt(truths);
    return problems;
  }

  /** The table as the artifact has it, where it is what a cut run found or what it was to make of it; otherwise what is wrong. */
  async #asCommitted(name: string, truths: readonly Truths[]): Promise<Mirror | null | string[]> {
    const table = this.#tables.find((t) => t.name === name);
    const known = this.#state.get(name) ?? NOTHING;
    if (table === undefined || !table.wanted) return null;
    const wrong: string[] = [];
    for (const { shape, rows, existing } of truths.flatMap((t) => t.get(name) ?? [])) {
      // Which way it was read nobody said: what is certain of either.
      const reading = { mode: 'incremental', fresh: 'maybe', allowDeletes: true, options: table.options, existing } as const;
      const now = await this.#look(table.options.as ?? name, shape).catch((error: unknown) => String(error));
      const found = typeof now === 'string' ? [now] : judge(now, rows, { ...known, certain: null }, reading);
      if (found.length === 0 && typeof now !== 'string') return now;
      wrong.push(...found);
    }
    for (const version of known.versions) {
      const now = await this.#look(version.target, version.shape).catch(() => null);
      if (now !== null && changes(now, version).length === 0) return now;
    }
    return wrong;
  }

  /** From now on each table of the state may be as it was, or as it is at the source. */
  #doubt(truths: readonly Truths[]): void {
    for (const { name, options } of this.#tables) {
      const { versions } = this.#state.get(name) ?? NOTHING;
      const more = truths.flatMap((t) => t.get(name) ?? []).map((t) => mirrorOfSource(options.as ?? name, t.shape, t.rows));
      this.#state.set(name, { certain: null, versions: [...versions, ...more], watermark: undefined, about: undefined });
    }
  }

  async #look(target: string, shape: Shape): Promise<Mirror> {
    return withDuckdb(this.#project.database, async (db) => mirrorOf(db, { from: tableSql(target) }, target, shape));
  }

  async #published(record: Printed, { hidden }: Outcome, truths: readonly Truths[], asked: Asked): Promise<string[]> {
    const problems: string[] = [];
    for (const table of this.#tables) {
      const { name } = table;
      const result = record.tables.find((t) => t.table === name);
      if (!table.wanted) {
        this.#state.delete(name);
        this.#artifact.delete(name);
      } else if (result === undefined) problems.push(`${name}: nothing is said of it`);
      else if (result.status !== 'succeeded') problems.push(...(await this.#untouched(result, asked)));
      else {
        const all = [...new Set(truths.flatMap((t) => t.get(name) ?? []))];
        const column = hidden?.table === name ? hidden.column : null;
        problems.push(
          ...(await this.#succeeded(table, result, column === null ? all : all.map((t) => hiding(column, t)), asked)),
        );
      }
    }
    return problems;
  }

  /** A table that failed, or was left out, keeps its rows and its watermark. */
  async #untouched(result: Result, asked: Asked): Promise<string[]> {
    const { table: name, status, error, watermark } = result;
    const { certain, watermark: before } = this.#state.get(name) ?? NOTHING;
    const problems: string[] = [];
    if (error !== null && error.code !== 'TOO_MANY_DELETES' && !mayFollow(error.code, asked))
      problems.push(`${name}: failed: ${error.code}: ${error.message}`);
    if (watermark.after !== watermark.before) problems.push(`${name}: the watermark moved`);
    if (before !== undefined && (watermark.after ?? null) !== before)
      problems.push(`${name}: the watermark was ${before} and is ${watermark.after}`);
    // Nobody looked since it was cut short, or there is nothing of it.
    this.#artifact.delete(name);
    if (certain === null) return problems;
    const now = await this.#look(result.name, certain.shape).catch((thrown: unknown) => String(thrown));
    if (typeof now === 'string') return [...problems, `${name} (${status}): ${now}`];
    this.#artifact.set(name, now);
    return [...problems, ...changes(now, certain).map((p) => `${name} (${status}): ${p}`)];
  }

  /** A table is read under one snapshot: it is as the source was at one of these moments. */
  async #succeeded(table: HistoryTable, result: Result, truths: readonly Truth[], asked: Asked): Promise<string[]> {
    const { name } = table;
    const wrong: string[] = [];
    for (const truth of truths) {
      const now = await this.#look(result.name, truth.shape).catch((thrown: unknown) => String(thrown));
      const found = typeof now === 'string' ? [now] : await this.#compared(table, result, now, truth, asked);
      if (found.length === 0 && typeof now !== 'string') {
        const watermark = result.watermark.after ?? null;
        this.#state.set(name, { certain: now, versions: [now], watermark, about: aboutOf(table) });
        this.#artifact.set(name, now);
        return [];
      }
      wrong.push(...found.map((p) => `${name}: ${p}`));
    }
    return wrong.length === 0 ? [`${name}: it was nowhere`] : wrong;
  }

  async #compared(table: HistoryTable, result: Result, now: Mirror, truth: Truth, { args }: Asked): Promise<string[]> {
    const known = this.#state.get(table.name) ?? NOTHING;
    const fresh = freshness(table, truth.shape, known);
    const allowDeletes = args.includes('--allow-deletes');
    const reading = { mode: result.mode, fresh, options: table.options, allowDeletes, existing: truth.existing };
    const found = judge(now, truth.rows, known, reading);
    if (result.rows !== now.rows) found.push(`reports ${result.rows} rows, has ${now.rows}`);
    const did = JSON.stringify(counts(now, known, fresh));
    const said = JSON.stringify({ inserted: result.inserted, updated: result.updated, deleted: result.deleted });
    if (did !== 'null' && did !== said) found.push(`reports ${said}, did ${did}`);
    if (result.parquet === null || this.#random.chance(0.6)) return found;
    const side = parquet(join(this.#project.output, result.parquet.path));
    const there = await withDuckdb(':memory:', async (db) => mirrorOf(db, side, now.target, now.shape), 'READ_WRITE');
    return [...found, ...changes(there, now).map((p) => `Parquet: ${p}`)];
  }
}

function hiding(column: string, truth: Truth): Truth {
  const shape = without(column, truth.shape);
  return { ...truth, shape, rows: only(truth.rows, shape) };
}

/** Whether a table may fail so. */
function mayFollow(code: string, { trouble }: Asked): boolean {
  return TROUBLES[trouble]?.may?.includes(code) === true;
}

/** Whether a run may end so before it began. */
function mayEnd(code: string, asked: Asked): boolean {
  return asked.trouble !== 'hide' && mayFollow(code, asked);
}
