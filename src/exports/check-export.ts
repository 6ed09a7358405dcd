import type { ExportConfig } from '../config/config.ts';
import type { Destination, TargetField, TargetObject } from '../model/destination.ts';
import { toHighwaterError } from '../model/errors.ts';
import type { ExportAccess } from '../model/results.ts';
import { checkFields } from './prepare/check-fields.ts';

/** What `check` shows of an export: what its user may write, and whether its key is unique and filled. Writes nothing. */
export async function checkExport(destination: Destination, config: ExportConfig): Promise<ExportAccess> {
  const base = { name: config.name, to: config.to, object: config.object, operation: config.operation, key: config.key };
  const nothing = { may: [], fields: null, keyFilled: null, notes: [] };
  try {
    const { object, key } = await checkFields(destination, config, [config.key]);
    const filled = await destination.countFilled(object, key);
    return {
      ...base,
      may: rightsOf(object),
      fields: object.writable,
      keyFilled: filled,
      notes: notesOf(config, object, key, filled),
      error: null,
    };
  } catch (error) {
    return { ...base, ...nothing, error: toHighwaterError(error).report() };
  }
}

function rightsOf({ createable, updateable, deletable }: TargetObject): string[] {
  return [...(createable ? ['create'] : []), ...(updateable ? ['edit'] : []), ...(deletable ? ['delete'] : [])];
}

function notesOf(config: ExportConfig, object: TargetObject, key: TargetField, filled: ExportAccess['keyFilled']): string[] {
  if (config.operation !== 'upsert') return [];
  const lacking = object.required.filter((name) => name !== key.name);
  // Where some records have it, only the rows of the query could say whether the others are theirs: a dry run counts the new ones.
  const isEmpty = filled !== null && filled.records > 0 && filled.filled === 0;
  return [
    ...(isEmpty
      ? [
          `None of the ${filled.records} records has ${key.name} filled: an upsert creates a record for each key. Fill it first where the records exist already.`,
        ]
      : []),
    ...(lacking.length > 0
      ? [`A new record must have ${lacking.join(', ')}: the query has to give these, or use \`operation: update\`.`]
      : []),
  ];
}
