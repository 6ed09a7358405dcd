import type { Access, Usage } from '../../../model/contract.ts';
import { HighwaterError } from '../../../model/errors.ts';
import type { MetadataCache } from '../describe/metadata-cache.ts';
import type { SalesforceSession } from './auth.ts';
import type { Client, Meter } from './client.ts';
import { ServiceFailure } from './service-errors.ts';

const ORGANISATION = /^00D(\w{12}|\w{15})$/;
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const WEEK = 7 * 24 * 3600 * 1000;

/** The API version to use, `64.0`: as configured, as remembered for a week, or the newest that the organisation offers. */
export async function chooseVersion(
  client: Client,
  memory: MetadataCache,
  configured: string | undefined,
  meter: Meter,
  signal: AbortSignal,
): Promise<string> {
  if (configured !== undefined) return configured.replace(/^v/, '').replace(/^(\d+)$/, '$1.0');
  const known = memory.version;
  if (known !== null && Math.abs(Date.now() - known.readAt) < WEEK) return known.value;
  const newest = (await offered(client, meter, signal)).at(-1) ?? '0';
  memory.version = { value: newest, readAt: Date.now() };
  return newest;
}

/** Free of charge; the newest is the last. */
async function offered(client: Client, meter: Meter, signal: AbortSignal): Promise<string[]> {
  const versions = await client.json<readonly { version: string }[]>({ path: '/services/data/', meter, signal });
  return versions.map((v) => v.version).sort((a, b) => Number(a) - Number(b));
}

/** The configured version is none of those that the organisation has. */
export async function noSuchVersion(
  source: string,
  configured: string,
  client: Client,
  meter: Meter,
  signal: AbortSignal,
): Promise<HighwaterError> {
  const versions = await offered(client, meter, signal);
  return new HighwaterError(
    'SOURCE_FAILED',
    `${source}: the organisation has no API version ${configured}.`,
    `Leave \`api_version\` out, then its newest is used; or set one from ${versions[0]} to ${versions.at(-1)}.`,
    { path: ['sources', source, 'api_version'] },
  );
}

/** The user's name, asked once; the Id where the service does not tell it. */
export async function userName(
  client: Client,
  memory: MetadataCache,
  { userId, orgId }: SalesforceSession,
  meter: Meter,
  signal: AbortSignal,
): Promise<string> {
  const known = memory.identity(userId);
  if (known !== null) return known.username;
  try {
    const { username } = await client.json<{ username: string }>({ path: `/id/${orgId}/${userId}`, meter, signal });
    memory.setIdentity(userId, { username });
    return username;
  } catch {
    signal.throwIfAborted();
    return userId;
  }
}

export function accessOf(signed: SalesforceSession, username: string, version: string): Access {
  const { instanceUrl, orgId, userId, scopes, signedInAt } = signed;
  return {
    identity: username,
    // A sandbox that is refreshed keeps its address and gets another Id: https://help.salesforce.com/s/articleView?id=platform.data_sandbox_servers_and_ids.htm
    ...(ORGANISATION.test(orgId) ? { system: withSuffix(orgId) } : {}),
    server: `${new URL(instanceUrl).host}, API ${version}`,
    facts: [
      ['organisation', orgId],
      ['user', userId],
      ['scopes', scopes === '' ? 'not reported' : scopes],
      ['API version', version],
    ],
    ...(signedInAt === null ? {} : { clock: new Date(signedInAt).toISOString() }),
  };
}

/** An Id in its 18 characters: the last three tell which of the others are capitals. */
export function withSuffix(id: string): string {
  if (id.length !== 15) return id;
  const capitals = (part: string): number => [...part].reduce((sum, c, i) => sum + (/[A-Z]/.test(c) ? 1 << i : 0), 0);
  return id + [0, 5, 10].map((from) => SUFFIX[capitals(id.slice(from, from + 5))]).join('');
}

const NAMES_A_CALL = 100;

/** Rows of each object as the service guesses them: cached there, approximate, cheap. Empty where it will not say. */
export async function recordCounts(
  client: Client,
  objects: readonly string[],
  meter: Meter,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let at = 0; at < objects.length; at += NAMES_A_CALL) {
    const names = objects
      .slice(at, at + NAMES_A_CALL)
      .map(encodeURIComponent)
      .join(',');
    try {
      const answer = await client.json<{ sObjects: readonly { name: string; count: number }[] }>({
        path: `${client.base}/limits/recordCount?sObjects=${names}`,
        meter,
        signal,
      });
      for (const { name, count } of answer.sObjects) if (count >= 0) counts.set(name, count);
    } catch (error) {
      // An estimate is not worth a failure. What is really wrong shows when rows are read.
      signal.throwIfAborted();
      if (isLimit(error)) throw error;
    }
  }
  return counts;
}

/** Whether every further request fails as well: then even a question that may go unanswered has to fail. */
export function isLimit(error: unknown): boolean {
  return error instanceof HighwaterError && error.family === 'source unusable';
}

const LIMITS = [
  ['DailyBulkV2QueryJobs', 'Bulk query jobs in 24 hours'],
  ['DailyBulkV2QueryFileStorageMB', 'Bulk results in 24 hours (MB)'],
] as const;

/**
 * What is left of the day's Bulk limits; the API calls themselves stand in a header of every answer. Empty where the user may not ask: it
 * needs "View Setup and Configuration". https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm
 */
export async function dailyLimits(client: Client, meter: Meter, signal: AbortSignal): Promise<Usage['quotas']> {
  let limits: Record<string, { Max: number; Remaining: number } | undefined>;
  try {
    limits = await client.json({ path: `${client.base}/limits/`, meter, signal });
  } catch (error) {
    if (error instanceof ServiceFailure && [403, 404].includes(error.status) && error.errorCode !== 'REQUEST_LIMIT_EXCEEDED')
      return [];
    throw error;
  }
  return LIMITS.flatMap(([key, name]) => {
    const found = limits[key];
    return found === undefined ? [] : [{ name, used: found.Max - found.Remaining, limit: found.Max }];
  });
}
