import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  EMPTY_HEADER,
  HEADER_FILE,
  START_AFRESH,
  createPrivateDirectory,
  errorCode,
  flushDirectory,
  isLease,
  readHeader,
  readHeaderText,
  removeStateFiles,
  replaceHeader,
  saveFailed,
  stateFileName,
  stateFiles,
  takeLease,
  translate,
  unreachable,
  unreadable,
  wrongKey
} from "./runtime-lease.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";

// src/state/visibility.ts
function visibilityOf(eventPayload) {
  const repository = eventPayload?.repository;
  if (repository?.private === false || repository?.visibility === "public") return "public";
  if (repository?.private === true || repository?.visibility === "private" || repository?.visibility === "internal")
    return "private";
  return "unknown";
}
function requireStateKey(visibility, key) {
  if (visibility !== "public" || key !== void 0) return;
  throw new HighwaterError(
    "STATE_KEY_REQUIRED",
    "This repository is public, so anyone could read the saved state, which holds all synced rows and is not encrypted.",
    "Create a key (`openssl rand -base64 32`), add it as HIGHWATER_KEY under Settings > Secrets and variables > Actions, and pass it: `state-encryption-key: ${{ secrets.HIGHWATER_KEY }}`."
  );
}
var SHORTEST_KEY = 16;
function weakStateKey(key, name) {
  if (key.length >= SHORTEST_KEY && new Set(key).size > 4) return null;
  return {
    code: "INPUT_INVALID",
    message: `\`${name}\` is too easy to guess: it has ${key.length} characters, ${new Set(key).size} of them different.`,
    hint: `Create a key of at least ${SHORTEST_KEY} characters (\`openssl rand -base64 32\`) and save it as the secret. The new key can't read a state saved with the old one, so run once with on-unreadable-state: full after the change.`
  };
}
function branchNotice(ref, defaultBranch) {
  if (ref === "" || defaultBranch === "" || ref === `refs/heads/${defaultBranch}`) return null;
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  return `GitHub keeps caches per branch. Only runs on ${name} will use the state that this run saves; runs on ${defaultBranch} keep using theirs.`;
}

// src/state/seal/encryption.ts
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
var SCHEME = "scrypt-aes256gcm-1m";
var COST = 2 ** 17;
var SALT_BYTES = 16;
var KEY_BYTES = 32;
var CHECK_BYTES = 16;
var TAG_BYTES = 16;
var BLOCK_BYTES = 1024 * 1024;
var WrongKeyError = class extends Error {
};
var DamagedError = class extends Error {
};
function passphraseEncryption(passphrase, cost = COST) {
  const derive = async (salt) => {
    const both = await stretch(passphrase.reveal(), salt, cost);
    return { key: both.subarray(0, KEY_BYTES), check: both.subarray(KEY_BYTES).toString("base64") };
  };
  return {
    async create() {
      const salt = randomBytes(SALT_BYTES);
      const { key, check } = await derive(salt);
      return fileKey(key, { scheme: SCHEME, salt: salt.toString("base64"), check });
    },
    async open(header) {
      if (header.scheme !== SCHEME) throw new DamagedError(`it is encrypted in an unknown way (${header.scheme.slice(0, 40)})`);
      const { key, check } = await derive(Buffer.from(header.salt, "base64"));
      if (check !== header.check) throw new WrongKeyError();
      return fileKey(key, header);
    }
  };
}
function stretch(passphrase, salt, cost) {
  const options = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
  return new Promise((resolve3, reject) => {
    scrypt(passphrase, salt, KEY_BYTES + CHECK_BYTES, options, (error, key) => error === null ? resolve3(key) : reject(error));
  });
}
function fileKey(key, header) {
  return {
    header,
    async *encrypt(plain, facts) {
      for await (const block of inBlocks(plain, BLOCK_BYTES)) {
        const cipher = createCipheriv("aes-256-gcm", key, nonce(block.index), { authTagLength: TAG_BYTES });
        cipher.setAAD(additionalData(facts, block.last));
        yield Buffer.concat([cipher.update(block.data), cipher.final(), cipher.getAuthTag()]);
      }
    },
    async *decrypt(sealed, facts) {
      for await (const block of inBlocks(sealed, BLOCK_BYTES + TAG_BYTES)) {
        if (block.data.length < TAG_BYTES) throw new DamagedError("it is cut off");
        const text = block.data.subarray(0, -TAG_BYTES);
        const decipher = createDecipheriv("aes-256-gcm", key, nonce(block.index), { authTagLength: TAG_BYTES });
        decipher.setAAD(additionalData(facts, block.last)).setAuthTag(block.data.subarray(-TAG_BYTES));
        yield authenticated(decipher, text, block.index);
      }
    }
  };
}
function authenticated(decipher, text, index) {
  const plain = decipher.update(text);
  try {
    decipher.final();
  } catch {
    throw new DamagedError(`it was damaged or changed after it was saved (block ${index + 1} fails authentication)`);
  }
  return plain;
}
function nonce(index) {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(index), 4);
  return bytes;
}
function additionalData(facts, last) {
  return Buffer.from(`${SCHEME}
${last ? "last" : "more"}
${facts}`);
}
async function* inBlocks(source, size) {
  let index = 0;
  let parts = [];
  let held = 0;
  for await (const chunk of source) {
    let rest = chunk;
    while (held + rest.length > size) {
      const missing = size - held;
      yield { index: index++, data: Buffer.concat([...parts, rest.subarray(0, missing)]), last: false };
      rest = rest.subarray(missing);
      parts = [];
      held = 0;
    }
    parts.push(rest);
    held += rest.length;
  }
  yield { index, data: Buffer.concat(parts), last: true };
}

