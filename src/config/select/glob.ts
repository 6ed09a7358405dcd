import picomatch from 'picomatch';

/** A glob has `*`, `?`, `[…]` or `{…}`; any other character means itself, so that odd table names can be written. */
export function isGlob(pattern: string): boolean {
  return /[*?]|\[.+\]|\{.+\}/.test(pattern);
}

/**
 * Tells whether a table's name fits a glob. A dot parts schema from table: `*` finds `deals` and not `audit.events`,
 * which `audit.*` and `*.*` find; within double quotes (`"v1.2"`) it is a part of the name. Upper and lower case differ.
 */
export function tableMatcher(glob: string): (name: string) => boolean {
  const parted = (text: string) => withoutSlash(text).replaceAll(/"(?:[^"]|"")*"|\./g, (m) => (m === '.' ? '/' : m));
  const matches = compiled(parted(glob));
  return (name) => name === glob || matches(parted(name));
}

/** As tableMatcher, but `*` passes over dots: for the names of sources, and for `db.*` in the input `tables`. */
export function anyMatcher(glob: string): (name: string) => boolean {
  const matches = compiled(withoutSlash(glob));
  return (name) => name === glob || matches(withoutSlash(name));
}

/** A slash parts nothing in a table's name, but would to picomatch. */
function withoutSlash(text: string): string {
  return text.replaceAll('/', '\u0001');
}

/** picomatch has more syntax than we promise; what is not promised is taken literally. */
function compiled(glob: string): (name: string) => boolean {
  const literal = glob.replaceAll(/[()|+@!^$\\]/g, '\\$&');
  return picomatch(literal, { dot: true, windows: false, noextglob: true, nonegate: true, strictSlashes: true });
}
