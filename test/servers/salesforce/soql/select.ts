import type { FieldType as SelectItem, Subquery } from '@jetstreamapp/soql-parser-js';
import { invalidField, malformed, notModelled } from '../failure.ts';
import type { Org } from '../org.ts';
import type { ChildRelationship, SObject, StoredRecord } from '../schema.ts';
import { csvValue, jsonValue } from '../values.ts';
import { type Path, resolve } from './path.ts';

/** What a plain query selects: fields, and the child subqueries that REST allows. */
export interface Projection {
  readonly paths: readonly Path[];
  readonly children: readonly { readonly relationship: ChildRelationship; readonly query: Subquery }[];
}

/** Answers a child subquery of one record as JSON (`{"totalSize":…,"records":[…]}`), or `null` where it has no rows. */
export type ChildAnswer = (child: Projection['children'][number], parent: StoredRecord) => string;

export function projectionOf(org: Org, object: SObject, items: readonly SelectItem[]): Projection {
  const paths: Path[] = [];
  const children: Projection['children'][number][] = [];
  for (const item of items) {
    if (item.type === 'Field') paths.push(resolve(org, object, item.field));
    else if (item.type === 'FieldRelationship') paths.push(resolve(org, object, [...item.relationships, item.field].join('.')));
    else if (item.type === 'FieldSubquery')
      children.push({ relationship: childOf(object, item.subquery.relationshipName), query: item.subquery });
    else throw notModelled(item.type === 'FieldTypeof' ? 'TYPEOF' : 'functions beside plain fields');
  }
  const seen = new Set<string>();
  for (const { names } of paths) {
    const name = names.join('.');
    if (seen.has(name)) throw malformed(`duplicate field selected: ${name}`);
    seen.add(name);
  }
  return { paths, children };
}

function childOf(object: SObject, name: string): ChildRelationship {
  const child = object.children?.find((c) => c.relationshipName.toLowerCase() === name.toLowerCase());
  if (child !== undefined) return child;
  throw invalidField(
    `\nERROR at Row:1:Column:8\nDidn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

interface Node {
  readonly path: Path | null;
  readonly inner: Map<string, Node>;
}

/** Writes records as REST does: attributes first, related records as nested objects. */
export function jsonWriter(
  base: string,
  { paths, children }: Projection,
  answer: ChildAnswer,
): (object: SObject, record: StoredRecord) => string {
  const root: Node = { path: null, inner: new Map() };
  for (const path of paths) {
    let node = root;
    for (const name of path.names) {
      const next: Node = node.inner.get(name) ?? { path, inner: new Map() };
      node.inner.set(name, next);
      node = next;
    }
  }
  return (object, record) => {
    const parts = [
      attributes(base, object, record),
      ...[...root.inner].map(([name, node]) => `"${name}":${write(base, node, record)}`),
    ];
    for (const child of children) parts.push(`"${child.relationship.relationshipName}":${answer(child, record)}`);
    return `{${parts.join(',')}}`;
  };
}

function attributes(base: string, object: SObject, record: StoredRecord): string {
  return `"attributes":{"type":"${object.name}","url":"${base}/sobjects/${object.name}/${String(record.Id)}"}`;
}

function write(base: string, node: Node, record: StoredRecord): string {
  const { path } = node;
  if (path === null) return 'null';
  if (node.inner.size === 0) return jsonValue(path.field, path.read(record));
  const related = path.owner(record);
  if (related === null) return 'null';
  const inner = [...node.inner].map(([name, next]) => `"${name}":${write(base, next, record)}`);
  return `{${[attributes(base, related.object, related.record), ...inner].join(',')}}`;
}

/** Writes records as Bulk API 2.0 does; related fields are `"Owner.Name"` in the header. */
export function csvHeader({ paths }: Projection): string {
  return paths.map((p) => `"${p.names.join('.')}"`).join(',');
}

export function csvWriter({ paths }: Projection): (record: StoredRecord) => string {
  return (record) => paths.map((p) => csvValue(p.field, p.read(record))).join(',');
}
