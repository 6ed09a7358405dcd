import type { RunRecord } from '../../model/record.ts';
import { renderManifest } from '../../publish/manifest.ts';
import { type Display, type Output, wantsColors } from '../../views/terminal/display.ts';
import { createTerminal } from '../../views/terminal/terminal.ts';
import { runSync } from '../sync.ts';
import { EXIT } from './failure.ts';
import { type SyncFlags, statePlaceOf, syncRequest } from './flags.ts';
import { type TerminalSession, withConfig } from './terminal-session.ts';

/** `highwater sync`. Resolves to the exit code. */
export function syncCommand(flags: SyncFlags): Promise<number> {
  return withConfig(flags, async (session) => {
    const request = {
      config: session.config,
      ...syncRequest(flags),
      output: flags.output ?? null,
      onUnreadableState: flags.onUnreadableState,
      allowDeletes: flags.allowDeletes ?? false,
    };
    const place = await statePlaceOf(flags, session.config, process.env);
    const record = await runSync(session, { request, place, openDisplay: () => openTerminal(session, flags) });
    if (flags.json) process.stdout.write(renderJson(record));
    if (record.status === 'succeeded') return EXIT.succeeded;
    return session.signal.aborted ? EXIT.interrupted : EXIT.failed;
  });
}

export function openTerminal(session: TerminalSession, flags: Pick<SyncFlags, 'quiet' | 'verbose'>): Display {
  const display = createTerminal({
    output: redacted(process.stderr, session.redactor.redact),
    colors: wantsColors(process.stderr, process.env),
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
  });
  session.whenStopped(() =>
    display.observe({ type: 'notice', message: 'Stopping. Committed work is kept. Press Ctrl-C again to end at once.' }),
  );
  return display;
}

/** manifest.json's content, with what only a run's caller wants to know. */
export function renderJson(record: RunRecord): string {
  const { output, state, sources, notices, error } = record;
  return `${JSON.stringify({ ...JSON.parse(renderManifest(record)), output, state, sources, notices, error }, null, 2)}\n`;
}

/** The stream with its writes redacted. Its size is read each time, because it may change. */
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