// src/state/seal/token-vault.ts
var NOTHING = { version: 1, entries: {} };
var FACTS = "highwater vault 1";
function vaultsOf(options) {
  const { storage, encryption, branch } = options;
  let nextKey = null;
  const prepared = async () => {
    nextKey ??= encryption.create();
    return nextKey;
  };
  const renew = async (source, work) => storage.exclusive(async () => {
    const content = await open(options);
    await prepared();
    const before = content.entries[source];
    if (before !== void 0 && before.branch !== branch) throw elsewhere(source, before.branch, branch);
    const { result, keep } = await work(before?.value ?? null);
    if (keep === null) return result;
    const entries = { ...content.entries, [source]: { value: keep, branch } };
    const key = await prepared();
    nextKey = null;
    await storage.write(await seal({ version: 1, entries }, key));
    return result;
  });
  return { of: (source) => ({ where: storage.where, renew: async (work) => renew(source, work) }) };
}
async function seal(content, key) {
  const sealed = await whole(key.encrypt(once(Buffer.from(JSON.stringify(content))), FACTS));
  return Buffer.from(JSON.stringify({ encryption: key.header, sealed: sealed.toString("base64") }));
}
async function open({ storage, encryption }) {
  const bytes = await storage.read();
  if (bytes === null) return NOTHING;
  try {
    const { encryption: header, sealed } = JSON.parse(bytes.toString());
    const key = await encryption.open(header);
    const content = JSON.parse((await whole(key.decrypt(once(Buffer.from(sealed, "base64")), FACTS))).toString());
    if (content.version !== 1) throw new DamagedError("a newer version of Highwater saved it");
    return content;
  } catch (error) {
    throw notOpened(storage, error);
  }
}
function notOpened({ where, remove }, error) {
  const wrong = error instanceof WrongKeyError;
  const why = wrong ? "they were encrypted with another key" : error instanceof DamagedError ? error.message : "they are damaged";
  return new HighwaterError(
    wrong ? "STATE_WRONG_KEY" : "STATE_UNREADABLE",
    `The refresh tokens kept in ${where} can't be read: ${why}.`,
    `${wrong ? "Set `state-encryption-key` (on the command line: HIGHWATER_STATE_ENCRYPTION_KEY) to the secret they were saved with. If you have lost it: " : ""}${remove}, authorise the app again (\`highwater auth\`), and store the new token.`,
    { cause: error }
  );
}
function elsewhere(source, owner, here) {
  return new HighwaterError(
    "SIGN_IN_REFUSED",
    `${source}: runs on ${owner ?? "another place"} keep the current refresh token. Signing in on ${here ?? "this place"} would replace it, and they could not see the new one.`,
    `Run this on ${owner ?? "the other place"}. Or give this branch its own \`state-name\` and its own token (\`highwater auth\` again, into another secret); or use the flow client_credentials or jwt_bearer, which have no such token.`
  );
}
async function* once(bytes) {
  yield bytes;
}
async function whole(parts) {
  const all = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

// src/app/state-place.ts
import { join as join4, resolve as resolve2 } from "node:path";

// src/state/directory/directory-store.ts
import { rename as rename2, rm as rm2 } from "node:fs/promises";
import { join as join2, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

// src/state/seal/sealed-file.ts
import { createHash } from "node:crypto";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { chmod, copyFile, link, open as open2, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";
var READ_BYTES = 1024 * 1024;
async function sealFile(source, target, facts, encryption) {
  const bytes = (await stat(source)).size;
  if (encryption !== null) return encryptFile(source, target, { ...facts, bytes }, encryption);
  await nameAgain(source, target);
  await chmod(target, 384);
  const sha256 = await checksum(target, bytes, () => new Error(CHANGED));
  await flush(target);
  return { ...facts, bytes, compression: "none", encryption: null, stored: { bytes, sha256 } };
}
var CHANGED = "the file changed while it was being saved";
async function nameAgain(source, target) {
  await link(source, target).catch(async () => copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE));
}
async function flush(file) {
  const handle = await open2(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function encryptFile(source, target, facts, encryption) {
  const key = await encryption.create();
  const compression = typeof zlib.createZstdCompress === "function" ? "zstd" : "none";
  const header = { ...facts, compression, encryption: key.header };
  const hash = createHash("sha256");
  let stored = 0;
  await pipeline([
    createReadStream(source, { highWaterMark: READ_BYTES }),
    step((chunks) => exactly(facts.bytes, chunks, () => new Error(CHANGED))),
    ...compression === "zstd" ? [zlib.createZstdCompress({ chunkSize: READ_BYTES })] : [],
    step((chunks) => key.encrypt(chunks, boundFacts(header))),
    step((chunks) => hashing(hash, chunks, (length) => stored += length)),
    createWriteStream(target, { flags: "wx", mode: 384, flush: true })
  ]);
  return { ...header, stored: { bytes: stored, sha256: hash.digest("hex") } };
}
async function openSealedFile(directory, header, into, encryption, where) {
  const part = `${into}.part`;
  try {
    await rm(part, { force: true });
    await unseal(directory, header, part, encryption, where);
    await rename(part, into);
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof WrongKeyError) throw wrongKey(where, "other key");
    throw translate(error, (message) => unreadable(where, message, error));
  }
}
async function unseal(directory, header, part, encryption, where) {
  const name = header.file ?? "";
  const path = join(directory, name);
  await requireSize(path, name, header.stored.bytes);
  const key = await keyFor(header, encryption, where);
  const wrongLength = () => new DamagedError(`${name} doesn't hold ${header.bytes} bytes`);
  const sha256 = key === null ? await copyBack(path, part, header, wrongLength) : await decryptFile(path, part, header, key, wrongLength);
  if (sha256 !== header.stored.sha256) throw new DamagedError(`${name} is damaged (its checksum is wrong)`);
}
async function copyBack(path, part, header, failure) {
  await copyFile(path, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(part, 384);
  return checksum(part, header.bytes, failure);
}
async function decryptFile(path, part, header, key, failure) {
  const hash = createHash("sha256");
  await pipeline([
    createReadStream(path, { highWaterMark: READ_BYTES }),
    step((chunks) => hashing(hash, chunks)),
    step((chunks) => key.decrypt(chunks, boundFacts(header))),
    ...header.compression === "zstd" ? [zstdDecompress()] : [],
    step((chunks) => exactly(header.bytes, chunks, failure)),
    createWriteStream(part, { flags: "wx", mode: 384 })
  ]);
  return hash.digest("hex");
}
async function requireSize(path, name, bytes) {
  const size = await stat(path).then(
    (found) => found.size,
    (error) => {
      throw errorCode(error) === "ENOENT" ? new DamagedError(`${name} is missing`) : error;
    }
  );
  if (size !== bytes) throw new DamagedError(`${name} has ${size} bytes, ${bytes} were saved`);
}
async function keyFor(header, encryption, where) {
  if (header.encryption === null && encryption === null) return null;
  if (header.encryption === null) throw wrongKey(where, "not encrypted");
  if (encryption === null) throw wrongKey(where, "no key given");
  return encryption.open(header.encryption);
}
function boundFacts(header) {
  return JSON.stringify([header.generation, header.savedAt, header.bytes, header.compression]);
}
function zstdDecompress() {
  if (typeof zlib.createZstdDecompress === "function") return zlib.createZstdDecompress({ chunkSize: READ_BYTES });
  throw new DamagedError("it is compressed with zstd, which needs Node.js 22.15 or newer");
}
function step(transform) {
  return Duplex.from((chunks) => transform(chunks));
}
async function checksum(file, bytes, failure) {
  const hash = createHash("sha256");
  const chunks = createReadStream(file, { highWaterMark: READ_BYTES });
  for await (const chunk of exactly(bytes, chunks, failure)) hash.update(chunk);
  return hash.digest("hex");
}
async function* hashing(hash, chunks, onBytes) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    onBytes?.(chunk.length);
    yield chunk;
  }
}
async function* exactly(bytes, chunks, failure) {
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen > bytes) throw failure();
    yield chunk;
  }
  if (seen !== bytes) throw failure();
}

