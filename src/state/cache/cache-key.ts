import { createHash } from 'node:crypto';
import type { SideFileName } from '../../model/side-file.ts';
import { STATE_FORMAT } from '../../model/state-format.ts';

const NAME_CHARACTERS = 64;
const GENERATION_DIGITS = 10;

/** What makes two runs use the same state. */
export interface CacheScope {
  /** The input `state-name`. */
  readonly stateName: string;
  /** Any text that is the same for runs of the same configuration; only its hash is used. */
  readonly configScope: string;
}

/**
 * `highwater-v<format>-<state name>-<config scope>-`. The scope is a hash of fixed length and the delimiter stands at the
 * end, so that no other name's key begins with it (`s-1` is a prefix of `s-101`).
 */
export function keyPrefix(scope: CacheScope, format: number = STATE_FORMAT): string {
  return `highwater-v${format}-${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
}

/** No state's key begins so, nor the other way about. */
export function sideFilePrefix(scope: CacheScope, name: SideFileName): string {
  const [what] = name.split('.');
  return `highwater-${what}-v1-${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
}

/** Of the entries that say on which days a state was saved. */
export function tracePrefix(scope: CacheScope): string {
  return `highwater-saved-v1-${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
}

/**
 * Unique for each attempt of each run: entries are immutable, and a re-run keeps its run id. Each further try to save is another key: what broke
 * off may have left the one before reserved, for up to a day.
 */
export function stateKey(prefix: string, generation: number, runId: string, attempt: string, tries = 1): string {
  const again = tries === 1 ? '' : `.${tries}`;
  return `${prefix}${String(generation).padStart(GENERATION_DIGITS, '0')}-${safeName(runId)}-${safeName(attempt)}${again}`;
}

/** The generation that a key of this prefix speaks of; null for a key that isn't of this prefix and form. */
export function generationOf(prefix: string, key: string): number | null {
  if (!key.startsWith(prefix)) return null;
  const match = /^(\d{10,15})-[a-z0-9._-]+$/.exec(key.slice(prefix.length));
  return match === null ? null : Number(match[1]);
}

const KIND = /^highwater-(?:v(\d+)|([a-z]+)-v1)-/;

/**
 * What an entry of this scope holds: `state` (of this format or an older one), or what stands beside it (`tokens`, `saved`). Null for entries of other
 * scopes and of newer formats.
 */
export function kindOf(scope: CacheScope, key: string, format: number = STATE_FORMAT): string | null {
  const [start = '', of, kind] = KIND.exec(key) ?? [];
  if (of !== undefined) {
    const prefix = keyPrefix(scope, Number(of));
    return Number(of) <= format && generationOf(prefix, key) !== null ? 'state' : null;
  }
  const own = `${start}${safeName(scope.stateName)}-${hash(scope.configScope, 12)}-`;
  return kind !== undefined && key.startsWith(own) ? kind : null;
}

/**
 * The service takes no comma, at most 512 characters a key, and does not promise to tell upper from lower case. A name that
 * had to be changed gets its hash, so that two names stay two.
 */
function safeName(name: string): string {
  const safe = name.toLowerCase().replace(/[^a-z0-9._-]/g, '_');
  return safe === name && name.length <= NAME_CHARACTERS ? name : `${safe.slice(0, NAME_CHARACTERS - 9)}.${hash(name, 8)}`;
}

function hash(text: string, characters: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, characters);
}
