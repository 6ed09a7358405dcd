import type { ExportConfig } from '../../config/config.ts';
import { nearest } from '../../config/explain/nearest.ts';
import type { Destination, TargetField, TargetObject } from '../../model/destination.ts';
import { clearNotPossible, fieldUnknown, keyNotPossible, notWritable, objectUnknown } from '../export-errors.ts';

/** What the service says of an export's object and fields; everything that would fail for each row has been refused. */
export interface CheckedFields {
  readonly object: TargetObject;
  readonly key: TargetField;
  /** By column of the query, as written there. A key of several fields is none of them; its parts are. */
  readonly fields: ReadonlyMap<string, TargetField>;
  readonly clears: readonly TargetField[];
}

/** Describes the object and checks key and columns against what this user may write. `columns` holds the key. */
export async function checkFields(
  destination: Destination,
  config: ExportConfig,
  columns: readonly string[],
): Promise<CheckedFields> {
  const cleared = config.gone.kind === 'clear' ? config.gone.fields : [];
  const object = await destination.describe(config.object, [...new Set([...columns, ...cleared, config.key])]);
  if (object === null) throw objectUnknown(config, destination.name);
  const field = (column: string): TargetField => {
    const found = object.fields.get(column);
    if (found === undefined) throw fieldUnknown(config, column, nearest(column, object.names));
    return found;
  };
  const keyColumn = columns.find((column) => column.toLowerCase() === config.key.toLowerCase()) ?? config.key;
  const key = field(keyColumn);
  const fields = new Map(columns.map((column) => [column, field(column)] as const));
  checkObject(config, object);
  checkKey(config, object, key);
  const ofKey = (column: string): boolean => column === keyColumn || partOf(key, field(column)) !== undefined;
  for (const column of columns.filter((c) => !ofKey(c))) checkColumn(config, object, field(column));
  const clears = cleared.map(field);
  for (const one of clears) {
    if (!one.nillable) throw clearNotPossible(config, one.name);
    if (!one.updateable) throw notWritable(config, `the field ${one.name}`, 'edit');
  }
  return { object, key, fields, clears };
}

/** The part of a key of several fields that is this field. */
export function partOf(key: TargetField, { name }: TargetField): TargetField | undefined {
  return key.parts?.find((part) => part.name === name);
}

function checkObject(config: ExportConfig, object: TargetObject): void {
  if (config.operation === 'upsert' && !object.createable) throw notWritable(config, 'records', 'create');
  if (!object.updateable) throw notWritable(config, 'records', 'edit');
  if (config.gone.kind === 'delete' && !object.deletable) throw notWritable(config, 'records', 'delete');
}

function checkKey(config: ExportConfig, object: TargetObject, key: TargetField): void {
  if (key.keyProblem !== undefined) throw keyNotPossible(config, key.keyProblem);
  if (key.name === object.idField) {
    if (config.operation === 'update' || key.createable) return;
    throw keyNotPossible(
      config,
      'the service gives the Id itself, so no record can be created with one; use `operation: update`',
    );
  }
  if (!key.externalId) throw keyNotPossible(config, 'it is no External ID');
  if (!key.unique) throw keyNotPossible(config, 'its values need not be unique, so that one key could mean several records');
}

function checkColumn(config: ExportConfig, object: TargetObject, field: TargetField): void {
  const { name, parent } = field;
  if (name === object.idField) throw notWritable(config, `the field ${name}`, 'write');
  const may = config.operation === 'update' ? field.updateable : field.createable && field.updateable;
  if (!may) throw notWritable(config, `the field ${name}`, field.createable && !field.updateable ? 'edit' : 'write');
  if (parent !== undefined && !(field.externalId && field.unique))
    throw keyNotPossible(
      { ...config, object: parent.object, key: parent.key },
      'a lookup needs a unique External ID of the parent',
    );
}
