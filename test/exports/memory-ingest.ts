import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BulkIngest, IngestJob, IngestResult } from '../../src/model/destination.ts';
import { HighwaterError } from '../../src/model/errors.ts';
import type { MemoryService } from './memory-destination.ts';

export interface MemoryJob {
  readonly job: IngestJob;
  readonly columns: readonly string[];
  rows: readonly Record<string, string | null>[] | null;
  end: IngestResult['end'] | null;
  results: {
    accepted: Record<string, string | null>[];
    failed: Record<string, string | null>[];
    unprocessed: Record<string, string | null>[];
  };
}

/** Jobs of the service in memory. `call`: called before each request that makes or runs one. */
export function ingest(service: MemoryService, call: () => void): BulkIngest {
  const known = (job: IngestJob): MemoryJob => {
    const found = service.jobs.get(job.id);
    if (found === undefined) throw new Error('no such job');
    return found;
  };
  const work = (own: MemoryJob): void => {
    const { key, operation } = own.job;
    const stop = service.mishaps.failJobAfter ?? Number.POSITIVE_INFINITY;
    service.mishaps.failJobAfter = null;
    for (const [i, row] of (own.rows ?? []).entries()) {
      if (i >= stop) {
        own.results.unprocessed.push(row);
        continue;
      }
      const values = Object.fromEntries(
        Object.entries(row)
          .filter(([name, v]) => name !== key && name !== 'Id' && v !== null)
          .map(([n, v]) => [n, v === '#N/A' ? null : v]),
      );
      const outcome = service.write(operation, key, {
        id: row.Id ?? null,
        key: key === null ? null : (row[key] ?? null),
        values,
      });
      if (outcome.status === 'accepted')
        own.results.accepted.push({ sf__Id: outcome.id, sf__Created: String(outcome.created), ...row });
      else if (outcome.status === 'missing')
        own.results.failed.push({ sf__Id: '', sf__Error: 'ENTITY_IS_DELETED:gone:--', ...row });
      else own.results.failed.push({ sf__Id: '', sf__Error: `${outcome.code}:${outcome.message}:--`, ...row });
    }
    own.end = stop < (own.rows?.length ?? 0) ? 'failed' : 'completed';
  };
  const result = async (own: MemoryJob, directory: string): Promise<IngestResult> => {
    const save = async (kind: string, rows: readonly Record<string, string | null>[]): Promise<string[]> => {
      const [first] = rows;
      if (first === undefined) return [];
      const file = join(directory, `${own.job.id}-${kind}.csv`);
      const cell = (v: string | null): string => `"${(v ?? '').replaceAll('"', '""')}"`;
      await writeFile(
        file,
        [Object.keys(first), ...rows.map((r) => Object.keys(first).map((n) => r[n] ?? null))]
          .map((line) => `${line.map(cell).join(',')}\n`)
          .join(''),
      );
      return [file];
    };
    return {
      job: own.job,
      end: own.end ?? 'not sent',
      reason: own.end === 'failed' ? 'InternalError' : null,
      files: {
        successful: await save('ok', own.results.accepted),
        failed: await save('failed', own.results.failed),
        unprocessed: await save('rest', own.results.unprocessed),
      },
      columns: {
        id: 'sf__Id',
        created: 'sf__Created',
        error: 'sf__Error',
        errorCode: '^([A-Z_]+):',
        locked: ['UNABLE_TO_LOCK_ROW'],
        missing: ['ENTITY_IS_DELETED'],
      },
    };
  };
  return {
    nullText: '#N/A',
    maxBytes: 1_000_000,
    maxRows: 1000,
    maxText: 32_000,
    create: async ({ object, operation, key, columns }) => {
      call();
      const job = {
        id: `750${service.jobs.size}`,
        object: object.name,
        operation,
        key: key?.name ?? null,
        createdAt: service.now().toISOString(),
      };
      service.jobs.set(job.id, { job, columns, rows: null, end: null, results: { accepted: [], failed: [], unprocessed: [] } });
      return job;
    },
    run: async (job, file, { directory, replaced }) => {
      call();
      let own = known(job);
      if (service.mishaps.replaceJob === true) {
        service.mishaps.replaceJob = false;
        own.end = 'aborted';
        const other = { ...job, id: `750${service.jobs.size}`, createdAt: service.now().toISOString() };
        own = { ...own, job: other, end: null };
        service.jobs.set(other.id, own);
        await replaced(other);
      }
      service.writes++;
      own.rows = parseCsv(await readFile(file, 'utf8'));
      service.isInJob = true;
      work(own);
      service.isInJob = false;
      service.onWrite();
      if (service.mishaps.loseJob) {
        service.mishaps.loseJob = false;
        throw new HighwaterError('SOURCE_UNREACHABLE', 'no answer.', 'Try again.');
      }
      return result(own, directory);
    },
    resume: async (job, { directory }) => {
      const own = known(job);
      if (own.end === null) own.end = 'not sent';
      return result(own, directory);
    },
    unknownJobs: async (_, since, ledger) =>
      [...service.jobs.values()]
        .filter(({ job, rows }) => rows !== null && !ledger.includes(job.id) && (job.createdAt ?? '') >= since)
        .map(({ job }) => job),
  };
}

function parseCsv(content: string): Record<string, string | null>[] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain = '', end = ''] of content.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '') break;
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\n') lines.push([]);
  }
  const [header = [], ...rows] = lines.filter((line) => line.length > 0);
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] === '' ? null : (row[i] ?? null)])));
}
