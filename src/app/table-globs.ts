import type { ErrorReport } from '../model/errors.ts';

/** Commas or line breaks between them; each a `source.table` glob. `name` is the input or flag, for the message about a mistake. */
export function parseGlobs(text: string, name: string, problems: ErrorReport[]): string[] {
  // Commas within braces belong to the glob: crm.{Account,Case}.
  const globs = (text.match(/(?:\{[^}\n]*\}|[^,\n])+/g) ?? []).map((glob) => glob.trim()).filter((glob) => glob !== '');
  for (const glob of globs) {
    if (/^[^.]+\..+$/.test(glob)) continue;
    problems.push({
      code: 'INPUT_INVALID',
      message: `\`${name}\`: ${glob} is not of the form source.table.`,
      hint: `Write the source's name, a dot and the table's name; both may hold *, as in "*.${glob.replace(/\./g, '') || 'deals'}".`,
    });
  }
  return globs;
}
