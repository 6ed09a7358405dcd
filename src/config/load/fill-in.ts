import { Secret } from '../../model/secret.ts';
import { childShape, type Shape, shapeOf, typesOf } from '../declare/shape.ts';
import type { Problems } from '../explain/problems.ts';
import { addFault, addSecretProblem } from '../explain/reference-advice.ts';
import { type Environment, type Interpolated, interpolate, soleReference } from './interpolate.ts';
import { isMapping, type Mapping, type Tree, type Value } from './tree.ts';
import { offsetInFile, toPointer, type YamlPath } from './yaml-places.ts';

export interface Filled {
  /** `${NAME}` replaced in all values but those of secrets, which are still as written. */
  readonly root: Value;
  /** The offset in the file of a character of a filled-in text, best effort. */
  fileOffset(path: YamlPath, offset: number): number;
  /** The variables that a value was made from; where there are any, it must not be shown. */
  variablesAt(path: YamlPath): readonly string[];
  /** Names of the variables that were used. */
  readonly variables: ReadonlySet<string>;
  /** JSON pointers of values whose variables are not set and may be missing; such a value is still as written. */
  readonly unfilled: ReadonlySet<string>;
}

/** Says of a path whether its variables may be missing: nothing of this run needs them. */
export type MayLack = (path: YamlPath) => boolean;

/** Replaces `${NAME}` in the values of known fields. Secrets are checked for being nothing but a `${NAME}` that is set. */
export function fill(
  tree: Tree,
  text: string,
  shape: Shape,
  environment: Environment,
  problems: Problems,
  mayLack: MayLack = () => false,
): Filled {
  const filler = new Filler(tree, text, environment, problems, mayLack);
  const root = filler.visit(tree.root, shape, []);
  return {
    root,
    variables: filler.variables,
    unfilled: filler.unfilled,
    fileOffset: (path, offset) => filler.inFile(path, filler.replaced.get(toPointer(path))?.origin(offset) ?? offset),
    variablesAt: (path) => filler.replaced.get(toPointer(path))?.variables ?? [],
  };
}

class Filler {
  readonly variables = new Set<string>();
  readonly unfilled = new Set<string>();
  /** By JSON pointer. */
  readonly replaced = new Map<string, Interpolated>();
  readonly #tree: Tree;
  readonly #text: string;
  readonly #environment: Environment;
  readonly #problems: Problems;
  readonly #mayLack: MayLack;

  constructor(tree: Tree, text: string, environment: Environment, problems: Problems, mayLack: MayLack) {
    this.#mayLack = mayLack;
    this.#tree = tree;
    this.#text = text;
    this.#environment = environment;
    this.#problems = problems;
  }

  /** What has no shape is an unknown key: it stays as it is. */
  visit(value: Value, shape: Shape | undefined, path: YamlPath): Value {
    if (shape?.secret === true) return this.#secret(value, path);
    if (typeof value === 'string')
      return shape === undefined || shape.literal === true ? value : this.#fillText(value, shape, path);
    if (typeof value === 'number' && shape?.asWritten === true) return this.#scalar(path)?.source ?? String(value);
    if (Array.isArray(value)) return value.map((item, i) => this.visit(item, childShape(shape, value, i), [...path, i]));
    if (!isMapping(value)) return value;
    const result: Mapping = Object.create(null);
    for (const [key, item] of Object.entries(value))
      result[key] = this.visit(item, childShape(shape, value, key), [...path, key]);
    return result;
  }

  #fillText(raw: string, shape: Shape, path: YamlPath): Value {
    const filled = interpolate(raw, this.#environment);
    for (const name of filled.variables) this.variables.add(name);
    if (filled.faults.some(({ kind }) => kind === 'unset') && this.#mayLack(path)) {
      this.unfilled.add(toPointer(path));
      return raw;
    }
    for (const fault of filled.faults) addFault(this.#problems, path, fault, this.#environment, this.inFile(path, fault.offset));
    if (filled.faults.length > 0 || filled.variables.length === 0) return filled.text;
    this.replaced.set(toPointer(path), filled);
    return asType(filled.text, typesOf(shape));
  }

  /** Stays as written until everything is checked, so that no check can show it. */
  #secret(value: Value, path: YamlPath): Value {
    const name = typeof value === 'string' ? soleReference(value) : null;
    if (name !== null && Object.hasOwn(this.#environment, name) && this.#environment[name]) this.variables.add(name);
    else if (name !== null && this.#mayLack(path)) this.unfilled.add(toPointer(path));
    else addSecretProblem(this.#problems, path, value, this.#environment);
    return value;
  }

  #scalar(path: YamlPath) {
    return this.#tree.places.get(toPointer(path))?.scalar;
  }

  /** The offset in the file of a character of a value as written. */
  inFile(path: YamlPath, offset: number): number {
    const scalar = this.#scalar(path);
    return scalar === undefined ? (this.#tree.places.get(toPointer(path))?.value ?? 0) : offsetInFile(this.#text, scalar, offset);
  }
}

/** An environment variable is always text; where the field is a number or a switch it is read as one. */
function asType(text: string, types: readonly string[]): Value {
  if (types.includes('string')) return text;
  if ((types.includes('integer') || types.includes('number')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** The loaded form of a document that was found right. */
export interface Completed {
  /** With defaults filled in and secrets wrapped. */
  readonly document: unknown;
  readonly secrets: Secret[];
  /** Secrets of one line by nature whose value ends with a line break. */
  readonly lineBreaks: readonly { readonly path: YamlPath; readonly variable: string }[];
}

export function complete(root: Value, shape: Shape, environment: Environment): Completed {
  const secrets: Secret[] = [];
  const lineBreaks: { path: YamlPath; variable: string }[] = [];
  const wrapped = (written: string, { lines }: Shape, path: YamlPath): Secret => {
    const variable = soleReference(written) ?? '';
    const value = environment[variable] ?? '';
    const secret = new Secret(value);
    if (value !== '') secrets.push(secret);
    if (lines !== true && /[\r\n]$/.test(value)) lineBreaks.push({ path, variable });
    return secret;
  };
  const visit = (value: Value, at: Shape | undefined, path: YamlPath): unknown => {
    if (at?.secret === true && typeof value === 'string') return wrapped(value, at, path);
    if (Array.isArray(value)) return value.map((item, i) => visit(item, childShape(at, value, i), [...path, i]));
    if (!isMapping(value)) return value;
    const whole = withDefaults(value, at);
    const entries = Object.entries(whole).map(([key, item]) => [key, visit(item, childShape(at, whole, key), [...path, key])]);
    return Object.fromEntries(entries);
  };
  return { document: visit(root, shape, []), secrets, lineBreaks };
}

function withDefaults(value: Mapping, at: Shape | undefined): Mapping {
  const result: Mapping = Object.assign(Object.create(null), value);
  const shape = at === undefined ? undefined : shapeOf(at, value);
  for (const [name, field] of Object.entries(shape?.properties ?? {})) {
    if (field.default !== undefined && result[name] === undefined) result[name] = field.default;
  }
  return result;
}
