import { eachElement, eachMember, skipValue } from '../../sources/shared/json-bytes.ts';

const QUOTE = 0x22;
const OPEN = 0x7b;

export type ExactRecord = ReadonlyMap<string, string | null>;

/**
 * The records of a page: of Salesforce's `/query` (`list` is `records`, `link` is `nextRecordsUrl`) or of Dataverse's Web API. Values are
 * texts: a number keeps the digits that the service wrote. A parent's are named `Parent.Field`.
 */
export function recordsOf(
  page: Buffer,
  list: string,
  link: string,
): { readonly records: readonly ExactRecord[]; readonly next: string | null } {
  const records: ExactRecord[] = [];
  let next: string | null = null;
  eachMember(page, 0, (name, from) => {
    if (name === list)
      return eachElement(page, from, (at) => {
        const record = new Map<string, string | null>();
        const end = read(page, at, '', record);
        records.push(record);
        return end;
      });
    const end = skipValue(page, from);
    if (name === link && page[from] === QUOTE) next = JSON.parse(page.toString('utf8', from, end)) as string;
    return end;
  });
  return { records, next };
}

function read(page: Buffer, at: number, prefix: string, record: Map<string, string | null>): number {
  return eachMember(page, at, (name, from) => {
    if (name === 'attributes') return skipValue(page, from);
    if (page[from] === OPEN) return read(page, from, `${prefix}${name}.`, record);
    const end = skipValue(page, from);
    const text = page.toString('utf8', from, end);
    record.set(`${prefix}${name}`, page[from] === QUOTE ? (JSON.parse(text) as string) : text === 'null' ? null : text);
    return end;
  });
}
