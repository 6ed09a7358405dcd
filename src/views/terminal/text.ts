import type { CommandResult, ValidateResult } from '../../model/results.ts';
import { counted, harmlessAll, list, oneLine, size } from '../facts/format.ts';
import { wrap } from './columns.ts';
import { renderCheck } from './text-check.ts';
import { renderDiscover } from './text-discover.ts';
import { type TextOptions, warnings } from './text-parts.ts';
import { renderPlan } from './text-plan.ts';

export type { TextOptions } from './text-parts.ts';

/** What `validate`, `check`, `discover` and `plan` found, for people: lines for the terminal or the log. */
export function renderOutcome(found: CommandResult, options: TextOptions): string[] {
  const result = harmlessAll(found);
  switch (result.command) {
    case 'validate':
      return renderValidate(result, options);
    case 'check':
      return renderCheck(result, options);
    case 'discover':
      return renderDiscover(result, options);
    case 'plan':
      return renderPlan(result, options);
  }
}

export function renderValidate(result: ValidateResult, { colors, columns }: TextOptions): string[] {
  const tables = result.sources.reduce((sum, source) => sum + source.tables.length, 0);
  const sources = result.sources.flatMap((s) => [
    `${colors.bold(oneLine(s.name))}  ${oneLine(`${s.type} · ${s.address}`)}`,
    ...wrap(oneLine(s.tables.join(', ')) || 'no tables', columns - 1, '  '),
  ]);
  const variables =
    result.variables.length === 0 ? [] : wrap(`Filled in from the environment: ${list(result.variables)}.`, columns - 1, '');
  const good = `${oneLine(result.configFile)} is valid: ${counted(result.sources.length, 'source')}, ${counted(tables, 'table or pattern', 'tables or patterns')}.`;
  return [
    ...sources,
    '',
    ...variables,
    ...artifactLines(result.outputBytes, columns),
    ...warnings(result.warnings, colors, columns),
    ...wrap(good, columns - 1, '✓ ').map((line) => colors.green(colors.bold(line))),
  ];
}

/** The example workflow's own figures: 13 runs a day, each upload kept for 3 days. */
const UPLOADS_KEPT = 13 * 3;

/** GitHub's included storage: https://docs.github.com/en/billing/concepts/product-billing/github-actions */
function artifactLines(bytes: number | null, columns: number): string[] {
  if (bytes === null) return [];
  const text = `The last run's output takes ${size(bytes)}. Uploaded as an artifact in each of 13 runs a day and kept for 3 days, that is up to ${size(bytes * UPLOADS_KEPT)}; GitHub includes 500 MB (Free), 1 GB (Pro), 2 GB (Team) or 50 GB (Enterprise).`;
  return wrap(text, columns - 1, '');
}
