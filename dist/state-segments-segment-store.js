import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  readThrough
} from "./runtime-read-through.js";
import {
  EMPTY_HEADER,
  HEADER_FILE,
  START_AFRESH,
  createPrivateDirectory,
  errorCode,
  flushDirectory,
  moved,
  newerFormat,
  readHeader,
  readHeaderText,
  removeStateFiles,
  replaceHeader,
  saveFailed,
  stateFileName,
  stateFiles,
  translate,
  unreachable,
  unreadable,
  wrongKey
} from "./state-seal-header.js";
import {
  openObjectStore
} from "./objects-directory-driver.js";
import {
  ObjectStoreError
} from "./objects-object-store.js";
import {
  isLease,
  takeLease
} from "./runtime-lease.js";
import {
  require_promises as require_promises3
} from "./builtins-node-stream-promises.js";
import {
  inParallel
} from "./objects-in-parallel.js";
import {
  addressWithin,
  parseStoreAddress
} from "./objects-store-address.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_promises as require_promises2
} from "./builtins-node-timers-promises.js";
import {
  require_node_stream,
  require_node_zlib
} from "./builtins-node-stream.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_util
} from "./builtins-node-util.js";
import {
  require_node_fs
} from "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/app/state-place.ts
var import_node_crypto7 = __toESM(require_node_crypto(), 1);
var import_node_path6 = __toESM(require_node_path(), 1);

// src/state/directory/directory-side-file.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_promises2 = __toESM(require_promises2(), 1);
var LOCK_WAIT_MS = 3e5;
function directorySideFile(directory, name, pid) {
  const path = (0, import_node_path.join)(directory, name);
  const lock2 = (0, import_node_path.join)(directory, `${name.split(".")[0]}.lock`);
  return {
    where: directory,
    remove: `delete ${path}`,
    async read() {
      try {
        return await (0, import_promises.readFile)(path);
      } catch (error) {
        if (errorCode(error) === "ENOENT") return null;
        throw unreachable(directory, String(error), "Check that this user may read the directory.", error);
      }
    },
    async write(content) {
      try {
        await (0, import_promises.writeFile)(`${path}.part`, content, { mode: 384, flush: true });
        await (0, import_promises.rename)(`${path}.part`, path);
        await flushDirectory(directory);
      } catch (error) {
        throw translate(error, (message) => saveFailed(directory, message, "Check the directory and its permissions.", error));
      }
    },
    async exclusive(work) {
      await createPrivateDirectory(directory);
      const deadline = Date.now() + LOCK_WAIT_MS;
      for (; ; ) {
        const lease = await takeLease(lock2, { pid, runId: "", since: (/* @__PURE__ */ new Date()).toISOString() });
        if (isLease(lease)) {
          try {
            return await work();
          } finally {
            await lease.release();
          }
        }
        if (Date.now() > deadline)
          throw unreachable(directory, `process ${lease.pid} has been using ${name} since ${lease.since}`, "Wait until it ends.");
        await (0, import_promises2.setTimeout)(100);
      }
    }
  };
}

// src/state/directory/directory-store.ts
var import_node_fs3 = __toESM(require_node_fs(), 1);
var import_promises8 = __toESM(require_promises(), 1);
var import_node_path5 = __toESM(require_node_path(), 1);
var import_promises9 = __toESM(require_promises2(), 1);

// src/state/seal/sealed-file.ts
var import_node_crypto3 = __toESM(require_node_crypto(), 1);
var import_node_fs2 = __toESM(require_node_fs(), 1);
var import_promises5 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_node_path(), 1);
var import_node_stream = __toESM(require_node_stream(), 1);
var import_promises6 = __toESM(require_promises3(), 1);
var import_node_zlib = __toESM(require_node_zlib(), 1);

// src/state/seal/encryption.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);

