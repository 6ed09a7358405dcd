import { failuresOf } from '../../views/facts/facts.ts';
import { codeWords } from '../../views/facts/one-cause.ts';
import { combinedWords, combineOutputs } from '../combine.ts';
import { EXIT } from './failure.ts';
import { renderJson } from './sync.ts';
import { openTerminalSession, shown } from './terminal-session.ts';

export interface CombineFlags {
  readonly output: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `highwater combine`. Resolves to the exit code. */
export async function combineCommand(directories: readonly string[], flags: CombineFlags): Promise<number> {
  const session = openTerminalSession();
  return shown(session, flags.json, async () => {
    const record = await combineOutputs(session, { directories, output: flags.output, quiet: flags.quiet });
    if (flags.json) process.stdout.write(renderJson(record));
    for (const { error } of failuresOf(record)) process.stderr.write(`${codeWords(error)}: ${error.message}\n  ${error.hint}\n`);
    if (flags.quiet !== true) process.stderr.write(`${combinedWords(record)}\n`);
    return record.status === 'succeeded' ? EXIT.succeeded : EXIT.failed;
  });
}
