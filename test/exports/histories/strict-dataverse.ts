import assert from 'node:assert/strict';
import { DynamicsDestination } from '../../../src/destinations/dynamics/destination.ts';
import { DESTINATIONS } from '../../../src/destinations/registry.ts';
import { Secret } from '../../../src/model/secret.ts';
import { dynamicsSubject, LOSSES } from '../../destinations/dynamics/target.ts';
import { DEMO_USER, WRITING_USER } from '../../servers/dataverse/org.ts';
import { CLIENT_SECRET, TENANT, WRITER_SECRET } from '../../servers/dataverse/start.ts';
import { pluginError } from '../../servers/dataverse/write/rules.ts';
import { contextOf, optionsOf, QUICK } from '../../support/dynamics.ts';
import type { Crm, CrmRecord } from './crm.ts';

const NAMES = {
  object: 'new_score',
  id: 'new_scoreid',
  key: 'new_key',
  score: 'new_exact',
  segment: 'new_text',
  label: 'name',
  other: 'new_count',
} as const;

/** The strict local Dataverse, through the real client. */
export async function strictDataverse(): Promise<Crm> {
  const subject = await dynamicsSubject();
  const { org, local } = subject;
  const table = org.table(NAMES.object);
  const { url } = local.dataverse;
  const entry = (client: string, variable: string): string =>
    `type: dynamics, url: "${url}", auth: { flow: client_secret, tenant_id: ${TENANT}, client_id: ${client}, client_secret: "\${${variable}}", authority: "${local.entra.url}" }`;
  let [most, isFlowing]: [number | null, boolean] = [null, false];
  let writes = 0;
  const crm: Crm = {
    names: NAMES,
    definitions: DESTINATIONS,
    systems: {
      source: `{ ${entry(DEMO_USER.clientId, 'READ')}, tables: { new_score: { deletes_by: keys } } }`,
      destination: `{ ${entry(WRITING_USER.clientId, 'WRITE')} }`,
    },
    env: { PW: 'p', READ: CLIENT_SECRET, WRITE: WRITER_SECRET },
    open: async (signal) => {
      const options = optionsOf(local);
      const auth = { ...options.auth, client_id: WRITING_USER.clientId, client_secret: new Secret(WRITER_SECRET) };
      const context = contextOf({ name: 'crm_write', signal });
      const destination = new DynamicsDestination({ ...options, auth: auth as typeof options.auth }, context, QUICK);
      await destination.connect();
      return destination;
    },
    records: () => subject.stored().map(recordOf),
    create: (key) => void subject.put({ [NAMES.key]: key }),
    edit: (id, { score, other }) =>
      table.update(id, {
        ...(score === undefined ? {} : { [NAMES.score]: String(score) }),
        ...(other === undefined ? {} : { [NAMES.other]: String(other) }),
      }),
    remove: (id) => table.remove(id),
    onSaved: () => undefined,
    onWrite: () => undefined,
    rowsAtWork: () => 0,
    writes: () => writes,
    refuseAbove: (score) => {
      most = score;
    },
    flow: (isOn) => {
      isFlowing = isOn;
    },
    mishap: (random) => {
      for (let i = random.int(0, 2); i > 0; i--) {
        const [, fault] = random.pick(LOSSES);
        org.faults.add({ method: 'POST', url: /\$batch$/, nth: random.int(1, 4), times: random.pick([1, 1, 2, 20]) }, fault);
      }
      if (random.chance(0.2)) for (const { id } of random.some(crm.records(), 2)) org.rules.held.add(id);
    },
    calm: () => {
      org.faults.clear();
      org.rules.held.clear();
    },
    refusesReader: async () => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: DEMO_USER.clientId,
        client_secret: CLIENT_SECRET,
        scope: `${url}/.default`,
      });
      const signed = await fetch(`${local.entra.url}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body });
      const { access_token: token } = (await signed.json()) as { access_token: string };
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/data/v9.2/new_scores(new_key='k0')`, {
        method: 'PATCH',
        headers,
        body: '{"name":"a"}',
      });
      await answer.arrayBuffer();
      assert.equal(answer.status, 403, 'the reading app may write');
    },
    close: async () => subject.close(),
  };
  org.rules.plugins.set(NAMES.object, (_, after) => {
    const score = after[NAMES.score] ?? null;
    if (most !== null && Number(score) > most) throw pluginError('too much');
    crm.onSaved(String(after[NAMES.key] ?? ''), false);
    return isFlowing && score !== null ? { [NAMES.score]: String(Math.floor(Number(score))) } : null;
  });
  const add = org.journal.add.bind(org.journal);
  org.journal.add = (one) => {
    add(one);
    if (!one.writes || one.inBatch) return;
    writes++;
    crm.onWrite();
  };
  return crm;
}

function recordOf({ id, values }: { readonly id: string; readonly values: Readonly<Record<string, string | null>> }): CrmRecord {
  const numberOf = (value: string | null | undefined): number | null =>
    value === null || value === undefined ? null : Number(value);
  return {
    id,
    key: values[NAMES.key] ?? null,
    score: numberOf(values[NAMES.score]),
    segment: values[NAMES.segment] ?? null,
    label: values[NAMES.label] ?? null,
    other: numberOf(values[NAMES.other]),
  };
}
