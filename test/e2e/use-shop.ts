import { afterEach, beforeAll, beforeEach } from 'vitest';
import { current } from '../support/current.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { Project } from './project.ts';
import { createReader, Shop, type ShopTable } from './shop.ts';

export interface UsedShop {
  readonly server: TestPostgres;
  /** A database of its own for each test. */
  readonly shop: Shop;
  /** A user's directory whose highwater.yml reads the shop. */
  readonly project: Project;
}

/** A PostgreSQL for all tests of a file, and for each test a fresh shop and a project that is configured to read it. */
export function useShop(options: { readonly tables?: readonly ShopTable[] } = {}): UsedShop {
  const server = usePostgres();
  let shop: Shop | undefined;
  let project: Project | undefined;
  beforeAll(async () => createReader(server));
  beforeEach(async () => {
    shop = await Shop.create(server, options);
    project = await Project.create();
    await shop.configure(project);
  });
  afterEach(() => project?.close());
  return { server, shop: current('The shop', () => shop), project: current('The project', () => project) };
}
