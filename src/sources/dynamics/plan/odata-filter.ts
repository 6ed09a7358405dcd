import type { FilterProblem } from '../../../model/contract.ts';
import { FilterError, type FilterToken, filterTokens, foreign, inOData } from './odata-tokens.ts';

const COMPARISONS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const ARITHMETIC = new Set(['add', 'sub', 'mul', 'div', 'mod']);
const WORDS = new Set([...COMPARISONS, ...ARITHMETIC, 'and', 'or', 'not', 'in']);
const EXAMPLE = "Write one OData condition, such as statecode eq 0 and startswith(name,'A').";

/**
 * Checks that a text is one OData `$filter` condition and nothing more: it can then stand in parentheses beside the window's own, and can't widen it.
 * Whether its columns exist is for the service to say. Resolves to null where all is well.
 */
export async function checkFilter(condition: string): Promise<FilterProblem | null> {
  const problem = problemOf(condition);
  if (problem === null) return null;
  const right = inOData(condition);
  return problemOf(right) === null ? { ...problem, hint: `In OData this is written: ${right}` } : problem;
}

function problemOf(condition: string): FilterProblem | null {
  try {
    new Parser(condition).condition();
    return null;
  } catch (error) {
    if (error instanceof FilterError) return error.problem;
    throw error;
  }
}

/** A recursive descent through the part of OData's grammar that Dataverse knows. */
class Parser {
  readonly #condition: string;
  readonly #tokens: readonly FilterToken[];
  #at = 0;
  /** The failure that got furthest: where one reading of a parenthesis fails another may not. */
  #furthest: FilterError | null = null;

  constructor(condition: string) {
    this.#condition = condition;
    this.#tokens = filterTokens(condition);
  }

  condition(): void {
    if (this.#tokens.length === 0) throw new FilterError('The condition is empty.', EXAMPLE, 0);
    this.#or();
    const rest = this.#peek();
    if (rest === undefined) return;
    if (rest.text === ')') throw this.#fail('This closing parenthesis has no opening one.');
    throw this.#fail(`The condition ends before ${rest.text}.`);
  }

  #or(): void {
    this.#and();
    while (this.#takes('or')) this.#and();
  }

  #and(): void {
    this.#not();
    while (this.#takes('and')) this.#not();
  }

  #not(): void {
    while (this.#takes('not'));
    this.#primary();
  }

  #primary(): void {
    if (this.#peek()?.text === '(' && this.#tries(() => this.#group())) return;
    const start = this.#peek();
    const isCondition = this.#operand();
    const operator = this.#peek();
    if (operator !== undefined && operator.kind === 'name' && COMPARISONS.has(operator.text)) {
      this.#at++;
      this.#operand();
    } else if (this.#takes('in')) this.#arguments(false);
    else if (!isCondition) throw this.#incomplete(start);
  }

  /** A condition in parentheses that is not the left side of a comparison. */
  #group(): void {
    this.#expect('(');
    this.#or();
    this.#expect(')');
    const next = this.#peek();
    if (next?.kind === 'name' && (COMPARISONS.has(next.text) || ARITHMETIC.has(next.text))) throw this.#fail('Not a condition.');
  }

  /** A value; true where it can stand as a condition by itself (a call). */
  #operand(): boolean {
    let isCondition = this.#term();
    while (ARITHMETIC.has(this.#peek()?.text ?? '')) {
      this.#at++;
      this.#term();
      isCondition = false;
    }
    return isCondition;
  }

  #term(): boolean {
    const token = this.#peek();
    if (token === undefined) throw this.#fail('The condition is incomplete.');
    if (token.text === '(') {
      this.#at++;
      this.#operand();
      this.#expect(')');
      return false;
    }
    if (token.kind === 'sign' || (token.kind === 'name' && WORDS.has(token.text)))
      throw this.#fail(`A value is missing before ${token.text}.`);
    this.#at++;
    if (token.kind !== 'name' || this.#peek()?.text !== '(') return false;
    this.#arguments(/\/(any|all)$/.test(token.text));
    return true;
  }

  /** `(a, b)`, `(Name='x',Values=['y'])`, or of a lambda `(o:o/name eq 'x')`. */
  #arguments(isLambda: boolean): void {
    this.#expect('(');
    if (this.#takes(')')) return;
    if (isLambda) {
      this.#at++;
      this.#expect(':');
      this.#or();
    } else {
      do this.#argument();
      while (this.#takes(','));
    }
    this.#expect(')');
  }

  #argument(): void {
    if (this.#tokens[this.#at + 1]?.text === '=' && this.#peek()?.kind === 'name') this.#at += 2;
    if (!this.#takes('[')) {
      this.#operand();
      return;
    }
    if (this.#takes(']')) return;
    do this.#operand();
    while (this.#takes(','));
    this.#expect(']');
  }

  #peek(): FilterToken | undefined {
    return this.#tokens[this.#at];
  }

  #takes(text: string): boolean {
    const token = this.#peek();
    if (token?.text !== text || token.kind === 'text') return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw this.#fail(`${text} is missing here.`);
  }

  #tries(read: () => void): boolean {
    const start = this.#at;
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.#at = start;
      return false;
    }
  }

  #incomplete(start: FilterToken | undefined): FilterError {
    const name = start?.text ?? 'this';
    const next = this.#peek();
    if (next?.kind === 'name' && /^(like|is|between|null)$/i.test(next.text))
      return this.#fail(`OData has no ${next.text}.`, "Write contains(name,'x'), eq null, or ge and le.");
    if (next?.kind === 'name' && COMPARISONS.has(next.text.toLowerCase()))
      return this.#fail(`OData's words are written in lower case: ${next.text.toLowerCase()}.`);
    return this.#fail(
      `${name} alone is not a condition.`,
      `Compare it, as in ${/^[\w/]+$/.test(name) ? name : 'statecode'} eq 0; a yes/no column with eq true.`,
    );
  }

  #fail(message: string, hint = EXAMPLE): FilterError {
    const token = this.#peek();
    const offset = token?.offset ?? this.#condition.length;
    const error = token?.text === '=' ? foreign(this.#condition, offset) : new FilterError(message, hint, offset);
    if (this.#furthest === null || error.problem.offset >= this.#furthest.problem.offset) this.#furthest = error;
    return this.#furthest;
  }
}
