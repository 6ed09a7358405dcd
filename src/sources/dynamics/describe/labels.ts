import type { PicklistValue } from '../../../model/table.ts';

/** A label as the metadata give it, in each language that the organisation has. */
export interface LabelInfo {
  readonly LocalizedLabels?: readonly { readonly Label: string; readonly LanguageCode: number }[];
  readonly UserLocalizedLabel?: { readonly Label: string } | null;
}

interface OptionInfo {
  readonly Value: number;
  readonly Label: LabelInfo;
}

/** The options of one column; a boolean has two of its own. */
export interface OptionSetInfo {
  readonly Options?: readonly OptionInfo[];
  readonly TrueOption?: OptionInfo | null;
  readonly FalseOption?: OptionInfo | null;
}

/** The label in `language` (LCID); where it is not translated, the one that the user sees, or any. */
export function labelIn(label: LabelInfo | null | undefined, language: number): string | null {
  const all = label?.LocalizedLabels ?? [];
  return all.find((l) => l.LanguageCode === language)?.Label ?? label?.UserLocalizedLabel?.Label ?? all[0]?.Label ?? null;
}

export function picklistOf(set: OptionSetInfo, language: number): PicklistValue[] {
  const booleans = [
    { option: set.TrueOption, value: 'true' },
    { option: set.FalseOption, value: 'false' },
  ].flatMap(({ option, value }) => (option ? [{ value, label: labelIn(option.Label, language) ?? value, active: true }] : []));
  const options = (set.Options ?? []).map((o) => ({
    value: String(o.Value),
    label: labelIn(o.Label, language) ?? String(o.Value),
    active: true,
  }));
  return [...booleans, ...options];
}

/**
 * DuckDB SQL for the label of a code. Labels change without any row changing, so they are not stored with the rows but computed
 * from the metadata of each run; a code without an option has none.
 */
export function labelSql(column: string, picklist: readonly PicklistValue[], isList: boolean): string {
  const name = identifier(column);
  return isList ? `list_transform(${name}, lambda code: ${choose('code', picklist)})` : choose(name, picklist);
}

/** DuckDB SQL for one of several texts, by the value of a UUID column. */
export function codeSql(column: string, codes: readonly { readonly id: string; readonly code: string }[]): string {
  const cases = [...codes]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, code }) => `WHEN ${literal(id)} THEN ${literal(code)}`);
  return cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${identifier(column)} ${cases.join(' ')} END`;
}

function choose(value: string, picklist: readonly PicklistValue[]): string {
  const cases = picklist.filter((p) => /^-?\d+$/.test(p.value)).map((p) => `WHEN ${p.value} THEN ${literal(p.label)}`);
  return cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${value} ${cases.join(' ')} END`;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
