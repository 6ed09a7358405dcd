import { parseGlobs } from '../../engine/plan/globs.ts';
import { ConfigError, type ErrorReport } from '../../model/errors.ts';
import type { PlanFlags } from './flags.ts';

/** The globs of `--tables`. Throws ConfigError. */
export function chosenTables({ tables = '' }: Pick<PlanFlags, 'tables'>): readonly string[] {
  const problems: ErrorReport[] = [];
  const globs = parseGlobs(tables, '--tables', problems);
  if (problems.length > 0) throw new ConfigError(problems, 'INPUT_INVALID');
  return globs;
}

/** What `sync` and `plan` have in common. Throws ConfigError. */
export function syncRequest(flags: PlanFlags): {
  mode: 'full' | 'incremental';
  auto: boolean;
  why: string;
  tables: readonly string[];
} {
  const tables = chosenTables(flags);
  return {
    mode: flags.full ? 'full' : 'incremental',
    auto: flags.full !== true,
    why: flags.full ? '--full was given' : 'what changed since the last successful import',
    tables,
  };
}