// src/state/seal/sealing-key.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var DamagedError = class extends Error {
};
var NONCE_BYTES = 12;
var TAG_BYTES = 16;
var PLAIN_PIECES = {
  // On another thread: this one is what limits a transfer. https://nodejs.org/api/cli.html#uv_threadpool_sizesize
  nameOf: async (content) => Buffer.from(await import_node_crypto.webcrypto.subtle.digest("SHA-256", content)).toString("hex"),
  seal: (content) => content,
  open: (sealed) => sealed
};
function sealingKey(master) {
  const derive = (label) => Buffer.from((0, import_node_crypto.hkdfSync)("sha256", master, Buffer.of(), `highwater ${label}`, 32));
  const names = derive("names");
  return {
    nameOf: async (content) => (0, import_node_crypto.createHmac)("sha256", names).update(content).digest("hex"),
    seal(content, label) {
      const nonce2 = (0, import_node_crypto.randomBytes)(NONCE_BYTES);
      const cipher = (0, import_node_crypto.createCipheriv)("aes-256-gcm", derive(label), nonce2, { authTagLength: TAG_BYTES });
      return Buffer.concat([nonce2, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, label) {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new DamagedError(`${label} is cut off`);
      const nonce2 = sealed.subarray(0, NONCE_BYTES);
      const decipher = (0, import_node_crypto.createDecipheriv)("aes-256-gcm", derive(label), nonce2, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const content = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        throw new DamagedError(`${label} was damaged or changed after it was saved (it fails its authentication)`);
      }
      return content;
    }
  };
}

// src/state/seal/encryption.ts
var SCHEME = "scrypt-aes256gcm-1m";
var PIECES_SCHEME = "scrypt-aes256gcm-pieces";
var COST = 2 ** 17;
var SALT_BYTES = 16;
var KEY_BYTES = 32;
var CHECK_BYTES = 16;
var TAG_BYTES2 = 16;
var BLOCK_BYTES = 1024 * 1024;
var WrongKeyError = class extends Error {
};
function passphraseEncryption(passphrase, cost = COST) {
  const derive = async (salt) => {
    const both = await stretch(passphrase.reveal(), salt, cost);
    return { key: both.subarray(0, KEY_BYTES), check: both.subarray(KEY_BYTES).toString("base64") };
  };
  return {
    async create() {
      const salt = (0, import_node_crypto2.randomBytes)(SALT_BYTES);
      const { key, check } = await derive(salt);
      return fileKey(key, { scheme: SCHEME, salt: salt.toString("base64"), check });
    },
    async open(header) {
      if (header.scheme !== SCHEME) throw unknownScheme(header);
      const { key, check } = await derive(Buffer.from(header.salt, "base64"));
      if (check !== header.check) throw new WrongKeyError();
      return fileKey(key, header);
    },
    async sealingKey(header) {
      if (header !== null && header.scheme !== PIECES_SCHEME) throw unknownScheme(header);
      const salt = header === null ? (0, import_node_crypto2.randomBytes)(SALT_BYTES) : Buffer.from(header.salt, "base64");
      const { key, check } = await derive(salt);
      if (header !== null && check !== header.check) throw new WrongKeyError();
      return { key: sealingKey(key), header: { scheme: PIECES_SCHEME, salt: salt.toString("base64"), check } };
    }
  };
}
function unknownScheme({ scheme }) {
  return new DamagedError(`it is encrypted in an unknown way (${scheme.slice(0, 40)})`);
}
function stretch(passphrase, salt, cost) {
  const options = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
  return new Promise((resolve3, reject) => {
    (0, import_node_crypto2.scrypt)(passphrase, salt, KEY_BYTES + CHECK_BYTES, options, (error, key) => error === null ? resolve3(key) : reject(error));
  });
}
function fileKey(key, header) {
  return {
    header,
    async *encrypt(plain, facts) {
      for await (const block of inBlocks(plain, BLOCK_BYTES)) {
        const cipher = (0, import_node_crypto2.createCipheriv)("aes-256-gcm", key, nonce(block.index), { authTagLength: TAG_BYTES2 });
        cipher.setAAD(additionalData(facts, block.last));
        yield Buffer.concat([cipher.update(block.data), cipher.final(), cipher.getAuthTag()]);
      }
    },
    async *decrypt(sealed, facts) {
      for await (const block of inBlocks(sealed, BLOCK_BYTES + TAG_BYTES2)) {
        if (block.data.length < TAG_BYTES2) throw new DamagedError("it is cut off");
        const text = block.data.subarray(0, -TAG_BYTES2);
        const decipher = (0, import_node_crypto2.createDecipheriv)("aes-256-gcm", key, nonce(block.index), { authTagLength: TAG_BYTES2 });
        decipher.setAAD(additionalData(facts, block.last)).setAuthTag(block.data.subarray(-TAG_BYTES2));
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

// src/state/seal/volumes.ts
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises3 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
var import_promises4 = __toESM(require_promises3(), 1);
var READ_BYTES = 1024 * 1024;
var SMALLEST_BYTES = 1024 * 1024;
var LARGEST_BYTES = 64 * 1024 * 1024;
function volumeBytesOf(bytes) {
  return Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, Math.ceil(bytes / 32)));
}
function volumePaths(path, volumes) {
  return volumes === null ? [path] : Array.from({ length: volumes }, (_, i) => `${path}.${i + 1}`);
}
async function writeVolumes(chunks, path, volumeBytes) {
  const source = chunks[Symbol.asyncIterator]();
  let next = await source.next();
  let written = 0;
  do {
    const volume = async function* () {
      for (let room = volumeBytes; room > 0 && next.done !== true; ) {
        const chunk = next.value;
        const fits = chunk.subarray(0, room);
        yield fits;
        room -= fits.length;
        next = fits.length < chunk.length ? { done: false, value: chunk.subarray(fits.length) } : await source.next();
      }
    };
    written += 1;
    await (0, import_promises4.pipeline)(volume(), (0, import_node_fs.createWriteStream)(`${path}.${written}`, { flags: "wx", mode: 384 }));
  } while (next.done !== true);
  return written;
}
async function* readVolumes(paths, remove) {
  for (const path of paths) {
    for await (const chunk of (0, import_node_fs.createReadStream)(path, { highWaterMark: READ_BYTES })) yield chunk;
    if (remove) await (0, import_promises3.rm)(path);
  }
}
async function requireVolumes(paths, name, bytes) {
  let size = 0;
  for (const path of paths) {
    const found = await (0, import_promises3.stat)(path).catch((error) => {
      throw errorCode(error) === "ENOENT" ? new DamagedError(`${(0, import_node_path2.basename)(path)} is missing`) : error;
    });
    size += found.size;
  }
  if (size !== bytes) throw new DamagedError(`${name} has ${size} bytes, ${bytes} were saved`);
}

// src/state/seal/sealed-file.ts
var READ_BYTES2 = 1024 * 1024;
async function sealFile(source, target, facts, encryption, options = {}) {
  const bytes = (await (0, import_promises5.stat)(source)).size;
  if (encryption !== null) return encryptFile(source, target, { ...facts, bytes }, encryption, options);
  await nameAgain(source, target);
  await (0, import_promises5.chmod)(target, 384);
  const sha2562 = await checksum(target, bytes, () => new Error(CHANGED));
  await flushFile(target);
  return { ...facts, bytes, compression: "none", encryption: null, stored: { bytes, sha256: sha2562 }, volumes: null };
}
var CHANGED = "the file changed while it was being saved";
async function nameAgain(source, target) {
  await (0, import_promises5.link)(source, target).catch(async () => (0, import_promises5.copyFile)(source, target, import_node_fs2.constants.COPYFILE_EXCL | import_node_fs2.constants.COPYFILE_FICLONE));
}
async function flushFile(file) {
  const handle = await (0, import_promises5.open)(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function encryptFile(source, target, facts, encryption, { inVolumes = false, volumeBytes = volumeBytesOf(facts.bytes) }) {
  const key = await encryption.create();
  const compression = typeof import_node_zlib.default.createZstdCompress === "function" ? "zstd" : "none";
  const header = { ...facts, compression, encryption: key.header };
  const hash = (0, import_node_crypto3.createHash)("sha256");
  let stored = 0;
  let volumes = null;
  const intoVolumes = () => import_node_stream.Duplex.from(async (chunks) => {
    volumes = await writeVolumes(chunks, target, volumeBytes);
  });
  await (0, import_promises6.pipeline)([
    (0, import_node_fs2.createReadStream)(source, { highWaterMark: READ_BYTES2 }),
    step((chunks) => exactly(facts.bytes, chunks, () => new Error(CHANGED))),
    ...compression === "zstd" ? [import_node_zlib.default.createZstdCompress({ chunkSize: READ_BYTES2 })] : [],
    step((chunks) => key.encrypt(chunks, boundFacts(header))),
    step((chunks) => hashing(hash, chunks, (length) => stored += length)),
    inVolumes ? intoVolumes() : (0, import_node_fs2.createWriteStream)(target, { flags: "wx", mode: 384, flush: true })
  ]);
  return { ...header, stored: { bytes: stored, sha256: hash.digest("hex") }, volumes };
}
async function openSealedFile(place, header, into, encryption) {
  const { where } = place;
  const part = `${into}.part`;
  try {
    await (0, import_promises5.rm)(part, { force: true });
    await unseal(place, header, part, encryption);
    await (0, import_promises5.rename)(part, into);
  } catch (error) {
    await (0, import_promises5.rm)(part, { force: true });
    if (error instanceof WrongKeyError) throw wrongKey(where, "other key");
    throw translate(error, (message) => unreadable(where, message, error));
  }
}
async function unseal({ directory, where, take = false, share = false, isVerified }, header, part, encryption) {
  const name = header.file ?? "";
  const path = (0, import_node_path3.join)(directory, name);
  const stored = volumePaths(path, header.volumes);
  await requireVolumes(stored, name, header.stored.bytes);
  const key = await keyFor(header, encryption, where);
  const wrongLength = () => new DamagedError(`${name} doesn't hold ${header.bytes} bytes`);
  const sha2562 = key === null ? await bringBack({ path, take, share, isVerified }, part, header, wrongLength) : await decryptFile(readVolumes(stored, take), part, header, key, wrongLength);
  if (sha2562 !== header.stored.sha256) throw new DamagedError(`${name} is damaged (its checksum is wrong)`);
}
async function bringBack({ path, take, share, isVerified }, part, header, failure) {
  if (share === true && await shared(path, part)) {
    if (await isVerified?.(path) === true) return header.stored.sha256;
    return checksum(part, header.bytes, failure);
  }
  const isMoved = take === true && await moved2(path, part);
  if (!isMoved) await (0, import_promises5.copyFile)(path, part, import_node_fs2.constants.COPYFILE_EXCL | import_node_fs2.constants.COPYFILE_FICLONE);
  await (0, import_promises5.chmod)(part, 384);
  return checksum(part, header.bytes, failure);
}
async function shared(path, part) {
  if (process.platform === "win32") return false;
  return (0, import_promises5.link)(path, part).then(
    () => true,
    () => false
  );
}
async function moved2(from, to) {
  try {
    await (0, import_promises5.rename)(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EXDEV") return false;
    throw error;
  }
}
async function decryptFile(sealed, part, header, key, failure) {
  const hash = (0, import_node_crypto3.createHash)("sha256");
  await (0, import_promises6.pipeline)([
    import_node_stream.Readable.from(sealed, { objectMode: false }),
    step((chunks) => hashing(hash, chunks)),
    step((chunks) => key.decrypt(chunks, boundFacts(header))),
    ...header.compression === "zstd" ? [zstdDecompress()] : [],
    step((chunks) => exactly(header.bytes, chunks, failure)),
    (0, import_node_fs2.createWriteStream)(part, { flags: "wx", mode: 384 })
  ]);
  return hash.digest("hex");
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
  if (typeof import_node_zlib.default.createZstdDecompress === "function") return import_node_zlib.default.createZstdDecompress({ chunkSize: READ_BYTES2 });
  throw new DamagedError("it is compressed with zstd, which needs Node.js 22.15 or newer");
}
function step(transform) {
  return import_node_stream.Duplex.from((chunks) => transform(chunks));
}
async function checksum(file, bytes, failure) {
  const hash = (0, import_node_crypto3.createHash)("sha256");
  let seen = 0;
  await readThrough(file, (chunk) => {
    seen += chunk.length;
    if (seen > bytes) throw failure();
    hash.update(chunk);
  });
  if (seen !== bytes) throw failure();
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

// src/state/directory/verified-note.ts
var import_promises7 = __toESM(require_promises(), 1);
var import_node_path4 = __toESM(require_node_path(), 1);
var NOTE = "verified.json";
async function wasVerified(directory, path, { stored }) {
  const note = await (0, import_promises7.readFile)((0, import_node_path4.join)(directory, NOTE), "utf8").catch(() => "");
  return note !== "" && note === noteOf(await (0, import_promises7.stat)(path, { bigint: true }), stored.sha256);
}
async function noteVerified(directory, { file, stored, encryption }) {
  if (file === null || encryption !== null) return;
  const note = (0, import_node_path4.join)(directory, NOTE);
  try {
    const text = noteOf(await (0, import_promises7.stat)((0, import_node_path4.join)(directory, file), { bigint: true }), stored.sha256);
    if (await (0, import_promises7.readFile)(note, "utf8").catch(() => "") === text) return;
    await (0, import_promises7.writeFile)(`${note}.part`, text, { mode: 384 });
    await (0, import_promises7.rename)(`${note}.part`, note);
  } catch {
  }
}
function noteOf({ dev, ino, size, mtimeNs }, sha2562) {
  return `${JSON.stringify({ identity: [dev, ino, size, mtimeNs].join(" "), sha256: sha2562 })}
`;
}

// src/state/directory/directory-store.ts
var LOCK_FILE = "state.lock";
var CHECK = "Check the directory and its permissions, then run again.";
var LOCK_WAIT_MS2 = 3e4;
function directoryStore(options) {
  const { directory, encryption } = options;
  return {
    keepsFile: encryption === null,
    identity: (0, import_node_path5.resolve)(directory),
    describe: () => directory,
    async newest() {
      const header = await currentHeader(directory);
      return header?.file ? identify(directory, header) : null;
    },
    async restore(into, { share = false } = {}) {
      const header = await currentHeader(directory);
      if (!header?.file) return null;
      const isVerified = async (path) => wasVerified(directory, path, header);
      await openSealedFile({ directory, where: directory, share, isVerified }, header, into, encryption);
      if (share) await noteVerified(directory, header);
      return { ...identify(directory, header), savedAt: header.savedAt, bytes: header.bytes };
    },
    async unshare(file, { key }) {
      const part = `${key}.part`;
      try {
        await (0, import_promises8.copyFile)(file, part, import_node_fs3.constants.COPYFILE_FICLONE);
        await (0, import_promises8.chmod)(part, 384);
        await flushFile(part);
        await (0, import_promises8.rename)(part, key);
        await flushDirectory(directory);
      } catch (error) {
        await (0, import_promises8.rm)(part, { force: true });
        throw translate(error, (message) => unreachable(directory, message, CHECK, error));
      }
    },
    async save(file, generation, { replaceUnreadable = false } = {}) {
      try {
        const header = await saveToDirectory(options, file, generation, replaceUnreadable);
        return { ...identify(directory, header), bytes: header.bytes };
      } catch (error) {
        throw translate(error, (message) => saveFailed(directory, message, CHECK, error));
      }
    }
  };
}
function identify(directory, header) {
  return { generation: header.generation, key: (0, import_node_path5.join)(directory, header.file ?? "") };
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
    await noteVerified(directory, header);
    options.onStep?.("clean");
    await removeStateFiles(directory, header.file).catch(() => void 0);
    options.onStep?.("unlock");
    return header;
  } finally {
    await lease.release();
  }
}
async function lock({ directory, pid, clock }) {
  const path = (0, import_node_path5.join)(directory, LOCK_FILE);
  const deadline = Date.now() + LOCK_WAIT_MS2;
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
    await (0, import_promises9.setTimeout)(50);
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
  const part = (0, import_node_path5.join)(directory, `${name}.part`);
  options.onStep?.("write");
  await (0, import_promises8.rm)(part, { force: true });
  try {
    const header = await sealFile(file, part, { generation, savedAt: clock().toISOString(), file: name }, encryption);
    options.onStep?.("publish");
    await (0, import_promises8.rm)((0, import_node_path5.join)(directory, name), { force: true });
    await (0, import_promises8.rename)(part, (0, import_node_path5.join)(directory, name));
    return header;
  } catch (error) {
    await (0, import_promises8.rm)(part, { force: true });
    throw error;
  }
}

// src/state/seal/sealed-text.ts
async function sealText(text, key, facts) {
  const sealed = await whole(key.encrypt(once(Buffer.from(text)), facts));
  return Buffer.from(JSON.stringify({ encryption: key.header, sealed: sealed.toString("base64") }));
}
async function openText(bytes, encryption, facts) {
  const { encryption: header, sealed } = JSON.parse(bytes.toString());
  const key = await encryption.open(header);
  return (await whole(key.decrypt(once(Buffer.from(sealed, "base64")), facts))).toString();
}
async function* once(bytes) {
  yield bytes;
}
async function whole(parts) {
  const all = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
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
    const content = await open2(options);
    await prepared();
    const before = content.entries[source];
    if (before !== void 0 && before.branch !== branch) throw elsewhere(source, before.branch, branch);
    const { result, keep } = await work(before?.value ?? null);
    if (keep === null) return result;
    const entries = { ...content.entries, [source]: { value: keep, branch } };
    const key = await prepared();
    nextKey = null;
    await storage.write(await sealText(JSON.stringify({ version: 1, entries }), key, FACTS));
    return result;
  });
  return { of: (source) => ({ where: storage.where, renew: async (work) => renew(source, work) }) };
}
async function open2({ storage, encryption }) {
  const bytes = await storage.read();
  if (bytes === null) return NOTHING;
  try {
    const content = JSON.parse(await openText(bytes, encryption, FACTS));
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

// src/state/segments/object-side-file.ts
function objectSideFile(objects, name) {
  const where = objects.address;
  let turn = Promise.resolve();
  let tag = null;
  return {
    where,
    remove: `delete the object ${name} in ${where}`,
    async read() {
      try {
        const found = await objects.get(name);
        tag = found?.tag ?? "";
        return found?.body ?? null;
      } catch (error) {
        throw error instanceof ObjectStoreError ? unreachable(where, error.message, error.hint, error) : error;
      }
    },
    async write(content) {
      try {
        const done = tag === null || tag === "" ? await objects.create(name, content) : await objects.replace(name, content, tag);
        if (done.outcome === "exists" || done.outcome === "moved") throw changedMeanwhile(where, name);
        tag = done.tag;
      } catch (error) {
        throw error instanceof ObjectStoreError ? saveFailed(where, error.message, error.hint, error) : error;
      }
    },
    async exclusive(work) {
      const mine = turn.then(work, work);
      turn = mine.catch(() => void 0);
      return mine;
    }
  };
}
function changedMeanwhile(where, name) {
  return saveFailed(
    where,
    `another run replaced ${name} there meanwhile`,
    "Let runs follow one another (in GitHub Actions: `concurrency`)."
  );
}

// src/state/segments/segment-store.ts
var import_node_crypto6 = __toESM(require_node_crypto(), 1);
var import_promises11 = __toESM(require_promises(), 1);

// src/state/segments/head.ts
var import_node_crypto4 = __toESM(require_node_crypto(), 1);
var PRODUCT = "highwater-state-head";
var PIECES_FORMAT = 1;
var HEAD_KEY = "head.json";
function listKey({ generation, id }) {
  return `generations/${String(generation).padStart(10, "0")}-${id}`;
}
function writeHead(head) {
  const generations = head.generations.map(canonical);
  const content = { product: PRODUCT, format: PIECES_FORMAT, generations, checksum: checksum2(generations) };
  return Buffer.from(`${JSON.stringify(content, null, 2)}
`);
}
function readHead(bytes, where) {
  let value;
  try {
    value = JSON.parse(bytes.toString());
  } catch (error) {
    throw unreadable(where, `its ${HEAD_KEY} is damaged (it isn't JSON)`, error);
  }
  if (value?.product !== PRODUCT) throw unreadable(where, `its ${HEAD_KEY} isn't Highwater's`);
  const { format, generations } = value;
  if (typeof format === "number" && format > PIECES_FORMAT)
    throw newerFormat(where, `format ${format} of states in pieces; this version reads up to ${PIECES_FORMAT}`);
  if (format !== PIECES_FORMAT || !Array.isArray(generations) || !generations.every(isGeneration))
    throw unreadable(where, `its ${HEAD_KEY} is damaged`);
  const [first, ...others] = generations.map(canonical);
  if (first === void 0 || value.checksum !== checksum2([first, ...others]))
    throw unreadable(where, `its ${HEAD_KEY} is damaged (its checksum is wrong)`);
  return { generations: [first, ...others] };
}
function canonical({ generation, id, savedAt, bytes, list, encryption }) {
  const { scheme, salt, check } = encryption ?? { scheme: "", salt: "", check: "" };
  return {
    generation,
    id,
    savedAt,
    bytes,
    list: { bytes: list.bytes, sha256: list.sha256 },
    encryption: encryption === null ? null : { scheme, salt, check }
  };
}
function checksum2(generations) {
  return (0, import_node_crypto4.createHash)("sha256").update(JSON.stringify(generations)).digest("hex");
}
function isGeneration(value) {
  const list = value?.list;
  const encryption = value?.encryption;
  return isCount(value?.generation) && isCount(value?.bytes) && typeof value?.savedAt === "string" && /^[0-9a-f]{16}$/.test(String(value.id)) && isCount(list?.bytes) && /^[0-9a-f]{64}$/.test(String(list?.sha256)) && (encryption === null || [encryption?.scheme, encryption?.salt, encryption?.check].every((text) => typeof text === "string"));
}
function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

// src/state/segments/segment-list.ts
var import_node_crypto5 = __toESM(require_node_crypto(), 1);
var import_node_util = __toESM(require_node_util(), 1);
var import_node_zlib2 = __toESM(require_node_zlib(), 1);
var SEGMENT_BYTES = 1024 * 1024;
var LARGEST_SEGMENT = 64 * 1024 * 1024;
var LARGEST_LIST = 512 * 1024 * 1024;
function segmentKey({ epoch, name }) {
  return `segments/${epoch}/${name}`;
}
async function storeList(objects, key, facts, list) {
  const epochs = [...new Set(list.segments.map(({ epoch }) => epoch))];
  const numbers = new Map(epochs.map((epoch, i) => [epoch, i]));
  const segments = list.segments.map(({ epoch, name }) => [numbers.get(epoch), name]);
  const text = JSON.stringify({ segmentBytes: list.segmentBytes, bytes: list.bytes, epochs, segments });
  const stored = key.seal(await (0, import_node_util.promisify)(import_node_zlib2.gzip)(text), listKey(facts));
  await objects.create(listKey(facts), stored);
  return { ...facts, bytes: list.bytes, list: { bytes: stored.length, sha256: sha256(stored) } };
}
async function fetchList(objects, key, generation) {
  const found = await objects.get(listKey(generation));
  if (found === null) return null;
  if (found.body.length !== generation.list.bytes || sha256(found.body) !== generation.list.sha256)
    throw new DamagedError("its list of segments is damaged (its checksum is wrong)");
  const text = await (0, import_node_util.promisify)(import_node_zlib2.gunzip)(key.open(found.body, listKey(generation)), { maxOutputLength: LARGEST_LIST });
  const list = parsed(text.toString());
  if (list === null || list.bytes !== generation.bytes) throw new DamagedError("its list of segments is damaged");
  return list;
}
function parsed(text) {
  const value = JSON.parse(text);
  const { segmentBytes, bytes, epochs, segments } = value;
  const sound = Number.isSafeInteger(segmentBytes) && segmentBytes > 0 && segmentBytes <= LARGEST_SEGMENT && Number.isSafeInteger(bytes) && segments.length === Math.ceil(bytes / segmentBytes) && epochs.every((epoch) => /^\d{10}-[0-9a-f]{16}$/.test(epoch)) && segments.every(([epoch, name]) => epochs[epoch] !== void 0 && /^[0-9a-f]{64}$/.test(name));
  if (!sound) return null;
  return { segmentBytes, bytes, segments: segments.map(([epoch, name]) => ({ epoch: epochs[epoch] ?? "", name })) };
}
function sha256(bytes) {
  return (0, import_node_crypto5.createHash)("sha256").update(bytes).digest("hex");
}

// src/state/segments/retention.ts
var KEPT = 2;
var READABLE_MS = 36e5;
function stillReadable(earlier, now) {
  return earlier.filter((_, i) => i < KEPT - 1 || now.getTime() - Date.parse(earlier[i - 1]?.savedAt ?? "") < READABLE_MS);
}
async function removeUnreferenced(objects, key, head, known) {
  const [newest] = head.generations;
  const named = new Set(head.generations.map(listKey));
  for (const generation of head.generations) {
    const list = known.get(generation.id) ?? await fetchList(objects, key, generation);
    if (list === null) return;
    for (const segment of list.segments) named.add(segmentKey(segment));
  }
  for (const folder of ["segments/", "generations/"]) {
    for await (const { key: found } of objects.list(folder)) {
      const [, number] = /^(?:segments|generations)\/(\d{10})-/.exec(found) ?? [];
      if (number !== void 0 && Number(number) <= newest.generation && !named.has(found)) await objects.remove(found);
    }
  }
}

// src/state/segments/segment-transfer.ts
var import_promises10 = __toESM(require_promises(), 1);
var AT_ONCE = 16;
async function uploadSegments(objects, key, file, options) {
  const { base, epoch } = options;
  const stored = new Map((base?.segments ?? []).map((segment) => [segment.name, segment]));
  const segmentBytes = base?.segmentBytes ?? options.segmentBytes ?? SEGMENT_BYTES;
  const zeros = await zeroSegment(key, segmentBytes);
  const handle = await (0, import_promises10.open)(file, "r");
  try {
    const { size: bytes } = await handle.stat();
    const sending = /* @__PURE__ */ new Map();
    const segments = await inParallel(indexes(bytes, segmentBytes), AT_ONCE, async (index) => {
      const content = Buffer.allocUnsafe(Math.min(segmentBytes, bytes - index * segmentBytes));
      const { bytesRead } = await handle.read(content, 0, content.length, index * segmentBytes);
      if (bytesRead !== content.length) throw new Error("the file changed while it was being saved");
      const name = content.equals(zeros.content) ? zeros.name : await key.nameOf(content);
      const known = stored.get(name);
      if (known !== void 0) return known;
      const segment = { epoch, name };
      const sent = sending.get(name) ?? objects.create(segmentKey(segment), key.seal(content, `segment ${name}`));
      sending.set(name, sent);
      await sent;
      return segment;
    });
    return { segmentBytes, bytes, segments };
  } finally {
    await handle.close();
  }
}
var SegmentGoneError = class extends Error {
};
async function downloadSegments(objects, key, list, file, held) {
  const { bytes, segmentBytes, segments } = list;
  const isNew = held.size === 0;
  const zeros = await zeroSegment(key, segmentBytes);
  const handle = await (0, import_promises10.open)(file, isNew ? "w+" : "r+", 384);
  try {
    await handle.truncate(bytes);
    await inParallel(indexes(bytes, segmentBytes), AT_ONCE, async (index) => {
      const segment = segments[index];
      if (segment === void 0 || held.get(index) === segment.name) return;
      const length = Math.min(segmentBytes, bytes - index * segmentBytes);
      if (segment.name === zeros.name && length === segmentBytes) {
        if (!isNew) await handle.write(zeros.content, 0, length, index * segmentBytes);
        held.set(index, segment.name);
        return;
      }
      const found = await objects.get(segmentKey(segment));
      if (found === null) throw new SegmentGoneError(segmentKey(segment));
      const content = key.open(found.body, `segment ${segment.name}`);
      if (content.length !== length || await key.nameOf(content) !== segment.name)
        throw new DamagedError(`segment ${index + 1} of ${segments.length} is damaged (its checksum is wrong)`);
      held.delete(index);
      await handle.write(content, 0, length, index * segmentBytes);
      held.set(index, segment.name);
    });
  } finally {
    await handle.close();
  }
}
async function zeroSegment(key, segmentBytes) {
  const content = Buffer.alloc(segmentBytes);
  return { content, name: await key.nameOf(content) };
}
function indexes(bytes, segmentBytes) {
  return Array.from({ length: Math.ceil(bytes / segmentBytes) }, (_, i) => i);
}

// src/state/segments/segment-store.ts
function segmentStore(options) {
  const { objects } = options;
  const context = { ...options, where: objects.address, key: keyring(options.encryption, objects.address) };
  return {
    identity: objects.address,
    describe: () => objects.address,
    newest: () => reading(context, async () => {
      const found = await currentHead(context);
      return found === null ? null : identify2(context, found.head.generations[0]);
    }),
    restore: (into) => reading(context, async () => restored(context, into)),
    async save(file, generation, save = {}) {
      try {
        return await savedOver(context, file, generation, save);
      } catch (error) {
        if (error instanceof ObjectStoreError) throw saveFailed(context.where, error.message, error.hint, error);
        throw translate(error, (message) => saveFailed(context.where, message, "Run again.", error));
      }
    }
  };
}
function identify2({ where }, generation) {
  return { generation: generation.generation, key: `${where}/${listKey(generation)}` };
}
function keyring(encryption, where) {
  const keys = /* @__PURE__ */ new Map();
  return async (header) => {
    if (encryption === null && header === null) return PLAIN_PIECES;
    if (header === null) throw wrongKey(where, "not encrypted");
    if (encryption === null) throw wrongKey(where, "no key given");
    const id = `${header.scheme} ${header.salt} ${header.check}`;
    const made = keys.get(id) ?? encryption.sealingKey(header).then(({ key }) => key);
    keys.set(id, made);
    return made.catch((error) => {
      throw error instanceof WrongKeyError ? wrongKey(where, "other key") : error;
    });
  };
}
async function reading({ where }, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ObjectStoreError) throw unreachable(where, error.message, error.hint, error);
    throw translate(error, (message) => unreadable(where, message, error));
  }
}
async function currentHead({
  objects,
  where
}) {
  const found = await objects.get(HEAD_KEY);
  return found === null ? null : { head: readHead(found.body, where), tag: found.tag, raw: found.body };
}
var RESTARTS = 5;
async function restored(context, into) {
  const part = `${into}.part`;
  const held = /* @__PURE__ */ new Map();
  await (0, import_promises11.rm)(part, { force: true });
  try {
    for (let attempt = 1; ; attempt++) {
      const found = await currentHead(context);
      if (found === null) return null;
      const [newest] = found.head.generations;
      try {
        await broughtBack(context, newest, part, held);
      } catch (error) {
        if (error instanceof SegmentGoneError && attempt < RESTARTS && await hasMoved(context, newest)) continue;
        throw error instanceof SegmentGoneError ? unreadable(context.where, `${error.message} is missing`, error) : error;
      }
      await (0, import_promises11.rename)(part, into);
      return { ...identify2(context, newest), savedAt: newest.savedAt, bytes: newest.bytes };
    }
  } finally {
    await (0, import_promises11.rm)(part, { force: true });
  }
}
async function broughtBack(context, newest, part, held) {
  const key = await context.key(newest.encryption);
  const list = await fetchList(context.objects, key, newest);
  if (list === null) throw new SegmentGoneError(listKey(newest));
  await downloadSegments(context.objects, key, list, part, held);
}
async function hasMoved(context, seen) {
  return (await currentHead(context))?.head.generations[0].id !== seen.id;
}
async function savedOver(context, file, generation, options) {
  const { objects, clock } = context;
  const before = await predecessor(context, generation, options);
  const [earlier] = before.head?.generations ?? [];
  const base = earlier === void 0 || options.restored !== true ? null : earlier;
  const { key, encryption } = await keyOver(context, base);
  const baseList = base === null ? null : await fetchList(objects, key, base);
  const epoch = `${String(before.generation).padStart(10, "0")}-${before.base}`;
  const list = await uploadSegments(objects, key, file, { base: baseList, epoch, segmentBytes: context.segmentBytes });
  const facts = { generation: before.generation, id: (0, import_node_crypto6.randomBytes)(8).toString("hex"), savedAt: clock().toISOString(), encryption };
  const saved = await storeList(objects, key, facts, list);
  const head = { generations: [saved, ...stillReadable(before.head?.generations ?? [], clock())] };
  const done = before.tag === null ? await objects.create(HEAD_KEY, writeHead(head)) : await objects.replace(HEAD_KEY, writeHead(head), before.tag);
  if (done.outcome === "exists" || done.outcome === "moved") await requireOwn(context, saved);
  const known = /* @__PURE__ */ new Map([[saved.id, list]]);
  if (base !== null && baseList !== null) known.set(base.id, baseList);
  await removeUnreferenced(objects, key, head, known).catch(() => void 0);
  return { ...identify2(context, saved), bytes: saved.bytes, generation: before.generation };
}
async function requireOwn(context, saved) {
  const found = await currentHead(context);
  if (found?.head.generations.some(({ id }) => id === saved.id)) return;
  throw moved(context.where, found === null ? "it is gone" : `generation ${found.head.generations[0].generation}`);
}
async function predecessor(context, generation, options) {
  const { objects, where } = context;
  const found = await objects.get(HEAD_KEY);
  const expected = options.newest;
  const base = found === null ? "0".repeat(16) : (0, import_node_crypto6.createHash)("sha256").update(found.body).digest("hex").slice(0, 16);
  if (found === null) {
    if (expected !== void 0 && expected !== null) throw moved(where, "it is gone");
    return { head: null, tag: null, base, generation: await unusedGeneration(objects, generation) };
  }
  let head;
  try {
    head = readHead(found.body, where);
  } catch (error) {
    if (options.replaceUnreadable !== true) throw moved(where, error instanceof HighwaterError ? error.message : String(error));
    return { head: null, tag: found.tag, base, generation: await unusedGeneration(objects, generation) };
  }
  const newest = identify2(context, head.generations[0]);
  const same = expected === void 0 ? newest.generation === generation - 1 : newest.key === expected?.key;
  if (!same || options.replaceUnreadable === true) throw moved(where, `generation ${newest.generation}`);
  return { head, tag: found.tag, base, generation };
}
async function unusedGeneration(objects, wanted) {
  let highest = wanted - 1;
  for (const folder of ["generations/", "segments/"]) {
    for await (const { key } of objects.list(folder)) highest = Math.max(highest, Number(/^\w+\/(\d{10})-/.exec(key)?.[1] ?? 0));
  }
  return highest + 1;
}
async function keyOver({ encryption, key }, base) {
  if (base !== null) return { key: await key(base.encryption), encryption: base.encryption };
  if (encryption === null) return { key: PLAIN_PIECES, encryption: null };
  const made = await encryption.sealingKey(null);
  return { key: made.key, encryption: made.header };
}

// src/state/synced-note.ts
var FACTS2 = "highwater synced 1";
function syncedNotes(file, encryption) {
  return {
    async read({ generation, savedAt }) {
      try {
        const bytes = await file.read();
        if (bytes === null) return null;
        const text = encryption === null ? bytes.toString() : await openText(bytes, encryption, FACTS2);
        const { version, state, tables } = JSON.parse(text);
        const isOurs = version === 1 && state.generation === generation && state.savedAt === savedAt;
        return isOurs ? { state, tables } : null;
      } catch {
        return null;
      }
    },
    async write(syncs) {
      await file.exclusive(async () => {
        await file.read().catch(() => null);
        const text = JSON.stringify({ version: 1, ...syncs });
        await file.write(encryption === null ? Buffer.from(text) : await sealText(text, await encryption.create(), FACTS2));
      });
    }
  };
}

// src/app/state-place.ts
async function placeOf(options) {
  const { state, name, key } = options;
  const address = parseStoreAddress(state, "state");
  if (address.kind !== "directory") return cloudPlace(address, options);
  const directory = name === DEFAULT_NAME ? address.path : (0, import_node_path6.join)(address.path, encodeURIComponent(name));
  return { ...directoryPlace(directory, key), name, shared: key === void 0 ? address.path : null };
}
var DEFAULT_NAME = "default";
function directoryPlace(directory, key) {
  const encryption = key === void 0 ? null : passphraseEncryption(key);
  const sideFile = (file) => directorySideFile(directory, file, process.pid);
  return {
    store: {
      ...directoryStore({ directory, encryption, clock: () => /* @__PURE__ */ new Date(), pid: process.pid }),
      notes: syncedNotes(sideFile("synced.json"), encryption)
    },
    encrypted: encryption !== null,
    vaults: encryption === null ? null : vaultsOf({ storage: sideFile("tokens.enc"), encryption, branch: null }),
    incidents: async () => [sideFile("incidents.json")],
    workDirectory: (0, import_node_path6.join)(directory, "work")
  };
}
async function cloudPlace(address, { state, name, key, env, workParent }) {
  const encryption = key === void 0 ? null : passphraseEncryption(key);
  const objects = await openObjectStore(addressWithin(address, encodeURIComponent(name)), { setting: "state", env });
  const sideFile = (file) => objectSideFile(objects, file);
  const scope = (0, import_node_crypto7.createHash)("sha256").update(objects.address).digest("hex").slice(0, 12);
  const workDirectory = (0, import_node_path6.join)((0, import_node_path6.resolve)(workParent), `highwater-${scope}`);
  return {
    store: {
      ...segmentStore({ objects, encryption, clock: () => /* @__PURE__ */ new Date() }),
      notes: syncedNotes(sideFile("synced.json"), encryption)
    },
    name,
    encrypted: encryption !== null,
    shared: encryption === null ? state : null,
    vaults: encryption === null ? null : vaultsOf({ storage: sideFile("tokens.enc"), encryption, branch: null }),
    // The command line runs on one machine, so that its disk knows where the store can't be reached.
    incidents: async () => [sideFile("incidents.json"), directorySideFile(workDirectory, "incidents.json", process.pid)],
    workDirectory
  };
}

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

export {
  passphraseEncryption,
  sealFile,
  openSealedFile,
  vaultsOf,
  syncedNotes,
  placeOf,
  DEFAULT_NAME,
  visibilityOf,
  requireStateKey,
  weakStateKey,
  branchNotice
};
