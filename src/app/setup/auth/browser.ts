import { spawn } from 'node:child_process';

/** The address is an argument of its own on all systems: no shell reads it. */
const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens the user's browser, if there is one; the address is printed as well, so a failure is no error. */
export function openBrowser(url: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/** False over SSH and where no desktop runs: then a device code is the better way. */
export function hasBrowser(env: Readonly<Record<string, string | undefined>>, platform: string = process.platform): boolean {
  if (env.SSH_CONNECTION !== undefined) return false;
  return (
    platform === 'darwin' || platform === 'win32' || (env.DISPLAY ?? env.WAYLAND_DISPLAY ?? env.WSL_DISTRO_NAME) !== undefined
  );
}
