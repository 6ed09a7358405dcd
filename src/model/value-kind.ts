/**
 * How a value is written as text. Everywhere here a value is a text or null, in the service's own form:
 * `text`, `picklist` (the value, never the label), `id`: as it is. `boolean`: `true`, `false`. `integer`, `decimal`: digits, a point, no exponent.
 * `double`: the same, or with an exponent. `date`: `2026-01-31`. `datetime`: `2026-01-31T23:59:59Z`, whole seconds, always in UTC.
 * `local datetime`: the same without `Z`. `time`: `23:59:59.123`. `multipicklist`: values joined by `TargetField.separator`.
 * What `find` gives may have any form in which the service writes it (`12.50`, `2026-01-31T23:59:59.000+0000`): the engine normalises before it compares.
 */
export type ValueKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'local datetime'
  | 'time'
  | 'picklist'
  | 'multipicklist'
  | 'id'
  /** Nothing that an export can write: a file, an address, a location. */
  | 'other';
