import * as core from '@actions/core';
import type { CacheUpkeep } from '../../model/cache-use.ts';
import type { RunRecord } from '../../model/record.ts';
import { Secret } from '../../model/secret.ts';
import { cacheApi } from '../../state/cache/cache-api.ts';
import { keepCacheSmall } from '../../state/cache/cache-upkeep.ts';
import { cacheWords } from '../../views/facts/cache-words.ts';
import { noCommand } from '../../views/terminal/actions-log.ts';
import type { AppSession } from '../session.ts';
import { cacheScopeOf } from './cache-place.ts';
import type { ActionInputs } from './inputs.ts';

/** The job must not wait for this. */
const LONGEST_MS = 120_000;

/**
 * After a run over a state in the Actions cache: deletes its older entries where `github-token` may, and says what the states take. Null where there
 * is no token, the state is elsewhere, or somebody stopped the run.
 */
export async function tendCache(
  { env, signal, redactor, githubToken: token = '' }: AppSession,
  { state, inputs, record }: { readonly state: string; readonly inputs: ActionInputs; readonly record: RunRecord },
): Promise<CacheUpkeep | null> {
  if (token === '' || state !== 'cache' || signal.aborted || record.mode === 'export-plan') return null;
  redactor.add(token);
  const api = cacheApi({
    url: env.GITHUB_API_URL ?? 'https://api.github.com',
    repository: env.GITHUB_REPOSITORY ?? '',
    token: new Secret(token),
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]),
  });
  if (api === null) return null;
  const upkeep = await keepCacheSmall(api, cacheScopeOf(inputs), env.GITHUB_REF ?? '');
  api.close();
  const { lines, warning } = cacheWords(upkeep);
  for (const line of lines) core.info(noCommand(line));
  if (warning !== null) core.warning(noCommand(warning), { title: 'The Actions cache is nearly full' });
  return upkeep;
}
