/** How much a summary says, and a part of it. */

/** How much a summary says; each grade is shorter than the one before. */
export interface SummaryDetail {
  readonly messageChars: number;
  readonly failures: number;
  readonly tables: number;
  readonly notices: number;
  readonly gantt: boolean;
}

export interface SummarySection {
  /** Markdown; empty where there is nothing to say. */
  readonly text: string;
  /** What a shorter grade left out, for people. */
  readonly leftOut: readonly string[];
}
