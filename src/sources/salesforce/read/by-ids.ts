import { type ParentQuery, type Stream, selectParents, withIds } from '../plan/soql.ts';
import { recordsOf } from './records.ts';
import { collect, type Reader } from './rest-pages.ts';

// As many parents as one query may reasonably name: 21,597 encoded bytes, which go in a request's body instead of its URI.
const IDS_A_QUERY = 800;

/** The children of a stream, asked for by their parents' Ids, batch by batch: for what no semi-join can say. */
export async function streamsByIds(reader: Reader, { id, outsideWindow }: Stream, parent: ParentQuery): Promise<Stream[]> {
  const query = { operation: 'query', soql: selectParents(parent) } as const;
  const ids = await collect(reader, query, null, (page) => recordsOf(page, ['Id']).map((r) => r.Id ?? ''));
  const streams: Stream[] = [];
  for (let at = 0; at < ids.length; at += IDS_A_QUERY) {
    const some = ids.slice(at, at + IDS_A_QUERY);
    const stream = { id: `${id} ${at + 1}–${at + some.length}`, condition: withIds(parent, some) };
    streams.push(outsideWindow === undefined ? stream : { ...stream, outsideWindow });
  }
  return streams;
}
