import { createHash } from 'node:crypto';
import { HighwaterError } from '../model/errors.ts';

export interface NativeContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder with the package-lock.json whose hashes decide; `native/` beside the bundle unless said otherwise. */
  readonly template?: string;
  /** False: a library in node_modules is not used. For tests. */
  readonly nodeModules?: boolean;
  readonly platform?: Platform;
  /** One line for people: that something is being downloaded. */
  readonly log: (line: string) => void;
}

/** `<os>-<cpu>`, with `-musl` behind it on Alpine and the like. */
export type Platform = string;

interface LockEntry {
  readonly version: string;
  readonly integrity: string;
  readonly optional?: boolean;
}

/** The part of npm's package-lock.json (version 3) that is read here. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export interface NativePackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  /** A folder name that another version or another hash can't have. */
  readonly directory: string;
}

const PREFIX = 'node_modules/@duckdb/node-bindings-';

/** Throws NATIVE_INSTALL_FAILED where DuckDB publishes nothing for the platform. */
export function packageOf(lock: Lockfile, platform: Platform): NativePackage {
  const entry = lock.packages[`${PREFIX}${platform}`];
  if (entry === undefined) {
    const known = Object.keys(lock.packages).filter((k) => k.startsWith(PREFIX));
    throw nativeFailure(
      `DuckDB has no native library for ${platform}.`,
      `Run on one of: ${known.map((k) => k.slice(PREFIX.length)).join(', ')}.`,
    );
  }
  const digest = createHash('sha256').update(entry.integrity).digest('hex').slice(0, 12);
  return {
    name: `@duckdb/node-bindings-${platform}`,
    version: entry.version,
    integrity: entry.integrity,
    directory: `${platform}-${digest}`,
  };
}

/**
 * The two files from which `npm ci` installs that one package and nothing else. It is a plain dependency there: as the
 * optional one that it is of `@duckdb/node-bindings`, npm would skip it with exit code 0 when its hash or the network is wrong.
 */
export function npmProject(wanted: NativePackage): { readonly 'package.json': string; readonly 'package-lock.json': string } {
  const root = { name: 'highwater-duckdb', version: '1.0.0', dependencies: { [wanted.name]: wanted.version } };
  const entry = { version: wanted.version, integrity: wanted.integrity };
  const packages = { '': root, [`node_modules/${wanted.name}`]: entry };
  return {
    'package.json': JSON.stringify({ ...root, private: true }, null, 2),
    'package-lock.json': JSON.stringify(
      { name: root.name, version: root.version, lockfileVersion: 3, requires: true, packages },
      null,
      2,
    ),
  };
}

export function nativeFailure(message: string, hint: string, cause?: unknown): HighwaterError {
  return new HighwaterError('NATIVE_INSTALL_FAILED', message, hint, { cause });
}
