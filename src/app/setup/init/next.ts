import type { Credential } from '../../../model/source-setup.ts';
import type { ActionRef } from './render.ts';
import { KEY_SECRET } from './workflow.ts';

export interface NextInput {
  readonly credentials: readonly Credential[];
  /** Names of the secrets that are stored already. */
  readonly stored: readonly string[];
  readonly config: string;
  /** From the current directory; null where none was written. */
  readonly workflow: string | null;
  readonly action: ActionRef;
  readonly platform: string;
}

/** What is still to be done, as commands to copy. Pure. */
export function nextSteps({ credentials, stored, config, workflow, action, platform }: NextInput): string[] {
  const missing = credentials.filter((c) => !stored.includes(c.variable)).map(secretCommand);
  const key = stored.includes(KEY_SECRET) ? [] : [keyCommand(platform)];
  const secrets = [...missing, ...key];
  const unknownOwner = action.repository.startsWith('OWNER/');
  return [
    ...(secrets.length === 0 ? [] : ['# the secrets of the repository (each asks for its value)', ...secrets, '']),
    ...(unknownOwner && workflow !== null ? [`# in ${workflow}: replace OWNER by the owner of the action's repository`, ''] : []),
    '# commit, push, and look whether the workflow gets in; then run it',
    `git add ${[config, ...(workflow === null ? [] : [workflow])].join(' ')}`,
    'git commit -m "Sync with Highwater"',
    'git push -u origin HEAD',
    ...(workflow === null
      ? []
      : ['gh workflow run highwater.yml -f mode=check', 'gh run watch', 'gh workflow run highwater.yml']),
  ];
}

function secretCommand({ variable, key, file }: Credential): string {
  return file ? `gh secret set ${variable} < ${key}.${file}` : `gh secret set ${variable}`;
}

/** Through a pipe: what is an argument can be read by every other program of the machine. */
function keyCommand(platform: string): string {
  const random = platform === 'win32' ? `node -p "crypto.randomBytes(32).toString('base64')"` : 'openssl rand -base64 32';
  return `${random} | gh secret set ${KEY_SECRET}`;
}
