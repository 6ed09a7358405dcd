/** What Highwater keeps of a field's describe: enough to build queries and columns, small enough for the state. */
export interface FieldInfo {
  readonly name: string;
  readonly label: string;
  /** Salesforce's own word: `currency`, `reference`, `picklist`… */
  readonly type: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
  readonly picklist?: readonly (readonly [value: string, label: string, active: boolean])[];
  readonly nameField?: true;
  readonly notFilterable?: true;
  /** A formula or a roll-up: no stamp moves when its value does. */
  readonly calculated?: true;
  /** Of a date/time: some records may have none. */
  readonly mayBeNull?: true;
}

/** One object as this user sees it. */
export interface ObjectInfo {
  readonly name: string;
  readonly label: string;
  readonly custom: boolean;
  readonly fields: readonly FieldInfo[];
}

/** One line of the global describe. */
export interface ObjectEntry {
  readonly name: string;
  readonly label: string;
  readonly custom: boolean;
  readonly queryable: boolean;
  readonly keyPrefix: string | null;
}

interface RawField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string | null;
  readonly picklistValues?: readonly { readonly value: string; readonly label: string | null; readonly active: boolean }[];
  readonly nameField?: boolean;
  readonly filterable?: boolean;
  readonly nillable?: boolean;
  readonly calculated?: boolean;
}

/** The answer of `/sobjects/X/describe`, as far as it is used. */
export interface RawDescribe {
  readonly name: string;
  readonly label: string;
  readonly custom: boolean;
  readonly fields: readonly RawField[];
}

/** The answer of `/sobjects`. */
export interface RawGlobal {
  readonly sobjects: readonly {
    readonly name: string;
    readonly label: string;
    readonly custom: boolean;
    readonly queryable: boolean;
    readonly keyPrefix?: string | null;
  }[];
}

export function objectInfo(raw: RawDescribe): ObjectInfo {
  return { name: raw.name, label: raw.label, custom: raw.custom, fields: raw.fields.map(fieldInfo) };
}

function fieldInfo(raw: RawField): FieldInfo {
  const picklist = (raw.picklistValues ?? []).map((p) => [p.value, p.label ?? p.value, p.active] as const);
  return {
    name: raw.name,
    label: raw.label,
    type: raw.type,
    ...positive('length', raw.length),
    ...positive('precision', raw.precision),
    ...positive('scale', raw.scale),
    ...(raw.referenceTo === undefined || raw.referenceTo.length === 0 ? {} : { referenceTo: raw.referenceTo }),
    ...(raw.relationshipName ? { relationshipName: raw.relationshipName } : {}),
    ...(picklist.length === 0 ? {} : { picklist }),
    ...(raw.nameField ? { nameField: true } : {}),
    ...(raw.filterable === false ? { notFilterable: true } : {}),
    ...(raw.calculated === true ? { calculated: true } : {}),
    ...(raw.type === 'datetime' && raw.nillable === true ? { mayBeNull: true } : {}),
  };
}

function positive<K extends string>(name: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined || value === 0 ? {} : ({ [name]: value } as Record<K, number>);
}

export function objectEntries(raw: RawGlobal): ObjectEntry[] {
  return raw.sobjects.map(({ name, label, custom, queryable, keyPrefix }) => ({
    name,
    label,
    custom,
    queryable,
    keyPrefix: keyPrefix ?? null,
  }));
}
