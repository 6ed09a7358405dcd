import type { SourceDefinition } from '../../../model/source-definition.ts';

/** The options of `highwater init` that are about any source. */
export interface CommonInitFlags {
  readonly config: string;
  readonly source?: string;
  readonly type?: string;
  readonly flow?: string;
  readonly tables?: string;
  /** `OWNER/highwater@v1` for the workflow's `uses:`. */
  readonly action?: string;
  /** False: write without looking at the source. */
  readonly connect: boolean;
  /** Undefined: asked, and written where nobody can be asked. */
  readonly workflow?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
}

export interface InitFlags extends CommonInitFlags {
  /** The options that sources declare in their `setup`, by their names: `ssl-mode`. */
  readonly ofSource: Readonly<Record<string, string | undefined>>;
}

/** Puts the options that sources declare aside; commander names them in camel case. */
export function initFlags(
  given: CommonInitFlags & Readonly<Record<string, unknown>>,
  definitions: readonly SourceDefinition[],
): InitFlags {
  const names = definitions.flatMap(({ setup }) => setup.options.map((option) => option.name));
  const ofSource = names.map((name): [string, string | undefined] => {
    const value = given[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return [name, typeof value === 'string' ? value : undefined];
  });
  return { ...given, ofSource: Object.fromEntries(ofSource) };
}
