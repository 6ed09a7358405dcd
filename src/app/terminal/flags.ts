/** As commander hands them over. */
export interface CommonFlags {
  readonly config: string;
  readonly json?: boolean;
}

export interface CheckFlags extends CommonFlags {
  readonly state: string;
}

export interface DiscoverFlags extends CheckFlags {
  readonly source?: string;
  readonly tables?: string;
  readonly verbose?: boolean;
}

export interface PlanFlags extends CommonFlags {
  readonly full?: boolean;
  readonly tables?: string;
  readonly state: string;
  readonly verbose?: boolean;
}

export interface SyncFlags extends PlanFlags {
  readonly output?: string;
  readonly onUnreadableState: 'fail' | 'full';
  readonly allowDeletes?: boolean;
  readonly quiet?: boolean;
}
