import type { Location } from '../../model/errors.ts';
import { isLoopback } from '../../model/loopback.ts';
import { CHANNEL_KINDS, type ChannelKind, DEFAULT_EVENTS, type NotifyChannel } from '../../model/notify-channel.ts';
import { Secret } from '../../model/secret.ts';
import { oneOf } from '../declare/fields.ts';
import type { WrittenNotify } from '../declare/notify-options.ts';
import type { Problems } from '../explain/problems.ts';
import { type Environment, soleReference } from './interpolate.ts';
import { isMapping, type Value } from './tree.ts';
import type { YamlPath } from './yaml-places.ts';

/** Each entry of `notify` is one place. `environment`: its address can be meant; null where that is for `validate` to say. */
export function checkNotify(root: Value, environment: Environment | null, problems: Problems): void {
  const entries = isMapping(root) && Array.isArray(root.notify) ? root.notify : [];
  entries.forEach((entry, i) => {
    if (!isMapping(entry)) return;
    const path = ['notify', i];
    const kinds = CHANNEL_KINDS.filter((kind) => entry[kind] !== undefined);
    if (kinds.length === 0) problems.add(path, 'this entry says no place.', `Write one of ${oneOf(CHANNEL_KINDS)}.`);
    if (kinds.length > 1)
      problems.add(
        path,
        `this entry has ${kinds.length} places: ${kinds.join(', ')}.`,
        'Give each place its own entry, with a dash.',
      );
    for (const kind of kinds) {
      const written = entry[kind];
      const name = typeof written === 'string' ? soleReference(written) : null;
      const value = name === null ? '' : (environment?.[name] ?? '');
      const fault = value === '' ? null : addressFault(kind, value);
      if (fault !== null) problems.add([...path, kind], `the value of ${name} can't be used: ${fault.message}`, fault.hint);
    }
  });
}

/** Why an address can't be meant, without showing it; null where it can. */
export function addressFault(kind: ChannelKind, text: string): { readonly message: string; readonly hint: string } | null {
  const hint = HINTS[kind];
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null) return { message: 'it is no address.', hint };
  const here = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !here) return { message: 'it does not start with https://.', hint };
  if (url.username !== '' || url.password !== '') return { message: 'it contains a user or password.', hint };
  // https://devblogs.microsoft.com/microsoft365dev/retirement-of-office-365-connectors-within-microsoft-teams/
  if (kind === 'teams' && /(^|\.)(webhook\.office\.com|outlook\.office(365)?\.com)$/i.test(url.hostname))
    return { message: 'it is the address of an Office connector, and Microsoft has retired those.', hint };
  return null;
}

const HINTS: Readonly<Record<ChannelKind, string>> = {
  slack: 'Copy the webhook URL of your Slack app (Incoming Webhooks): https://hooks.slack.com/services/….',
  teams:
    'In Teams, open the channel\'s menu > Workflows > "Send webhook alerts to a channel", and copy the URL that it shows (https://….api.powerplatform.com/… or https://….logic.azure.com/…).',
  webhook: 'Write an address that starts with https://.',
  github_issue: 'Write `github_issue: true`.',
};

/** `written`: the same entries with their `${NAME}`, which are the variables' names. */
export function buildNotify(
  entries: readonly WrittenNotify[],
  written: Value,
  locate: (path: YamlPath) => Location,
): NotifyChannel[] {
  return entries.flatMap((entry, i) => {
    const kind = CHANNEL_KINDS.find((known) => entry[known] !== undefined);
    if (kind === undefined || entry[kind] === false) return [];
    const place = entry[kind];
    const raw = Array.isArray(written) ? written[i] : undefined;
    const reference = isMapping(raw ?? null) ? (raw as { readonly [key: string]: Value })[kind] : undefined;
    return [
      {
        kind,
        address: place instanceof Secret ? place : null,
        variable: typeof reference === 'string' ? (soleReference(reference) ?? '') : '',
        on: entry.on ?? DEFAULT_EVENTS,
        location: locate(['notify', i]),
      },
    ];
  });
}
