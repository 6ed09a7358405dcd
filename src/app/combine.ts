import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../model/record.ts';
import { prepareNative } from '../runtime/native.ts';
import type { AppSession } from './session.ts';

/** `combine`: one output of the outputs of several jobs. Needs no configuration. */
export async function combineOutputs(
  session: AppSession,
  request: { readonly directories: readonly string[]; readonly output: string; readonly quiet?: boolean | undefined },
): Promise<RunRecord> {
  await prepareNative({ env: session.env, log: session.log });
  const { combine } = await import('../combine/combine.ts');
  const directories = (await Promise.all(request.directories.map(expanded))).flat();
  if (request.quiet !== true) session.log(`combine: ${directories.join(', ')}`);
  return combine({ directories, output: request.output, threads: availableParallelism(), now: () => new Date() });
}

/** `jobs/*` stands for every directory in `jobs`. */
async function expanded(written: string): Promise<readonly string[]> {
  if (!written.endsWith('/*')) return [written];
  const parent = written.slice(0, -2);
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name));
  // Named as it is written, so that the error says where nothing was found.
  return found.length === 0 ? [written] : found.sort();
}

/** One line for people. */
export function combinedWords({ tables, output, status }: RunRecord): string {
  const rows = tables.reduce((sum, t) => sum + t.rows, 0).toLocaleString('en-US');
  const failed = tables.filter((t) => t.status === 'failed').length;
  const end = status === 'succeeded' ? '' : failed > 0 ? `; ${failed} failed` : '; failed';
  return `Combined ${tables.length === 1 ? '1 table' : `${tables.length} tables`} with ${rows} rows in ${output?.directory ?? ''}${end}.`;
}
