import type { SemanticType } from '../../../model/table.ts';
import type { NativeType } from './native-type.ts';
import type { TypeForm } from './type-form.ts';

// A cast to text would cut the padding of bpchar, and show inet with a length that it does not show alone.
const TEXT_LIKE = new Set(['text', 'varchar', 'bpchar', 'citext', 'name', 'inet']);

/**
 * An array as a DuckDB LIST of its elements' type, as deep as it is declared. PostgreSQL does not enforce the declared
 * dimensions and lets an array begin at any subscript; a LIST can hold neither, so such a value is sent as PostgreSQL's own
 * text, which is no JSON: it fails instead of losing its shape. (`types: { column: string }` keeps that text for all rows.)
 */
export function arrayForm(type: NativeType, element: TypeForm): TypeForm {
  const depth = type.dimensions ?? 1;
  const inner = plainElement(type.name, element);
  const allowedTypes: SemanticType[] = inner.duckdbType === 'VARCHAR' ? ['multipicklist', 'string'] : ['string'];
  return {
    duckdbType: `${inner.duckdbType}${'[]'.repeat(depth)}`,
    semanticType: '',
    allowedTypes,
    read: 'VARCHAR',
    expression: fromJson(inner, depth),
    select: (column) => select(column, type, depth),
  };
}

/** What has no exact list element (an interval's triple, a decimal whose digits are not known) stays text. */
function plainElement(name: string, element: TypeForm): TypeForm {
  if (element.adaptive !== true && name !== 'interval') return element;
  return { ...element, duckdbType: 'VARCHAR', read: 'VARCHAR', expression: '$' };
}

/** Every element travels as text inside JSON, so that no JSON number is ever parsed as a double. */
function select(column: string, type: NativeType, depth: number): string {
  const bounds = Array.from({ length: depth }, (_, i) => `array_lower(${column}, ${i + 1}) = 1`).join(' AND ');
  // A user's own type may be called as one of PostgreSQL's.
  const builtin = type.element?.kind === 'base' ? type.name : '';
  const asText = builtin === 'money' ? `${column}::numeric[]::text[]` : `${column}::text[]`;
  const elements = TEXT_LIKE.has(builtin) || type.element?.kind === 'enum' ? column : asText;
  return `CASE WHEN cardinality(${column}) = 0 OR (array_ndims(${column}) = ${depth} AND ${bounds}) THEN to_json(${elements})::text ELSE ${column}::text END`;
}

function fromJson(element: TypeForm, depth: number): string {
  const structure = `${'['.repeat(depth)}"VARCHAR"${']'.repeat(depth)}`;
  const list = `from_json_strict($, '${structure}')`;
  if (element.duckdbType === 'VARCHAR') return list;
  if (element.expression === '$' && element.duckdbType !== 'JSON')
    return `CAST(${list} AS ${element.duckdbType}${'[]'.repeat(depth)})`;
  return transformed(list, element, depth);
}

function transformed(list: string, element: TypeForm, depth: number): string {
  const variable = `e${depth}`;
  const cast = element.duckdbType === 'JSON' ? `CAST(${variable} AS JSON)` : element.expression.replaceAll('$', () => variable);
  const body = depth === 1 ? cast : transformed(variable, element, depth - 1);
  return `list_transform(${list}, lambda ${variable}: ${body})`;
}
