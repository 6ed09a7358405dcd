import type { ExportConfig } from '../config/config.ts';
import type { Destination } from '../model/destination.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import type { PreparedExport } from './export-column.ts';
import { type CheckedFields, checkFields } from './prepare/check-fields.ts';
import { checkKeys, type Evaluation, evaluate, evaluation } from './prepare/evaluate.ts';
import { type Inputs, readQuery, type Sealed } from './prepare/read-query.ts';

/** An export whose query was evaluated, and whose keys are still to be checked. */
export interface EvaluatedExport {
  readonly config: ExportConfig;
  readonly destination: Destination;
  readonly checked: CheckedFields;
  readonly evaluation: Evaluation;
}

/** Parses, checks and evaluates the query of one export, over a state file that nothing else has open. */
export async function evaluateExport(
  sealed: Sealed,
  config: ExportConfig,
  destination: Destination,
  inputs: Inputs,
): Promise<EvaluatedExport> {
  const read = await readQuery(sealed, config, inputs);
  const checked = await checkFields(
    destination,
    config,
    read.columns.map(({ name }) => name),
  );
  const found = evaluation(config, read, checked);
  await evaluate(sealed, config, found);
  return { config, destination, checked, evaluation: found };
}

/** Checks the keys of the evaluated rows. */
export async function prepareExport(
  c: Connection,
  { config, destination, checked, evaluation: found }: EvaluatedExport,
): Promise<PreparedExport> {
  const { object, clears } = checked;
  const { key, columns, faults } = found;
  const considered = await checkKeys(c, config, key.field);
  return { config, destination, object, key, columns, clears, faults, rows: config.name, considered };
}

/** Exports in the order in which they run: each after those that it names. */
export function inOrderOfAfter(configs: readonly ExportConfig[]): ExportConfig[] {
  const ordered: ExportConfig[] = [];
  const add = (config: ExportConfig): void => {
    if (ordered.includes(config)) return;
    for (const name of config.after) for (const other of configs.filter((one) => one.name === name)) add(other);
    ordered.push(config);
  };
  for (const config of configs) add(config);
  return ordered;
}
