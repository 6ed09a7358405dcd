import { Secret } from '../../../model/secret.ts';
import { organisationOrigin } from '../../../sources/dynamics/options.ts';
import { openBrowser } from '../auth/browser.ts';
import { CALLBACK } from '../../../sources/salesforce/connect/browser-sign-in.ts';
import type { SignedIn, SignInContext } from '../../../runtime/browser-sign-in/authorize.ts';
import type { Setup } from '../setup.ts';
import { collectValues, type Values } from './credentials.ts';
import type { SourceDraft } from './draft.ts';

/**
 * For the flow `refresh_token`, on a terminal: signs the person in with the browser where there is no token yet. Empty where there is
 * nothing to do, or where the token is to be pasted.
 */
export async function obtainRefreshToken(draft: SourceDraft, setup: Setup): Promise<Values> {
  const { asker, env, redactor } = setup;
  const wanted = draft.credentials.find((c) => c.key === 'refresh_token');
  if (wanted === undefined || !asker.canAsk || env[wanted.variable]) return {};
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
  const values = await collectValues(
    draft.credentials.filter((c) => c !== wanted),
    setup,
  );
  const { refreshToken } = await signIn(draft, values, how, setup);
  redactor.add(refreshToken.reveal());
  return { ...values, [wanted.variable]: refreshToken.reveal() };
}

async function signIn(draft: SourceDraft, values: Values, how: 'browser' | 'device', setup: Setup): Promise<SignedIn> {
  const value = (key: string): string => values[draft.credentials.find((c) => c.key === key)?.variable ?? ''] ?? '';
  const clientSecret = value('client_secret') === '' ? null : new Secret(value('client_secret'));
  const clientId = value('client_id');
  const url = String(draft.connection.url);
  const context: SignInContext = {
    signal: setup.signal,
    mask: (secret) => setup.redactor.add(secret),
    say: (words) => setup.asker.say(words),
    open: openBrowser,
    port: draft.type === 'salesforce' ? CALLBACK.port : 0,
    timeoutMs: 600_000,
    slowDownMs: 5000,
  };
  if (draft.type === 'salesforce') {
    const { signInByBrowser, signInByDevice } = await import('../../../sources/salesforce/connect/browser-sign-in.ts');
    return (how === 'device' ? signInByDevice : signInByBrowser)({ login: url, clientId, clientSecret }, context);
  }
  const { signInByBrowser, signInByDevice } = await import('../../../sources/dynamics/connect/browser-sign-in.ts');
  const authority = draft.auth.authority ?? 'https://login.microsoftonline.com';
  const app = { resource: organisationOrigin(url), authority, tenant: value('tenant_id'), clientId, clientSecret };
  return (how === 'device' ? signInByDevice : signInByBrowser)(app, context);
}
