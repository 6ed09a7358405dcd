import { Secret } from '../../model/secret.ts';
import { childShape, type Shape, shapeOf } from '../declare/shape.ts';
import { type Environment, soleReference } from './interpolate.ts';
import { isMapping, type Mapping, type Value } from './tree.ts';

/**
 * The loaded form of a document that was found right: defaults filled in, secrets wrapped. `secrets` receives them.
 */
export function finish(root: Value, shape: Shape, environment: Environment, secrets: Secret[]): unknown {
  const visit = (value: Value, at: Shape | undefined): unknown => {
    if (at?.secret === true && typeof value === 'string') {
      const wrapped = new Secret(environment[soleReference(value) ?? ''] ?? '');
      secrets.push(wrapped);
      return wrapped;
    }
    if (Array.isArray(value)) return value.map((item, i) => visit(item, childShape(at, value, i)));
    if (!isMapping(value)) return value;
    const whole = withDefaults(value, at);
    return Object.fromEntries(Object.entries(whole).map(([key, item]) => [key, visit(item, childShape(at, whole, key))]));
  };
  return visit(root, shape);
}

function withDefaults(value: Mapping, at: Shape | undefined): Mapping {
  const result: Mapping = Object.assign(Object.create(null), value);
  const shape = at === undefined ? undefined : shapeOf(at, value);
  for (const [name, field] of Object.entries(shape?.properties ?? {})) {
    if (field.default !== undefined && result[name] === undefined) result[name] = field.default;
  }
  return result;
}
