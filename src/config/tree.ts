import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, visit } from 'yaml';
import { toPointer, type YamlPath } from './yaml-path.ts';

/** The document as plain data. Mappings have no prototype, so any key is just a key. */
export type Value = null | boolean | number | string | Value[] | Mapping;
export interface Mapping {
  [key: string]: Value;
}

export function isMapping(value: Value | undefined): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where an entry stands in the file's text, in characters from 0. */
export interface Place {
  /** Start of its key; absent in a list. */
  readonly key?: number;
  readonly value: number;
  /** The node, where it is a scalar: for its text as written and for positions within it. */
  readonly scalar?: Scalar;
}

export interface Tree {
  readonly root: Value;
  /** By JSON pointer. */
  readonly places: ReadonlyMap<string, Place>;
  readonly faults: readonly TreeFault[];
}

export interface TreeFault {
  readonly kind: 'too-deep' | 'too-large' | 'alias' | 'key' | 'merge' | 'tag';
  readonly offset: number;
}

const DEEPEST = 40;
// Aliases multiply: a hundred lines can stand for billions of nodes.
const MOST_NODES = 100_000;

/** Turns a parsed YAML document into plain data, following aliases and merge keys, within bounds. */
export function toTree(document: Document.Parsed): Tree {
  const places = new Map<string, Place>();
  const faults: TreeFault[] = [];
  const anchored = aliasTargets(document);
  let nodes = 0;

  const fault = (kind: TreeFault['kind'], offset: number): null => {
    if (!faults.some((f) => f.kind === kind)) faults.push({ kind, offset });
    return null;
  };

  const resolve = (node: unknown): unknown => {
    if (!isAlias(node)) return node;
    return anchored.get(node) ?? fault('alias', offsetOf(node) ?? 0);
  };

  const value = (node: unknown, path: YamlPath, place: { key?: number }): Value => {
    const target = resolve(node);
    const start = offsetOf(node) ?? place.key ?? 0;
    places.set(toPointer(path), { ...place, value: start, ...(isScalar(target) ? { scalar: target } : {}) });
    nodes++;
    if (path.length > DEEPEST) return fault('too-deep', start);
    if (nodes > MOST_NODES) return fault('too-large', start);
    if (isMap(target)) return mapping(target.items, path);
    if (isSeq(target)) return target.items.map((item, i) => value(item, [...path, i], {}));
    return isScalar(target) ? plain(target) : null;
  };

  const mapping = (items: readonly Pair[], path: YamlPath): Mapping => {
    const result: Mapping = Object.create(null);
    for (const pair of items) if (!isMergeKey(pair.key)) entry(pair, result, path);
    for (const pair of items) if (isMergeKey(pair.key)) merge(pair.value, result, path);
    return result;
  };

  const entry = (pair: Pair, result: Mapping, path: YamlPath): void => {
    const key = resolve(pair.key);
    const offset = offsetOf(pair.key);
    if (!isScalar(key)) fault('key', offset ?? 0);
    else result[nameOf(key)] = value(pair.value, [...path, nameOf(key)], offset === undefined ? {} : { key: offset });
  };

  /** `<<: *anchor`, or a list of such: brings in what is not written beside it. */
  const merge = (from: unknown, result: Mapping, path: YamlPath): void => {
    const target = resolve(from);
    for (const item of isSeq(target) ? target.items : [target]) {
      const source = resolve(item);
      if (!isMap(source)) fault('merge', offsetOf(from) ?? 0);
      else if (nodes <= MOST_NODES) {
        const missing = source.items.filter((p) => !isScalar(p.key) || isMergeKey(p.key) || !(nameOf(p.key) in result));
        nodes += source.items.length;
        if (path.length <= DEEPEST && !missing.some((p) => isMergeKey(p.key))) Object.assign(result, mapping(missing, path));
        else fault('merge', offsetOf(from) ?? 0);
      }
    }
  };

  const tagged = document.warnings.find((w) => w.code === 'TAG_RESOLVE_FAILED');
  if (tagged !== undefined) fault('tag', tagged.pos[0]);
  return { root: value(document.contents, [], {}), places, faults };
}

/** What each alias stands for: the nearest anchor of its name before it. */
function aliasTargets(document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === Scalar.PLAIN;
}

function nameOf(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? '');
}

/** YAML 1.1 documents may hold dates and binary; those are taken as written. */
function plain(scalar: Scalar): Value {
  const { value } = scalar;
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  return scalar.source ?? '';
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}
