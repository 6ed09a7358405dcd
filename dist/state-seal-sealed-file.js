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
} from "./state-workspace-lease.js";
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
    "This repository is public, and the state, which holds all synced rows, would be saved unencrypted where anyone can read it.",
    "Make a key (`openssl rand -base64 32`), add it under Settings, Secrets and variables, Actions as HIGHWATER_KEY, and pass it: `state-encryption-key: ${{ secrets.HIGHWATER_KEY }}`."
  );
}
var SHORTEST_KEY = 16;
function weakStateKey(key, name) {
  if (key.length >= SHORTEST_KEY && new Set(key).size > 4) return null;
  return {
    code: "INPUT_INVALID",
    message: `\`${name}\` is too easy to guess: it has ${key.length} characters, ${new Set(key).size} of them different.`,
    hint: `Make a key of at least ${SHORTEST_KEY} characters (\`openssl rand -base64 32\`) and save it as the secret. A state saved under the old key must be read with the old key: run once with on-unreadable-state: full after the change.`
  };
}
function branchNotice(ref, defaultBranch) {
  if (ref === "" || defaultBranch === "" || ref === `refs/heads/${defaultBranch}`) return null;
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  return `GitHub keeps caches per branch. Only runs on ${name} will use the state that this run saves; runs on ${defaultBranch} keep using theirs.`;
}

// src/app/table-globs.ts
function parseGlobs(text, name, problems) {
  const globs = (text.match(/(?:\{[^}\n]*\}|[^,\n])+/g) ?? []).map((glob) => glob.trim()).filter((glob) => glob !== "");
  for (const glob of globs) {
    if (/^[^.]+\..+$/.test(glob)) continue;
    problems.push({
      code: "INPUT_INVALID",
      message: `\`${name}\`: ${glob} is not of the form source.table.`,
      hint: `Write the source's name, a dot and the table's name; both may hold *, as in "*.${glob.replace(/\./g, "") || "deals"}".`
    });
  }
  return globs;
}

// node_modules/string-width/node_modules/ansi-regex/index.js
var ST = String.raw`(?:\u001B\u005C|\u009C)`;
var stringControls = String.raw`\u0018\u001A\u001B\u0080-\u009F`;
var osc = String.raw`(?:\u001B\]|\u009D)[^\u0007${stringControls}]*(?:\u0007|${ST})`;
var controlString = String.raw`(?:\u001B[PX^_k]|[\u0090\u0098\u009E\u009F])[^${stringControls}]*${ST}`;
var linuxPalette = String.raw`\u001B\](?:P[\dA-Fa-f]{7}|R)(?:\u0007|${ST})?`;
var csi = String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`;
var escape = String.raw`\u001B(?:[\u0020-\u002F]+[\u0030-\u007E]|[\dA-PR-TZcf-oq-uy=><~|}])`;
var pattern = `${linuxPalette}|${osc}|${controlString}|${csi}|${escape}`;
function ansiRegex({ onlyFirst = false } = {}) {
  return new RegExp(pattern, onlyFirst ? void 0 : "g");
}

// node_modules/string-width/node_modules/strip-ansi/index.js
var regex = ansiRegex();
function stripAnsi(string) {
  if (typeof string !== "string") {
    throw new TypeError(`Expected a \`string\`, got \`${typeof string}\``);
  }
  if (!string.includes("\x1B") && !string.includes("")) {
    return string;
  }
  return string.replace(regex, "");
}

