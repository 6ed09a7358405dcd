import type { TargetField } from '../../../model/destination.ts';

/** LCIDs. */
export interface Languages {
  /** Of the organisation: it decides how texts are compared. */
  readonly base: number;
  /** Of the labels that choices are given by. */
  readonly labels: number;
}

/** LCIDs of base languages whose environments compare texts without accents. https://learn.microsoft.com/power-platform/admin/language-collations */
const WITHOUT_ACCENTS: ReadonlySet<number> = new Set([
  1025, 1026, 1027, 1028, 1029, 1030, 1031, 1032, 1033, 1036, 1037, 1038, 1040, 1041, 1042, 1043, 1044, 1045, 1046, 1049, 1055,
  2052, 2070, 3076, 3082, 3084, 3098, 4108,
]);

/** How an environment with this base language (LCID) compares texts. */
export const collationOf = (base: number): NonNullable<TargetField['collation']> => ({ accents: !WITHOUT_ACCENTS.has(base) });
