import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { LoadedConfig } from '../config/config.ts';
import { loadNotify } from '../config/load/load-notify.ts';
import type { ErrorReport } from '../model/errors.ts';
import type { NotifyChannel } from '../model/notify-channel.ts';
import type { RunRecord } from '../model/record.ts';
import type { FreshnessResult } from '../model/results.ts';
import type { VerifyResult } from '../model/verification.ts';
import type { NotifyingCommand } from '../notify/findings.ts';
import type { Findings } from '../notify/incident.ts';
import { type AppSession, failureOf } from './session.ts';
import { DEFAULT_NAME, type StatePlace } from './state-place.ts';

/** Whose incidents these are, and where they are kept. */
export interface NotifyScope {
  /** The configuration's file. */
  readonly file: string;
  readonly stateName: string;
  readonly place: Pick<StatePlace, 'incidents'>;
}

/** As `NotifyScope`, where the configuration was not read: its `state` decides where incidents are kept. */
type UnreadScope = Omit<NotifyScope, 'place'> & { placeFor(state: string | null): Promise<StatePlace> };

/** After a run. `partial`: it left tables or exports out. One that was stopped from outside says nothing: it has seconds left, and somebody knows. */
export async function notifyOfRun(
  session: AppSession,
  { file, notify }: Pick<LoadedConfig, 'file' | 'notify'>,
  record: RunRecord,
  { partial, ...scope }: Omit<NotifyScope, 'file'> & { readonly partial: boolean },
): Promise<void> {
  if (notify.length === 0 || session.signal.aborted) return;
  const { findingsOfRun } = await import('../notify/findings.ts');
  await send(session, notify, findingsOfRun(record, partial), { ...scope, file }, record.id);
}

/** After a comparison with the sources. `record`: the run that mended what differed; null: nothing was changed. */
export async function notifyOfVerify(
  session: AppSession,
  { file, notify }: Pick<LoadedConfig, 'file' | 'notify'>,
  { result, record }: { readonly result: VerifyResult; readonly record: RunRecord | null },
  { partial, ...scope }: Omit<NotifyScope, 'file'> & { readonly partial: boolean },
): Promise<void> {
  if (notify.length === 0 || session.signal.aborted) return;
  const { findingsOfVerify } = await import('../notify/verify-findings.ts');
  await send(session, notify, findingsOfVerify(result, record, partial), { ...scope, file }, record?.id ?? '');
}

/** After a command that could not begin. The configuration may be what is wrong, so only its `notify` is read. `placeFor` gets its `state`. */
export async function notifyOfFailure(
  session: AppSession,
  command: NotifyingCommand,
  thrown: unknown,
  { placeFor, ...scope }: UnreadScope,
): Promise<void> {
  const { error, problems } = failureOf(thrown, session.redactor.redact);
  if (session.signal.aborted || error.family === 'interrupted') return;
  const { channels, state } = await settings(session, scope.file);
  if (channels.length === 0) return;
  const place = await placeFor(state).catch(() => null);
  if (place === null) return;
  const { findingsOfFailure } = await import('../notify/findings.ts');
  await send(session, channels, findingsOfFailure(command, problems), { ...scope, place }, '');
}

/** After a look at how old the data is. `nothing`: why there is none. */
export async function notifyOfAges(
  session: AppSession,
  outcome: Pick<FreshnessResult, 'tables'>,
  nothing: ErrorReport | null,
  scope: NotifyScope,
): Promise<void> {
  const { channels } = await settings(session, scope.file);
  if (channels.length === 0 || session.signal.aborted) return;
  const { findingsOfAges } = await import('../notify/findings.ts');
  await send(session, channels, findingsOfAges(outcome.tables, nothing), scope, '');
}

/** After `combine`. `placeFor` gets the `state` of the configuration, which a job that combines may lack. */
export async function notifyOfCombined(
  session: AppSession,
  record: RunRecord,
  { placeFor, ...scope }: UnreadScope,
): Promise<void> {
  const { channels, state } = await settings(session, scope.file);
  if (channels.length === 0 || session.signal.aborted) return;
  const { findingsOfCombined } = await import('../notify/findings.ts');
  await send(session, channels, findingsOfCombined(record), { ...scope, place: await placeFor(state) }, '');
}

async function settings(session: AppSession, file: string) {
  const loaded = await loadNotify(file, session.env);
  for (const secret of loaded.secrets) session.redactor.add(secret.reveal());
  return loaded;
}

async function send(
  session: AppSession,
  channels: readonly NotifyChannel[],
  findings: Findings,
  { file, stateName, place }: NotifyScope,
  id: string,
): Promise<void> {
  const { env, signal, redactor, warn } = session;
  const [{ notify }, { PATIENCE }] = await Promise.all([import('../notify/notify.ts'), import('../notify/post-message.ts')]);
  const token = session.githubToken || env.GITHUB_TOKEN || env.GH_TOKEN || '';
  if (token !== '') redactor.add(token);
  const { GITHUB_API_URL: api = 'https://api.github.com', GITHUB_REPOSITORY: repository = '' } = env;
  const scope = JSON.stringify([stateName, posix.normalize(file.replaceAll('\\', '/'))]);
  await notify({
    channels,
    findings,
    run: {
      configuration: stateName === DEFAULT_NAME ? file : `${file} (${stateName})`,
      id,
      url: runUrl(env),
      now: new Date().toISOString(),
    },
    mark: createHash('sha256').update(scope).digest('hex').slice(0, 16),
    places: await place.incidents(),
    issues: token === '' || repository === '' ? null : { api, repository, token },
    patience: PATIENCE,
    signal,
    redact: redactor.redact,
    warn: (report) => warn({ ...report, message: redactor.redact(report.message), hint: redactor.redact(report.hint) }),
  });
}

/** The page of the workflow's run; null outside of GitHub. */
function runUrl({
  GITHUB_SERVER_URL = 'https://github.com',
  GITHUB_REPOSITORY,
  GITHUB_RUN_ID,
  GITHUB_RUN_ATTEMPT,
}: NodeJS.ProcessEnv): string | null {
  if (!GITHUB_REPOSITORY || !GITHUB_RUN_ID) return null;
  const attempt = GITHUB_RUN_ATTEMPT === undefined || GITHUB_RUN_ATTEMPT === '1' ? '' : `/attempts/${GITHUB_RUN_ATTEMPT}`;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}${attempt}`;
}
