import { parse } from 'yaml';
import type { Credential, TableDraft } from '../../../model/source-setup.ts';
import type { SourceDraft } from './credentials.ts';

const WIDTH = 110;

/** Where the workflow's `uses:` finds the action. */
export interface ActionRef {
  /** `OWNER/highwater`. */
  readonly repository: string;
  /** A tag, or a commit. */
  readonly ref: string;
}

const NOTIFY = [
  '# To be told when a sync fails and when it works again, remove the # of these lines (docs/notify.md).',
  '# notify:',
  '#   - github_issue: true # also add `issues: write` to the permissions in the workflow',
  '#   - slack: ${SLACK_WEBHOOK_URL} # or teams: ${TEAMS_WEBHOOK_URL}; also set it in the `env:` of the workflow',
];

/** The text of highwater.yml. Pure; what it says is checked by loadConfig before it is written. */
export function renderConfig(sources: readonly SourceDraft[], action: ActionRef): string {
  const schema = `https://raw.githubusercontent.com/${action.repository}/${action.ref}/schemas/highwater.schema.json`;
  return [
    `# yaml-language-server: $schema=${schema}`,
    '# Written by `highwater init`. With the line above, your editor completes all keys; docs/configuration.md explains them.',
    'version: 1',
    '',
    'sources:',
    ...sources.flatMap((source, i) => [...(i === 0 ? [] : ['']), ...renderSource(source)]),
    '',
    'run:',
    '  # Reads every row of a table again once a day. This finds all deletes, and changes that no cursor shows.',
    '  full_sync_every: 1d',
    '',
    ...NOTIFY,
    '',
  ].join('\n');
}

function renderSource(source: SourceDraft): string[] {
  const { name, type, connection, flow, auth, credentials, groups, tables } = source;
  const fields = Object.entries(connection).map(([key, value]) => `    ${key}: ${scalar(value)}`);
  const signIn: [string, string][] = [
    ['flow', flow.flow],
    ...Object.entries(auth).map(plainField),
    ...credentials.map(reference),
  ];
  return [
    `  ${name}: # the name of the schema in DuckDB`,
    `    type: ${type}`,
    ...fields,
    `    # ${'${NAME}'} comes from the environment: the workflow's \`env:\` sets it from the repository's secrets.`,
    ...mapping('auth', signIn),
    ...groups.flatMap((group) =>
      mapping(group.key, [...Object.entries(group.fields).map(plainField), ...group.credentials.map(reference)]),
    ),
    '    tables:',
    ...renderTables(tables),
  ];
}

const reference = ({ key, variable }: Credential): [string, string] => [key, `"\${${variable}}"`];
const plainField = ([key, value]: [string, string]): [string, string] => [key, scalar(value)];

/** On one line where it fits. */
function mapping(key: string, entries: readonly (readonly [string, string])[]): string[] {
  const line = `    ${key}: { ${entries.map(([k, v]) => `${k}: ${v}`).join(', ')} }`;
  if (line.length <= WIDTH) return [line];
  return [`    ${key}:`, ...entries.map(([k, v]) => `      ${k}: ${v}`)];
}

function renderTables(tables: readonly TableDraft[]): string[] {
  const lines = tables.map((table) => {
    const options = Object.entries(table.options).map(([key, value]) => `${key}: ${scalar(value)}`);
    return `${scalar(table.pattern)}: ${options.length === 0 ? '{}' : `{ ${options.join(', ')} }`}`;
  });
  const column = Math.min(64, Math.max(...lines.map((line) => line.length)));
  return tables.map(({ comment, off }, i) => {
    const line = `${off ? '# ' : ''}${lines[i] ?? ''}`;
    return `      ${comment === '' ? line : `${line.padEnd(column)}  # ${comment}`}`;
  });
}

/** A text as YAML reads it back: plain where it may be, also within braces. */
export function scalar(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlain = /^[A-Za-z_][\w.-]*$/.test(value) || /^https?:\/\/[\w.:/-]*[\w/]$/.test(value);
  return isPlain && parse(value) === value ? value : JSON.stringify(value);
}
