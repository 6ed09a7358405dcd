import type { Mapping, Value } from '../load/tree.ts';
import { isMapping } from '../load/tree.ts';

/** The part of a JSON schema that the declaration uses, with our own annotations; see fields.ts. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Shape[];
  readonly discriminator?: { readonly propertyName: string };
  readonly anyOf?: readonly Shape[];
  readonly const?: Value;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly default?: Value;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly Value[];
  readonly expected?: string;
  readonly fix?: string;
  readonly not?: Shape;
  readonly secret?: boolean;
  readonly literal?: boolean;
  readonly asWritten?: boolean;
  readonly shown?: boolean;
  readonly lines?: boolean;
  readonly refuses?: readonly Refusal[];
}

/** A text that is of the right form and can't be meant: an address that everybody copies, say. */
export interface Refusal {
  /** A regular expression, whatever the case. */
  readonly pattern: string;
  /** Finishes the sentence "this is …". */
  readonly is: string;
  readonly hint: string;
}

export function refusalOf({ refuses = [] }: Pick<Shape, 'refuses'>, text: string): Refusal | null {
  return refuses.find(({ pattern }) => new RegExp(pattern, 'i').test(text)) ?? null;
}

export function typesOf(shape: Shape): readonly string[] {
  if (shape.type === undefined) return [];
  return typeof shape.type === 'string' ? [shape.type] : shape.type;
}

/** The shape that a mapping has, where its tag decides between several; undefined where the tag is missing or unknown. */
export function shapeOf(shape: Shape, value: Mapping): Shape | undefined {
  const tag = shape.discriminator?.propertyName;
  if (tag === undefined) return shape;
  return shape.oneOf?.find((variant) => variant.properties?.[tag]?.const === value[tag]);
}

/** The shape of an entry of a mapping or a list; undefined for an unknown key. */
export function childShape(shape: Shape | undefined, parent: Value, step: string | number): Shape | undefined {
  if (shape === undefined) return undefined;
  if (Array.isArray(parent)) return shape.items;
  if (!isMapping(parent)) return undefined;
  const own = shapeOf(shape, parent);
  const { properties, additionalProperties } = own ?? {};
  if (properties !== undefined && Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** The names of a mapping's fields, the required ones first. */
export function fieldNames(shape: Shape | undefined): readonly string[] {
  const required = shape?.required ?? [];
  const others = Object.entries(shape?.properties ?? {}).filter(
    ([name, field]) => field.not === undefined && !required.includes(name),
  );
  return [...required, ...others.map(([name]) => name)];
}
