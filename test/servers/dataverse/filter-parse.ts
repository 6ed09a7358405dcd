import { badQuery, type Edm } from './model.ts';

export type Operand =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'literal'; readonly type: Edm | 'null'; readonly text: string };

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly inner: Filter }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in'; readonly left: Operand; readonly values: readonly Operand[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Operand[] }
  | { readonly kind: 'values'; readonly name: string; readonly property: string; readonly values: readonly string[] };

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))|(\d{4}-\d\d-\d\d)(?![\d-])|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_][\w.]*)|([(),=[\]]))/iy;
const COMPARISONS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const FUNCTIONS: Readonly<Record<string, number>> = { contains: 2, startswith: 2, endswith: 2 };
const VALUE_FUNCTIONS = new Set(['Microsoft.Dynamics.CRM.In', 'Microsoft.Dynamics.CRM.ContainValues']);

type Kind = 'string' | 'guid' | 'instant' | 'date' | 'number' | 'name' | 'sign';
interface Token {
  readonly kind: Kind;
  readonly text: string;
}
const KINDS: readonly Kind[] = ['string', 'guid', 'instant', 'date', 'number', 'name', 'sign'];

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    const index = match?.slice(1).findIndex((group) => group !== undefined) ?? -1;
    const kind = KINDS[index];
    if (match === null || kind === undefined) throw badQuery(`Syntax error at position ${at} in '${text}'.`);
    found.push({ kind, text: match[index + 1] ?? '' });
  }
  return found;
}

/** Parses a `$filter` (decoded); throws what the service answers to a wrong one. */
export function parseFilter(text: string): Filter {
  const all = tokens(text);
  let at = 0;
  const fail = (): never => {
    throw badQuery(`Syntax error at position ${at} in '${text}'.`);
  };
  const peek = (): Token | undefined => all[at];
  const take = (): Token => all[at++] ?? fail();
  const isName = (name: string) => peek()?.kind === 'name' && peek()?.text === name;
  const isSign = (sign: string) => peek()?.kind === 'sign' && peek()?.text === sign;
  const expect = (sign: string) => (isSign(sign) ? take() : fail());

  const binary = (kind: 'and' | 'or', operand: () => Filter): Filter => {
    let left = operand();
    while (isName(kind)) {
      take();
      left = { kind, left, right: operand() };
    }
    return left;
  };
  const or = (): Filter => binary('or', and);
  const and = (): Filter => binary('and', unary);
  const unary = (): Filter => {
    if (!isName('not')) return primary();
    take();
    return { kind: 'not', inner: unary() };
  };
  const primary = (): Filter => {
    if (isSign('(')) {
      take();
      const inner = or();
      expect(')');
      return inner;
    }
    const token = peek();
    if (token?.kind === 'name' && FUNCTIONS[token.text] !== undefined) return call(take().text);
    if (token?.kind === 'name' && VALUE_FUNCTIONS.has(token.text)) return valueCall(take().text);
    return comparison();
  };
  const call = (name: string): Filter => {
    expect('(');
    const args = [operand()];
    while (isSign(',')) {
      take();
      args.push(operand());
    }
    expect(')');
    return args.length === FUNCTIONS[name] ? { kind: 'call', name, args } : fail();
  };
  // Name(PropertyName='x',PropertyValues=['1','2'])
  const valueCall = (name: string): Filter => {
    expect('(');
    if (take().text !== 'PropertyName') fail();
    expect('=');
    const property = unquote(take().text);
    expect(',');
    if (take().text !== 'PropertyValues') fail();
    expect('=');
    expect('[');
    const values = [unquote(take().text)];
    while (isSign(',')) {
      take();
      values.push(unquote(take().text));
    }
    expect(']');
    expect(')');
    return { kind: 'values', name, property, values };
  };
  const operand = (): Operand => {
    const token = take();
    if (token.kind === 'sign') return fail();
    if (token.kind === 'string') return { kind: 'literal', type: 'string', text: unquote(token.text) };
    if (token.kind !== 'name') return { kind: 'literal', type: token.kind, text: token.text };
    if (token.text === 'null') return { kind: 'literal', type: 'null', text: '' };
    if (token.text === 'true' || token.text === 'false') return { kind: 'literal', type: 'boolean', text: token.text };
    return { kind: 'property', name: token.text };
  };
  const comparison = (): Filter => {
    const left = operand();
    const operator = take();
    if (operator.kind === 'name' && operator.text === 'in') {
      expect('(');
      const values = [operand()];
      while (isSign(',')) {
        take();
        values.push(operand());
      }
      expect(')');
      return { kind: 'in', left, values };
    }
    if (operator.kind !== 'name' || !COMPARISONS.has(operator.text)) fail();
    return { kind: 'compare', operator: operator.text, left, right: operand() };
  };
  const filter = or();
  return at === all.length ? filter : fail();
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll("''", "'");
}
