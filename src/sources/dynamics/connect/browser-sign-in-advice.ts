import { HighwaterError } from '../../../model/errors.ts';
import { signInRefused } from './entra-errors.ts';

const APP = 'Microsoft Entra admin center > App registrations > the app';
const CONSENT = `An administrator must allow it: ${APP} > API permissions > Add a permission > Dynamics CRM > user_impersonation > Grant admin consent.`;
const PUBLIC = `${APP} > Authentication > Settings > "Allow public client flows": Yes. Or, for a web app, put its client secret in the environment variable of \`client_secret\` (AZURE_CLIENT_SECRET) for this command; device codes work with public clients only.`;

/** What only a sign-in by a person meets; the rest is advised on as in a run. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const ADVICE: Readonly<Record<string, string>> = {
  '50011': `Add the redirect URI: ${APP} > Authentication > Add a platform > Mobile and desktop applications > http://localhost.`,
  '50105': 'The app is open to assigned users only: Entra admin center > Enterprise applications > the app > Users and groups.',
  '50126': 'User name or password were wrong.',
  '54005': 'The code was used twice or too late. Run the command again.',
  '65001': CONSENT,
  '65004': 'You, or someone at that screen, did not accept. Run the command again and choose "Accept".',
  '650057': CONSENT,
  '70008': 'The code was used twice or too late. Run the command again.',
  '90094': CONSENT,
  '7000112':
    'The app is switched off: Entra admin center > Enterprise applications > the app > Properties > "Enabled for users to sign-in".',
  '7000218': PUBLIC,
  '900561': 'The authority does not belong to this tenant: look at --authority.',
};

/** A sign-in that Entra refused, with the advice for exactly this refusal. */
export function entraRefused(error: string, description: string): HighwaterError {
  const words = description === '' ? error : description;
  const refused = signInRefused(words, { flow: 'refresh_token', environment: '', authority: '', claims: null }, undefined);
  const number = /AADSTS(\d+)/.exec(words)?.[1] ?? '';
  const declined = /^(access_denied|authorization_declined)$/.test(error) ? ADVICE['65004'] : undefined;
  const advice = ADVICE[number] ?? declined;
  return advice === undefined ? refused : new HighwaterError('SIGN_IN_REFUSED', refused.message, advice);
}