// src/state/directory/directory-store.ts
var LOCK_FILE = "state.lock";
var LOCK_WAIT_MS = 3e4;
function directoryStore(options) {
  const { directory, encryption } = options;
  return {
    identity: resolve(directory),
    describe: () => directory,
    async newest() {
      const header = await currentHeader(directory);
      return header?.file ? identify(directory, header) : null;
    },
    async restore(into) {
      const header = await currentHeader(directory);
      if (!header?.file) return null;
      await openSealedFile(directory, header, into, encryption, directory);
      return { ...identify(directory, header), savedAt: header.savedAt, bytes: header.bytes };
    },
    async save(file, generation, { replaceUnreadable = false } = {}) {
      try {
        const header = await saveToDirectory(options, file, generation, replaceUnreadable);
        return { ...identify(directory, header), bytes: header.bytes };
      } catch (error) {
        const hint = "Check the directory and its permissions, then run again.";
        throw translate(error, (message) => saveFailed(directory, message, hint, error));
      }
    }
  };
}
function identify(directory, header) {
  return { generation: header.generation, key: join2(directory, header.file ?? "") };
}
async function currentHeader(directory) {
  const text = await readHeaderText(directory);
  if (text !== null) return readHeader(text, directory);
  const [orphan] = await stateFiles(directory);
  if (orphan === void 0) return null;
  throw unreadable(directory, `${HEADER_FILE} is missing beside ${orphan}`);
}
async function saveToDirectory(options, file, generation, replaceUnreadable) {
  const { directory } = options;
  await createPrivateDirectory(directory);
  const lease = await lock(options);
  try {
    await requireSuccessor(directory, generation, replaceUnreadable);
    const header = await publish(options, file, generation);
    options.onStep?.("commit");
    await replaceHeader(directory, header);
    options.onStep?.("clean");
    await removeStateFiles(directory, header.file).catch(() => void 0);
    options.onStep?.("unlock");
    return header;
  } finally {
    await lease.release();
  }
}
async function lock({ directory, pid, clock }) {
  const path = join2(directory, LOCK_FILE);
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (; ; ) {
    const result = await takeLease(path, { pid, runId: "", since: clock().toISOString() });
    if (isLease(result)) return result;
    if (Date.now() > deadline) {
      throw saveFailed(
        directory,
        `process ${result.pid} has been saving there since ${result.since}`,
        "Wait until it ends, then run again."
      );
    }
    await wait(50);
  }
}
async function requireSuccessor(directory, generation, replaceUnreadable) {
  const text = await readHeaderText(directory);
  if (text === null) return replaceHeader(directory, EMPTY_HEADER);
  let current;
  try {
    current = readHeader(text, directory);
  } catch (error) {
    if (replaceUnreadable) return;
    throw unreadableMeanwhile(directory, error);
  }
  if (current.generation < generation) return;
  throw saveFailed(
    directory,
    `another run has saved generation ${current.generation} there in the meantime (this run would save ${generation})`,
    "Run one after another (in GitHub Actions: `concurrency`), or give each its own directory."
  );
}
function unreadableMeanwhile(directory, error) {
  const why = toHighwaterError(error).message;
  return saveFailed(
    directory,
    `its ${HEADER_FILE} was readable when the run began, but no longer is. ${why.replace(/\.$/, "")}`,
    `Update Highwater if a newer version uses this directory too, or give each its own directory. ${START_AFRESH}`,
    error
  );
}
async function publish(options, file, generation) {
  const { directory, encryption, clock } = options;
  const name = stateFileName(generation, encryption !== null);
  const part = join2(directory, `${name}.part`);
  options.onStep?.("write");
  await rm2(part, { force: true });
  try {
    const header = await sealFile(file, part, { generation, savedAt: clock().toISOString(), file: name }, encryption);
    options.onStep?.("publish");
    await rm2(join2(directory, name), { force: true });
    await rename2(part, join2(directory, name));
    return header;
  } catch (error) {
    await rm2(part, { force: true });
    throw error;
  }
}

