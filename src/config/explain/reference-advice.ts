import { type Environment, soleReference, type VariableFault } from '../load/interpolate.ts';
import type { Value } from '../load/tree.ts';
import type { YamlPath } from '../load/yaml-places.ts';
import { nearest } from './nearest.ts';
import type { Problems } from './problems.ts';

/** Says why a `${…}` could not be replaced, at its own place in the file. */
export function addFault(
  problems: Problems,
  path: YamlPath,
  fault: VariableFault,
  environment: Environment,
  offset: number,
): void {
  if (fault.kind === 'unset')
    problems.add(path, `the environment variable ${fault.name} is not set.`, unsetHint(fault.name, environment), { offset });
  else problems.add(path, ...FAULTS[fault.kind], { offset });
}

const FAULTS: Readonly<Record<Exclude<VariableFault['kind'], 'unset'>, readonly [message: string, hint: string]>> = {
  'workflow-expression': [
    '${{ … }} is replaced in workflow files only.',
    'Write ${NAME} here, and pass the value to the step in the workflow: `env:` with `NAME: ${{ secrets.NAME }}`.',
  ],
  unclosed: ['a ${ has no closing }.', 'Write ${NAME}. To write the characters ${ themselves, use $${.'],
  'not-a-name': [
    'the text between ${ and } is not the name of an environment variable.',
    'A name has only letters, digits and _, and no default: ${NAME}. To write the characters ${ themselves, use $${.',
  ],
};

function unsetHint(name: string, environment: Environment): string {
  const known = Object.keys(environment).filter((n) => environment[n] !== undefined && n.length > 3);
  const near = name.length > 3 ? nearest(name, known) : undefined;
  const guess = near === undefined ? '' : ` ${near} is set. Did you mean that?`;
  return `In a workflow, pass it to the step: \`env:\` with \`${name}: \${{ secrets.${name} }}\`. On a terminal: export ${name}=….${guess}`;
}

/** Says what is wrong with the value of a secret field, without showing it. */
export function addSecretProblem(problems: Problems, path: YamlPath, value: Value, environment: Environment): void {
  const name = typeof value === 'string' ? soleReference(value) : null;
  if (name !== null && (environment[name] === undefined || !Object.hasOwn(environment, name))) {
    problems.add(path, `the environment variable ${name} is not set.`, unsetHint(name, environment));
  } else if (name !== null) {
    problems.add(path, `the environment variable ${name} is empty.`, EMPTY_HINT);
  } else {
    const [message, hint] = secretAdvice(value, suggestedName(path));
    problems.add(path, message, hint);
  }
}

const EMPTY_HINT =
  'In a workflow, a secret that does not exist is empty text. Compare its name with Settings → Secrets and variables → Actions. Pull requests from forks get no secrets.';

function secretAdvice(value: Value, name: string): readonly [message: string, hint: string] {
  if (value === null)
    return ['it is empty; expected a secret, written as ${NAME}.', `Write \${${name}} and set the environment variable ${name}.`];
  if (typeof value === 'string' && value.includes('${{')) return FAULTS['workflow-expression'];
  // The name is not shown: it may be a secret that starts with $.
  const bare = typeof value === 'string' && /^\$[A-Za-z_][A-Za-z0-9_]*$/.test(value);
  if (bare)
    return ['expected a secret, written as ${NAME}, with braces.', `Write \${${name}} and set the environment variable ${name}.`];
  if (typeof value === 'string' && /\$\{[A-Za-z_][A-Za-z0-9_]*\}/.test(value)) {
    return [
      'expected nothing but ${NAME}: a secret is the whole value of one variable.',
      'Put all of the text into the environment variable.',
    ];
  }
  return [
    'the secret itself stands in the file (not shown here); expected ${NAME}.',
    `Remove it, write \${${name}} and set the environment variable ${name}. If the file was ever committed or shared, replace the secret at the service: it is known.`,
  ];
}

/** `sources.crm.auth.client_secret` → CRM_CLIENT_SECRET, `notify.0.slack` → NOTIFY_SLACK. */
function suggestedName(path: YamlPath): string {
  const owner = typeof path[1] === 'number' ? path[0] : path[1];
  const words = [owner, path.at(-1)].map((step) => String(step ?? '').replaceAll(/[^A-Za-z0-9]+/g, '_'));
  return words.join('_').toUpperCase();
}
