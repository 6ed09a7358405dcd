import { readFile } from 'node:fs/promises';
import type { NotifyChannel } from '../../model/notify-channel.ts';
import type { Secret } from '../../model/secret.ts';
import { group } from '../declare/fields.ts';
import { notifyList, type WrittenNotify } from '../declare/notify-options.ts';
import type { Shape } from '../declare/shape.ts';
import { check } from './check.ts';
import { complete, fill } from './fill-in.ts';
import type { Environment } from './interpolate.ts';
import { buildNotify, checkNotify } from './notify-rules.ts';
import { parseFile } from './syntax.ts';
import { isMapping } from './tree.ts';

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
