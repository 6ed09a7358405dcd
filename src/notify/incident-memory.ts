import type { SideFile } from '../model/side-file.ts';
import { STAGES } from '../model/stages.ts';
import type { Incident, IncidentMemory } from './incident.ts';

/** What the places remember, or why none of them can say. */
export type Recalled =
  | { readonly kind: 'known'; readonly memory: IncidentMemory }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads all places; the newest memory counts. One that can't be read is of no matter where another can. */
export async function recall(places: readonly SideFile[]): Promise<Recalled> {
  const read = await Promise.all(
    places.map(async (place) => {
      try {
        const bytes = await place.read();
        return bytes === null ? null : parseMemory(bytes);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    }),
  );
  const [newest] = read
    .filter((one): one is IncidentMemory => typeof one === 'object' && one !== null)
    .sort((a, b) => Date.parse(b.savedAt) - Date.parse(a.savedAt));
  if (newest !== undefined) return { kind: 'known', memory: newest };
  const faults = read.filter((one) => typeof one === 'string');
  return faults.length === read.length && faults[0] !== undefined ? { kind: 'unreadable', why: faults[0] } : { kind: 'nothing' };
}

/** Writes to all places. Returns why none of them took it; null where one did. */
export async function keepMemory(places: readonly SideFile[], memory: IncidentMemory): Promise<string | null> {
  const bytes = Buffer.from(JSON.stringify(memory));
  const written = await Promise.allSettled(places.map(async (place) => place.write(bytes)));
  const faults = written.flatMap((one) =>
    one.status === 'rejected' ? [String((one.reason as Error).message ?? one.reason)] : [],
  );
  return faults.length === written.length ? (faults[0] ?? null) : null;
}

/** Whoever can write to the store wrote it: what is not of the form is taken for nothing. Throws on that. */
function parseMemory(bytes: Buffer): IncidentMemory {
  const value = JSON.parse(bytes.toString()) as Partial<IncidentMemory> | null;
  if (value?.version !== 1 || !Array.isArray(value.incidents) || typeof value.savedAt !== 'string')
    throw new Error('what was reported so far is kept in a form that this version does not know');
  const incidents = value.incidents.filter(isIncident);
  return { version: 1, savedAt: value.savedAt, incidents, issue: typeof value.issue === 'number' ? value.issue : null };
}

function isIncident(value: Partial<Record<keyof Incident, unknown>> | null): value is Incident & object {
  const texts = [value?.kind, value?.name, value?.detail, value?.code, value?.message, value?.hint, value?.since];
  const moments = [value?.syncedAt, value?.endedAt];
  return (
    texts.every((text) => typeof text === 'string') &&
    moments.every((text) => text === null || typeof text === 'string') &&
    Array.isArray(value?.told) &&
    (value.stage === undefined || Object.hasOwn(STAGES, String(value.stage))) &&
    ['failure', 'stale', 'check', 'check_warning', 'schema'].includes(String(value?.kind))
  );
}

/** Whether one memory says of each incident what the other says, but for its words. */
export function saysTheSame(
  a: Pick<IncidentMemory, 'incidents' | 'issue'>,
  b: Pick<IncidentMemory, 'incidents' | 'issue'>,
): boolean {
  const facts = ({ incidents, issue }: typeof a) =>
    JSON.stringify([
      issue,
      incidents.map(({ kind, name, detail, since, endedAt, told }) => [kind, name, detail, since, endedAt, [...told].sort()]),
    ]);
  return facts(a) === facts(b);
}
