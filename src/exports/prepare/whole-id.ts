import { text } from '../../warehouse/duckdb/sql.ts';

/** The 32 values of five bits, one for each of five characters: set where it is upper case. */
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const CHUNKS = [0, 1, 2];
const FIVE = [0, 1, 2, 3, 4];

/**
 * SQL of an Id in its form of 18 characters, each in its own case: of 15 characters (reports and formulas give these) or of 18 in any case
 * (spreadsheets and databases change it). Other texts stay as they are.
 */
export function wholeId(raw: string): string {
  const at = (position: number): string => `substr(${raw}, ${position + 1}, 1)`;
  const suffixes = CHUNKS.map((chunk) => {
    const bits = FIVE.map((i) => `CASE WHEN ${at(chunk * 5 + i)} BETWEEN 'A' AND 'Z' THEN ${2 ** i} ELSE 0 END`);
    return `substr(${text(SUFFIX)}, 1 + ${bits.join(' + ')}, 1)`;
  });
  const bitsOf = (chunk: number): string => `(strpos(${text(SUFFIX)}, upper(${at(15 + chunk)})) - 1)`;
  const characters = CHUNKS.flatMap((chunk) =>
    FIVE.map((i) => {
      const one = at(chunk * 5 + i);
      return `CASE WHEN ${bitsOf(chunk)} & ${2 ** i} > 0 THEN upper(${one}) ELSE lower(${one}) END`;
    }),
  );
  const suffix = `upper(substr(${raw}, 16))`;
  return `CASE WHEN regexp_full_match(${raw}, '[A-Za-z0-9]{15}') THEN ${raw} || ${suffixes.join(' || ')}
    WHEN regexp_full_match(${raw}, '[A-Za-z0-9]{15}[A-Za-z0-5]{3}') THEN ${characters.join(' || ')} || ${suffix} ELSE ${raw} END`;
}
