import type { Random } from '../../support/random.ts';
import type { CrmNames } from './crm.ts';

/** What a history exports, and how: drawn once. */
export interface Settings {
  /** It never creates: keys that people have not made stay without a record. */
  readonly operation: 'upsert' | 'update';
  readonly isCompared: boolean;
  readonly conflict: 'overwrite' | 'keep' | 'fail';
  readonly nulls: 'keep' | 'clear';
  readonly gone: 'ignore' | 'clear' | 'delete';
  readonly maxRows: number;
  readonly maxFraction: number;
  readonly bulkAbove: number;
  /** A second export of the same records waits for the first one. */
  readonly hasLabels: boolean;
}

export const EVERY_ROW = { maxRows: 1000, maxFraction: 1, conflict: 'overwrite' } as const;

export function drawSettings(random: Random): Settings {
  const isCompared = random.chance(0.6);
  return {
    operation: random.chance(0.2) ? 'update' : 'upsert',
    isCompared,
    conflict: isCompared ? random.pick(['overwrite', 'overwrite', 'keep', 'fail']) : 'overwrite',
    nulls: random.pick(['keep', 'clear']),
    gone: random.pick(['ignore', 'clear', 'delete']),
    maxRows: random.chance(0.25) ? 4 : 40,
    maxFraction: random.chance(0.25) ? 0.6 : 1,
    bulkAbove: random.pick([2, 1000]),
    hasLabels: random.chance(0.2),
  };
}

/** The `exports:` of the configuration. */
export function exportsText(settings: Settings, names: CrmNames): string {
  const { gone, isCompared, conflict, hasLabels } = settings;
  const common = `
  to: crm_write
  object: ${names.object}
  key: ${names.key}
  max_fraction: ${settings.maxFraction}
  max_rows: ${settings.maxRows}
  bulk_above: ${settings.bulkAbove}
  operation: ${settings.operation}
  nulls: ${settings.nulls}${isCompared ? `\n  compare_with: crm.${names.object}\n  conflict: ${conflict}` : ''}`;
  const cleared = gone === 'clear' ? `{ clear: [${names.score}] }` : gone;
  const scores = `scores:${common}
  gone: ${cleared}
  query: SELECT id AS ${names.key}, score AS ${names.score}, seg AS ${names.segment} FROM db.scores`;
  const labels = `labels:${common}
  after: [scores]
  query: SELECT id AS ${names.key}, label AS ${names.label} FROM db.scores`;
  return hasLabels ? `${scores}\n${labels}` : scores;
}
