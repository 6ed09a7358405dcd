import { type StoreAnswer, type StoreServer, startStoreServer } from '../objects/store-server.ts';
import { Bucket } from './bucket.ts';
import { S3Refusal } from './refusal.ts';
import { answer } from './routes.ts';
import { requireSignature, type S3Credentials } from './signature.ts';

export interface S3Server extends StoreServer {
  readonly bucket: Bucket;
  /** What a client finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

const REGION = 'eu-central-1';
const FAULTS = {
  'slow down': new S3Refusal(503, 'SlowDown', 'Please reduce your request rate.'),
  error: new S3Refusal(500, 'InternalError', 'We encountered an internal error.'),
  conflict: new S3Refusal(409, 'ConditionalRequestConflict', 'A conflicting operation occurred.'),
};

/** A strict S3 on this machine, with one bucket, path style. */
export async function startS3(options: { readonly credentials?: S3Credentials } = {}): Promise<S3Server> {
  const credentials = options.credentials ?? {
    accessKeyId: 'AKIATESTTESTTESTTEST',
    secretAccessKey: 'a/secret+of/forty+characters/for/tests0',
  };
  const bucket = new Bucket();
  const server = await startStoreServer({
    keyOf: (url) => decodeURIComponent(url.pathname).split('/').slice(2).join('/'),
    refuse: (why) => refusalOf(FAULTS[why]),
    answer(request, url, body) {
      try {
        requireSignature(request, body, credentials, REGION);
        return answer(bucket, request, url, body);
      } catch (error) {
        return refusalOf(error);
      }
    },
  });
  const env = {
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
  };
  return Object.assign(server, { bucket, env });
}

function refusalOf(error: unknown): StoreAnswer {
  if (!(error instanceof S3Refusal)) throw error;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>`;
  return { status: error.status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}
