import { clip, counted } from '../facts/format.ts';
import type { FailureCause } from '../facts/one-cause.ts';
import type { SummaryDetail, SummarySection } from './grade.ts';
import { code, inline, lines } from './markdown.ts';

/** Who else met the very same error, named up to this many. */
const MOST_NAMES = 20;

/** What failed, why, what to do, and where that is explained. */
export function failuresSection(
  failures: readonly FailureCause[],
  troubleshootingUrl: string,
  grade: SummaryDetail,
): SummarySection {
  if (failures.length === 0) return { text: '', leftOut: [] };
  const shown = failures.slice(0, grade.failures);
  const cut = shown.filter(({ error }) => Math.max(error.message.length, error.hint.length) > grade.messageChars).length;
  const text = ['### What failed', ...shown.map((failure) => item(failure, troubleshootingUrl, grade.messageChars))].join('\n\n');
  const leftOut = [
    ...(shown.length < failures.length ? [counted(failures.length - shown.length, 'further failure')] : []),
    ...(cut > 0 ? [`the ends of ${counted(cut, 'long message')}`] : []),
  ];
  return { text, leftOut };
}

function item({ subject, error, also }: FailureCause, troubleshootingUrl: string, chars: number): string {
  const where = error.location === undefined ? '' : ` (${code(`${error.location.file}:${error.location.line}`)})`;
  const link = `[${code(error.code)}](${anchor(troubleshootingUrl, error.code)})`;
  const parts = [
    `❌ **${inline(clip(subject, 200))}** · ${link}${where}`,
    lines(clip(error.message, chars)),
    error.hint === '' ? '' : `**What to do:** ${lines(clip(error.hint, chars))}`,
    also.length === 0 ? '' : `The same for ${others(also)}.`,
  ];
  return `- ${parts.filter((part) => part !== '').join('<br>\n  ')}`;
}

function others(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => code(clip(name, 100)));
  return shown.length < names.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

/** The anchor that GitHub gives a heading of one code word. */
export function anchor(troubleshootingUrl: string, errorCode: string): string {
  return `${troubleshootingUrl}#${errorCode.toLowerCase()}`;
}
