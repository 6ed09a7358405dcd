import type { Reader } from './rest-pages.ts';

// Five pages a listing: far above any job's.
const MOST_LISTINGS = 10_000;
const LOCATOR = /^[\w%=+-]+$/;

/**
 * Addresses of all result pages of a job, as its listings name them; null where they can't be understood, so that the pages have to be
 * followed one by one. Releases and documentation differ in names and in the form of addresses, so only the locator in them is used.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/query_get_job_result_pages.htm
 */
export async function namedPages({ client, meter, signal }: Reader, path: string): Promise<string[] | null> {
  const pages: string[] = [];
  let address = `${path}/resultPages`;
  for (let n = 0; n < MOST_LISTINGS; n++) {
    const listing = await client.json<unknown>({ path: address, meter, signal });
    const found = pagesOf(listing);
    if (found === null) return null;
    pages.push(...found.map((locator) => `${path}/results?locator=${locator}`));
    const next = nextOf(listing);
    if (next === null) return pages;
    if (next === undefined) return null;
    address = `${path}/resultPages?locator=${next}`;
  }
  return null;
}

/** The locators of one listing's pages. */
function pagesOf(listing: unknown): string[] | null {
  const { resultPages } = record(listing);
  if (!Array.isArray(resultPages) || resultPages.length === 0) return null;
  const locators = resultPages.map((page) => {
    const { resultLink, resultUrl } = record(page);
    return locatorOf(resultLink ?? resultUrl, 'results');
  });
  return locators.every((l) => l !== null) ? locators : null;
}

/** The next listing's locator; null after the last listing; undefined where it can't be told. */
function nextOf(listing: unknown): string | null | undefined {
  const { done, nextRecordsUrl } = record(listing);
  if (done === true || (done === undefined && (nextRecordsUrl === undefined || nextRecordsUrl === null))) return null;
  return locatorOf(nextRecordsUrl, 'resultPages') ?? undefined;
}

function locatorOf(link: unknown, resource: 'results' | 'resultPages'): string | null {
  if (typeof link !== 'string') return null;
  const [place = '', query = ''] = link.split('?', 2);
  if (!place.endsWith(`/${resource}`)) return null;
  const locator = query
    .split('&')
    .find((part) => part.startsWith('locator='))
    ?.slice('locator='.length);
  return locator !== undefined && LOCATOR.test(locator) ? locator : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
