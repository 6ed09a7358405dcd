import type { Shape } from '../declare/shape.ts';
import type { Value } from '../load/tree.ts';
import type { YamlPath } from '../load/yaml-path.ts';
import type { Spot } from './problems.ts';

/** An error in the user's words, and where it is shown. */
export interface Explanation {
  readonly path: YamlPath;
  readonly message: string;
  readonly hint: string;
  readonly spot: Spot;
}

/** One of ajv's errors, as the explainers see it. */
export interface Found {
  readonly path: YamlPath;
  readonly shape: Shape;
  readonly value: Value;
  readonly params: Readonly<Record<string, unknown>>;
  /** The variables that the value was made from; where there are any, it is not shown. */
  readonly variables: readonly string[];
}

/** Path and spot where they differ from the error's own: the value that ajv found wrong. */
export type Words = Pick<Explanation, 'message' | 'hint'> & Partial<Explanation>;

/** Puts an error of one keyword into words; null where another error says it better. */
export type Explainer = (found: Found) => Words | null;
