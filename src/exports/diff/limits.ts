import type { ExportConfig } from '../../config/config.ts';
import type { HighwaterError } from '../../model/errors.ts';
import { overLimit } from '../export-errors.ts';

export interface LimitFacts {
  /** Rows that this run would write, those that are gone included. */
  readonly writes: number;
  /** Rows of the query. */
  readonly considered: number;
  /** Rows of the ledger. */
  readonly known: number;
  readonly succeeded: boolean;
  /** `--first` was given. */
  readonly first: boolean;
}

/** The refusal of a run that would write more than `max_rows` or `max_fraction`; null where it may. */
export function limitProblem(
  config: ExportConfig,
  { writes, considered, known, succeeded, first }: LimitFacts,
): HighwaterError | null {
  if (writes > config.maxRows) {
    return overLimit(
      config,
      `${writes} rows would be written, and max_rows allows ${config.maxRows}.`,
      'Look at plan.csv of this export. If the rows are right, raise `max_rows`, or send a part with --limit.',
    );
  }
  const all = Math.max(considered, known);
  if (config.maxFraction >= 1 || writes <= config.maxFraction * all || (first && !succeeded)) return null;
  const share = `${Math.round((writes / Math.max(all, 1)) * 1000) / 10}%`;
  const message = `${writes} of ${all} rows (${share}) would be written, and max_fraction allows ${Math.round(config.maxFraction * 1000) / 10}%.`;
  const hint = succeeded
    ? 'Look at plan.csv of this export. If the rows are right, raise `max_fraction` for one run (1: no limit).'
    : 'Look at plan.csv of this export. A first run writes every row: run it once with --first (in a workflow: first: true).';
  return overLimit(config, message, hint);
}
