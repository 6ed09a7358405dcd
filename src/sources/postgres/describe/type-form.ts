import type { SemanticType } from '../../../model/table.ts';

/** How a native type crosses over: what is asked of PostgreSQL, how DuckDB's CSV reader takes it, and how that becomes the value. */
export interface TypeForm {
  readonly duckdbType: string;
  readonly semanticType: SemanticType | '';
  readonly allowedTypes: readonly SemanticType[];
  /** The type with which the CSV reader takes the column. */
  readonly read: string;
  /** DuckDB SQL over `$`. */
  readonly expression: string;
  /** PostgreSQL SQL that is asked for, over the quoted column. */
  select(column: string): string;
  readonly adaptive?: boolean;
  readonly parquetType?: string;
}

const AS_IS = (column: string) => column;

/** A type that DuckDB's reader takes as it comes. */
export function direct(duckdbType: string, allowedTypes: readonly SemanticType[]): TypeForm {
  return { duckdbType, semanticType: allowedTypes[0] ?? '', allowedTypes, read: duckdbType, expression: '$', select: AS_IS };
}

export function converted(
  duckdbType: string,
  allowedTypes: readonly SemanticType[],
  expression: string,
  select = AS_IS,
): TypeForm {
  return { ...direct(duckdbType, allowedTypes), read: 'VARCHAR', expression, select };
}
