const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character Id of the n-th record of an object with that key prefix. */
export function makeId(prefix: string, n: number): string {
  let digits = '';
  for (let rest = n; digits.length < 9; rest = Math.floor(rest / 62)) digits = ALPHABET[rest % 62] + digits;
  return to18(`${prefix}Hw0${digits}`);
}

/** Adds the three characters that tell upper from lower case; leaves an 18-character Id as it is. */
export function to18(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((from) => {
    const bits = [...id.slice(from, from + 5)].reduce((sum, c, i) => sum + (c >= 'A' && c <= 'Z' ? 1 << i : 0), 0);
    return SUFFIX[bits];
  });
  return id + suffix.join('');
}