// node_modules/get-east-asian-width/lookup-data.js
var ambiguousMinimalCodePoint = 161;
var ambiguousMaximumCodePoint = 1114109;
var ambiguousRanges = [161, 161, 164, 164, 167, 168, 170, 170, 173, 174, 176, 180, 182, 186, 188, 191, 198, 198, 208, 208, 215, 216, 222, 225, 230, 230, 232, 234, 236, 237, 240, 240, 242, 243, 247, 250, 252, 252, 254, 254, 257, 257, 273, 273, 275, 275, 283, 283, 294, 295, 299, 299, 305, 307, 312, 312, 319, 322, 324, 324, 328, 331, 333, 333, 338, 339, 358, 359, 363, 363, 462, 462, 464, 464, 466, 466, 468, 468, 470, 470, 472, 472, 474, 474, 476, 476, 593, 593, 609, 609, 708, 708, 711, 711, 713, 715, 717, 717, 720, 720, 728, 731, 733, 733, 735, 735, 768, 879, 913, 929, 931, 937, 945, 961, 963, 969, 1025, 1025, 1040, 1103, 1105, 1105, 8208, 8208, 8211, 8214, 8216, 8217, 8220, 8221, 8224, 8226, 8228, 8231, 8240, 8240, 8242, 8243, 8245, 8245, 8251, 8251, 8254, 8254, 8308, 8308, 8319, 8319, 8321, 8324, 8364, 8364, 8451, 8451, 8453, 8453, 8457, 8457, 8467, 8467, 8470, 8470, 8481, 8482, 8486, 8486, 8491, 8491, 8531, 8532, 8539, 8542, 8544, 8555, 8560, 8569, 8585, 8585, 8592, 8601, 8632, 8633, 8658, 8658, 8660, 8660, 8679, 8679, 8704, 8704, 8706, 8707, 8711, 8712, 8715, 8715, 8719, 8719, 8721, 8721, 8725, 8725, 8730, 8730, 8733, 8736, 8739, 8739, 8741, 8741, 8743, 8748, 8750, 8750, 8756, 8759, 8764, 8765, 8776, 8776, 8780, 8780, 8786, 8786, 8800, 8801, 8804, 8807, 8810, 8811, 8814, 8815, 8834, 8835, 8838, 8839, 8853, 8853, 8857, 8857, 8869, 8869, 8895, 8895, 8978, 8978, 9312, 9449, 9451, 9547, 9552, 9587, 9600, 9615, 9618, 9621, 9632, 9633, 9635, 9641, 9650, 9651, 9654, 9655, 9660, 9661, 9664, 9665, 9670, 9672, 9675, 9675, 9678, 9681, 9698, 9701, 9711, 9711, 9733, 9734, 9737, 9737, 9742, 9743, 9756, 9756, 9758, 9758, 9792, 9792, 9794, 9794, 9824, 9825, 9827, 9829, 9831, 9834, 9836, 9837, 9839, 9839, 9886, 9887, 9919, 9919, 9926, 9933, 9935, 9939, 9941, 9953, 9955, 9955, 9960, 9961, 9963, 9969, 9972, 9972, 9974, 9977, 9979, 9980, 9982, 9983, 10045, 10045, 10102, 10111, 11094, 11097, 12872, 12879, 57344, 63743, 65024, 65039, 65533, 65533, 127232, 127242, 127248, 127277, 127280, 127337, 127344, 127373, 127375, 127376, 127387, 127404, 917760, 917999, 983040, 1048573, 1048576, 1114109];
var fullwidthMinimalCodePoint = 12288;
var fullwidthMaximumCodePoint = 65510;
var fullwidthRanges = [12288, 12288, 65281, 65376, 65504, 65510];
var wideMinimalCodePoint = 4352;
var wideMaximumCodePoint = 262141;
var wideRanges = [4352, 4447, 8986, 8987, 9001, 9002, 9193, 9196, 9200, 9200, 9203, 9203, 9725, 9726, 9748, 9749, 9776, 9783, 9800, 9811, 9855, 9855, 9866, 9871, 9875, 9875, 9889, 9889, 9898, 9899, 9917, 9918, 9924, 9925, 9934, 9934, 9940, 9940, 9962, 9962, 9970, 9971, 9973, 9973, 9978, 9978, 9981, 9981, 9989, 9989, 9994, 9995, 10024, 10024, 10060, 10060, 10062, 10062, 10067, 10069, 10071, 10071, 10133, 10135, 10160, 10160, 10175, 10175, 11035, 11036, 11088, 11088, 11093, 11093, 11904, 11929, 11931, 12019, 12032, 12245, 12272, 12287, 12289, 12350, 12353, 12438, 12441, 12543, 12549, 12591, 12593, 12686, 12688, 12773, 12783, 12830, 12832, 12871, 12880, 42124, 42128, 42182, 43360, 43388, 44032, 55203, 63744, 64255, 65040, 65049, 65072, 65106, 65108, 65126, 65128, 65131, 94176, 94180, 94192, 94198, 94208, 101594, 101631, 101664, 101760, 101874, 101888, 102801, 102816, 102866, 110576, 110579, 110581, 110587, 110589, 110590, 110592, 110888, 110898, 110898, 110928, 110930, 110933, 110933, 110948, 110952, 110960, 111355, 119552, 119638, 119648, 119670, 126980, 126980, 127183, 127183, 127374, 127374, 127377, 127386, 127406, 127406, 127488, 127490, 127504, 127547, 127552, 127560, 127568, 127569, 127584, 127589, 127744, 127776, 127789, 127797, 127799, 127868, 127870, 127891, 127904, 127946, 127951, 127955, 127968, 127984, 127988, 127988, 127992, 128062, 128064, 128064, 128066, 128252, 128255, 128317, 128331, 128334, 128336, 128359, 128378, 128378, 128405, 128406, 128420, 128420, 128507, 128591, 128640, 128709, 128716, 128716, 128720, 128722, 128725, 128729, 128732, 128735, 128747, 128748, 128756, 128764, 128986, 128986, 128992, 129003, 129008, 129008, 129292, 129338, 129340, 129349, 129351, 129535, 129648, 129660, 129664, 129734, 129736, 129736, 129740, 129757, 129759, 129771, 129775, 129786, 131072, 196605, 196608, 262141];

