import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Column } from '../../../model/table.ts';
import { columnOf, loadOf } from './columns.ts';
import type { FieldInfo, ObjectInfo } from './object-info.ts';

/** The fields that `related: [Owner]` adds: Owner_Id, Owner_Name… One that the related object lacks is null. */
export const RELATED_FIELDS = ['Id', 'Name', 'Email', 'Username', 'Title', 'Type'] as const;
// What a reference to several objects (Owner: User or Group) offers: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm
const NAME_OBJECT: ReadonlySet<string> = new Set(RELATED_FIELDS);

/** The relationships that a table's options name. */
export function relatedNames(options: TableOptions): readonly string[] {
  const { related } = options.extra;
  return Array.isArray(related) ? related.filter((r): r is string => typeof r === 'string') : [];
}

/** The field behind a relationship name. */
export function relationship(object: ObjectInfo, name: string): FieldInfo {
  const field = object.fields.find((f) => f.relationshipName?.toLowerCase() === name.toLowerCase());
  if (field !== undefined) return field;
  const known = object.fields.flatMap((f) => f.relationshipName ?? []);
  throw new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${object.name} has no relationship ${name}.`,
    known.length === 0
      ? 'Leave `related` out.'
      : `Its relationships are: ${known.join(', ')}. A custom lookup Thing__c is written Thing__r.`,
  );
}

/** `target`: the related object where there is only one; null where the reference is to several. */
export function relatedColumns(name: string, field: FieldInfo, target: ObjectInfo | null): Column[] {
  const relation = field.relationshipName ?? name;
  return RELATED_FIELDS.map((wanted) => {
    const known = target === null ? nameField(wanted) : target.fields.find((f) => f.name === wanted);
    const label = `${relation}: ${wanted}`;
    if (known === undefined) return absent(`${relation}_${wanted}`, label);
    const wire = `${relation}.${wanted}`;
    const column = columnOf({ ...known, label }, wire, 0);
    const semanticType =
      wanted === 'Id' && field.referenceTo?.length === 1 && field.referenceTo[0] === 'User' ? 'user' : column.semanticType;
    return {
      ...column,
      name: `${relation}_${wanted}`,
      semanticType,
      duckdbType: 'VARCHAR',
      load: loadOf(wire, '$'),
      asked: true,
    };
  });
}

function nameField(wanted: string): FieldInfo | undefined {
  return NAME_OBJECT.has(wanted) ? { name: wanted, label: wanted, type: wanted === 'Id' ? 'id' : 'string' } : undefined;
}

function absent(name: string, label: string): Column {
  return {
    name,
    label,
    nativeType: '',
    semanticType: 'string',
    allowedTypes: ['string'],
    duckdbType: 'VARCHAR',
    load: null,
    asked: true,
    derived: 'CAST(NULL AS VARCHAR)',
  };
}
