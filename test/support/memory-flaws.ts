/** Ways of being wrong, each of which a clause of the conformance suite must notice. */
export const FLAWS = [
  'answers one plan with what another asked for',
  'claims more rows than it sent',
  'excludes the low edge',
  'forgets a page after a retry',
  'forgets gone keys',
  'forgets null cursors',
  'forgets the tail',
  'goes on after an abort',
  'hands over a row twice after a retry',
  'ignores the abort while it waits',
  'ignores the lookback',
  'leaves a gap between partitions',
  'lets the filter out of the window',
  'reads one snapshot for the body and another for the tail',
  'remembers old columns',
  'says null for empty text',
  'stops at the first page',
  'sweeps only what changed',
  'swallows a staging failure',
  'tracks deletes alone',
  'trims text',
  'fetches nothing by key',
  'watermark is the newest cursor',
] as const;
export type Flaw = (typeof FLAWS)[number];

/** A lost connection: the source asks for the page once more. */
export class Cut extends Error {}
