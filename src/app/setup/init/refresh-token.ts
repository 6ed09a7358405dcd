import type { BrowserSignIn } from '../../../model/source-setup.ts';
import { openBrowser } from '../auth/browser.ts';
import type { Setup } from '../setup.ts';
import { collectValues, type Values } from './credentials.ts';
import type { SourceDraft } from './draft.ts';

/**
 * For a flow with a refresh token, on a terminal: signs the person in with the browser where there is no token yet. Empty where there is
 * nothing to do, or where the token is to be pasted.
 */
export async function obtainRefreshToken(draft: SourceDraft, signIn: BrowserSignIn | undefined, setup: Setup): Promise<Values> {
  const { asker, env, redactor, signal } = setup;
  const wanted = draft.credentials.find((c) => c.key === 'refresh_token');
  if (wanted === undefined || signIn === undefined || !asker.canAsk || env[wanted.variable]) return {};
  const how = await asker.choose({
    message: `There is no ${wanted.variable} yet`,
    instead: `the environment variable ${wanted.variable}`,
    choices: [
      { value: 'browser', label: 'Sign in with the browser now' },
      { value: 'device', label: 'Sign in on another device', hint: 'with a code' },
      { value: 'paste', label: 'I have a refresh token' },
    ],
  });
  if (how === 'paste') return {};
  const others = draft.credentials.filter((c) => c !== wanted);
  const values = await collectValues(others, setup);
  const byKey = Object.fromEntries(others.map((c) => [c.key, values[c.variable]]));
  const { refreshToken } = await signIn.signIn(
    how,
    { url: String(draft.connection.url), auth: { ...draft.auth, ...byKey } },
    {
      signal,
      mask: (secret) => redactor.add(secret),
      say: (words) => asker.say(words),
      open: openBrowser,
      port: signIn.port,
      timeoutMs: 600_000,
      slowDownMs: 5000,
    },
  );
  redactor.add(refreshToken.reveal());
  return { ...values, [wanted.variable]: refreshToken.reveal() };
}
