import { ConfidentialClientApplication, type Configuration, PublicClientApplication } from '@azure/msal-node';
import type { SourceContext } from '../../../model/contract.ts';
import { HighwaterError } from '../../../model/errors.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { SharedSignIn } from '../../shared/sign-in.ts';
import type { DynamicsOptions } from '../options.ts';
import type { Tuning } from '../tuning.ts';
import { NoTokenEndpoint, TokenEndpoint } from './entra-token-endpoint.ts';
import { type AssertionClaims, claimsOf, noTokenEndpoint, type SignInAttempt, signInRefused } from './sign-in-errors.ts';
import { readCertificate } from './signing-certificate.ts';

type Auth = DynamicsOptions['auth'];
type Credential = Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;

/** An access token for the organisation. */
export interface Token {
  readonly text: string;
  /** Milliseconds since 1970 on this machine's clock. */
  readonly expires: number;
}

// Renewed so long before its end that no request under way meets it.
const EARLY_MS = 120_000;

/**
 * Signs in to Entra with msal: one sign-in for all workers that need a token at the same time.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export class EntraSignIn {
  readonly #auth: Auth;
  readonly #scope: string;
  readonly #context: SourceContext;
  readonly #endpoint: TokenEndpoint;
  readonly #shared = new SharedSignIn<Token>(
    async () => this.#signIn(),
    ({ expires }) => expires - EARLY_MS > Date.now(),
  );
  #refreshToken: string | null = null;
  #claims: AssertionClaims | null = null;

  /** `origin`: of the organisation, `https://org.crm.dynamics.com`. */
  constructor(auth: Auth, origin: string, context: SourceContext, tuning: Tuning) {
    this.#auth = auth;
    this.#scope = `${origin}/.default`;
    this.#context = context;
    this.#endpoint = new TokenEndpoint(auth.authority, auth.tenant_id, context.signal, tuning, (refreshToken) => {
      context.mask(refreshToken);
      this.#refreshToken = refreshToken;
    });
  }

  async token(): Promise<Token> {
    return this.#shared.current();
  }

  /** A token other than the refused one. */
  async newToken(refused: Token): Promise<Token> {
    return this.#shared.replaced(refused);
  }

  close(): void {
    this.#endpoint.close();
  }

  async #signIn(): Promise<Token> {
    try {
      const result = await this.#acquire();
      if (result === null) throw signInRefused('', this.#attempt(), undefined);
      this.#context.mask(result.accessToken);
      return { text: result.accessToken, expires: result.expiresOn?.getTime() ?? Date.now() + 3_600_000 };
    } catch (error) {
      throw this.#explain(error);
    }
  }

  // A new client each time: an old one holds tokens that the service may have revoked, and after a 429 or 5xx it refuses
  // by itself, without a request, for a minute.
  async #acquire() {
    const auth = this.#auth;
    const scopes = [this.#scope];
    if (auth.flow !== 'refresh_token')
      return this.#confidential(await this.#credential(auth)).acquireTokenByClientCredential({ scopes });
    const refreshToken = this.#refreshToken ?? auth.refresh_token.reveal();
    const app =
      auth.client_secret === undefined
        ? new PublicClientApplication(this.#configuration({}))
        : this.#confidential({ clientSecret: auth.client_secret.reveal() });
    return app.acquireTokenByRefreshToken({ refreshToken, scopes });
  }

  async #credential(auth: Exclude<Auth, { flow: 'refresh_token' }>): Promise<Credential> {
    if (auth.flow === 'client_secret') return { clientSecret: auth.client_secret.reveal() };
    if (auth.flow === 'certificate')
      return { clientCertificate: readCertificate(auth.certificate.reveal(), auth.private_key?.reveal()) };
    const { idToken, mask } = this.#context;
    if (idToken === undefined)
      throw new HighwaterError(
        'SIGN_IN_REFUSED',
        'The flow github_oidc needs a GitHub Actions token, and there is none here.',
        'It works only in a GitHub Actions job with `permissions: id-token: write`.',
      );
    const assertion = await idToken(auth.audience);
    mask(assertion);
    this.#claims = claimsOf(assertion);
    return { clientAssertion: assertion };
  }

  #confidential(credential: Credential): ConfidentialClientApplication {
    return new ConfidentialClientApplication(this.#configuration(credential));
  }

  #configuration(credential: Credential): Configuration {
    return {
      auth: { clientId: this.#auth.client_id, ...this.#endpoint.authority(), ...credential },
      system: { networkClient: this.#endpoint },
    };
  }

  #explain(error: unknown): unknown {
    if (error instanceof HighwaterError || this.#context.signal.aborted) return error;
    const failure = this.#endpoint.failure;
    if (failure instanceof NoTokenEndpoint) return noTokenEndpoint(this.#attempt(), failure.message, failure);
    if (failure instanceof ConnectionFailure)
      return new HighwaterError(
        'SOURCE_UNREACHABLE',
        `Microsoft Entra could not be reached at ${this.#endpoint.host}: ${failure.message}.`,
        'Check that this machine can reach it (network, proxy), and check `authority` if the organisation is in another cloud.',
        { cause: failure },
      );
    const message = error instanceof Error ? error.message : String(error);
    const at = message.indexOf('AADSTS');
    return signInRefused(at === -1 ? message : message.slice(at), this.#attempt(), error);
  }

  #attempt(): SignInAttempt {
    const { flow } = this.#auth;
    return { flow, environment: new URL(this.#scope).host, authority: this.#endpoint.host, claims: this.#claims };
  }
}
