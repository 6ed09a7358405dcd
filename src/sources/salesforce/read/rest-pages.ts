import { HighwaterError } from '../../../model/errors.ts';
import type { Staging } from '../../../model/staging.ts';
import { StagingFileWriter } from '../../shared/staging-file-writer.ts';
import type { Client, Meter } from '../connect/client.ts';
import { compositeOnce } from '../connect/composite.ts';
import { failureFrom, isExpiredLocator } from '../connect/service-errors.ts';
import { queryPath, type RestQuery } from '../plan/soql.ts';
import { type Page, readPage } from './records.ts';

/** What the calls for a partition are counted on and stopped by. */
export interface Reader {
  readonly client: Client;
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

export interface Read {
  readonly rows: number;
  readonly bytes: number;
}

const NDJSON = { kind: 'json', records: '', compression: 'none' } as const;
// A page may hold fewer; the wide rows of some objects come by the hundred.
const PAGE_HINT = { 'Sforce-Query-Options': 'batchSize=2000' };
// A cursor lives two days, yet it does expire and rows do vanish between pages: then the window is read again from its start.
const WINDOW_ATTEMPTS = 3;

export async function firstPage({ client, meter, signal }: Reader, { operation, soql }: RestQuery): Promise<Page> {
  const path = queryPath(client.base, operation, soql);
  if (await client.fits(path)) return readPage((await client.bytes({ path, headers: PAGE_HINT, meter, signal })).body);
  // Too long for a URI; in the body of a composite it is not.
  return client.retrying(signal, async () => {
    const [answer] = await compositeOnce(client, [{ path }], meter, signal);
    if (answer === undefined || answer.status !== 200) throw failureFrom(answer?.status ?? 0, answer?.body.toString() ?? '');
    return readPage(answer.body);
  });
}

export async function* pagesFrom(reader: Reader, first: Page): AsyncGenerator<Page> {
  let page = first;
  yield page;
  while (page.next !== null) {
    const { client, meter, signal } = reader;
    page = readPage((await client.bytes({ path: page.next, headers: PAGE_HINT, meter, signal })).body);
    yield page;
  }
}

/** The records of an aggregate query, which has one page. */
export async function askRecords({ client, meter, signal }: Reader, soql: string): Promise<Record<string, unknown>[]> {
  const path = queryPath(client.base, 'query', soql);
  if (!(await client.fits(path))) throw failureFrom(414, '');
  const answer = await client.json<{ records: Record<string, unknown>[] }>({ path, meter, signal });
  return answer.records;
}

/**
 * Reads all rows of a query into one staging file, which is handed over when it is whole: so the window can be read again.
 * `first`: its first page, where it is known already. `onPage` sees each page that is kept, all of them again on a new attempt.
 */
export async function readByPages(
  reader: Reader,
  staging: Staging,
  query: RestQuery,
  first: Page | null,
  onPage: (page: Page) => void,
): Promise<Read> {
  return fromItsStart(reader, async (attempt) => readOnce(reader, staging, query, attempt === 1 ? first : null, onPage));
}

/** What is taken of every page of a query, none missing. `first`: its first page, where it is known already. */
export async function collect<T>(
  reader: Reader,
  query: RestQuery,
  first: Page | null,
  of: (page: Page) => readonly T[],
): Promise<T[]> {
  return fromItsStart(reader, async (attempt) => {
    const begin = (attempt === 1 ? first : null) ?? (await firstPage(reader, query));
    const all: T[] = [];
    let rows = 0;
    for await (const page of pagesFrom(reader, begin)) {
      rows += page.rows;
      for (const one of of(page)) all.push(one);
    }
    checkCount(begin, rows);
    return all;
  });
}

async function fromItsStart<T>({ signal }: Reader, read: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read(attempt);
    } catch (error) {
      signal.throwIfAborted();
      const again = isExpiredLocator(error) || error instanceof RecordsMissing;
      if (!again || attempt === WINDOW_ATTEMPTS) throw error;
    }
  }
}

/** The pages hold fewer or more records than Salesforce announced. */
class RecordsMissing extends HighwaterError {}

function checkCount({ total }: Page, rows: number): void {
  // External objects may not count their rows and say -1.
  if (rows === total || total < 0) return;
  throw new RecordsMissing(
    'COUNT_MISMATCH',
    `Salesforce announced ${total} records and gave ${rows}.`,
    'The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line.',
    { family: 'restart' },
  );
}

async function readOnce(
  reader: Reader,
  staging: Staging,
  query: RestQuery,
  known: Page | null,
  onPage: (page: Page) => void,
): Promise<Read> {
  const first = known ?? (await firstPage(reader, query));
  if (first.total === 0 && first.rows === 0) return { rows: 0, bytes: 0 };
  return writeFile(staging, 'rows', async (file) => {
    for await (const page of pagesFrom(reader, first)) {
      onPage(page);
      await file.append(page.records, page.rows);
    }
    checkCount(first, file.rows);
  });
}

/** Writes one staging file of newline-delimited JSON; discards it if the writing fails. */
async function writeFile(
  staging: Staging,
  content: 'rows' | 'deleted',
  fill: (file: StagingFileWriter) => Promise<void>,
): Promise<Read> {
  const file = await StagingFileWriter.create(staging, content, NDJSON);
  try {
    await fill(file);
    await file.finish();
    return { rows: file.rows, bytes: file.bytes };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Hands over keys of removed rows. */
export async function writeDeletedKeys(staging: Staging, records: readonly Readonly<Record<string, string>>[]): Promise<Read> {
  if (records.length === 0) return { rows: 0, bytes: 0 };
  return writeFile(staging, 'deleted', async (file) =>
    file.append(Buffer.from(records.map((r) => `${JSON.stringify(r)}\n`).join('')), records.length),
  );
}
