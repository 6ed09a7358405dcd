import { createLogUpdate } from 'log-update';
import picocolors from 'picocolors';
import type { RunRecord } from '../../model/record.ts';
import type { Display, Output } from './display.ts';
import { renderFinal } from './final-lines.ts';
import { renderLive } from './live-lines.ts';
import { eventLine, heartbeat } from './plain-lines.ts';
import { begin, step } from './progress.ts';

export interface TerminalOptions {
  readonly output: Output;
  readonly colors: boolean;
  /** Nothing but failures and the last line. */
  readonly quiet?: boolean;
  /** Also what is going on between the lines: tables' beginnings, notes. */
  readonly verbose?: boolean;
  /** Milliseconds; Date.now unless a test says otherwise. */
  readonly now?: () => number;
}

const REDRAW_MS = 100;
const HEARTBEAT_MS = 5_000;
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

/** Live lines on a terminal, plain ones elsewhere. */
export function createTerminal(options: TerminalOptions): Display {
  if (options.quiet)
    return display(
      options,
      () => undefined,
      () => undefined,
      () => undefined,
    );
  return options.output.isTTY ? liveDisplay(options) : plainDisplay(options);
}

function display(options: TerminalOptions, observe: Display['observe'], close: () => void, before: () => void): Display {
  const { output, quiet = false, verbose = false } = options;
  return {
    observe,
    finish(record: RunRecord) {
      before();
      close();
      const width = output.isTTY ? (output.columns ?? 80) : 160;
      const lines = renderFinal(record, { columns: width, colors: picocolors.createColors(options.colors), quiet, verbose });
      output.write(`${lines.join('\n')}\n`);
    },
    close,
  };
}

function plainDisplay(options: TerminalOptions): Display {
  const { output, verbose = false, now = Date.now } = options;
  let progress = begin(now());
  const print = (line: string | null) => {
    if (line !== null) output.write(`${line}\n`);
  };
  const timer = setInterval(() => print(heartbeat(progress, now())), HEARTBEAT_MS);
  timer.unref();
  return display(
    options,
    (event) => {
      print(eventLine(progress, event, verbose));
      progress = step(progress, event, now());
    },
    () => clearInterval(timer),
    () => undefined,
  );
}

function liveDisplay(options: TerminalOptions): Display {
  const { output, verbose = false, now = Date.now } = options;
  const colors = picocolors.createColors(options.colors);
  // log-update hides the cursor of process.stderr, whatever it writes to; so the cursor is looked after here.
  const draw = createLogUpdate(output as NodeJS.WritableStream, { showCursor: true });
  let progress = begin(now());
  let frame = 0;
  let open = true;
  const redraw = () => {
    frame += 1;
    const screen = { columns: output.columns ?? 80, rows: output.rows ?? 24, colors, frame };
    draw(renderLive(progress, now(), screen).join('\n'));
  };
  const timer = setInterval(redraw, REDRAW_MS);
  timer.unref();
  const close = () => {
    if (!open) return;
    open = false;
    clearInterval(timer);
    process.off('exit', close);
    draw.done();
    output.write(SHOW_CURSOR);
  };
  // A second Ctrl-C ends the process at once: the cursor must come back then too.
  process.on('exit', close);
  output.write(HIDE_CURSOR);
  return display(
    options,
    (event) => {
      const line = event.type === 'notice' || verbose ? eventLine(progress, event, verbose) : null;
      progress = step(progress, event, now());
      if (!open || line === null) return;
      draw.clear();
      output.write(`${colors.dim(line)}\n`);
      redraw();
    },
    close,
    () => {
      if (open) draw.clear();
    },
  );
}
