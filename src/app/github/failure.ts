import * as core from '@actions/core';
import { ConfigError, type ErrorReport, toHighwaterError } from '../../model/errors.ts';
import type { Redactor } from '../../runtime/masking.ts';
import { anchor } from '../../views/summary/failures-section.ts';
import { code, lines } from '../../views/summary/markdown.ts';
import { noCommand } from '../../views/terminal/actions-log.ts';
import { troubleshootingUrl, writeSummary } from './workflow.ts';

/** What failed before or outside of any table: annotations on the user's own lines, and the same in the step summary. */
export async function reportFailure(thrown: unknown, redactor: Redactor, title = 'Nothing was synced'): Promise<void> {
  const error = toHighwaterError(thrown);
  if (error.family === 'bug' && error.cause instanceof Error) core.info(noCommand(redactor.redact(error.cause.stack ?? '')));
  const problems = (error instanceof ConfigError ? error.problems : [error.report()]).map((problem) => ({
    ...problem,
    message: redactor.redact(problem.message),
    hint: redactor.redact(problem.hint),
  }));
  if (error.family === 'interrupted') core.info(problems[0]?.message ?? '');
  else for (const problem of problems) annotate(problem);
  await writeSummary(failureSummary(title, problems, troubleshootingUrl(process.env)));
}

function annotate({ code: title, message, hint, location }: ErrorReport): void {
  const text = noCommand(hint === '' ? message : `${message}\n${hint}`);
  if (location === undefined) core.error(text, { title });
  else core.error(text, { title, file: location.file, startLine: location.line, startColumn: location.column });
}

/** Markdown; `url` is where the troubleshooting page is. */
export function failureSummary(title: string, problems: readonly ErrorReport[], url: string): string {
  const count = problems.length === 1 ? '' : `: ${problems.length} mistakes`;
  const items = problems.map(({ code: name, message, hint, location }) => {
    const place = location === undefined ? '' : ` ${code(`${location.file}:${location.line}:${location.column}`)}`;
    const advice = hint === '' ? '' : `<br>→ ${lines(hint)}`;
    return `- [${code(name)}](${anchor(url, name)})${place}<br>${lines(message)}${advice}`;
  });
  return `## ❌ ${title}${count}\n\n${items.join('\n')}\n`;
}