// node_modules/get-east-asian-width/utilities.js
var isInRange = (ranges, codePoint) => {
  let low = 0;
  let high = Math.floor(ranges.length / 2) - 1;
  while (low <= high) {
    const mid = Math.floor((low + high) / 2);
    const i = mid * 2;
    if (codePoint < ranges[i]) {
      high = mid - 1;
    } else if (codePoint > ranges[i + 1]) {
      low = mid + 1;
    } else {
      return true;
    }
  }
  return false;
};

// node_modules/get-east-asian-width/lookup.js
var commonCjkCodePoint = 19968;
var [wideFastPathStart, wideFastPathEnd] = /* @__PURE__ */ findWideFastPathRange(wideRanges);
function findWideFastPathRange(ranges) {
  let fastPathStart = ranges[0];
  let fastPathEnd = ranges[1];
  for (let index = 0; index < ranges.length; index += 2) {
    const start = ranges[index];
    const end = ranges[index + 1];
    if (commonCjkCodePoint >= start && commonCjkCodePoint <= end) {
      return [start, end];
    }
    if (end - start > fastPathEnd - fastPathStart) {
      fastPathStart = start;
      fastPathEnd = end;
    }
  }
  return [fastPathStart, fastPathEnd];
}
var isAmbiguous = (codePoint) => {
  if (codePoint < ambiguousMinimalCodePoint || codePoint > ambiguousMaximumCodePoint) {
    return false;
  }
  return isInRange(ambiguousRanges, codePoint);
};
var isFullwidth = (codePoint) => {
  if (codePoint < fullwidthMinimalCodePoint || codePoint > fullwidthMaximumCodePoint) {
    return false;
  }
  return isInRange(fullwidthRanges, codePoint);
};
var isWide = (codePoint) => {
  if (codePoint >= wideFastPathStart && codePoint <= wideFastPathEnd) {
    return true;
  }
  if (codePoint < wideMinimalCodePoint || codePoint > wideMaximumCodePoint) {
    return false;
  }
  return isInRange(wideRanges, codePoint);
};

// node_modules/get-east-asian-width/index.js
function validate(codePoint) {
  if (!Number.isSafeInteger(codePoint)) {
    throw new TypeError(`Expected a code point, got \`${typeof codePoint}\`.`);
  }
}
function eastAsianWidth(codePoint, { ambiguousAsWide = false } = {}) {
  validate(codePoint);
  if (isFullwidth(codePoint) || isWide(codePoint) || ambiguousAsWide && isAmbiguous(codePoint)) {
    return 2;
  }
  return 1;
}