// src/state/directory/directory-vault.ts
import { readFile, rename as rename3, writeFile } from "node:fs/promises";
import { join as join3 } from "node:path";
import { setTimeout as wait2 } from "node:timers/promises";
var FILE = "tokens.enc";
var LOCK = "tokens.lock";
var LOCK_WAIT_MS2 = 3e5;
function directoryVault(directory, pid) {
  const path = join3(directory, FILE);
  return {
    where: directory,
    remove: `delete ${path}`,
    async read() {
      try {
        return await readFile(path);
      } catch (error) {
        if (errorCode(error) === "ENOENT") return null;
        throw unreachable(directory, String(error), "Check that this user may read the directory.", error);
      }
    },
    async write(sealed) {
      try {
        await writeFile(`${path}.part`, sealed, { mode: 384, flush: true });
        await rename3(`${path}.part`, path);
        await flushDirectory(directory);
      } catch (error) {
        throw translate(error, (message) => saveFailed(directory, message, "Check the directory and its permissions.", error));
      }
    },
    async exclusive(work) {
      await createPrivateDirectory(directory);
      const deadline = Date.now() + LOCK_WAIT_MS2;
      for (; ; ) {
        const lease = await takeLease(join3(directory, LOCK), { pid, runId: "", since: (/* @__PURE__ */ new Date()).toISOString() });
        if (isLease(lease)) {
          try {
            return await work();
          } finally {
            await lease.release();
          }
        }
        if (Date.now() > deadline)
          throw unreachable(directory, `process ${lease.pid} has been signing in since ${lease.since}`, "Wait until it ends.");
        await wait2(100);
      }
    }
  };
}

// src/app/state-place.ts
function directoryPlace(path, key) {
  const directory = resolve2(path);
  const encryption = key === void 0 ? null : passphraseEncryption(key);
  return {
    store: directoryStore({ directory, encryption, clock: () => /* @__PURE__ */ new Date(), pid: process.pid }),
    encrypted: encryption !== null,
    vaults: encryption === null ? null : vaultsOf({ storage: directoryVault(directory, process.pid), encryption, branch: null }),
    workDirectory: join4(directory, "work")
  };
}

export {
  visibilityOf,
  requireStateKey,
  weakStateKey,
  branchNotice,
  passphraseEncryption,
  sealFile,
  openSealedFile,
  vaultsOf,
  directoryPlace
};
