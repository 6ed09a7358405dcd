/** The oldest Node.js that the tests run the program on, and so the oldest that is promised: `engines` of package.json says the same. */
export const LOWEST_NODE = '20.20';

/** The slice of `process` that is used. */
interface Host {
  readonly versions: { readonly node: string };
  readonly env: { readonly [name: string]: string | undefined };
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

/**
 * Whether this Node.js can run Highwater; where it can't, says so and sets exit code 1. The entries ask before they load anything else:
 * an older Node.js would stumble over the first newer word of a module, and say nothing of itself. So this is written, and bundled, in
 * words that every Node.js with modules understands.
 */
export function runsOnThisNode(host: Host): boolean {
  const message = nodeFault(host.versions.node);
  if (message === null) return true;
  if (host.env.GITHUB_ACTIONS === 'true') host.stdout.write(`::error title=Node.js is too old::${message}\n`);
  else host.stderr.write(`✗ ${message}\n`);
  host.exitCode = 1;
  return false;
}

/** What is wrong with a version of Node.js such as `18.19.1`, for people; null where it will do. */
export function nodeFault(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [lowestMajor = 0, lowestMinor = 0] = LOWEST_NODE.split('.').map(Number);
  if (major > lowestMajor || (major === lowestMajor && minor >= lowestMinor)) return null;
  return `Highwater needs Node.js ${LOWEST_NODE} or newer; this is ${version}. Get a newer one from https://nodejs.org, then run again.`;
}
