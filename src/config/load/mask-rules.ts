import type { SourceDefinition } from '../../model/source-definition.ts';
import type { Problems } from '../explain/problems.ts';
import { tableEntries } from './build.ts';
import { type Environment, soleReference } from './interpolate.ts';
import { definedSources } from './rules.ts';
import { isMapping, type Value } from './tree.ts';

const LEAST_KEY = 16;

/** `hash` needs a key, and one that can't be guessed: with it every e-mail address there is could be tried. */
export function checkMasks(
  root: Value,
  definitions: readonly SourceDefinition[],
  environment: Environment,
  problems: Problems,
): void {
  const key = isMapping(root) ? root.mask_key : undefined;
  if (key !== undefined) checkKey(key, environment, problems);
  else
    for (const { name, source, definition } of definedSources(root, definitions))
      for (const { path, options } of tableEntries(source, ['sources', name], definition.naming))
        for (const [column, mask] of isMapping(options.mask) ? Object.entries(options.mask) : [])
          if (mask === 'hash')
            problems.add(
              [...path, 'mask', column],
              '`hash` needs a key.',
              'Add `mask_key: ${HIGHWATER_MASK_KEY}` at the top level, and a secret of that name: `openssl rand -hex 32` makes one.',
            );
}

function checkKey(written: Value, environment: Environment, problems: Problems): void {
  const name = typeof written === 'string' ? soleReference(written) : null;
  const value = name === null ? '' : (environment[name] ?? '');
  if (value === '' || value.length >= LEAST_KEY) return;
  problems.add(
    ['mask_key'],
    `the value of ${name} is shorter than ${LEAST_KEY} characters.`,
    'A short key can be guessed. `openssl rand -hex 32` makes a good one.',
  );
}
