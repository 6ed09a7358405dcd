import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  HighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  __toESM
} from "./shared.js";

// src/sources/shared/sign-in.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var RefreshToken = class {
  #configured;
  #context;
  #of;
  #newest = null;
  /** The newest one could not be kept yet. */
  #pending = false;
  #noticed = false;
  constructor(configured, context) {
    this.#configured = configured;
    this.#context = context;
    this.#of = fingerprintOf(configured.reveal());
  }
  /** Signs in with the newest token. Throws STATE_SAVE_FAILED where its successor could not be kept: then nothing can sign in any more. */
  async use(signIn) {
    const { vault } = this.#context;
    if (vault === void 0) return (await this.#signIn(null, signIn)).result;
    try {
      const result = await vault.renew(async (kept) => this.#signIn(kept, signIn));
      this.#pending = false;
      return result;
    } catch (error) {
      throw this.#pending ? notKept(this.#context.name, vault.where, error) : error;
    }
  }
  /** Tries once more to keep what could not be kept. */
  async close() {
    const { vault } = this.#context;
    if (!this.#pending || vault === void 0) return;
    await vault.renew(async () => ({ result: null, keep: this.#text() })).then(
      () => {
        this.#pending = false;
      },
      () => void 0
    );
  }
  async #signIn(kept, signIn) {
    const token = this.#newest ?? successorOf(kept, this.#configured.reveal()) ?? this.#configured.reveal();
    this.#context.mask(token);
    const { result, replaced } = await signIn(token);
    if (replaced === void 0 || replaced === token) return { result, keep: null };
    this.#context.mask(replaced);
    this.#newest = replaced;
    this.#pending = this.#context.vault !== void 0;
    this.#say();
    return { result, keep: this.#text() };
  }
  #text() {
    return JSON.stringify({ token: this.#newest ?? "", of: this.#of });
  }
  #say() {
    if (this.#noticed || this.#context.vault !== void 0) return;
    this.#noticed = true;
    this.#context.notice(WILL_NOT_SIGN_IN);
  }
};
function successorOf(kept, configured) {
  if (kept === null) return null;
  const { token, of } = JSON.parse(kept);
  return of === fingerprintOf(configured) ? token : null;
}
function fingerprintOf(token) {
  return (0, import_node_crypto.createHash)("sha256").update(token).digest("base64");
}
var WILL_NOT_SIGN_IN = 'Salesforce has replaced the refresh token, and there is no `state-encryption-key` to keep the new one with: the stored token will not sign in the next run. Set `state-encryption-key` (on the command line the variable HIGHWATER_STATE_ENCRYPTION_KEY), then authorise the app again (`highwater auth`). Or switch off "Enable Refresh Token Rotation" in the app\'s policies, or use the flow client_credentials or jwt_bearer.';
function notKept(source, where, cause) {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HighwaterError(
    "STATE_SAVE_FAILED",
    `${source}: Salesforce has replaced the refresh token, and the new one could not be kept in ${where}: ${why}`,
    "It is tried once more when this run ends. If the next run is refused, authorise the app again (`highwater auth`) and store the new token.",
    { cause }
  );
}
var SharedSignIn = class {
  #signIn;
  #isFresh;
  #current = null;
  #underway = null;
  /** `isFresh`: false if a sign-in is about to expire, so that the next one is due. */
  constructor(signIn, isFresh = () => true) {
    this.#signIn = signIn;
    this.#isFresh = isFresh;
  }
  /** What the last sign-in gave. Signs in if there is none or it is about to expire. */
  async current() {
    return this.#current !== null && this.#isFresh(this.#current) ? this.#current : this.#renew();
  }
  /** Another one than `stale`: what another worker's sign-in gave since then, or a new sign-in. */
  async replaced(stale) {
    return this.#current === null || this.#current === stale ? this.#renew() : this.#current;
  }
  async #renew() {
    this.#current = null;
    this.#underway ??= this.#signIn().finally(() => {
      this.#underway = null;
    });
    this.#current = await this.#underway;
    return this.#current;
  }
};

export {
  RefreshToken,
  successorOf,
  SharedSignIn
};
