import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * @actions/cache packs with options that only GNU tar has, and takes what another tar says of them for a damaged archive. Throws where the
 * runner has no GNU tar. Windows and macOS have their own, which it knows how to use.
 */
export async function requireGnuTar(
  environment: Record<string, string | undefined>,
  platform: string = process.platform,
): Promise<void> {
  if (platform !== 'linux') return;
  const words = await versionOf(environment);
  if (words === null) throw new Error("the program tar, with which states are packed, isn't installed on this runner");
  if (/GNU tar/.test(words)) return;
  const other = /busybox/i.test(words) ? "BusyBox's" : `another one (${words.split('\n')[0]?.slice(0, 60)})`;
  throw new Error(`the program tar of this runner is ${other}, and states are packed by GNU tar`);
}

async function versionOf(environment: Record<string, string | undefined>): Promise<string | null> {
  try {
    const { stdout, stderr } = await promisify(execFile)('tar', ['--version'], { env: environment });
    return `${stdout}${stderr}`;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    return code === 'ENOENT' ? null : `${stdout}${stderr}`;
  }
}
