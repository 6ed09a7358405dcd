import { nearest } from '../config/explain/nearest.ts';
import type { ExportRequest } from '../engine/export-run.ts';
import type { RunDeps } from '../engine/run-context.ts';
import { ConfigError, familyOf } from '../model/errors.ts';
import type { RunRecord } from '../model/record.ts';
import { prepareNative } from '../runtime/native.ts';
import type { Display } from '../views/terminal/display.ts';
import { notifyOfRun } from './notify.ts';
import { type AppSession, dependencies } from './session.ts';
import type { StatePlace } from './state-place.ts';

export interface ExportCall {
  readonly request: ExportRequest;
  readonly place: StatePlace;
  readonly stateName: string;
  /** Called once DuckDB is there: until then only lines are printed. */
  openDisplay(): Display;
  readonly extras?: Pick<RunDeps, 'troubleshootingUrl'>;
}

/** One export run, shown on a display. Throws ConfigError where the configuration has no such exports. */
export async function runExport(
  session: AppSession,
  { request, place, stateName, openDisplay, extras }: ExportCall,
): Promise<RunRecord> {
  requireExports(request);
  await prepareNative({ env: session.env, log: session.log });
  const { exportRows } = await import('../engine/export-run.ts');
  const display = openDisplay();
  try {
    const notices = [...request.config.warnings, ...(request.notices ?? [])];
    const deps = { ...dependencies(session, place, display.observe), store: place.store, encrypted: place.encrypted, ...extras };
    const record = await exportRows({ ...request, notices }, deps);
    display.finish(record);
    if (!request.options.dryRun)
      await notifyOfRun(session, request.config, record, { place, stateName, partial: request.only.length > 0 });
    return record;
  } finally {
    display.close();
  }
}

function requireExports({ config, only }: ExportRequest): void {
  const names = config.exports.map(({ name }) => name);
  if (names.length === 0) {
    const hint = 'Add `destinations:` and `exports:`; docs/export.md shows how.';
    throw new ConfigError([{ code: 'CONFIG_INVALID', message: `${config.file} has no exports.`, hint }]);
  }
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new ConfigError(
    unknown.map((name) => {
      const near = nearest(name, names);
      const guess = near === undefined ? '' : ` Did you mean \`${near}\`?`;
      return { code: 'INPUT_INVALID', message: `There is no export \`${name}\`.${guess}`, hint: `Exports: ${names.join(', ')}.` };
    }),
    'INPUT_INVALID',
  );
}

/** Whether the configuration is to blame for all that failed: then the exit code is that of a wrong configuration. */
export function isConfigurationsFault({ exports = [], error }: RunRecord): boolean {
  const failed = exports.filter(({ status }) => status === 'failed');
  return (
    error === null && failed.length > 0 && failed.every((e) => e.error !== null && familyOf(e.error.code) === 'configuration')
  );
}

/** `--only a,b` and the input `exports`. */
export function exportNames(text: string): readonly string[] {
  return text
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** `--limit` and the input `limit`: a number of rows from 1; undefined where it is none. */
export function exportLimit(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
