import type { RunRecord } from '../../model/record.ts';
import { renderManifest } from '../../publish/manifest.ts';
import { prepareNative } from '../../runtime/native.ts';
import { type Output, wantsColors } from '../../views/terminal/display.ts';
import { createTerminal } from '../../views/terminal/terminal.ts';
import { EXIT } from './failure.ts';
import type { SyncFlags } from './flags.ts';
import { syncRequest } from './request.ts';
import { type Session, withSession } from './session.ts';
import { statePlace } from './state.ts';

/** `highwater sync`. Resolves to the exit code. */
export function syncCommand(flags: SyncFlags): Promise<number> {
  return withSession(flags, async (session) => {
    const record = await syncOnTerminal(session, flags);
    if (flags.json) process.stdout.write(renderJson(record));
    if (record.status === 'succeeded') return EXIT.succeeded;
    return session.signal.aborted ? EXIT.interrupted : EXIT.failed;
  });
}

async function syncOnTerminal(session: Session, flags: SyncFlags): Promise<RunRecord> {
  const { config, redactor } = session;
  const request = syncRequest(flags);
  const output = redacted(process.stderr, redactor.redact);
  const { store, encrypted, workDirectory, vaults } = statePlace(flags.state, process.env);
  await prepareNative({ env: process.env, log: (line) => output.write(`${line}\n`) });
  const { sync } = await import('../../engine/run.ts');
  const display = createTerminal({
    output,
    colors: wantsColors(process.stderr, process.env),
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
  });
  try {
    session.onStop(() =>
      display.observe({ type: 'notice', message: 'Stopping; what is committed is kept. Ctrl-C again ends at once.' }),
    );
    const record = await sync(
      {
        config,
        ...request,
        output: flags.output ?? null,
        onUnreadableState: flags.onUnreadableState,
        allowDeletes: flags.allowDeletes ?? false,
        notices: config.warnings,
      },
      { ...session.dependencies(workDirectory, display.observe, vaults), store, encrypted },
    );
    display.finish(record);
    return record;
  } finally {
    display.close();
  }
}

/** manifest.json's content, with what only a run's caller wants to know. */
function renderJson(record: RunRecord): string {
  const { output, state, sources, notices, error } = record;
  return `${JSON.stringify({ ...JSON.parse(renderManifest(record)), output, state, sources, notices, error }, null, 2)}\n`;
}

/** The stream with its writes redacted; its size is asked anew each time. */
function redacted(stream: NodeJS.WriteStream, redact: (text: string) => string): Output {
  return {
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    write: (text) => stream.write(redact(text)),
  };
}
