/** What the environment gives: `process.env`, handed in by the entries. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Why a `$…` could not be replaced, at a character offset of the text. */
export interface VariableFault {
  readonly kind: 'unset' | 'workflow-expression' | 'unclosed' | 'not-a-name';
  /** The variable's name, where it has one. */
  readonly name: string;
  readonly offset: number;
}

export interface Interpolated {
  readonly text: string;
  /** Names of the variables that were put in, in their order. */
  readonly variables: readonly string[];
  readonly faults: readonly VariableFault[];
  /** The offset in the text as written for an offset in `text`; within a variable's value, its `${`. */
  origin(offset: number): number;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
// `$${` is an escaped `${`; then a reference, closed or not.
const REFERENCE = /\$\$\{|\$\{(\{[^}]*\}?\}?|[^}]*)(\}?)/g;

/**
 * Replaces each `${NAME}` by the variable's value, once: a value is never looked at again, whatever it holds.
 * `$${` gives the text `${`. A lone `$` is a `$`.
 */
export function interpolate(raw: string, environment: Environment): Interpolated {
  const variables: string[] = [];
  const faults: VariableFault[] = [];
  const segments: { readonly start: number; readonly origin: number; readonly replaced: boolean }[] = [];
  let text = '';
  let last = 0;
  const put = (added: string, origin: number, replaced: boolean) => {
    segments.push({ start: text.length, origin, replaced });
    text += added;
  };
  for (const match of raw.matchAll(REFERENCE)) {
    const offset = match.index;
    put(raw.slice(last, offset), last, false);
    last = offset + match[0].length;
    if (match[0] === '$${') {
      put('${', offset, true);
      continue;
    }
    const name = match[1] ?? '';
    const fault = faultOf(name, match[2] === '}', environment);
    if (fault !== null) {
      faults.push({ kind: fault, name: NAME.test(name) ? name : '', offset });
      put(match[0], offset, true);
      continue;
    }
    variables.push(name);
    put(environment[name] ?? '', offset, true);
  }
  put(raw.slice(last), last, false);
  const origin = (offset: number) => {
    const segment = segments.findLast((s) => s.start <= offset);
    if (segment === undefined) return offset;
    return segment.replaced ? segment.origin : segment.origin + offset - segment.start;
  };
  return { text, variables, faults, origin };
}

function faultOf(name: string, closed: boolean, environment: Environment): VariableFault['kind'] | null {
  if (name.startsWith('{')) return 'workflow-expression';
  if (!closed) return 'unclosed';
  if (!NAME.test(name)) return 'not-a-name';
  return Object.hasOwn(environment, name) && environment[name] !== undefined ? null : 'unset';
}

/** The name in a text that is `${NAME}` and nothing else; null for anything else. */
export function soleReference(text: string): string | null {
  const match = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text);
  return match?.[1] ?? null;
}
