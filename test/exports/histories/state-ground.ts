import { cpSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { World } from '../world.ts';
import type { Crm } from './crm.ts';
import type { Ground, Ran, RunRequest } from './ground.ts';

/**
 * The whole of an export run: a state in a directory that is restored and saved, sealed queries, report and manifest. A run is killed when the service
 * has carried out a write: it is stopped, and the state is as it was at that moment.
 */
export class StateGround implements Ground {
  readonly #world: World;
  readonly #crm: Crm;

  private constructor(world: World, crm: Crm) {
    this.#world = world;
    this.#crm = crm;
  }

  static async make(makeCrm: (now: () => Date) => Crm | Promise<Crm>): Promise<{ ground: StateGround; crm: Crm }> {
    let now = (): Date => new Date();
    const crm = await makeCrm(() => now());
    const { definitions, systems, env } = crm;
    const more = { ...(systems === undefined ? {} : { systems }), ...(env === undefined ? {} : { env }) };
    const world = await World.make(definitions, more);
    now = () => world.now();
    return { ground: new StateGround(world, crm), crm };
  }

  #path(name: string): string {
    return join(this.#world.directory, name);
  }

  async sync(tables: Readonly<Record<string, string>>, text: string): Promise<void> {
    await this.#world.sync(tables, text);
  }

  async run({ text, options, kill, losesWork, failsToSave }: RunRequest): Promise<Ran> {
    const { store } = this.#world;
    const full = async (): Promise<never> => {
      throw new Error('the disk is full');
    };
    this.#world.place = failsToSave ? { ...store, save: full } : null;
    const ran = await this.#run(text, options, kill);
    this.#world.place = null;
    if (failsToSave && losesWork) await rm(this.#path('work'), { recursive: true, force: true });
    return ran;
  }

  async #run(text: string, options: RunRequest['options'], kill: RunRequest['kill']): Promise<Ran> {
    const stop = new AbortController();
    this.#world.signal = stop.signal;
    let left = kill !== null && 'write' in kill ? kill.write : Number.POSITIVE_INFINITY;
    this.#crm.onWrite = () => {
      if (stop.signal.aborted || left-- > 0) return;
      cpSync(this.#path('state'), this.#path('killed'), { recursive: true });
      stop.abort(new Error('killed'));
    };
    let ran: Ran;
    try {
      ran = { records: (await this.#world.run(text, options)).exports ?? [], wasKilled: false, thrown: null };
    } catch (error) {
      ran = { records: [], wasKilled: false, thrown: error as Error };
    }
    if (!stop.signal.aborted) return ran;
    await this.#replaceState('killed');
    return { records: [], wasKilled: true, thrown: null };
  }

  async #replaceState(by: string): Promise<void> {
    for (const name of ['state', 'work']) await rm(this.#path(name), { recursive: true, force: true });
    await cp(this.#path(by), this.#path('state'), { recursive: true }).catch(() => undefined);
    await rm(this.#path('killed'), { recursive: true, force: true });
  }

  async file(name: string, file: string): Promise<string> {
    return this.#world.file(name, file);
  }

  async keepLedger(): Promise<void> {
    await rm(this.#path('kept'), { recursive: true, force: true });
    await cp(this.#path('state'), this.#path('kept'), { recursive: true });
  }

  async returnToKept(): Promise<void> {
    await this.#replaceState('kept');
  }

  async loseLedger(): Promise<void> {
    await this.#replaceState('none');
  }

  async close(): Promise<void> {
    await this.#world.remove();
  }
}
