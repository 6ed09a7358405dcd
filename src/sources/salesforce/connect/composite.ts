import { ConnectionFailure } from '../../../runtime/http.ts';
import { eachElement, eachMember, skipValue } from '../../shared/json-bytes.ts';
import type { Client, Meter } from './client.ts';

/** A composite takes 25 parts of which five may query; the whole counts as one call. */
export const QUERIES_A_CALL = 5;

export interface SubRequest {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SubAnswer {
  /** The name that the part was given. */
  readonly referenceId: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The part's own JSON, byte for byte. */
  readonly body: Buffer;
}

/**
 * `POST /composite` with GET parts only; answers in the order asked.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
 */
export async function composite(
  client: Client,
  parts: readonly SubRequest[],
  meter: Meter,
  signal: AbortSignal,
): Promise<SubAnswer[]> {
  return client.retrying(signal, async () => compositeOnce(client, parts, meter, signal));
}

/** The same, tried once. */
export async function compositeOnce(
  client: Client,
  parts: readonly SubRequest[],
  meter: Meter,
  signal: AbortSignal,
): Promise<SubAnswer[]> {
  const compositeRequest = parts.map(({ path, headers }, i) => ({
    method: 'GET',
    url: path,
    referenceId: `part${i}`,
    ...(headers === undefined ? {} : { httpHeaders: headers }),
  }));
  // Collated parts may run in any order; the order matters where one part explains another.
  const body = { allOrNone: false, collateSubrequests: false, compositeRequest };
  const answer = await client.attempt({ method: 'POST', path: `${client.base}/composite`, body, meter, signal });
  const answers = partsOf(answer.body);
  // One table's rows must never pass for another's.
  if (answers.length === parts.length && answers.every((a, i) => a.referenceId === `part${i}`)) return answers;
  throw new ConnectionFailure('the answer does not hold the requested parts');
}

function partsOf(bytes: Buffer): SubAnswer[] {
  const answers: SubAnswer[] = [];
  eachMember(bytes, 0, (name, from) => {
    if (name !== 'compositeResponse') return skipValue(bytes, from);
    return eachElement(bytes, from, (element) => {
      const { answer, to } = partOf(bytes, element);
      answers.push(answer);
      return to;
    });
  });
  return answers;
}

function partOf(bytes: Buffer, at: number): { answer: SubAnswer; to: number } {
  const part: Record<string, Buffer> = {};
  const to = eachMember(bytes, at, (name, from) => {
    const end = skipValue(bytes, from);
    part[name] = bytes.subarray(from, end);
    return end;
  });
  const answer = {
    referenceId: JSON.parse(part.referenceId?.toString() ?? '""') as string,
    status: Number(part.httpStatusCode?.toString() ?? 0),
    headers: JSON.parse(part.httpHeaders?.toString() ?? '{}') as Record<string, string>,
    body: part.body ?? Buffer.alloc(0),
  };
  return { answer, to };
}
