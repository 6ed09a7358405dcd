import { HttpClient } from '../runtime/http.ts';
import { safeEndpoint } from './endpoint.ts';
import { DriverFailure } from './object-driver.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const URL_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';

/** True in a GitHub job with `permissions: id-token: write`. */
export function hasGitHubToken(env: Environment): boolean {
  return Boolean(env[URL_VARIABLE] && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN);
}

/** A token that proves to a cloud which job this is: https://docs.github.com/actions/reference/security/oidc. Never logged. */
export async function gitHubToken(env: Environment, audience: string): Promise<string> {
  const url = safeEndpoint(env[URL_VARIABLE] ?? '', URL_VARIABLE);
  url.searchParams.set('audience', audience);
  const http = new HttpClient({
    origins: [url.origin],
    allow: [{ method: 'GET', path: /^\// }],
    answerTimeoutMs: 30_000,
    stallTimeoutMs: 30_000,
  });
  try {
    const headers = { authorization: `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`, accept: 'application/json' };
    const signal = AbortSignal.timeout(60_000);
    const answer = await http.send({ method: 'GET', url: url.href, headers, signal });
    const { value } = JSON.parse((await answer.bytes()).toString()) as { value?: unknown };
    if (answer.status === 200 && typeof value === 'string') return value;
    throw noToken(`status ${answer.status}`, answer.status >= 500);
  } catch (error) {
    throw error instanceof DriverFailure ? error : noToken('no answer', true, error);
  } finally {
    http.close();
  }
}

function noToken(why: string, transient: boolean, cause?: unknown): DriverFailure {
  const hint = 'Give the job `permissions: id-token: write`, and run it again.';
  return new DriverFailure(`GitHub gave this job no token to sign in with (${why})`, {
    problem: 'refused',
    transient,
    hint,
    cause,
  });
}
