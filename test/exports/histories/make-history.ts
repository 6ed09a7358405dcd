import { Random } from '../../support/random.ts';
import type { Crm } from './crm.ts';
import type { Ground } from './ground.ts';
import { History } from './history.ts';
import { memoryCrm } from './memory-crm.ts';
import { OpenEngine } from './open-engine.ts';
import { StateGround } from './state-ground.ts';
import { strictDataverse } from './strict-dataverse.ts';
import { strictSalesforce } from './strict-salesforce.ts';

/**
 * The history of a seed. One in ten is on a strict local server, through the real clients; of the others each third is without jobs. One in fifty
 * takes the whole way, with a state that is restored and saved.
 */
export async function makeHistory(seed: number): Promise<{ history: History; close(): Promise<void> }> {
  const { ground, crm } = await (seed % 50 === 25 ? StateGround : OpenEngine).make((now) => crmOf(seed, now));
  const close = async (): Promise<void> => {
    await ground.close();
    await crm.close();
  };
  return { history: new History(new Random(seed), crm, ground satisfies Ground), close };
}

async function crmOf(seed: number, now: () => Date): Promise<Crm> {
  if (seed % 20 === 0) return strictDataverse();
  if (seed % 10 === 0) return strictSalesforce();
  return memoryCrm(now, seed % 3 > 0);
}
