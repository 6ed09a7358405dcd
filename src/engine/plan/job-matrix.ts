import type { MatrixJob } from '../../model/results.ts';

/** Tables that one job reads together, or a part of one table. */
export interface WorkUnit {
  /** What has the limits: an organisation, a user of an environment, a database. */
  readonly system: string;
  readonly source: string;
  /** As `--tables` takes them. */
  readonly tables: readonly string[];
  /** How long reading it takes, in any one measure. */
  readonly work: number;
  /** The state that has its rows; null: none is known. */
  readonly state: string | null;
  /** The table that it is a part of: parts of one table go to different jobs. */
  readonly dividedTable?: string;
}

export interface JobLimits {
  readonly jobs: number;
  /** The most jobs that one system's limits feed at once; absent: any number. */
  readonly ofSystem: ReadonlyMap<string, number>;
  /** What the names of the states begin with. */
  readonly prefix: string;
}

export interface DividedJobs {
  readonly matrix: readonly MatrixJob[];
  /** Tables that another job reads from now on than the one that has their rows: it reads them in full once. */
  readonly moved: readonly string[];
}

// Moving a table costs a full sync of it: only where one job has this many times the work that it could have.
const WORTH_MOVING = 2;

/** Divides the work over jobs. Pure, and the same for the same work, so that tables stay with the job that has their rows. */
export function divideJobs(units: readonly WorkUnit[], limits: JobLimits): DividedJobs {
  const kept = assign(units, limits, true);
  const fresh = assign(units, limits, false);
  const chosen = heaviest(kept) > heaviest(fresh) * WORTH_MOVING ? fresh : kept;
  const matrix = chosen.flatMap((own, i) => (own.length === 0 ? [] : [jobOf(own, stateName(limits, i))]));
  const moved = chosen.flatMap((own, i) =>
    own.filter((u) => u.state !== null && u.state !== stateName(limits, i)).flatMap((u) => u.tables),
  );
  return { matrix, moved };
}

const stateName = ({ prefix }: JobLimits, index: number): string => `${prefix}job-${index + 1}`;

const load = (units: readonly WorkUnit[]): number => units.reduce((sum, u) => sum + u.work, 0);
const heaviest = (jobs: readonly (readonly WorkUnit[])[]): number => Math.max(0, ...jobs.map(load));

/** The longest first, each to the job with the least to do that may have it. */
function assign(units: readonly WorkUnit[], limits: JobLimits, keep: boolean): WorkUnit[][] {
  const jobs: WorkUnit[][] = Array.from({ length: limits.jobs }, () => []);
  const name = (unit: WorkUnit) => unit.tables.join();
  const open: WorkUnit[] = [];
  for (const unit of units) {
    const known = jobs.find((_, i) => keep && unit.state === stateName(limits, i));
    if (known !== undefined && mayHave(known, unit, jobs, limits)) known.push(unit);
    else open.push(unit);
  }
  const total = load(units) / Math.max(1, limits.jobs);
  for (const unit of open.sort((a, b) => b.work - a.work || (name(a) < name(b) ? -1 : 1))) {
    const possible = jobs.filter((job) => mayHave(job, unit, jobs, limits));
    // Signing in to one more source costs as much as some rows.
    const cost = (job: readonly WorkUnit[]) => load(job) + (job.some((u) => u.source === unit.source) ? 0 : total * 0.05);
    possible.sort((a, b) => cost(a) - cost(b))[0]?.push(unit);
  }
  return jobs;
}

function mayHave(
  job: readonly WorkUnit[],
  unit: WorkUnit,
  jobs: readonly (readonly WorkUnit[])[],
  { ofSystem }: JobLimits,
): boolean {
  const parts = unit.dividedTable;
  if (parts !== undefined && job.some((u) => u.dividedTable === parts)) return false;
  const has = (own: readonly WorkUnit[]) => own.some((u) => u.system === unit.system);
  return has(job) || jobs.filter(has).length < (ofSystem.get(unit.system) ?? Number.POSITIVE_INFINITY);
}

function jobOf(units: readonly WorkUnit[], state: string): MatrixJob {
  const sources = [...new Set(units.map((u) => u.source))];
  const shown = sources.length > 3 ? [...sources.slice(0, 3), `${sources.length - 3} more`] : sources;
  return { name: `${state} (${shown.join(', ')})`, tables: units.flatMap((u) => u.tables).join(','), 'state-name': state };
}
