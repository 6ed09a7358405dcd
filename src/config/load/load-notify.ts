import { readFile } from 'node:fs/promises';
import type { Location } from '../../model/errors.ts';
import { isLoopback } from '../../model/loopback.ts';
import { CHANNEL_KINDS, type ChannelKind, DEFAULT_EVENTS, type NotifyChannel } from '../../model/notify-channel.ts';
import { Secret } from '../../model/secret.ts';
import { group, oneOf } from '../declare/fields.ts';
import { notifyList, type WrittenNotify } from '../declare/notify-options.ts';
import type { Shape } from '../declare/shape.ts';
import type { Problems } from '../explain/problems.ts';
import { check } from './check.ts';
import { complete, fill } from './fill-in.ts';
import { type Environment, soleReference } from './interpolate.ts';
import { parseFile } from './syntax.ts';
import { isMapping, type Value } from './tree.ts';
import type { YamlPath } from './yaml-places.ts';

export interface NotifySettings {
  readonly channels: readonly NotifyChannel[];
  /** The addresses, to be masked before anything else happens. */
  readonly secrets: readonly Secret[];
  /** `state` of the file, where it can be read. */
  readonly state: string | null;
}

const SHAPE = group({ notify: notifyList }, {}) as unknown as Shape;
const NOBODY: NotifySettings = { channels: [], secrets: [], state: null };

/**
 * Who is told, of a file that may be wrong elsewhere, and whose other variables may be missing: so that people hear of just that. Nobody
 * where there is no such file, or where this part of it is wrong.
 */
export async function loadNotify(file: string, environment: Environment): Promise<NotifySettings> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return NOBODY;
  const { tree, problems, locate } = parseFile(file, text);
  if (!isMapping(tree.root) || tree.root.notify === undefined) return NOBODY;
  const { state: written } = tree.root;
  const state = typeof written === 'string' && !written.includes('${') ? written : null;
  const known = problems.count;
  const own = { ...tree, root: { notify: tree.root.notify } };
  const { root } = fill(own, text, SHAPE, environment, problems, () => true);
  checkNotify(root, null, problems);
  if (problems.count > known || (await check(root, SHAPE)).length > 0) return NOBODY;
  const { document, secrets } = complete(root, SHAPE, environment);
  const { notify } = document as { readonly notify: readonly WrittenNotify[] };
  return {
    channels: buildNotify(notify, isMapping(root) ? (root.notify ?? null) : null, (path) => locate(path)),
    secrets,
    state,
  };
}

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
