import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ErrorReport } from '../model/errors.ts';
import { toHighwaterError } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import type { RunRecord, StateRecord } from '../model/record.ts';
import { renderExportManifest } from '../publish/manifest.ts';
import { outputError } from '../publish/output-error.ts';
import { MANIFEST_FILE, writeText } from '../publish/publish.ts';
import { reportFileOf } from '../views/facts/export-facts.ts';
import { renderReport } from '../views/pages/report/report.ts';
import type { OpenDestination } from './destinations.ts';
import type { Run } from './run-context.ts';
import { redactWords } from './run-record.ts';

export interface ExportOutcome {
  readonly mode: 'export' | 'export-plan';
  readonly destinations: readonly OpenDestination[];
  readonly records: readonly ExportRecord[];
  readonly state: StateRecord;
  readonly error: ErrorReport | null;
  readonly interrupted: boolean;
}

/** The record of an export run, with its manifest and report written. What a sync left in the same directory stays, its entries in the manifest too. */
export async function finishExport(run: Run, outcome: ExportOutcome): Promise<RunRecord> {
  const record = redactWords(recordOfExports(run, outcome), run.deps.redact);
  try {
    const left = await readFile(join(run.outputDirectory, MANIFEST_FILE), 'utf8').catch(() => null);
    await writeText(run.outputDirectory, MANIFEST_FILE, renderExportManifest(record, left));
    const { troubleshootingUrl } = run.deps;
    const links = troubleshootingUrl === undefined ? {} : { troubleshootingUrl };
    const report = join(run.outputDirectory, reportFileOf(record));
    await writeText(dirname(report), basename(report), renderReport(record, [], links));
    return record;
  } catch (thrown) {
    const error = toHighwaterError(outputError(run.outputDirectory, thrown)).report();
    return redactWords({ ...record, status: 'failed', error: record.error ?? error }, run.deps.redact);
  }
}

function recordOfExports(run: Run, { mode, destinations, records, state, error, interrupted }: ExportOutcome): RunRecord {
  const failed = error !== null || records.some(({ status }) => status !== 'succeeded');
  return {
    id: run.id,
    mode,
    requestedMode: 'incremental',
    why: run.request.why,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.deps.now().toISOString(),
    status: interrupted ? 'interrupted' : failed ? 'failed' : 'succeeded',
    configFile: run.config.file,
    version: run.deps.version,
    sources: destinations.map(({ config, destination, access, notices, error: refusal }) => ({
      name: config.name,
      type: config.type,
      identity: access?.identity ?? null,
      server: access?.server ?? null,
      ...destination.usage(),
      notices,
      error: refusal?.report() ?? null,
    })),
    tables: [],
    exports: records,
    state,
    output: { directory: run.outputDirectory, database: null, parquet: null },
    stages: run.stages,
    notices: run.notices,
    error,
  };
}
