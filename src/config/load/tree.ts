import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, visit } from 'yaml';
import { toPointer, type YamlPath } from './yaml-places.ts';

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
  return new TreeBuilder(document).build();
}

class TreeBuilder {
  readonly #document: Document.Parsed;
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #places = new Map<string, Place>();
  readonly #faults: TreeFault[] = [];
  #nodes = 0;

  constructor(document: Document.Parsed) {
    this.#document = document;
    this.#targets = aliasTargets(document);
  }

  build(): Tree {
    const tagged = this.#document.warnings.find((w) => w.code === 'TAG_RESOLVE_FAILED');
    if (tagged !== undefined) this.#fault('tag', tagged.pos[0]);
    const root = this.#value(this.#document.contents, [], {});
    return { root, places: this.#places, faults: this.#faults };
  }

  #value(node: unknown, path: YamlPath, place: { key?: number }): Value {
    const target = this.#resolve(node);
    const start = offsetOf(node) ?? place.key ?? 0;
    this.#places.set(toPointer(path), { ...place, value: start, ...(isScalar(target) ? { scalar: target } : {}) });
    this.#nodes++;
    if (path.length > DEEPEST) return this.#fault('too-deep', start);
    if (this.#nodes > MOST_NODES) return this.#fault('too-large', start);
    if (isMap(target)) return this.#mapping(target.items, path);
    if (isSeq(target)) return target.items.map((item, i) => this.#value(item, [...path, i], {}));
    return isScalar(target) ? plain(target) : null;
  }

  #mapping(items: readonly Pair[], path: YamlPath): Mapping {
    const result: Mapping = Object.create(null);
    for (const pair of items) if (!isMergeKey(pair.key)) this.#entry(pair, result, path);
    for (const pair of items) if (isMergeKey(pair.key)) this.#merge(pair.value, result, path);
    return result;
  }

  #entry(pair: Pair, result: Mapping, path: YamlPath): void {
    const key = this.#resolve(pair.key);
    const offset = offsetOf(pair.key);
    if (!isScalar(key)) this.#fault('key', offset ?? 0);
    else result[nameOf(key)] = this.#value(pair.value, [...path, nameOf(key)], offset === undefined ? {} : { key: offset });
  }

  /** `<<: *anchor`, or a list of such: brings in what is not written beside it. Merges within merges could multiply without end. */
  #merge(from: unknown, result: Mapping, path: YamlPath): void {
    const target = this.#resolve(from);
    for (const item of isSeq(target) ? target.items : [target]) {
      const source = this.#resolve(item);
      if (!isMap(source) || source.items.some((pair) => isMergeKey(pair.key))) {
        this.#fault('merge', offsetOf(from) ?? 0);
      } else if (path.length <= DEEPEST && this.#nodes <= MOST_NODES) {
        this.#nodes += source.items.length;
        const missing = source.items.filter(({ key }) => !isScalar(key) || !(nameOf(key) in result));
        Object.assign(result, this.#mapping(missing, path));
      }
    }
  }

  #resolve(node: unknown): unknown {
    if (!isAlias(node)) return node;
    return this.#targets.get(node) ?? this.#fault('alias', offsetOf(node) ?? 0);
  }

  #fault(kind: TreeFault['kind'], offset: number): null {
    if (!this.#faults.some((f) => f.kind === kind)) this.#faults.push({ kind, offset });
    return null;
  }
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
