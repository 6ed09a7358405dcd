import * as core from '@actions/core';
import picocolors from 'picocolors';
import { redactWords } from '../../engine/run-record.ts';
import { type CommandResult, succeeded } from '../../model/results.ts';
import { noCommand } from '../../views/terminal/actions-log.ts';
import { renderOutcome } from '../../views/terminal/text.ts';
import { check, planFromState, validate } from '../commands.ts';
import { dependencies } from '../session.ts';
import { statePlaceOf } from './cache-place.ts';
import type { Look, Step } from './inputs.ts';
import { writeSummary } from './workflow.ts';

/** `validate`, `check` and `plan`: finds out, changes nothing. Resolves to the exit code. */
export async function look(step: Step, mode: Look): Promise<number> {
  const outcome = redactWords(await find(step, mode), step.session.redactor.redact);
  const options = { columns: 160, colors: picocolors.createColors(false), verbose: true, now: new Date().toISOString() };
  const text = renderOutcome(outcome, options).join('\n');
  core.info(noCommand(text));
  const good = succeeded(outcome);
  for (const { title, message, hint } of good ? [] : errorsOf(outcome)) core.error(noCommand(`${message}\n${hint}`), { title });
  await writeSummary(`## ${good ? '✅' : '❌'} Highwater ${mode}${good ? '' : ' failed'}\n\n${fenced(text)}\n`);
  return good ? 0 : 1;
}

/** Each once, as many as GitHub shows of one step. A table that can't be read is titled by its name. */
function errorsOf(outcome: CommandResult): { title: string; message: string; hint: string }[] {
  if (outcome.command === 'validate') return [];
  const unreadable = outcome.command === 'check' ? outcome.sources.flatMap((s) => s.tables) : [];
  const failed = [...outcome.sources, ...(outcome.command === 'plan' ? outcome.tables : [])];
  const errors = [
    ...failed.flatMap(({ error }) => (error === null ? [] : [{ ...error, title: error.code }])),
    ...unreadable.flatMap(({ ref, problem }) => (problem === undefined ? [] : [{ ...problem, title: ref.name }])),
  ];
  return [...new Map(errors.map((error) => [`${error.title} ${error.message}`, error])).values()].slice(0, 10);
}

async function find({ config, inputs, sync, session }: Step, mode: Look): Promise<CommandResult> {
  const place = await statePlaceOf(inputs, session.env);
  if (mode === 'validate') return validate(config, dependencies(session, place));
  if (mode === 'check') return check(config, dependencies(session, place));
  return planFromState(session, config, { ...sync, tables: inputs.tables }, place);
}

/** A fence longer than any within, so that nothing of the text is taken for markdown. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
