import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/sources/shared/shared-sign-in.ts
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

// src/sources/shared/retry-rules.ts
function ruleOf(rules, { code, status }) {
  return rules.find((rule) => rule.code === code) ?? rules.find((rule) => rule.code === status);
}

export {
  SharedSignIn,
  ruleOf
};
