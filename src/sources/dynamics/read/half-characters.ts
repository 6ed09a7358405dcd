import { HighwaterError } from '../../../model/errors.ts';
import type { Rows } from './page-scanner.ts';

/*
 * JSON can spell half of a character (`\ud83d` without its other half): Dataverse's own length limits count UTF-16 units, so a subject that was
 * cut off within an emoji has one. No UTF-8 text can hold it, neither DuckDB's nor Parquet's, and U+FFFD in its place would be another value.
 */

const BACKSLASH = 0x5c;
// `\ud8` to `\udf`, in either case: indexOf with bytes is far quicker than looking at each byte once more.
const STARTS = [Buffer.from('\\ud'), Buffer.from('\\uD')];
const HIGH = /^\\u[dD][89abAB][0-9a-fA-F]{2}$/;
const LOW = /^\\u[dD][c-fC-F][0-9a-fA-F]{2}$/;
const ESCAPE = 6;

/** Throws where a text of these rows has half of a character, naming its row and column. `key`: the properties that identify a row. */
export function refuseHalfCharacters(rows: Rows, subject: string, key: readonly string[]): void {
  const at = findHalfCharacter(rows.bytes);
  if (at === -1) return;
  const index = rows.ends.findIndex((end) => end > at);
  const row = JSON.parse(rows.bytes.toString('utf8', rows.ends[index - 1] ?? 0, rows.ends[index])) as Record<string, unknown>;
  const columns = Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'string' && !value.isWellFormed() ? [name] : [],
  );
  const which = key.map((name) => `${name} ${String(row[name])}`).join(', ');
  throw new HighwaterError(
    'VALUE_NOT_EXACT',
    `${subject}: in the row with ${which} the text of ${columns.join(', ')} has half of a character (a surrogate without its other half), which no DuckDB or Parquet text can hold.`,
    `The table keeps its previous rows. Such a text was cut off within an emoji: open that row in Dynamics, delete the broken character and save; or leave the column out (columns: { exclude: [${columns.join(', ')}] }).`,
    { columns },
  );
}

/** Where the first half stands that has no other half; -1 where there is none. */
function findHalfCharacter(bytes: Buffer): number {
  const found = STARTS.map((start) => findHalf(bytes, start)).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

function findHalf(bytes: Buffer, start: Buffer): number {
  for (let at = bytes.indexOf(start); at !== -1; at = bytes.indexOf(start, at + 1)) {
    if (!isEscape(bytes, at)) continue;
    const [before, own, behind] = [at - ESCAPE, at, at + ESCAPE].map((from) =>
      from < 0 ? '' : bytes.toString('latin1', from, from + ESCAPE),
    ) as [string, string, string];
    const isPaired = HIGH.test(own) ? LOW.test(behind) : !LOW.test(own) || (HIGH.test(before) && isEscape(bytes, at - ESCAPE));
    if (!isPaired) return at;
  }
  return -1;
}

/** False where the backslash is itself escaped: `\\ud83d` is a text of six characters. */
function isEscape(bytes: Buffer, at: number): boolean {
  let backslashes = 1;
  while (bytes[at - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
