import { randomBytes } from 'node:crypto';
import { join, relative } from 'node:path';
import { loadConfigText } from '../../../config/load/load.ts';
import type { SourceDefinition } from '../../../model/source-definition.ts';
import type { Credential } from '../../../model/source-setup.ts';
import { EXIT } from '../../terminal/failure.ts';
import { wrong } from '../ask.ts';
import { GithubCliError, openSecretStore } from '../auth/github-secret.ts';
import { type Setup, withSetup } from '../setup.ts';
import { completed, type SourceDraft, type Values, variablesOf } from './credentials.ts';
import { draftSource } from './draft-source.ts';
import { type CommonInitFlags, type InitFlags, initFlags } from './flags.ts';
import { type ActionRef, renderConfig } from './render.ts';
import { ReplacedTokens } from './replaced-tokens.ts';
import {
  mayWrite,
  ownActionRef,
  parseActionRef,
  pathInRepository,
  releasedActionRef,
  repositoryRoot,
  writeWhole,
} from './repository.ts';
import { KEY_SECRET, renderWorkflow } from './workflow.ts';

/** `highwater init`. Resolves to the exit code. */
export function initCommand(
  given: CommonInitFlags & Readonly<Record<string, unknown>>,
  definitions: readonly SourceDefinition[],
): Promise<number> {
  const flags = initFlags(given, definitions);
  return withSetup(definitions, async (setup) => {
    const { asker } = setup;
    const root = repositoryRoot(process.cwd());
    const workflow = relative('', join(root, '.github', 'workflows', 'highwater.yml'));
    // Without a terminal, every file that is in the way is reported at once, before anything is done.
    const atOnce = asker.canAsk || flags.workflow === false ? [flags.config] : [flags.config, workflow];
    if (!(await mayWrite(atOnce, flags, asker))) {
      asker.say('Nothing was written.');
      return EXIT.succeeded;
    }
    const action = await actionOf(flags);
    const replaced = new ReplacedTokens();
    const looking = { ...setup, deps: { ...setup.deps, vaults: replaced } };
    const { sources, values } = await draftSources(flags, action, looking);
    await writeConfig(flags.config, sources, values, action, setup);
    const written = (await wantsWorkflow(flags, workflow, setup)) ? workflow : null;
    if (written !== null) await writeWorkflow(written, pathInRepository(root, flags.config), sources, action, setup);

    const stored = await storeSecrets(replaced.newest(values), setup);
    await replaced.keepOthers(values, stored, setup);
    const credentials = variablesOf(sources);
    const { platform } = process;
    asker.commands('Next:', nextSteps({ credentials, stored, config: flags.config, workflow: written, action, platform }));
    return EXIT.succeeded;
  });
}

async function writeConfig(
  file: string,
  sources: readonly SourceDraft[],
  values: Values,
  action: ActionRef,
  { asker, env, definitions }: Setup,
): Promise<void> {
  const text = renderConfig(sources, action);
  const variables = variablesOf(sources).map((c) => c.variable);
  // The same check as a run makes.
  await loadConfigText(file, text, completed(env, values, variables), definitions);
  await writeWhole(file, text);
  asker.say(`Wrote ${file}.`);
}

async function writeWorkflow(
  file: string,
  config: string,
  sources: readonly SourceDraft[],
  action: ActionRef,
  { asker }: Setup,
): Promise<void> {
  const variables = variablesOf(sources).map((c) => c.variable);
  const oidc = sources.some((s) => s.flow.needsIdToken === true);
  await writeWhole(file, renderWorkflow({ action, variables, config, oidc }));
  asker.say(`Wrote ${file}.`);
}

async function wantsWorkflow(flags: InitFlags, file: string, { asker }: Setup): Promise<boolean> {
  if (!asker.canAsk) return flags.workflow ?? true;
  const message = `Write the workflow too (${file}: a sync every two hours, a full sync every night)?`;
  const instead = '--workflow or --no-workflow';
  const wanted = flags.workflow ?? (flags.yes || (await asker.confirm({ message, instead, initial: true })));
  return wanted && mayWrite([file], flags, asker);
}

async function actionOf(flags: InitFlags): Promise<ActionRef> {
  if (flags.action === undefined)
    return (
      (await ownActionRef(import.meta.dirname)) ??
      (await releasedActionRef(import.meta.dirname)) ?? { repository: 'OWNER/highwater', ref: 'v1' }
    );
  const given = parseActionRef(flags.action);
  if (given === null)
    throw wrong(`--action ${flags.action}: expected OWNER/NAME@REF.`, 'For example --action acme/highwater@v1.');
  return given;
}

async function draftSources(
  flags: InitFlags,
  action: ActionRef,
  setup: Setup,
): Promise<{ sources: readonly SourceDraft[]; values: Values }> {
  const { asker } = setup;
  const sources: SourceDraft[] = [];
  let values: Values = {};
  // The options speak of the first source.
  let given = flags;
  for (;;) {
    const drafted = await draftSource(given, sources, action, setup);
    sources.push(drafted.source);
    values = { ...values, ...drafted.values };
    if (!asker.canAsk || flags.yes) break;
    if (!(await asker.confirm({ message: 'Another source?', instead: 'one source per command', initial: false }))) break;
    const { config, connect } = flags;
    given = { config, connect, ofSource: {} };
  }
  return { sources, values };
}

/** Offers to hand the values that were used here to GitHub. Returns the names of the secrets that are stored. */
async function storeSecrets(values: Values, { asker }: Setup): Promise<readonly string[]> {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  if (!asker.canAsk || given.length === 0) return [];
  const stored: string[] = [];
  try {
    const store = await openSecretStore(null);
    // A new key would make the state unreadable that was saved with the old one.
    const hasKey = (await store.names()).includes(KEY_SECRET);
    const key = [KEY_SECRET, randomBytes(32).toString('base64')] as const;
    const secrets = hasKey ? given : [...given, key];
    const names = secrets.map(([name]) => name).join(', ');
    const made = hasKey ? '' : ` (${KEY_SECRET} is created now; it encrypts the saved state)`;
    const message = `Store ${names} as secrets of ${store.repository} now?${made}`;
    if (hasKey) stored.push(KEY_SECRET);
    if (!(await asker.confirm({ message, instead: '', initial: true }))) return stored;
    for (const [name, value] of secrets) {
      await store.set(name, value);
      stored.push(name);
    }
    asker.say(`Stored ${names}.`);
  } catch (error) {
    if (!(error instanceof GithubCliError)) throw error;
    // Then the commands are printed, to be run when gh is there.
    asker.warn(
      `${error.message} In the browser, set secrets in the repository under Settings > Secrets and variables > Actions.`,
    );
  }
  return stored;
}

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
    ...(secrets.length === 0 ? [] : ['# set the secrets of the repository (each command asks for the value)', ...secrets, '']),
    ...(unknownOwner && workflow !== null
      ? [`# in ${workflow}: replace OWNER with the owner of the action's repository`, '']
      : []),
    '# commit, push, check that the workflow can sign in, and run it',
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