// node_modules/string-width/index.js
var segmenter = new Intl.Segmenter();
var visibleCharacterRegex = new RegExp("[^\\p{Default_Ignorable_Code_Point}\\p{Control}\\p{Format}\\p{Nonspacing_Mark}\\p{Enclosing_Mark}\\p{Surrogate}]", "v");
var spacingMarkRegex = new RegExp("\\p{Spacing_Mark}", "v");
var rgiEmojiRegex = new RegExp("^\\p{RGI_Emoji}$", "v");
var unqualifiedKeycapRegex = /^[\d#*]\u20E3$/;
var extendedPictographicRegex = new RegExp("\\p{Extended_Pictographic}", "gu");
function isDoubleWidthNonRgiEmojiSequence(segment) {
  if (segment.length > 50) {
    return false;
  }
  if (unqualifiedKeycapRegex.test(segment)) {
    return true;
  }
  if (segment.includes("‍")) {
    const pictographics = segment.match(extendedPictographicRegex);
    return pictographics !== null && pictographics.length >= 2;
  }
  return false;
}
function baseVisible(segment) {
  const index = segment.search(visibleCharacterRegex);
  return index === -1 ? void 0 : segment.slice(index);
}
function isHangulLeadingJamo(codePoint) {
  return codePoint >= 4352 && codePoint <= 4447 || codePoint >= 43360 && codePoint <= 43388;
}
function isHangulVowelJamo(codePoint) {
  return codePoint >= 4448 && codePoint <= 4519 || codePoint >= 55216 && codePoint <= 55238;
}
function isHangulTrailingJamo(codePoint) {
  return codePoint >= 4520 && codePoint <= 4607 || codePoint >= 55243 && codePoint <= 55291;
}
function isHangulJamo(codePoint) {
  return isHangulLeadingJamo(codePoint) || isHangulVowelJamo(codePoint) || isHangulTrailingJamo(codePoint);
}
function hangulClusterWidth(visibleSegment, eastAsianWidthOptions) {
  const codePoints = [];
  for (const character of visibleSegment) {
    if (!visibleCharacterRegex.test(character)) {
      continue;
    }
    codePoints.push(character.codePointAt(0));
  }
  if (codePoints.length === 0) {
    return void 0;
  }
  let width2 = 0;
  for (let index = 0; index < codePoints.length; index++) {
    const codePoint = codePoints[index];
    if (!isHangulJamo(codePoint)) {
      if (width2 === 0) {
        return void 0;
      }
      for (let remaining = index; remaining < codePoints.length; remaining++) {
        width2 += eastAsianWidth(codePoints[remaining], eastAsianWidthOptions);
      }
      return width2;
    }
    if (isHangulLeadingJamo(codePoint) && isHangulVowelJamo(codePoints[index + 1])) {
      width2 += 2;
      index += isHangulTrailingJamo(codePoints[index + 2]) ? 2 : 1;
      continue;
    }
    width2 += eastAsianWidth(codePoint, eastAsianWidthOptions);
  }
  return width2;
}
function trailingWidth(visibleSegment, eastAsianWidthOptions) {
  let extra = 0;
  let first = true;
  for (const character of visibleSegment) {
    if (first) {
      first = false;
      continue;
    }
    if (spacingMarkRegex.test(character) || character >= "＀" && character <= "￯") {
      extra += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
    }
  }
  return extra;
}
function stringWidth(input, options = {}) {
  if (typeof input !== "string" || input.length === 0) {
    return 0;
  }
  const {
    ambiguousIsNarrow = true,
    countAnsiEscapeCodes = false
  } = options;
  let string = input;
  if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) {
    string = stripAnsi(string);
  }
  if (string.length === 0) {
    return 0;
  }
  if (/^[\u0020-\u007E]*$/.test(string)) {
    return string.length;
  }
  let width2 = 0;
  const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
  for (const { segment } of segmenter.segment(string)) {
    const visibleSegment = baseVisible(segment);
    if (visibleSegment === void 0) {
      continue;
    }
    if (rgiEmojiRegex.test(segment) || isDoubleWidthNonRgiEmojiSequence(segment)) {
      width2 += 2;
      continue;
    }
    const hangulWidth = hangulClusterWidth(visibleSegment, eastAsianWidthOptions);
    if (hangulWidth !== void 0) {
      width2 += hangulWidth;
      continue;
    }
    const codePoint = visibleSegment.codePointAt(0);
    width2 += eastAsianWidth(codePoint, eastAsianWidthOptions);
    width2 += trailingWidth(visibleSegment, eastAsianWidthOptions);
  }
  return width2;
}

