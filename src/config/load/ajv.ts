import { Ajv, type ErrorObject } from 'ajv';
import { refusalOf, type Shape } from '../declare/shape.ts';
import { ANNOTATIONS, FORMATS } from './keywords.ts';
import type { Value } from './tree.ts';

export function newAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
    // It would take longer than the one check that is made.
    code: { optimize: false },
    // The schema is our own, and a test checks it: compiling the schema of schemas first would cost more than all else `validate` does.
    meta: false,
    validateSchema: false,
  });
  for (const keyword of ANNOTATIONS) {
    if (keyword !== 'refuses') ajv.addKeyword(keyword);
  }
  ajv.addKeyword({
    keyword: 'refuses',
    type: 'string',
    errors: false,
    validate: (refuses: Shape['refuses'], text: string) => refusalOf({ refuses: refuses ?? [] }, text) === null,
  });
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, validate);
  return ajv;
}

/** All that a schema finds wrong with a document. */
export function errorsOf(root: Value, schema: Shape): readonly ErrorObject[] {
  const validate = newAjv().compile(schema);
  validate(root);
  return validate.errors ?? [];
}
