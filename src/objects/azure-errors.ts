import { RestError } from '@azure/storage-blob';
import { retryAfterMs } from '../runtime/retry.ts';
import { connectionFailure, DriverFailure, type DriverFailureOptions, failureOfStatus } from './object-driver.ts';
import type { CloudAddress } from './store-address.ts';

/** What an answer of Azure said; without a status there was none. An answer to HEAD has its code in a header alone. */
export function saidByAzure(error: unknown): { readonly status: number | undefined; readonly code: string } {
  if (!(error instanceof RestError)) return { status: undefined, code: '' };
  const header = error.response?.headers.get('x-ms-error-code');
  return { status: error.statusCode, code: header ?? (error.statusCode === undefined ? '' : (error.code ?? '')) };
}

const ROLE = 'Give it the role Storage Blob Data Contributor on the container.';
const KEY =
  'Check that the key (or connection string, or SAS token) belongs to this account and is still valid, and that the clock of this machine is right.';

/** What a code means, and what to do: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
const KNOWN: Readonly<Record<string, { message: string; hint: string }>> = {
  AuthorizationPermissionMismatch: { message: 'the identity that signed in may not do this', hint: ROLE },
  InsufficientAccountPermissions: { message: 'the identity that signed in may not do this', hint: ROLE },
  AuthorizationFailure: {
    message: 'the account does not let this request in',
    hint: `${ROLE} If the account has a firewall (Networking), let the runner's address in.`,
  },
  AuthenticationFailed: { message: 'the account refused the signature or token', hint: KEY },
  InvalidAuthenticationInfo: {
    message: 'the account refused the token',
    hint: "Sign in to the tenant of the account's subscription (AZURE_TENANT_ID), and check that the sign-in has not expired.",
  },
  NoAuthenticationInformation: { message: 'the request was not signed', hint: KEY },
  KeyBasedAuthenticationNotPermitted: {
    message: 'the account does not permit keys',
    hint: 'Sign in with OIDC: set AZURE_CLIENT_ID and AZURE_TENANT_ID, and give the job `permissions: id-token: write`.',
  },
  PublicAccessNotPermitted: { message: 'the request was not signed', hint: KEY },
  AccountIsDisabled: { message: 'the storage account is disabled', hint: 'Enable it in the Azure portal.' },
};

export function azureFailure(error: unknown, address: CloudAddress): DriverFailure {
  // GitHub's refusal comes as the cause of @azure/identity's own error.
  for (const thrown of [error, (error as { cause?: unknown } | null)?.cause]) if (thrown instanceof DriverFailure) return thrown;
  const { status, code } = saidByAzure(error);
  if (status === undefined) return withoutAnswer(error, address);
  if (code === 'ContainerNotFound')
    return new DriverFailure('the container does not exist', { problem: 'absent', transient: false, cause: error });
  const known = KNOWN[code];
  if (known !== undefined) return refused(`${known.message} (${code})`, { hint: known.hint, cause: error });
  // Uncommitted blocks go when another writes the same blob; that one is found by the next try.
  if (code === 'InvalidBlockList' || code === 'ContainerBeingDeleted')
    return new DriverFailure(code, { problem: 'busy', transient: true, cause: error });
  if (status === 409) return new DriverFailure(`${code} (409)`, { problem: 'other', transient: false, cause: error });
  const headers = (error as RestError).response?.headers;
  const after = retryAfterMs(headers?.get('retry-after'), headers?.get('date'));
  return failureOfStatus(status, code || 'the request failed', error, after);
}

function withoutAnswer(error: unknown, { account }: CloudAddress): DriverFailure {
  const { name, message, code } = (error ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  if (code === 'ENOTFOUND')
    return new DriverFailure(`no storage account answers to the name ${account} (ENOTFOUND)`, {
      problem: 'absent',
      transient: true,
      hint: 'Check the name of the account in the address, and that this machine reaches the internet.',
      cause: error,
    });
  if (!/^(CredentialUnavailable|Authentication|AggregateAuthentication)/.test(String(name))) return connectionFailure(error);
  // Entra's own words, up to the first ids and links.
  const [, entra] = /(AADSTS\d+: [^.\r\n]{0,300})/.exec(String(message)) ?? [];
  if (entra === undefined) return refused('this step is not signed in to Azure', { hint: SIGN_IN, cause: error });
  return refused(`Microsoft Entra refused the sign-in: ${entra}`, { hint: entraHint(entra), cause: error });
}

const SIGN_IN =
  'Set AZURE_CLIENT_ID and AZURE_TENANT_ID and give the job `permissions: id-token: write`, or sign in before this step (azure/login), or set AZURE_STORAGE_KEY.';

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function entraHint(entra: string): string {
  if (/^AADSTS(700213|70021|700211|700212)\b/.test(entra))
    return 'Add a federated credential to the app whose subject is that of this job (repository, and branch or environment).';
  if (/^AADSTS(700016|700027)\b/.test(entra)) return 'Check AZURE_CLIENT_ID and AZURE_TENANT_ID.';
  if (/^AADSTS90002\b/.test(entra)) return 'Check AZURE_TENANT_ID.';
  if (/^AADSTS700024\b/.test(entra))
    return 'The sign-in of azure/login lasts an hour. Leave that step out and set AZURE_CLIENT_ID and AZURE_TENANT_ID for this one: then it signs in again when it must.';
  return SIGN_IN;
}

function refused(message: string, options: Pick<DriverFailureOptions, 'cause'> & { readonly hint: string }): DriverFailure {
  return new DriverFailure(message, { problem: 'refused', transient: false, ...options });
}