// src/views/terminal/columns.ts
function width(text) {
  return stringWidth(text);
}
function shorten(text, cells) {
  if (width(text) <= cells) return text;
  if (cells <= 1) return cells === 1 ? "…" : "";
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (width(kept + segment) > cells - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
function left(text, cells) {
  return text + " ".repeat(Math.max(0, cells - width(text)));
}
function right(text, cells) {
  return " ".repeat(Math.max(0, cells - width(text))) + text;
}
function wrap(text, cells, lead) {
  const lines = [];
  let line = null;
  for (const word of text.split(" ")) {
    if (line === null) line = word;
    else if (width(lead) + width(line) + 1 + width(word) <= cells) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line ?? ""].map((each, i) => `${i === 0 ? lead : " ".repeat(width(lead))}${each}`);
}
function tableLines(specs, rows, limit, paint) {
  const widths = specs.map((spec, i) => Math.max(width(spec.title), ...rows.map((row) => width(row[i] ?? ""))));
  const kept = keep(specs, widths, limit);
  const rest = kept.slice(1).reduce((sum, i) => sum + (widths[i] ?? 0) + 2, 0);
  const first = Math.max(8, Math.min(widths[0] ?? 0, limit - rest));
  const line = (cells, row) => kept.map((i, at) => {
    const cells_ = at === 0 ? first : widths[i] ?? 0;
    const text = shorten(cells[i] ?? "", cells_);
    const padded = specs[i]?.align === "right" ? right(text, cells_) : left(text, cells_);
    return paint(padded, row, i);
  }).join("  ").trimEnd();
  return [
    line(
      specs.map((s) => s.title),
      -1
    ),
    ...rows.map(line)
  ];
}
function keep(specs, widths, limit) {
  let kept = specs.map((_, i) => i);
  const needed = () => kept.reduce((sum, i, at) => sum + (at === 0 ? Math.min(16, widths[i] ?? 0) : (widths[i] ?? 0) + 2), 0);
  while (needed() > limit) {
    const most = Math.max(...kept.map((i) => specs[i]?.drop ?? 0));
    if (most === 0) break;
    const drop = kept.findLast((i) => specs[i]?.drop === most);
    kept = kept.filter((i) => i !== drop);
  }
  return kept;
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
    throw new DamagedError(`it was damaged or changed after it was saved (block ${index + 1} fails its authentication)`);
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
    const { result, keep: keep2 } = await work(before?.value ?? null);
    if (keep2 === null) return result;
    const entries = { ...content.entries, [source]: { value: keep2, branch } };
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
  const why = wrong ? "they were sealed with another key" : error instanceof DamagedError ? error.message : "they are damaged";
  return new HighwaterError(
    wrong ? "STATE_WRONG_KEY" : "STATE_UNREADABLE",
    `The refresh tokens kept in ${where} can't be read: ${why}.`,
    `${wrong ? "Set `state-encryption-key` (on the command line HIGHWATER_STATE_ENCRYPTION_KEY) to the secret with which they were saved. If that is lost: " : ""}${remove}, authorise the app again (\`highwater auth\`), and store the new token.`,
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
        "Let it end, then run again."
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
    `another run saved generation ${current.generation} there meanwhile (this one would be ${generation})`,
    "Let runs follow one another (in GitHub Actions: `concurrency`), or give each its own directory."
  );
}
function unreadableMeanwhile(directory, error) {
  const why = toHighwaterError(error).message;
  return saveFailed(
    directory,
    `its ${HEADER_FILE} was readable when the run began and is not now. ${why.replace(/\.$/, "")}`,
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
          throw unreachable(directory, `process ${lease.pid} has been signing in since ${lease.since}`, "Let it end.");
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
  parseGlobs,
  isFullwidth,
  isWide,
  stringWidth,
  width,
  shorten,
  left,
  right,
  wrap,
  tableLines,
  passphraseEncryption,
  sealFile,
  openSealedFile,
  vaultsOf,
  directoryPlace
};
