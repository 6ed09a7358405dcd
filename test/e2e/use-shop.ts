import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { current } from '../support/current.ts';
import type { PostgresOptions, TestPostgres } from '../support/postgres.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { Project } from './project.ts';
import { createReader, Shop, type ShopTable } from './shop.ts';

export interface UsedShop {
  readonly server: TestPostgres;
  /** A database of its own. */
  readonly shop: Shop;
  /** A user's directory whose highwater.yml reads the shop. */
  readonly project: Project;
}

export interface ShopOptions {
  readonly tables?: readonly ShopTable[];
  readonly postgres?: PostgresOptions;
  /** One shop and one project for all tests of the file, in place of fresh ones for each. */
  readonly shared?: boolean;
}

/** A PostgreSQL for all tests of a file, and for each test a fresh shop and a project that is configured to read it. */
export function useShop({ tables, postgres, shared = false }: ShopOptions = {}): UsedShop {
  const server = usePostgres(postgres);
  let shop: Shop | undefined;
  let project: Project | undefined;
  beforeAll(async () => createReader(server));
  const [before, after] = shared ? [beforeAll, afterAll] : [beforeEach, afterEach];
  before(async () => {
    shop = await Shop.create(server, tables === undefined ? {} : { tables });
    project = await Project.create();
    await shop.configure(project);
  });
  after(() => project?.close());
  return { server, shop: current('The shop', () => shop), project: current('The project', () => project) };
}
