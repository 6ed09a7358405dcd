import { connectionFailure, DriverFailure, failureOfStatus } from './object-driver.ts';

/** https://cloud.google.com/storage/docs/json_api/v1/status-codes */
interface GcsError {
  readonly message?: string;
  readonly errors?: readonly { readonly reason?: string }[];
}

/** Reasons that come with 403 and pass by themselves. */
const LIMITS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'backendError']);
const BILLING = new Set(['accountDisabled', 'billingNotEnabled', 'userProjectAccountProblem']);

export function gcsRefusal(status: number, body: Buffer, afterMs: number | undefined): DriverFailure {
  const { message = '', errors } = errorOf(body);
  const reason = errors?.[0]?.reason ?? '';
  if (LIMITS.has(reason))
    return new DriverFailure(`${reason} (${status})`, {
      problem: 'busy',
      transient: true,
      ...(afterMs === undefined ? {} : { afterMs }),
    });
  if (status === 401) return refused('the sign-in is not valid, or has expired (401)', SIGN_IN);
  if (BILLING.has(reason)) return refused(`the project does not serve requests: ${reason}`, 'Check its billing account.');
  // "highwater@acme.iam.gserviceaccount.com does not have storage.objects.create access to the …": the permission is worth showing.
  const [permission] = /storage\.\w+\.\w+/.exec(message) ?? [];
  if (status === 403)
    return refused(
      `the identity that signed in lacks ${permission ?? 'a permission'} (${reason || 403})`,
      'Give it the role Storage Object User (roles/storage.objectUser) on the bucket.',
    );
  return failureOfStatus(status, reason || message.split('\n')[0]?.slice(0, 200) || 'the request failed', undefined, afterMs);
}

function errorOf(body: Buffer): GcsError {
  try {
    const { error } = JSON.parse(body.toString()) as { error?: GcsError };
    return error ?? {};
  } catch {
    return {}; // A media request's errors are plain text.
  }
}

const SIGN_IN =
  'Sign in before this step (google-github-actions/auth with workload_identity_provider), or set GOOGLE_APPLICATION_CREDENTIALS.';

/** What google-auth-library threw. Its messages may quote a token, so only their codes are shown. */
export function signInFailure(error: unknown): DriverFailure {
  const { status, code, response } = (error ?? {}) as {
    status?: unknown;
    code?: unknown;
    response?: { data?: { error?: unknown } };
  };
  const said = response?.data?.error;
  if (typeof status === 'number' || said !== undefined) {
    const transient = typeof status === 'number' && (status >= 500 || status === 429);
    const words = typeof said === 'string' && /^[\w-]{1,60}$/.test(said) ? said : String(status ?? 'no status');
    const hint =
      'Check the workload identity provider: its attribute condition must let this repository in, and the service account must grant it roles/iam.workloadIdentityUser.';
    return new DriverFailure(`Google refused the sign-in (${words})`, { problem: 'refused', transient, hint, cause: error });
  }
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code) && code !== 'ENOENT') return connectionFailure(error);
  return refused('this step is not signed in to Google Cloud', SIGN_IN, error);
}

function refused(message: string, hint: string, cause?: unknown): DriverFailure {
  return new DriverFailure(message, { problem: 'refused', transient: false, hint, cause });
}
