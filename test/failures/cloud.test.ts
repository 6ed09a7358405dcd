import { afterEach, beforeEach, test } from 'vitest';
import { Project } from '../e2e/project.ts';
import { startDynamics } from '../servers/dataverse/start.ts';
import { fillDemo } from '../servers/salesforce/demo.ts';
import { startSalesforce } from '../servers/salesforce/index.ts';
import { CLOUD_FAILURES, type World } from './cloud-failures.ts';
import { expectTold } from './told.ts';

let world: World;

beforeEach(async () => {
  const [salesforce, dynamics, project] = await Promise.all([startSalesforce(), startDynamics(), Project.create()]);
  fillDemo(salesforce.org);
  dynamics.org.clock.set(new Date().toISOString());
  world = { salesforce, dynamics, project };
});
afterEach(() => Promise.all([world.salesforce.close(), world.dynamics.close(), world.project.close()]));

test.each(CLOUD_FAILURES)('$code: $how', { timeout: 120_000 }, (failure) => expectTold(failure, world));
