import type { Secret } from '../../model/secret.ts';
import { reach, secretsIn, UrlProblem } from '../../sources/postgres/connect/url.ts';
import type { ConfigDocument } from '../declare/schema.ts';
import type { Problems } from '../explain/problems.ts';

/** Takes connection strings apart: what is wrong with one becomes a problem that shows nothing of it, and their passwords join `secrets`. */
export function checkUrls({ sources }: ConfigDocument, problems: Problems, secrets: Secret[]): void {
  for (const [name, entry] of Object.entries(sources)) {
    if (entry.type !== 'postgres' || entry.url === undefined) continue;
    try {
      secrets.push(...secretsIn(entry.url.reveal()));
      reach(entry);
    } catch (error) {
      if (!(error instanceof UrlProblem)) throw error;
      problems.add(['sources', name, 'url'], `the connection string can't be used: ${error.message}.`, error.hint);
    }
  }
}
