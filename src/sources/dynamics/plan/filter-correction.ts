/** How other languages write what OData writes otherwise; each outside of quoted texts. */
const FORMS: readonly (readonly [form: RegExp, odata: string])[] = [
  [/^\s*where\s+/i, ''],
  [/\s*(?:!=|<>)\s*/g, ' ne '],
  [/\s*>=\s*/g, ' ge '],
  [/\s*<=\s*/g, ' le '],
  [/\s*>\s*/g, ' gt '],
  [/\s*<\s*/g, ' lt '],
  [/\s*={1,3}\s*/g, ' eq '],
  [/\s*&&\s*/g, ' and '],
  [/\s*\|\|\s*/g, ' or '],
  [/\bis\s+not\s+null\b/gi, 'ne null'],
  [/\bis\s+null\b/gi, 'eq null'],
  [/\b(and|or|not|eq|ne|gt|ge|lt|le|in|null|true|false)\b/gi, 'lower'],
];

/**
 * The condition as OData writes it, where it is written in the words of SQL or of a program: `==`, `"text"`, `IS NULL`. A guess: the caller
 * checks that it is a condition.
 */
export function corrected(condition: string): string {
  const singly = condition.replaceAll(/'(?:[^']|'')*'|"([^"]*)"/g, (whole, text: string | undefined) =>
    text === undefined ? whole : `'${text.replaceAll("'", "''")}'`,
  );
  const likes = singly.replaceAll(
    /([\w/]+)\s+like\s+'(%?)((?:[^'%_]|'')+)(%?)'/gi,
    (whole, name: string, before, text, behind) => {
      const call = before === '%' ? (behind === '%' ? 'contains' : 'endswith') : behind === '%' ? 'startswith' : null;
      return call === null ? `${name} eq '${text}'` : `${call}(${name},'${text}')`;
    },
  );
  // Every second part is a quoted text.
  return likes
    .split(/('(?:[^']|'')*')/)
    .map((part, i) => (i % 2 === 1 ? part : translated(part)))
    .join('')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

function translated(part: string): string {
  return FORMS.reduce(
    (text, [form, odata]) =>
      text.replaceAll(form.global ? form : new RegExp(form, `${form.flags}g`), (word) =>
        odata === 'lower' ? word.toLowerCase() : odata,
      ),
    part,
  );
}
