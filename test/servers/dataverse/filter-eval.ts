import { type Comparable, compareValues } from './compare.ts';
import type { Filter, Operand } from './filter-parse.ts';
import { badQuery, type Edm, noProperty } from './model.ts';

/** What a filter sees of a row: the comparable value of a property on the wire, or null. */
export type Getter = (property: string) => Comparable | null;
export type Test = (row: Getter) => boolean;
/** The type of a property, or undefined where there is none of that name. */
export type TypeOf = (property: string) => Edm | undefined;

/** Checks a filter's properties and types as the service does, and makes it a function. */
export function compileFilter(filter: Filter, table: string, typeOf: TypeOf): Test {
  const compile = (f: Filter): Test => {
    switch (f.kind) {
      case 'and':
      case 'or': {
        const [left, right] = [compile(f.left), compile(f.right)];
        return f.kind === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
      }
      case 'not': {
        const inner = compile(f.inner);
        return (row) => !inner(row);
      }
      case 'compare':
        return compareTest(f.operator, f.left, f.right, table, typeOf);
      case 'in': {
        const tests = f.values.map((v) => compareTest('eq', f.left, v, table, typeOf));
        return (row) => tests.some((t) => t(row));
      }
      case 'call':
        return callTest(f.name, f.args, table, typeOf);
      case 'values':
        return valuesTest(f.name, f.property, f.values, table, typeOf);
    }
  };
  return compile(filter);
}

function typeOfOperand(operand: Operand, table: string, typeOf: TypeOf): Edm | 'null' {
  if (operand.kind === 'literal') return operand.type;
  const type = typeOf(operand.name);
  if (type === undefined) throw noProperty(operand.name, table);
  return type;
}

function compareTest(operator: string, left: Operand, right: Operand, table: string, typeOf: TypeOf): Test {
  const [a, b] = [typeOfOperand(left, table, typeOf), typeOfOperand(right, table, typeOf)];
  // A bare date is accepted where an instant is expected: midnight UTC.
  const compatible = a === b || a === 'null' || b === 'null' || (a === 'instant' && b === 'date');
  if (!compatible) {
    const edm = (t: string) =>
      `Edm.${{ string: 'String', number: 'Int32', guid: 'Guid', instant: 'DateTimeOffset', date: 'Date', boolean: 'Boolean' }[t] ?? t}`;
    throw badQuery(
      `A binary operator with incompatible types was detected. Found operand types '${edm(a)}' and '${edm(b)}' for operator kind '${operator}'.`,
    );
  }
  const type: Edm = a === 'null' ? 'string' : a;
  const read = (o: Operand): ((row: Getter) => Comparable | null) => {
    if (o.kind === 'property') return (row) => row(o.name);
    if (o.type === 'null') return () => null;
    const value =
      o.type === 'boolean' ? o.text === 'true' : o.type === 'date' && type === 'instant' ? `${o.text}T00:00:00Z` : o.text;
    return () => value;
  };
  const [x, y] = [read(left), read(right)];
  return (row) => {
    const [v, w] = [x(row), y(row)];
    if (v === null || w === null) return operator === 'eq' ? v === w : operator === 'ne' ? v !== w : false;
    const order = compareValues(v, w, type);
    return { eq: order === 0, ne: order !== 0, gt: order > 0, ge: order >= 0, lt: order < 0, le: order <= 0 }[operator] ?? false;
  };
}

function callTest(name: string, args: readonly Operand[], table: string, typeOf: TypeOf): Test {
  const [left, right] = args;
  if (left?.kind !== 'property' || right?.kind !== 'literal' || typeOfOperand(left, table, typeOf) !== 'string')
    throw badQuery(`No function signature for the function with name '${name}' matches the specified arguments.`);
  const wanted = right.text.toLowerCase();
  return (row) => {
    const value = row(left.name);
    if (typeof value !== 'string') return false;
    const text = value.toLowerCase();
    return name === 'contains' ? text.includes(wanted) : name === 'startswith' ? text.startsWith(wanted) : text.endsWith(wanted);
  };
}

function valuesTest(name: string, property: string, values: readonly string[], table: string, typeOf: TypeOf): Test {
  const wire = typeOf(property) === undefined ? `_${property}_value` : property;
  if (typeOf(wire) === undefined) throw noProperty(property, table);
  const wanted = new Set(values.map((v) => v.toLowerCase()));
  return (row) => {
    const value = row(wire);
    if (value === null) return false;
    const own = name.endsWith('ContainValues') ? String(value).split(',') : [String(value).toLowerCase()];
    return own.some((v) => wanted.has(v));
  };
}
