import picocolors from 'picocolors';
import type { RunRecord } from '../../model/record.ts';
import { failuresOf } from '../facts/facts.ts';
import { clip, counted, harmless } from '../facts/format.ts';
import { codeWords, type FailureCause } from '../facts/one-cause.ts';
import type { Display } from './display.ts';
import { renderFinal } from './final-lines.ts';
import { eventLine, heartbeat } from './plain-lines.ts';
import { begin, step } from './progress.ts';

/** Where an annotation stands; `@actions/core`'s AnnotationProperties. */
export interface Annotation {
  readonly title?: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

/** The slice of `@actions/core` that the log is written with. */
export interface ActionsCore {
  info(message: string): void;
  startGroup(name: string): void;
  endGroup(): void;
  notice(message: string, properties?: Annotation): void;
  warning(message: string, properties?: Annotation): void;
  error(message: string, properties?: Annotation): void;
}

const HEARTBEAT_MS = 10_000;
/** GitHub shows ten errors and ten notices of a step and drops the rest without a word. */
const MOST_ANNOTATIONS = 10;
const MESSAGE_CHARS = 4_000;

/** The log of an action: a group for each stage, a line for each event, one every few seconds, annotations for notices and failures. */
export function createActionsLog(
  core: ActionsCore,
  options: { readonly now?: () => number; readonly verbose?: boolean } = {},
): Display {
  const { now = Date.now, verbose = false } = options;
  let progress = begin(now());
  let notices = 0;
  let grouped = false;
  const print = (line: string | null) => {
    if (line !== null) core.info(noCommand(line));
  };
  const endGroup = () => {
    if (grouped) core.endGroup();
    grouped = false;
  };
  const timer = setInterval(() => print(heartbeat(progress, now())), HEARTBEAT_MS);
  timer.unref();
  const close = () => {
    clearInterval(timer);
    endGroup();
  };
  return {
    observe(event) {
      const line = eventLine(progress, event, verbose);
      progress = step(progress, event, now());
      if (event.type === 'stage') {
        endGroup();
        core.startGroup(noCommand(line ?? event.stage));
        grouped = true;
      } else if (event.type === 'notice' && event.warning) {
        core.warning(noCommand(progress.notices.at(-1) ?? ''));
      } else if (event.type === 'notice') {
        notices += 1;
        if (notices <= MOST_ANNOTATIONS) core.notice(noCommand(progress.notices.at(-1) ?? ''));
        else print(line);
      } else print(line);
    },
    finish(record) {
      close();
      print(renderFinal(record, { columns: 160, colors: picocolors.createColors(false), quiet: false, verbose }).join('\n'));
      annotate(core, record);
    },
    close,
  };
}

function annotate(core: ActionsCore, record: RunRecord): void {
  const failures = failuresOf(record);
  const single = failures.length <= MOST_ANNOTATIONS ? failures : failures.slice(0, MOST_ANNOTATIONS - 1);
  for (const failure of single) core.error(...annotation(failure));
  const more = failures.slice(single.length);
  if (more.length > 0) {
    const names = more.map((f) => `${f.subject} (${codeWords(f.error)})`).join(', ');
    core.error(noCommand(clip(names, MESSAGE_CHARS)), {
      title: `${counted(more.length, 'further failure')}; see the step summary`,
    });
  }
}

function annotation({ subject, error, also }: FailureCause): [string, Annotation] {
  const title = `${subject}${also.length > 0 ? ` and ${also.length} more` : ''}: ${codeWords(error)}`;
  const text = noCommand(clip(error.hint === '' ? error.message : `${error.message}\n${error.hint}`, MESSAGE_CHARS));
  const place = error.location;
  if (place === undefined) return [text, { title: clip(title, 200) }];
  return [text, { title: clip(title, 200), file: place.file, startLine: place.line, startColumn: place.column }];
}

/**
 * The runner takes a line that begins with `::`, after blanks, or that holds `##[` anywhere, for a command: names and messages of a
 * source must not give any. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function noCommand(text: string): string {
  return harmless(text)
    .replace(/^(\s*):(?=:)/gm, '$1:\u200B')
    .replaceAll('##[', '##\u200B[');
}
