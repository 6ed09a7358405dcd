import { type AppRegistration, EntraServer } from '../entra/server.ts';
import { demoOrg } from './demo.ts';
import { DEMO_USER, type Org, WRITING_USER } from './org.ts';
import { type DataverseOptions, DataverseServer } from './server.ts';

export const TENANT = '7e57da7a-ffff-4000-8000-000000000001';
export const CLIENT_SECRET = 'demo~secret.value/with+signs';
export const WRITER_SECRET = 'writer~secret.value';

export interface LocalDynamics {
  readonly entra: EntraServer;
  readonly dataverse: DataverseServer;
  readonly org: Org;
  close(): Promise<void>;
}

/** Entra and one organisation, ready to be read with `TENANT`, `DEMO_USER.clientId` and `CLIENT_SECRET`. */
export async function startDynamics(
  org: Org = demoOrg(),
  options: Partial<DataverseOptions> & { readonly app?: Partial<AppRegistration> } = {},
): Promise<LocalDynamics> {
  const app = {
    clientId: DEMO_USER.clientId,
    secrets: [{ value: CLIENT_SECRET }, { value: 'expired-secret', expired: true }],
    certificates: [],
    federated: [],
    issuerKeys: new Map(),
    ...options.app,
  };
  const writer = { ...app, clientId: WRITING_USER.clientId, secrets: [{ value: WRITER_SECRET }] };
  const entra = await new EntraServer({ tenant: TENANT, apps: [app, writer], resources: [] }).listen();
  const dataverse = await new DataverseServer({ org, tokens: entra.tokens, tenant: TENANT, ...options }).listen();
  entra.resources.push(dataverse.url);
  return {
    entra,
    dataverse,
    org,
    close: async () => {
      await dataverse.close();
      await entra.close();
    },
  };
}
