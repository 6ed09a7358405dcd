import type { WhereClause } from '@jetstreamapp/soql-parser-js';
import { malformed } from '../failure.ts';

/** A condition as a tree. The parser gives a chain of comparisons with counted parentheses; SOQL's own rules make it a tree. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly comparison: Comparison };

export interface Comparison {
  readonly field?: string;
  readonly fn?: { readonly functionName?: string; readonly parameters?: readonly unknown[] };
  readonly operator: string;
  readonly value?: string | readonly string[];
  readonly literalType?: string | readonly string[];
  readonly valueQuery?: unknown;
}

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Comparison;

function tokens(where: WhereClause): Token[] {
  const result: Token[] = [];
  let clause: WhereClause | undefined = where;
  while (clause !== undefined) {
    const left = clause.left as (Comparison & { openParen?: number; closeParen?: number }) | null;
    for (let i = 0; i < (left?.openParen ?? 0); i++) result.push('(');
    if (left !== null && 'operator' in left) result.push(left);
    for (let i = 0; i < (left?.closeParen ?? 0); i++) result.push(')');
    if ('operator' in clause) {
      result.push(clause.operator);
      clause = clause.right;
    } else clause = undefined;
  }
  return result;
}

/** Real SOQL refuses AND and OR side by side without parentheses; so does this. */
export function conditionOf(where: WhereClause): Condition {
  const list = tokens(where);
  let at = 0;
  const expression = (): Condition => {
    const parts = [term()];
    const operator = list[at];
    while (list[at] === 'AND' || list[at] === 'OR') {
      if (list[at] !== operator) throw malformed(`unexpected token: ${String(list[at])}`);
      at++;
      parts.push(term());
    }
    const only = parts[0];
    if (parts.length === 1 && only !== undefined) return only;
    return { kind: operator === 'AND' ? 'and' : 'or', parts };
  };
  const term = (): Condition => {
    const token = list[at++];
    if (token === 'NOT') return { kind: 'not', part: term() };
    if (token === '(') {
      const inner = expression();
      if (list[at++] !== ')') throw malformed("expecting a right parentheses, found 'EOF'");
      return inner;
    }
    if (token === undefined || typeof token === 'string') throw malformed(`unexpected token: '${token ?? '<EOF>'}'`);
    return { kind: 'compare', comparison: token };
  };
  const tree = expression();
  if (at !== list.length) throw malformed(`unexpected token: '${String(list[at])}'`);
  return tree;
}

/** The comparisons that must hold for the whole to hold (joined by AND at the top). */
export function required(condition: Condition | null): Comparison[] {
  if (condition === null) return [];
  if (condition.kind === 'compare') return [condition.comparison];
  return condition.kind === 'and' ? condition.parts.flatMap(required) : [];
}

export function comparisons(condition: Condition | null): Comparison[] {
  if (condition === null) return [];
  if (condition.kind === 'compare') return [condition.comparison];
  return condition.kind === 'not' ? comparisons(condition.part) : condition.parts.flatMap(comparisons);
}
