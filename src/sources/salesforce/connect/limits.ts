import type { Usage } from '../../../model/contract.ts';
import type { HighwaterError } from '../../../model/errors.ts';
import type { Client, Meter } from './client.ts';
import { ServiceFailure } from './service-errors.ts';

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
      // A guess is not worth a failure; what is really wrong shows with the first question for rows.
      signal.throwIfAborted();
      if (isLimit(error)) throw error;
    }
  }
  return counts;
}

/** What ends everything else, too: a guess is worth a failure then. */
export function isLimit(error: unknown): boolean {
  return ['API_BUDGET_REACHED', 'SESSION_REFUSED', 'SIGN_IN_REFUSED'].includes(String((error as HighwaterError | null)?.code));
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
