import type { Query } from '@jetstreamapp/soql-parser-js';
import { invalidField, malformed, notModelled } from '../failure.ts';
import type { Org } from '../org.ts';
import { isFilterable, type SObject, type StoredRecord } from '../schema.ts';
import { comparable, type Value } from '../values.ts';
import type { Comparison, Condition } from './condition.ts';
import { dateLiteral, likePattern, type Operand, operand, type Span } from './literal.ts';
import { type Path, resolve } from './path.ts';

export type Test = (record: StoredRecord) => boolean;

export interface Scope {
  readonly org: Org;
  readonly object: SObject;
  /** Answers a semi-join: the values of its one selected field. */
  subquery(query: Query): ReadonlySet<Value>;
}

export function testOf(scope: Scope, condition: Condition | null): Test {
  if (condition === null) return () => true;
  if (condition.kind === 'not') {
    const part = testOf(scope, condition.part);
    return (record) => !part(record);
  }
  if (condition.kind === 'compare') return comparisonTest(scope, condition.comparison);
  const parts = condition.parts.map((part) => testOf(scope, part));
  return condition.kind === 'and' ? (record) => parts.every((p) => p(record)) : (record) => parts.some((p) => p(record));
}

function comparisonTest(scope: Scope, comparison: Comparison): Test {
  if (comparison.fn !== undefined) return functionTest(scope, comparison);
  const path = resolve(scope.org, scope.object, comparison.field ?? '');
  if (!isFilterable(path.field) || path.field.refusesFilters)
    throw invalidField(`field '${path.field.name}' can not be filtered in a query call`);
  if (comparison.valueQuery !== undefined) return semiJoin(scope, path, comparison);
  const value = (record: StoredRecord): Value => comparable(path.field, path.read(record));
  const { operator } = comparison;
  if (Array.isArray(comparison.value)) return listTest(path, value, comparison);
  const literal = String(comparison.value);
  const type = String(comparison.literalType);
  if (operator === 'LIKE') {
    const pattern = likePattern(literal);
    return (record) => pattern.test(String(path.read(record) ?? ''));
  }
  if (type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL') {
    const bounds = dateLiteral(literal, scope.org.clock.now());
    return (record) => withinTest(value(record), operator, bounds, path.field.type === 'date');
  }
  const right = operand(path.field, literal, type);
  return (record) => compare(value(record), operator, right);
}

function compare(left: Operand, operator: string, right: Operand): boolean {
  if (operator === '=') return left === right;
  if (operator === '!=' || operator === '<>') return left !== right;
  if (left === null || right === null) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  if (operator === '>=') return left >= right;
  throw malformed(`unexpected token: '${operator}'`);
}

function withinTest(left: Value, operator: string, { from, to }: Span, dateOnly: boolean): boolean {
  if (left === null) return operator === '!=';
  const value = String(left);
  const [low, high] = dateOnly ? [from.slice(0, 10), to.slice(0, 10)] : [from, to];
  if (operator === '=') return value >= low && value < high;
  if (operator === '!=') return value < low || value >= high;
  if (operator === '<') return value < low;
  if (operator === '<=') return value < high;
  return operator === '>' ? value >= high : value >= low;
}

function listTest(path: Path, value: (record: StoredRecord) => Value, comparison: Comparison): Test {
  const literals = comparison.value as readonly string[];
  const types = comparison.literalType;
  const { operator } = comparison;
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') {
    const wanted = literals.map((l) => l.slice(1, -1).toLowerCase().split(';'));
    return (record) => {
      const has = new Set(String(value(record) ?? '').split(';'));
      return wanted.some((all) => all.every((one) => has.has(one))) === (operator === 'INCLUDES');
    };
  }
  const values = new Set(literals.map((l, i) => operand(path.field, l, String(Array.isArray(types) ? types[i] : types))));
  return (record) => values.has(value(record)) === (operator === 'IN');
}

function semiJoin(scope: Scope, path: Path, comparison: Comparison): Test {
  const query = comparison.valueQuery as Query;
  if (query.sObject?.toLowerCase() === scope.object.name.toLowerCase()) {
    throw malformed('The inner and outer selects should not be on the same object type');
  }
  const values = scope.subquery(query);
  return (record) => values.has(path.read(record)) === (comparison.operator === 'IN');
}

const PARTS: Readonly<Record<string, (iso: string) => number | string>> = {
  CALENDAR_YEAR: (iso) => Number(iso.slice(0, 4)),
  CALENDAR_MONTH: (iso) => Number(iso.slice(5, 7)),
  DAY_IN_MONTH: (iso) => Number(iso.slice(8, 10)),
  HOUR_IN_DAY: (iso) => Number(iso.slice(11, 13)),
  DAY_ONLY: (iso) => iso.slice(0, 10),
};

/** A date function over a field, in UTC as the API computes it. */
export function dateFunction(name: string): (value: Value) => Value {
  const part = PARTS[name.toUpperCase()];
  if (part === undefined) throw notModelled(`the function ${name}`);
  return (value) => (value === null ? null : part(String(value)));
}

function functionTest(scope: Scope, { fn, operator, value, literalType }: Comparison): Test {
  const path = resolve(scope.org, scope.object, String(fn?.parameters?.[0]));
  const part = dateFunction(fn?.functionName ?? '');
  const right = literalType === 'DATE' ? String(value) : Number(value);
  return (record) => compare(part(path.read(record)), operator, right);
}
