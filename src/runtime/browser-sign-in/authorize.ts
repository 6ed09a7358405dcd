import { HighwaterError } from '../../model/errors.ts';
import type { SignInContext } from '../../model/source-setup.ts';
import { listenOnce } from './loopback-server.ts';
import { createPkce, createState } from './pkce.ts';

/** What came back from the browser: to be exchanged for tokens, with the verifier. */
export interface Grant {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

export interface Authorization {
  /** Of the redirect address. */
  readonly path: string;
  /** The address on which the user signs in. */
  url(request: { redirectUri: string; state: string; challenge: string }): Promise<string>;
  /** The error for an answer without a code. */
  refused(error: string, description: string): HighwaterError;
}

/** Sends the user's browser to sign in and waits for it to come back with a code. */
export async function authorize(authorization: Authorization, context: SignInContext): Promise<Grant> {
  const [pkce, state] = [createPkce(), createState()];
  context.mask(pkce.verifier);
  const { path } = authorization;
  const { port, timeoutMs, signal } = context;
  const loopback = await listenOnce({ port, path, state, timeoutMs, signal });
  try {
    const { redirectUri } = loopback;
    const url = await authorization.url({ redirectUri, state, challenge: pkce.challenge });
    context.say(`Sign in in your browser. If it does not open by itself, open this address:\n${url}`);
    context.open(url);
    const answer = await loopback.answer;
    const code = answer.get('code');
    if (code === null || code === '')
      throw authorization.refused(answer.get('error') ?? 'no code came back', answer.get('error_description') ?? '');
    context.mask(code);
    return { code, verifier: pkce.verifier, redirectUri };
  } finally {
    await loopback.close();
  }
}

/** What to do on another device. */
export function deviceWords(address: string, code: string): string {
  return `On any device with a browser, open ${address} and enter the code ${code}. Waiting …`;
}

export function deviceCodeExpired(): HighwaterError {
  return new HighwaterError(
    'SIGN_IN_UNFINISHED',
    'The code was not entered in time and is no longer good.',
    'Run the command again for a new code; it lasts for some minutes.',
  );
}
