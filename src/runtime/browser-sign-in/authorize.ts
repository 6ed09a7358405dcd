import { createHash, randomBytes } from 'node:crypto';
import { HighwaterError } from '../../model/errors.ts';
import type { SignInContext } from '../../model/source-setup.ts';
import { listenOnce } from './loopback-server.ts';

/** Proof Key for Code Exchange: who stole the code could not use it without the verifier. https://www.rfc-editor.org/rfc/rfc7636 */
interface Pkce {
  readonly verifier: string;
  /** SHA-256 of the verifier (method S256). */
  readonly challenge: string;
}

function createPkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** What the answer must repeat, so that nobody else's answer is taken for it. */
function createState(): string {
  return randomBytes(24).toString('base64url');
}

/** What came back from the browser: to be exchanged for tokens, with the verifier. */
interface Grant {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

interface Authorization {
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
