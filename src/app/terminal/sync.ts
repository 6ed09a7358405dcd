import { ConfigError } from '../../model/errors.ts';
import type { RunRecord } from '../../model/record.ts';
import type { NotifyingCommand } from '../../notify/findings.ts';
import { renderManifest } from '../../publish/manifest.ts';
import { type Display, type Output, wantsColors } from '../../views/terminal/display.ts';
import { createTerminal } from '../../views/terminal/terminal.ts';
import { notifyOfFailure } from '../notify.ts';
import { DEFAULT_NAME } from '../state-place.ts';
import { runSync } from '../sync.ts';
import { EXIT } from './failure.ts';
import { type SyncFlags, statePlaceOf, syncRequest } from './flags.ts';
import { type OnFailure, type TerminalSession, withConfig } from './terminal-session.ts';

/** `highwater sync`. Resolves to the exit code. */
export function syncCommand(flags: SyncFlags): Promise<number> {
  return withConfig(
    flags,
    async (session) => {
      const request = {
        config: session.config,
        ...syncRequest(flags),
        output: flags.output ?? null,
        onUnreadableState: flags.onUnreadableState,
        allowDeletes: flags.allowDeletes ?? false,
      };
      const place = await statePlaceOf(flags, session.config, process.env);
      const record = await runSync(session, {
        request,
        place,
        stateName: flags.stateName ?? DEFAULT_NAME,
        openDisplay: () => openTerminal(session, flags),
      });
      if (flags.json) process.stdout.write(renderJson(record));
      if (record.status === 'succeeded') return EXIT.succeeded;
      return session.signal.aborted ? EXIT.interrupted : EXIT.failed;
    },
    { onFailure: whenNotBegun('sync', flags) },
  );
}

/** Tells people of a command that could not begin; a mistake on the command line is for whoever made it. */
export function whenNotBegun(command: NotifyingCommand, flags: Pick<SyncFlags, 'config' | 'state' | 'stateName'>): OnFailure {
  const placeFor = async (state: string | null) => statePlaceOf(flags, { state }, process.env);
  return async (session, error) => {
    if (error instanceof ConfigError && error.family === 'command line') return;
    await notifyOfFailure(session, command, error, { file: flags.config, stateName: flags.stateName ?? DEFAULT_NAME, placeFor });
  };
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
