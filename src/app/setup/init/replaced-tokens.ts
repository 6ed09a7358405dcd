import type { Vault } from '../../../model/secret.ts';
import { successorOf } from '../../../sources/shared/sign-in.ts';
import type { Vaults } from '../../../state/seal/token-vault.ts';
import { statePlaceOf } from '../../terminal/flags.ts';
import type { Setup } from '../setup.ts';
import type { Values } from './credentials.ts';

const STATE = '.highwater';

/** Refresh tokens that a service replaced while `init` looked at it: what it was given signs in no more. */
export class ReplacedTokens implements Vaults {
  readonly #kept = new Map<string, string>();

  of(source: string): Vault {
    return {
      where: 'the memory of this command',
      renew: async (work) => {
        const { result, keep } = await work(this.#kept.get(source) ?? null);
        if (keep !== null) this.#kept.set(source, keep);
        return result;
      },
    };
  }

  /** The values that sign in from now on: what is to be stored as secrets. */
  newest(values: Values): Values {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.#successor(value) ?? value]));
  }

  /** A token that was not stored as a secret is kept for `sync` on this machine; without a key for it, the user has to know. */
  async keepOthers(values: Values, stored: readonly string[], { asker, env }: Setup): Promise<void> {
    const others = Object.entries(values).filter(([name, value]) => this.#successor(value) !== null && !stored.includes(name));
    if (others.length === 0) return;
    const { vaults } = await statePlaceOf({ state: STATE }, { state: null }, env);
    const names = others.map(([name]) => name).join(', ');
    if (vaults === null) {
      asker.warn(
        `The service has replaced the refresh token in ${names}, so it does not sign in any more. Authorise again (\`highwater auth\`) and store the new one, or run init with HIGHWATER_STATE_ENCRYPTION_KEY set: then the new token is kept.`,
      );
      return;
    }
    for (const [source, keep] of this.#kept) await vaults.of(source).renew(async () => ({ result: null, keep }));
    asker.say(
      `The service has replaced the refresh token in ${names}. The new one is kept in ${STATE}, for runs on this machine.`,
    );
  }

  #successor(value: string): string | null {
    for (const kept of this.#kept.values()) {
      const token = successorOf(kept, value);
      if (token !== null) return token;
    }
    return null;
  }
}
