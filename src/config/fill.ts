import { type Environment, type Interpolated, interpolate, soleReference } from './interpolate.ts';
import type { Problems } from './problems.ts';
import { addFault, addSecretProblem } from './reference-advice.ts';
import { offsetInFile } from './scalar-offset.ts';
import { childShape, type Shape, typesOf } from './shape.ts';
import { isMapping, type Mapping, type Tree, type Value } from './tree.ts';
import { toPointer, type YamlPath } from './yaml-path.ts';

export interface Filled {
  /** `${NAME}` replaced in all values but those of secrets, which are still as written. */
  readonly root: Value;
  /** The offset in the file of a character of a filled-in text, best effort. */
  fileOffset(path: YamlPath, offset: number): number;
  /** The variables that a value was made from; where there are any, it must not be shown. */
  variablesAt(path: YamlPath): readonly string[];
  /** Names of the variables that were used. */
  readonly variables: ReadonlySet<string>;
}

/** Replaces `${NAME}` in the values of known fields. Secrets are checked for being nothing but a `${NAME}` that is set. */
export function fill(tree: Tree, text: string, shape: Shape, environment: Environment, problems: Problems): Filled {
  const variables = new Set<string>();
  const replaced = new Map<string, Interpolated>();

  const visit = (value: Value, at: Shape | undefined, path: YamlPath): Value => {
    if (at?.secret === true) return secretValue(value, path);
    if (typeof value === 'string') return at === undefined || at.literal === true ? value : fillText(value, at, path);
    if (typeof value === 'number' && at?.asWritten === true)
      return tree.places.get(toPointer(path))?.scalar?.source ?? String(value);
    if (Array.isArray(value)) return value.map((item, i) => visit(item, childShape(at, value, i), [...path, i]));
    if (!isMapping(value)) return value;
    const result: Mapping = Object.create(null);
    for (const [key, item] of Object.entries(value)) result[key] = visit(item, childShape(at, value, key), [...path, key]);
    return result;
  };

  const fillText = (raw: string, at: Shape, path: YamlPath): Value => {
    const filled = interpolate(raw, environment);
    for (const name of filled.variables) variables.add(name);
    for (const fault of filled.faults) addFault(problems, path, fault, environment, inFile(path, fault.offset));
    if (filled.faults.length > 0 || filled.variables.length === 0) return filled.text;
    replaced.set(toPointer(path), filled);
    return asType(filled.text, typesOf(at));
  };

  const secretValue = (value: Value, path: YamlPath): Value => {
    const name = typeof value === 'string' ? soleReference(value) : null;
    if (name !== null && environment[name]) variables.add(name);
    else addSecretProblem(problems, path, value, environment);
    return value;
  };

  const inFile = (path: YamlPath, offset: number): number => {
    const place = tree.places.get(toPointer(path));
    return place?.scalar === undefined ? (place?.value ?? 0) : offsetInFile(text, place.scalar, offset);
  };

  return {
    root: visit(tree.root, shape, []),
    variables,
    fileOffset: (path, offset) => inFile(path, replaced.get(toPointer(path))?.origin(offset) ?? offset),
    variablesAt: (path) => replaced.get(toPointer(path))?.variables ?? [],
  };
}

/** An environment variable is always text; where the field is a number or a switch it is read as one. */
function asType(text: string, types: readonly string[]): Value {
  if (types.includes('string')) return text;
  if ((types.includes('integer') || types.includes('number')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
