import { prepareNative } from '../../runtime/native.ts';
import { EXIT, printFailure } from './failure.ts';

export interface BrowseFlags {
  readonly port?: number;
}

/** `highwater browse`: serves until a signal comes. Resolves to the exit code. */
export async function browseCommand(place: string, flags: BrowseFlags): Promise<number> {
  try {
    await prepareNative({ env: process.env, log: (line) => process.stderr.write(`${line}\n`) });
    const { startBrowsing } = await import('../../views/pages/browse/server.ts');
    const browsing = await startBrowsing({ place, port: flags.port ?? 0 });
    process.stderr.write(`${place} is shown at ${browsing.url}\nCtrl-C ends.\n`);
    await stopped();
    await browsing.close();
    return EXIT.succeeded;
  } catch (error) {
    return printFailure(error, { json: false });
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
