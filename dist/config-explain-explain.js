import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  buildNotify,
  check,
  checkNotify,
  complete,
  fill,
  notifyList,
  parseFile,
  soleReference
} from "./config-load-syntax.js";
import {
  isGlob
} from "./lib-picomatch.js";
import {
  nearest
} from "./config-explain-nearest.js";
import {
  CHECK_KINDS,
  columnReference
} from "./model-table-check.js";
import {
  organisationAddress,
  salesforceConnection,
  salesforceSource
} from "./sources-salesforce-options.js";
import {
  Secret
} from "./model-secret.js";
import {
  SSL_MODES,
  canonicalName,
  databaseAddress,
  postgresSource,
  targetOf
} from "./sources-postgres-options.js";
import {
  fieldNames,
  fromPointer,
  isMapping,
  printableKey,
  refusalOf,
  typesOf
} from "./config-load-tree.js";
import {
  normalizeCron,
  parseDuration,
  parseInterval,
  parseMemory,
  parsePercentage,
  serviceAddress,
  serviceUrlFault
} from "./config-declare-units.js";
import {
  ChangeTrackingOff,
  dynamicsConnection,
  dynamicsSource,
  organisationOrigin
} from "./sources-dynamics-options.js";
import {
  outputOptions,
  runOptions
} from "./config-declare-options.js";
import {
  choice,
  duration,
  flag,
  group,
  integer,
  list,
  oneOf,
  secret,
  text,
  variants
} from "./config-declare-fields.js";
import {
  build_default
} from "./lib-typebox.js";
import {
  ConfigError,
  InterruptedError,
  VERSION,
  toHighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __commonJS,
  __toESM
} from "./shared.js";

// node_modules/picocolors/picocolors.js
var require_picocolors = __commonJS({
  "node_modules/picocolors/picocolors.js"(exports, module) {
    var p = process || {};
    var argv = p.argv || [];
    var env = p.env || {};
    var isColorSupported = !(!!env.NO_COLOR || argv.includes("--no-color")) && (!!env.FORCE_COLOR || argv.includes("--color") || p.platform === "win32" || (p.stdout || {}).isTTY && env.TERM !== "dumb" || !!env.CI);
    var formatter = (open, close, replace = open) => (input) => {
      let string = "" + input, index = string.indexOf(close, open.length);
      return ~index ? open + replaceClose(string, close, replace, index) + close : open + string + close;
    };
    var replaceClose = (string, close, replace, index) => {
      let result = "", cursor = 0;
      do {
        result += string.substring(cursor, index) + replace;
        cursor = index + close.length;
        index = string.indexOf(close, cursor);
      } while (~index);
      return result + string.substring(cursor);
    };
    var createColors = (enabled = isColorSupported) => {
      let f = enabled ? formatter : () => String;
      return {
        isColorSupported: enabled,
        reset: f("\x1B[0m", "\x1B[0m"),
        bold: f("\x1B[1m", "\x1B[22m", "\x1B[22m\x1B[1m"),
        dim: f("\x1B[2m", "\x1B[22m", "\x1B[22m\x1B[2m"),
        italic: f("\x1B[3m", "\x1B[23m"),
        underline: f("\x1B[4m", "\x1B[24m"),
        inverse: f("\x1B[7m", "\x1B[27m"),
        hidden: f("\x1B[8m", "\x1B[28m"),
        strikethrough: f("\x1B[9m", "\x1B[29m"),
        black: f("\x1B[30m", "\x1B[39m"),
        red: f("\x1B[31m", "\x1B[39m"),
        green: f("\x1B[32m", "\x1B[39m"),
        yellow: f("\x1B[33m", "\x1B[39m"),
        blue: f("\x1B[34m", "\x1B[39m"),
        magenta: f("\x1B[35m", "\x1B[39m"),
        cyan: f("\x1B[36m", "\x1B[39m"),
        white: f("\x1B[37m", "\x1B[39m"),
        gray: f("\x1B[90m", "\x1B[39m"),
        bgBlack: f("\x1B[40m", "\x1B[49m"),
        bgRed: f("\x1B[41m", "\x1B[49m"),
        bgGreen: f("\x1B[42m", "\x1B[49m"),
        bgYellow: f("\x1B[43m", "\x1B[49m"),
        bgBlue: f("\x1B[44m", "\x1B[49m"),
        bgMagenta: f("\x1B[45m", "\x1B[49m"),
        bgCyan: f("\x1B[46m", "\x1B[49m"),
        bgWhite: f("\x1B[47m", "\x1B[49m"),
        blackBright: f("\x1B[90m", "\x1B[39m"),
        redBright: f("\x1B[91m", "\x1B[39m"),
        greenBright: f("\x1B[92m", "\x1B[39m"),
        yellowBright: f("\x1B[93m", "\x1B[39m"),
        blueBright: f("\x1B[94m", "\x1B[39m"),
        magentaBright: f("\x1B[95m", "\x1B[39m"),
        cyanBright: f("\x1B[96m", "\x1B[39m"),
        whiteBright: f("\x1B[97m", "\x1B[39m"),
        bgBlackBright: f("\x1B[100m", "\x1B[49m"),
        bgRedBright: f("\x1B[101m", "\x1B[49m"),
        bgGreenBright: f("\x1B[102m", "\x1B[49m"),
        bgYellowBright: f("\x1B[103m", "\x1B[49m"),
        bgBlueBright: f("\x1B[104m", "\x1B[49m"),
        bgMagentaBright: f("\x1B[105m", "\x1B[49m"),
        bgCyanBright: f("\x1B[106m", "\x1B[49m"),
        bgWhiteBright: f("\x1B[107m", "\x1B[49m")
      };
    };
    module.exports = createColors();
    module.exports.createColors = createColors;
  }
});

// src/runtime/exit.ts
function stopOnSignals(process2, first, again) {
  const controller = new AbortController();
  let times = 0;
  const listener = (signal) => {
    times += 1;
    if (times > 1) again(signal);
    else {
      first(signal);
      controller.abort(new InterruptedError(`it received ${signal}`));
    }
  };
  process2.on("SIGINT", listener);
  process2.on("SIGTERM", listener);
  return {
    signal: controller.signal,
    release: () => {
      process2.off("SIGINT", listener);
      process2.off("SIGTERM", listener);
    }
  };
}
var PATIENCE_MS = 1e3;
function endProcess(process2, exitCode) {
  process2.exitCode = exitCode;
  setTimeout(() => process2.exit(exitCode), PATIENCE_MS).unref();
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

// src/views/terminal/display.ts
function wantsColors(output, env) {
  const force = env.FORCE_COLOR;
  if (force !== void 0 && force !== "") return force !== "0" && force !== "false";
  if (env.NO_COLOR !== void 0 && env.NO_COLOR !== "") return false;
  return output.isTTY === true && env.TERM !== "dumb";
}
function width(text2) {
  return /^[\x20-\x7e·…✓✗→]*$/.test(text2) ? text2.length : stringWidth(text2);
}
function shorten(text2, cells) {
  if (width(text2) <= cells) return text2;
  if (cells <= 1) return cells === 1 ? "…" : "";
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text2)) {
    if (width(kept + segment) > cells - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
function alignLeft(text2, cells) {
  return text2 + " ".repeat(Math.max(0, cells - width(text2)));
}
function alignRight(text2, cells) {
  return " ".repeat(Math.max(0, cells - width(text2))) + text2;
}
function wrap(text2, cells, lead) {
  const lines = [];
  let line = null;
  for (const word of text2.split(" ")) {
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
    const text2 = shorten(cells[i] ?? "", cells_);
    const padded = specs[i]?.align === "right" ? alignRight(text2, cells_) : alignLeft(text2, cells_);
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

// src/config/load/load.ts
var import_promises2 = __toESM(require_promises(), 1);

// src/config/declare/export-options.ts
var query = {
  expected: "a SELECT over the synced tables",
  examples: ["SELECT customer_id AS Score_Key__c, score AS Score__c FROM db.scores"]
};
var exportOptions = group(
  {
    to: text("The destination that rows go to: a name under `destinations`.", {
      expected: "the name of a destination",
      examples: ["crm_write"]
    }),
    object: text("The object or table that is written to, as the service calls it.", {
      expected: "the name of an object",
      examples: ["Account"]
    }),
    operation: choice("`upsert` creates records whose key is not there yet; `update` never creates.", ["upsert", "update"], {
      default: "upsert"
    }),
    key: text(
      "The field that identifies a record: a unique External ID, with `operation: update` also the Id; on Dataverse an alternate key (its one column, or its name) or the id. The query must give it.",
      { expected: "a field's name", examples: ["Score_Key__c"] }
    ),
    query: build_default.Optional(
      text("The rows, as DuckDB SQL over the synced tables. Each column is named as the field that it fills.", query)
    ),
    sql: build_default.Optional(
      text("A file that holds the query, relative to the configuration.", {
        expected: "the path of a file",
        examples: ["exports/scores.sql"]
      })
    ),
    compare_with: build_default.String({
      description: "The synced table of the same object, such as crm.Account. Rows that are equal there are not sent, and edits by people are noticed.",
      pattern: "^(none|[A-Za-z][A-Za-z0-9_-]*\\.\\S.*)$",
      default: "none",
      shown: true,
      expected: "source.table, such as crm.Account, or none",
      examples: ["crm.Account"]
    }),
    conflict: choice(
      "What to do with a row that somebody changed in the service since the last export: `overwrite` it, `keep` theirs, or `fail` (send nothing).",
      ["overwrite", "keep", "fail"],
      { default: "overwrite" }
    ),
    nulls: choice("What a NULL of the query does: `keep` leaves the field as it is, `clear` empties it.", ["keep", "clear"], {
      default: "keep"
    }),
    gone: build_default.Unsafe({
      type: ["string", "object"],
      description: "What to do with records that were exported and whose key the query no longer gives: `ignore`, `delete`, or clear fields. The last two need --allow-deletes.",
      pattern: "^(ignore|delete)$",
      properties: { clear: list("The fields to empty.", "field names", { examples: [["Score__c"]] }) },
      required: ["clear"],
      additionalProperties: false,
      default: "ignore",
      shown: true,
      expected: "ignore, delete or { clear: [fields] }",
      examples: [{ clear: ["Score__c"] }, "delete"]
    }),
    max_rows: integer("The most rows that a run may write. Above that, nothing is sent.", 1, 1e9, { default: 1e3 }),
    max_fraction: build_default.Number({
      description: "The largest share (0 to 1) of the query's rows (or of those exported so far, if they are more) that a run may write. Above that, nothing is sent. 1: no limit.",
      minimum: 0,
      maximum: 1,
      default: 0.2,
      expected: "a share from 0 to 1, such as 0.2",
      fix: "Write it as a number without %: 0.2 is a fifth of the rows."
    }),
    max_age: duration("The greatest age of the last sync of each table that the query reads.", {
      default: "3h",
      format: "positive-duration",
      examples: ["3h", "1d"]
    }),
    bulk_above: integer("More rows than this go by the Bulk API, fewer by single calls.", 0, 1e6, { default: 2e3 }),
    assignment_rules: flag("Lets the service's active assignment rules run on rows that are written.", { default: false }),
    duplicate_rules: choice(
      "`respect` duplicate rules, or `allow` duplicates where the rule permits that.",
      ["respect", "allow"],
      {
        default: "respect"
      }
    ),
    fail_above: integer("How many refused rows are no failure yet.", 0, 1e9, { default: 0 }),
    after: list("Exports that must have succeeded before this one starts: parents before children.", "names of exports", {
      default: [],
      minItems: 0
    })
  },
  { expected: "the description of an export" }
);

// src/config/declare/schema.ts
var SOURCE_NAME = "^[A-Za-z][A-Za-z0-9_-]{0,62}$";
var NAME = { pattern: SOURCE_NAME, expected: "a name of letters, digits, _ and -, that starts with a letter" };
function writingSchema(definitions) {
  const destination = variants(
    "type",
    definitions.map(({ schema }) => schema),
    { description: "A system that exports write to." }
  );
  return {
    destinations: build_default.Optional(
      build_default.Unsafe({
        type: "object",
        description: "The systems that exports write to, by name: each with a user of its own. Their variables are needed by `export` and `check` only.",
        additionalProperties: destination,
        propertyNames: NAME,
        minProperties: 1,
        expected: "a mapping of names to destinations"
      })
    ),
    exports: build_default.Optional(
      build_default.Unsafe({
        type: "object",
        description: "What is written back, by name. Only the command `export` and the mode `export` write; a sync never does.",
        additionalProperties: exportOptions,
        propertyNames: NAME,
        minProperties: 1,
        expected: "a mapping of names to exports"
      })
    )
  };
}
var stateOption = build_default.Optional(
  build_default.String({
    description: "Where rows and watermarks are kept between runs. The input `state` and `--state` come before it.",
    pattern: "^(?![A-Za-z][A-Za-z0-9+.-]+:|$)|^(s3|az|gs)://[^/]",
    expected: "cache, a directory, s3://bucket/prefix, az://account/container/prefix, or gs://bucket/prefix",
    examples: ["s3://acme-data/highwater", "cache"]
  })
);
function configSchema(definitions, destinations) {
  const source = variants(
    "type",
    definitions.map(({ schema }) => schema),
    { description: "A system to sync from." }
  );
  return group(
    {
      version: build_default.Literal(1, {
        description: "The version of this file's format.",
        expected: "1",
        literal: true,
        fix: "Write `version: 1`, without quotes."
      }),
      sources: build_default.Unsafe({
        type: "object",
        description: "The systems to sync from, by name; the name is also the schema in DuckDB.",
        additionalProperties: source,
        propertyNames: NAME,
        minProperties: 1,
        expected: "a mapping of names to sources"
      }),
      ...destinations.length === 0 ? {} : writingSchema(destinations),
      state: stateOption,
      output: outputOptions,
      run: runOptions,
      notify: build_default.Optional(notifyList),
      mask_key: build_default.Optional(
        secret("The key under which `mask` hashes columns: at least 16 characters, the same in every run.", {
          examples: ["${HIGHWATER_MASK_KEY}"]
        })
      )
    },
    { title: "Highwater", description: "Configuration of Highwater: what to sync into DuckDB and Parquet." }
  );
}
var shapes = /* @__PURE__ */ new WeakMap();
function configShape(definitions, destinations = NO_DESTINATIONS) {
  const known = shapes.get(definitions) ?? /* @__PURE__ */ new Map();
  const shape = known.get(destinations) ?? configSchema(definitions, destinations);
  shapes.set(definitions, known.set(destinations, shape));
  return shape;
}
var NO_DESTINATIONS = [];

// src/config/explain/explain.ts
var explainUnknown = ({ path, shape, params }) => {
  const name = String(params.additionalProperty);
  const word = name.split(":")[0] ?? name;
  const known = fieldNames(shape);
  const near = nearest(word, known);
  const home = near === void 0 ? homeOf(word, shape) : void 0;
  const guess = near === void 0 ? "" : ` Did you mean \`${near}\`?`;
  const moved = home === void 0 ? "" : ` It belongs under \`${home}\`.`;
  const glued = name.includes(":") ? " Put a space after the colon." : "";
  return {
    path: [...path, name],
    message: `\`${printableKey(name)}\` is not known here.${guess}${moved}`,
    hint: `Known here: ${known.join(", ")}.${glued}`,
    spot: "key"
  };
};
function homeOf(name, shape) {
  const has = (s) => s.properties !== void 0 && Object.hasOwn(s.properties, name);
  for (const [group2, child] of Object.entries(shape.properties ?? {})) {
    if (has(child) || child.oneOf?.some(has)) return group2;
    if (typeof child.additionalProperties === "object" && has(child.additionalProperties)) return `${group2}.<name>`;
  }
  return void 0;
}
var explainMissing = ({ path, shape, params, value }) => {
  const name = String(params.missingProperty);
  const field = shape.properties?.[name] ?? tagField(shape, name);
  const expected = field?.expected === void 0 ? "" : `; expected ${field.expected}`;
  const present = isMapping(value) ? Object.keys(value) : [];
  const known = new Set(fieldNames(shape));
  if (shape.properties !== void 0 && present.some((key) => !known.has(key) && nearest(key.split(":")[0] ?? key, known) === name))
    return null;
  return {
    path: [...path, name],
    message: `\`${name}\` is missing${expected}.`,
    hint: `Add \`${example(name, field)}\`. ${field?.description ?? ""}`.trim(),
    spot: "key"
  };
};
function tagField(shape, name) {
  const words = (shape.oneOf ?? []).map((s) => String(s.properties?.[name]?.const ?? ""));
  return words.length === 0 ? void 0 : { expected: oneOf(words), description: shape.description ?? "" };
}
function example(name, field) {
  const value = field?.const ?? field?.examples?.[0];
  return `${name}: ${value === void 0 || typeof value === "object" ? "…" : String(value)}`;
}
function explain(error, variablesAt) {
  const path = fromPointer(error.instancePath);
  if (error.schemaPath.includes("/anyOf/") || error.keyword === "if" || error.keyword === "propertyNames") return null;
  if (error.keyword === "discriminator" && error.params.tagValue === void 0) return null;
  const found = {
    path,
    shape: error.parentSchema ?? {},
    value: error.data,
    params: error.params,
    variables: variablesAt(path)
  };
  const explainer = error.propertyName === void 0 ? EXPLAINERS[error.keyword] ?? wrongValue : wrongName(error.propertyName);
  const words = explainer(found);
  return words === null ? null : { path, spot: "value", ...words };
}
var EXPLAINERS = {
  additionalProperties: explainUnknown,
  required: explainMissing,
  dependencies: ({ path, params }) => ({
    path: [...path, String(params.missingProperty)],
    message: `\`${params.property}\` needs \`${params.missingProperty}\`, which is missing.`,
    hint: `Add \`${params.missingProperty}\`, or remove \`${params.property}\`.`,
    spot: "key"
  }),
  anyOf: ({ shape }) => {
    const names = (shape.anyOf ?? []).flatMap((s) => s.required ?? []).map((name) => `\`${name}\``);
    return { message: `expected ${oneOf(names)}, found none of them.`, hint: "Name the tables to sync.", spot: "key" };
  },
  discriminator: ({ path, shape, params, value }) => {
    const tag = String(params.tag);
    const tags = (shape.oneOf ?? []).map((s) => String(s.properties?.[tag]?.const ?? ""));
    const given = isMapping(value) ? value[tag] ?? null : null;
    const literal = typeof given === "string" && given.includes("${");
    return {
      path: [...path, tag],
      message: `expected ${oneOf(tags)}, found ${shown(given)}.${meant(given, tags)}`,
      hint: literal ? "Environment variables are not replaced here. Write the word itself." : `\`${tag}\` decides which other keys the entry has.`
    };
  },
  type: (found) => ({ message: `expected ${expectation(found.shape)}, found ${foundType(found)}.`, hint: typeHint(found) }),
  enum: ({ shape, value, variables }) => ({
    message: variables.length === 0 ? `expected ${expectation(shape)}, found ${shown(value)}.${meant(value, shape.enum ?? [])}` : `expected ${expectation(shape)}, found ${environmentValue(variables)}.`,
    hint: hintFor(shape)
  }),
  minLength: emptyValue,
  minItems: emptyValue,
  minProperties: emptyValue,
  uniqueItems: ({ path, params, value }) => {
    const later = Math.max(Number(params.i), Number(params.j));
    const name = Array.isArray(value) ? shown(value[later] ?? null) : "a name";
    return { path: [...path, later], message: `${name} is in the list twice.`, hint: "Remove one of the two." };
  },
  refuses: ({ shape, value, variables }) => {
    const refusal = refusalOf(shape, String(value));
    const found = variables.length === 0 ? "this" : environmentValue(variables);
    return { message: `${found} is ${refusal?.is ?? "not possible"}.`, hint: refusal?.hint ?? hintFor(shape) };
  },
  not: ({ shape, path }) => ({
    message: `expected ${expectation(shape)}.`,
    hint: shape.fix ?? `Remove \`${path.at(-1) ?? ""}\`.`,
    spot: "key"
  })
};
function wrongName(name) {
  const hint = name.includes("${") ? "Environment variables are replaced only in values, not in names." : "Choose another name.";
  return ({ path, shape }) => ({
    path: [...path, name],
    message: `this name is not valid; expected ${expectation(shape)}.`,
    hint,
    spot: "key"
  });
}
function wrongValue({ shape, value, variables }) {
  const expected = `expected ${expectation(shape)}`;
  const fault = shape.format === "service-url" && typeof value === "string" ? serviceUrlFault(value) : null;
  const open = typeof value !== "string" || shape.const !== void 0 || shape.shown === true;
  let found = "";
  if (fault !== null) found = `; ${fault}${variables.length === 0 ? "" : `, in ${environmentValue(variables)}`}`;
  else if (variables.length > 0) found = `, found ${environmentValue(variables)}`;
  else if (open)
    found = `, found ${typeof value === "string" && typeof shape.const === "number" ? "the text " : ""}${shown(value)}`;
  return { message: `${expected}${found}.`, hint: hintFor(shape) };
}
function emptyValue({ shape, variables }) {
  if (variables.length === 0) return { message: `it is empty; expected ${expectation(shape)}.`, hint: hintFor(shape) };
  return {
    message: `it is empty, because ${variables.join(" and ")} is set but empty; expected ${expectation(shape)}.`,
    hint: "In a workflow, a secret or variable that does not exist is empty text. Compare its name with Settings → Secrets and variables → Actions."
  };
}
function expectation(shape) {
  if (shape.expected !== void 0) return shape.expected;
  return shape.const === void 0 ? oneOf(typesOf(shape)) : String(shape.const);
}
function hintFor(shape) {
  return shape.fix ?? shape.description ?? `Write ${expectation(shape)}.`;
}
function typeHint({ shape, value }) {
  const types = typesOf(shape);
  if (value === null) return `Write a value, or remove the line. ${shape.description ?? ""}`.trim();
  if (shape.fix !== void 0) return shape.fix;
  if (Array.isArray(value) && typeof shape.additionalProperties === "object") {
    return "Write each name as a key on its own line, followed by a colon: `deals:`.";
  }
  if (types.includes("string") && (typeof value === "number" || typeof value === "boolean"))
    return `Put it in quotes: "${String(value)}".`;
  if (types.includes("integer") && typeof value === "string" && /^\d+$/.test(value)) return `Write it without quotes: ${value}.`;
  if (types.includes("array") && typeof value === "string") return "Write it as a list, in brackets: [A, B].";
  return shape.description ?? `Write ${expectation(shape)}.`;
}
function foundType({ shape, value, variables }) {
  if (variables.length > 0) return environmentValue(variables);
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  const simple = typesOf(shape).some((type) => type === "integer" || type === "number" || type === "boolean");
  if (typeof value === "string") return simple ? `the text ${shown(value)}` : "text";
  return `${shown(value)} (${typeof value === "number" ? "a number" : "true or false"})`;
}
function environmentValue(variables) {
  return `the value of ${variables.join(" and ")} (not shown)`;
}
function shown(value) {
  if (value === null) return "nothing";
  const text2 = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text2.length > 60 ? `${text2.slice(0, 59)}…` : text2}\``;
}
function meant(value, words) {
  const near = typeof value === "string" ? nearest(value, words) : void 0;
  return near === void 0 ? "" : ` Did you mean \`${near}\`?`;
}

// src/config/load/build.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);

// src/config/load/build-checks.ts
function buildChecks(written) {
  return written.flatMap(
    ({ severity = "fail", ...entry }) => Object.keys(entry).flatMap(
      (check2) => BUILDERS[check2](entry).map((built) => ({ ...built, check: check2, severity }))
    )
  );
}
var BUILDERS = {
  not_null: ({ not_null = [] }) => columns(not_null).map((column) => ({ column, detail: "" })),
  unique: ({ unique = [] }) => columns(unique).map((column) => ({ column, detail: "" })),
  accepted_values: ({ accepted_values = {} }) => Object.entries(accepted_values).map(([column, values]) => {
    const accepted = values.map(String);
    return { column, accepted, detail: JSON.stringify(accepted) };
  }),
  relationships: ({ relationships = {} }) => Object.entries(relationships).map(([column, detail]) => ({ column, detail, parent: columnReference(detail) })),
  row_count: ({ row_count = {} }) => [rowCount(row_count)],
  freshness: ({ freshness = {} }) => Object.entries(freshness).map(([column, detail]) => ({ column, detail, withinSeconds: parseDuration(detail) ?? 0 })),
  expression: ({ expression = "" }) => [{ column: null, detail: expression, expression }]
};
function columns(written) {
  return typeof written === "string" ? [written] : written;
}
function rowCount({ min, max, change }) {
  const limits = [
    min === void 0 ? "" : `min ${min}`,
    max === void 0 ? "" : `max ${max}`,
    change === void 0 ? "" : `change ${change}`
  ];
  return {
    column: null,
    detail: limits.filter((limit) => limit !== "").join(", "),
    ...min === void 0 ? {} : { min },
    ...max === void 0 ? {} : { max },
    ...change === void 0 ? {} : { change: Number.parseFloat(change) / 100 }
  };
}
function buildFreshness(written) {
  if (written === void 0) return null;
  const seconds2 = (text2) => text2 === void 0 ? null : parseDuration(text2);
  return { warnAfterSeconds: seconds2(written.warn_after), errorAfterSeconds: seconds2(written.error_after) };
}

// src/config/load/build.ts
var NO_OPTIONS = /* @__PURE__ */ Object.create(null);
function tableEntries(source, path, naming) {
  const entries = [];
  const tables = source.tables;
  for (const [written, options] of isMapping(tables) ? Object.entries(tables) : []) {
    const pattern2 = naming.canonical(written);
    entries.push({ path: [...path, "tables", written], written, pattern: pattern2, options: isMapping(options) ? options : NO_OPTIONS });
  }
  for (const { field, category } of naming.lists) {
    const names = source[field];
    if (!Array.isArray(names)) continue;
    names.forEach((written, i) => {
      if (typeof written !== "string") return;
      const pattern2 = naming.canonical(written);
      entries.push({ path: [...path, field, i], written, pattern: pattern2, category, options: NO_OPTIONS });
    });
  }
  return entries;
}
function targetName(naming, { pattern: pattern2, options }) {
  return typeof options.as === "string" ? options.as : naming.target(pattern2);
}
function buildSources(document, definitions, { problems, locator, secrets }) {
  const run = buildRun(document);
  return Object.entries(document.sources).flatMap(([name, entry]) => {
    const definition = definitionOf(definitions, entry.type);
    const connection2 = definition.connection(entry);
    if ("problem" in connection2) {
      const { path, message, hint } = connection2.problem;
      problems.add(["sources", name, ...path], message, hint);
      return [];
    }
    secrets.push(...connection2.secrets ?? []);
    const patterns = tableEntries(entry, ["sources", name], definition.naming);
    const keyTag = document.mask_key === void 0 ? null : maskKeyTag(document.mask_key);
    const defaults = { keyTag, deletesBy: definition.deletesBy };
    const tables = patterns.map((pattern2) => tablePattern(pattern2, run, locator, defaults));
    const exclude = (entry.exclude ?? []).map((written) => definition.naming.canonical(written));
    return [{ name, type: entry.type, definition, options: connection2.options, tables, exclude }];
  });
}
function maskKeyTag(key) {
  return (0, import_node_crypto.createHmac)("sha256", key.reveal()).update("highwater: which mask_key").digest("hex").slice(0, 16);
}
function sourceWarnings({ sources }, definitions) {
  return Object.entries(sources).flatMap(([name, entry]) => {
    const warnings3 = definitionOf(definitions, entry.type).warnings(entry);
    return warnings3.map(({ path, message }) => ({ path: ["sources", name, ...path], message }));
  });
}
function definitionOf(definitions, type) {
  const definition = definitions.find((d) => d.type === type);
  if (definition === void 0) throw new Error(`there is no definition of a source of type ${type}`);
  return definition;
}
function tablePattern(entry, run, locator, { keyTag, deletesBy }) {
  const { path, pattern: pattern2, category } = entry;
  const { mask, checks, freshness, ...written } = entry.options;
  const rules = mask === void 0 ? void 0 : { rules: Object.entries(mask), keyTag };
  const fresh = buildFreshness(freshness) ?? run.freshness;
  const named = {
    ...tableOptions(written, run, path, deletesBy),
    ...rules === void 0 ? {} : { mask: rules },
    ...checks === void 0 ? {} : { checks: buildChecks(checks) },
    ...fresh === null ? {} : { freshness: fresh }
  };
  const options = isGlob(pattern2) ? { ...named, byGlob: true } : named;
  return { pattern: pattern2, location: locator.locate(path, "key"), options, ...category === void 0 ? {} : { category } };
}
function defaultTableOptions(run) {
  return tableOptions({}, run, [], "full");
}
function tableOptions(entry, run, path, deletesBy) {
  const {
    where,
    columns: columns2,
    types,
    key,
    cursor,
    sync,
    deletes,
    lookback,
    full_sync_every,
    calculated = "24h",
    as,
    history,
    max_delete_fraction,
    ...own
  } = entry;
  const { name, deletes_by, ...extra } = own;
  return {
    ...where === void 0 ? {} : { where: where.trimEnd() },
    ...columns2 === void 0 ? {} : { columns: Array.isArray(columns2) ? { include: columns2 } : columns2 },
    types: types ?? {},
    ...key === void 0 ? {} : { key: typeof key === "string" ? [key] : key },
    ...cursor === void 0 ? {} : { cursor },
    ...name === void 0 ? {} : { name },
    sync: sync ?? "incremental",
    deletes: deletes ?? "remove",
    deletesBy: deletes_by ?? deletesBy,
    lookbackSeconds: lookback === void 0 ? run.lookbackSeconds : seconds(lookback),
    fullSyncEverySeconds: full_sync_every === void 0 ? run.fullSyncEverySeconds : interval(full_sync_every),
    calculatedEverySeconds: calculated === "every_run" ? 0 : interval(calculated),
    ...as === void 0 ? {} : { as },
    ...historyOption(history),
    maxDeleteFraction: max_delete_fraction ?? 0.5,
    extra,
    path
  };
}
function historyOption(written) {
  if (written === void 0 || written === false) return {};
  return { history: { columns: written === true ? null : written.columns } };
}
function buildOutput({ output }) {
  const { directory, duckdb, parquet, publish } = output;
  return {
    directory,
    duckdb,
    parquet: parquet === false ? null : parquet === true ? { compression: "zstd", layout: "flat" } : parquet,
    publish: publish === void 0 ? null : { to: publish.to, keepSeconds: seconds(publish.keep) }
  };
}
function buildRun({ run }) {
  return {
    parallel: run.parallel,
    lookbackSeconds: seconds(run.lookback),
    fullSyncEverySeconds: interval(run.full_sync_every),
    fullSyncSchedule: run.full_sync_schedule === void 0 ? null : checked(normalizeCron(run.full_sync_schedule)),
    apiBudget: checked(parsePercentage(run.api_budget)),
    freshness: buildFreshness(run.freshness),
    verifyShare: run.verify === void 0 ? null : checked(parsePercentage(run.verify)),
    timeoutSeconds: seconds(run.timeout),
    memoryMib: run.memory === void 0 ? null : checked(parseMemory(run.memory))
  };
}
function seconds(text2) {
  return checked(parseDuration(text2));
}
function interval(text2) {
  const parsed = parseInterval(text2);
  return parsed === null ? null : checked(parsed ?? null);
}
function checked(value) {
  if (value === null) throw new Error("the configuration was built before it was checked");
  return value;
}

// src/config/load/build-exports.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
function buildDestinations({ destinations = {} }, { definitions, required }, { problems, secrets }) {
  return Object.entries(destinations).flatMap(([name, entry]) => {
    const definition = definitionOf2(definitions, entry.type);
    const base = { name, type: entry.type, definition };
    if (!required) return [{ ...base, options: null }];
    const connection2 = definition.connection(entry);
    if ("problem" in connection2) {
      const { path, message, hint } = connection2.problem;
      problems.add(["destinations", name, ...path], message, hint);
      return [];
    }
    secrets.push(...connection2.secrets ?? []);
    return [{ ...base, options: connection2.options }];
  });
}
function definitionOf2(definitions, type) {
  const definition = definitions.find((d) => d.type === type);
  if (definition === void 0) throw new Error(`there is no definition of a destination of type ${type}`);
  return definition;
}
async function buildExports({ exports = {} }, file, { problems, locator }) {
  const built = [];
  for (const [name, entry] of Object.entries(exports)) {
    const query2 = await queryOf(entry, ["exports", name], file, problems);
    if (query2 !== null) built.push(exportOf(name, entry, query2, locator));
  }
  return built;
}
function exportOf(name, entry, query2, locator) {
  const dot = entry.compare_with.indexOf(".");
  const compared = { source: entry.compare_with.slice(0, dot), table: entry.compare_with.slice(dot + 1) };
  const { gone } = entry;
  return {
    name,
    to: entry.to,
    object: entry.object,
    operation: entry.operation,
    key: entry.key,
    query: query2,
    queryLocation: locator.locate(["exports", name, entry.query === void 0 ? "sql" : "query"], "key"),
    compareWith: entry.compare_with === "none" ? null : compared,
    conflict: entry.conflict,
    nulls: entry.nulls,
    gone: typeof gone === "string" ? { kind: gone } : { kind: "clear", fields: gone.clear },
    maxRows: entry.max_rows,
    maxFraction: entry.max_fraction,
    maxAgeSeconds: parseDuration(entry.max_age) ?? 0,
    bulkAbove: entry.bulk_above,
    writeOptions: { assignmentRules: entry.assignment_rules, duplicateRules: entry.duplicate_rules },
    failAbove: entry.fail_above,
    after: entry.after,
    location: locator.locate(["exports", name], "key")
  };
}
async function queryOf(entry, path, file, problems) {
  if (entry.query !== void 0) return entry.query;
  const at = (0, import_node_path.resolve)((0, import_node_path.dirname)(file), entry.sql ?? "");
  try {
    const text2 = await (0, import_promises.readFile)(at, "utf8");
    if (text2.trim() !== "") return text2;
    problems.add([...path, "sql"], "the file is empty.", "Write the SELECT of the export into it.");
  } catch (error) {
    const reason = error.code ?? String(error);
    const what = reason === "ENOENT" ? "the file does not exist" : `the file can't be read (${reason})`;
    problems.add([...path, "sql"], `${what}.`, `Looked for ${at}: the path counts from the directory of the configuration.`);
  }
  return null;
}

// src/config/load/export-rules.ts
function checkExportRules(root, sources, problems) {
  if (!isMapping(root) || !isMapping(root.exports)) return;
  const names = Object.keys(root.exports);
  const destinations = isMapping(root.destinations) ? root.destinations : {};
  for (const [name, entry] of Object.entries(root.exports)) {
    if (!isMapping(entry)) continue;
    checkQuery(name, entry, problems);
    checkTarget(name, entry, destinations, problems);
    checkCompared(name, entry, root, sources, problems);
    checkAfter(name, entry, names, problems);
  }
  const circle = circleOf(root.exports);
  if (circle !== null) {
    const [first = ""] = circle;
    const words = [...circle, first].map((name) => `\`${name}\``).join(" after ");
    problems.add(
      ["exports", first, "after"],
      `the exports wait for each other: ${words}.`,
      "Remove one of these `after`.",
      "key"
    );
  }
}
function checkQuery(name, entry, problems) {
  const both = entry.query !== void 0 && entry.sql !== void 0;
  const neither = entry.query === void 0 && entry.sql === void 0;
  if (!both && !neither) return;
  const message = both ? "an export has one query: found both `query` and `sql`." : "expected `query` or `sql`, found neither.";
  problems.add(
    ["exports", name, ...both ? ["sql"] : []],
    message,
    "Write the SQL under `query`, or name its file under `sql`.",
    "key"
  );
}
function checkTarget(name, { to }, destinations, problems) {
  if (typeof to !== "string" || to === "" || Object.hasOwn(destinations, to)) return;
  const known = Object.keys(destinations);
  const list2 = known.length === 0 ? "The file has no `destinations`." : `Known: ${known.join(", ")}.`;
  problems.add(
    ["exports", name, "to"],
    `there is no destination \`${to}\`.${meant2(to, known)}`,
    `${list2} Add it under \`destinations:\`.`
  );
}
function checkCompared(name, entry, root, definitions, problems) {
  const written = entry.compare_with;
  if (typeof written !== "string" || written === "none" || !written.includes(".")) return;
  const path = ["exports", name, "compare_with"];
  const sources = isMapping(root.sources) ? root.sources : {};
  const source = written.slice(0, written.indexOf("."));
  const found = sources[source];
  if (!isMapping(found)) {
    const hint2 = `Write source.table, such as crm.Account. Sources: ${Object.keys(sources).join(", ")}.`;
    problems.add(path, `there is no source \`${source}\`.${meant2(source, Object.keys(sources))}`, hint2);
    return;
  }
  const destinations = isMapping(root.destinations) ? root.destinations : {};
  const target = typeof entry.to === "string" ? destinations[entry.to] : void 0;
  if (!isMapping(target) || !definitions.some((d) => d.type === found.type)) return;
  const hint = "Name the synced table of the very object that the export writes.";
  if (target.type !== found.type) {
    problems.add(path, `\`${source}\` is not the system that \`${String(entry.to)}\` writes to.`, hint);
  } else if (originOf(target.url) !== originOf(found.url)) {
    problems.add(
      path,
      `\`${source}\` and \`${String(entry.to)}\` have different addresses.`,
      `${hint} Both must have the same \`url\`.`
    );
  }
}
function originOf(url) {
  try {
    return typeof url === "string" ? new URL(url).origin : void 0;
  } catch {
    return url;
  }
}
function checkAfter(name, { after }, names, problems) {
  if (!Array.isArray(after)) return;
  after.forEach((other, i) => {
    if (typeof other !== "string" || names.includes(other) && other !== name) return;
    const message = other === name ? "an export can't wait for itself." : `there is no export \`${other}\`.${meant2(other, names)}`;
    problems.add(["exports", name, "after", i], message, `Exports: ${names.join(", ")}.`);
  });
}
function circleOf(entries) {
  const settled = /* @__PURE__ */ new Set();
  const visit = (name, way) => {
    if (way.includes(name)) return way.slice(way.indexOf(name));
    if (settled.has(name)) return null;
    const entry = entries[name];
    const after = isMapping(entry) && Array.isArray(entry.after) ? entry.after : [];
    for (const other of after) {
      const circle = typeof other === "string" && other !== name ? visit(other, [...way, name]) : null;
      if (circle !== null) return circle;
    }
    settled.add(name);
    return null;
  };
  for (const name of Object.keys(entries)) {
    const circle = visit(name, []);
    if (circle !== null) return circle;
  }
  return null;
}
function meant2(name, names) {
  const near = nearest(name, names);
  return near === void 0 ? "" : ` Did you mean \`${near}\`?`;
}

// src/config/load/rules.ts
var RESERVED_SCHEMAS = /* @__PURE__ */ new Set(["main", "temp", "system", "memory", "warehouse", "pg_catalog", "information_schema"]);
function checkRules(root, definitions, problems) {
  const sources = isMapping(root) ? root.sources : void 0;
  if (!isMapping(sources)) return;
  checkSourceNames(Object.keys(sources), problems);
  for (const { name, source, definition } of definedSources(root, definitions)) {
    const entries = tableEntries(source, ["sources", name], definition.naming);
    for (const entry of entries) checkEntry(entry, problems);
    checkTargets(definition.naming, entries, problems);
  }
}
async function checkFilters(filled, definitions, problems) {
  for (const { name, source, definition } of definedSources(filled.root, definitions)) {
    for (const { path, options } of tableEntries(source, ["sources", name], definition.naming)) {
      const at = [...path, "where"];
      const where = options.where;
      if (typeof where !== "string" || problems.has(at)) continue;
      const problem = await definition.checkFilter(where.trimEnd());
      if (problem !== null) problems.add(at, problem.message, problem.hint, { offset: filled.fileOffset(at, problem.offset) });
    }
  }
}
function definedSources(root, definitions) {
  const sources = isMapping(root) && isMapping(root.sources) ? root.sources : {};
  return Object.entries(sources).flatMap(([name, source]) => {
    const definition = isMapping(source) ? definitions.find((d) => d.type === source.type) : void 0;
    return definition === void 0 || !isMapping(source) ? [] : [{ name, source, definition }];
  });
}
function checkSourceNames(names, problems) {
  const seen = /* @__PURE__ */ new Map();
  for (const name of names) {
    const path = ["sources", name];
    const lower = name.toLowerCase();
    const other = seen.get(lower);
    seen.set(lower, name);
    if (other !== void 0) {
      const hint = "A source becomes a schema in DuckDB, which ignores case. Rename one of them.";
      problems.add(path, `\`${name}\` and \`${other}\` are the same name.`, hint, "key", "SAME_NAME");
    }
    if (RESERVED_SCHEMAS.has(lower)) {
      problems.add(path, `a source can't be called \`${name}\`.`, "DuckDB uses this name itself. Choose another.", "key");
    }
  }
}
function checkEntry({ path, written, pattern: pattern2, options }, problems) {
  if (written.includes("${")) {
    problems.add(
      path,
      "environment variables are not replaced in names.",
      "They are replaced only in values. Write the name itself.",
      "key"
    );
  } else if (written.trim() === "" || written !== written.trim()) {
    problems.add(path, "expected the name of a table, or a glob.", "Remove the spaces around the name.", "key");
  }
  if (options.as !== void 0 && isGlob(pattern2)) {
    const hint = "All tables that match the glob would get the same name. Use `as` for a table with an exact name.";
    problems.add([...path, "as"], `a glob such as \`${printableKey(written)}\` can't have \`as\`.`, hint, "key");
  }
}
function checkTargets(naming, entries, problems) {
  const byPattern = /* @__PURE__ */ new Map();
  const computed = entries.flatMap((entry) => naming.computed(entry.options));
  const byTarget = new Map(computed.map(({ target, words }) => [target.toLowerCase(), words]));
  for (const entry of entries) {
    const twin = byPattern.get(entry.pattern);
    if (twin === void 0) byPattern.set(entry.pattern, entry);
    else if (entry.category === void 0) addTwin(entry, twin, problems);
    if (twin !== void 0 || isGlob(entry.pattern)) continue;
    const target = targetName(naming, entry);
    const other = byTarget.get(target.toLowerCase());
    if (other === void 0) byTarget.set(target.toLowerCase(), `\`${printableKey(entry.written)}\``);
    else addSameName(entry, other, target, problems);
  }
}
function addTwin(entry, twin, problems) {
  problems.add(entry.path, `this is \`${printableKey(twin.written)}\` again.`, "Remove one of the two entries.", "key");
}
function addSameName(entry, other, target, problems) {
  const path = entry.options.as === void 0 ? entry.path : [...entry.path, "as"];
  const message = `\`${printableKey(entry.written)}\` and ${other} would both be the table \`${target}\` in DuckDB.`;
  problems.add(
    path,
    message,
    "DuckDB ignores the case of names. Give one of them another name with `as:`, or remove one.",
    "key",
    "SAME_NAME"
  );
}
function checkChecks(root, definitions, problems) {
  const sources = isMapping(root) && isMapping(root.sources) ? Object.keys(root.sources) : [];
  for (const { name, source, definition } of definedSources(root, definitions))
    for (const { path, options } of tableEntries(source, ["sources", name], definition.naming))
      (Array.isArray(options.checks) ? options.checks : []).forEach((entry, i) => {
        if (isMapping(entry)) checkOneCheck(entry, [...path, "checks", i], sources, problems);
      });
}
function checkOneCheck(entry, path, sources, problems) {
  const kinds = CHECK_KINDS.filter((kind) => entry[kind] !== void 0);
  if (kinds.length === 0) problems.add(path, "this entry has no check.", `Write one of ${oneOf(CHECK_KINDS)}.`);
  if (kinds.length > 1)
    problems.add(
      path,
      `this entry has ${kinds.length} checks: ${kinds.join(", ")}.`,
      "Give each check its own entry, with a dash."
    );
  if (!isMapping(entry.relationships)) return;
  for (const [column, reference] of Object.entries(entry.relationships)) {
    const found = typeof reference === "string" ? columnReference(reference).source : null;
    if (found === null || sources.includes(found)) continue;
    const hint = `Write source.table.column with a source of this file: ${oneOf(sources)}.`;
    problems.add([...path, "relationships", column], `there is no source \`${found}\`.`, hint);
  }
}
var LEAST_KEY = 16;
function checkMasks(root, definitions, environment, problems) {
  const key = isMapping(root) ? root.mask_key : void 0;
  if (key !== void 0) checkKey(key, environment, problems);
  else
    for (const { name, source, definition } of definedSources(root, definitions))
      for (const { path, options } of tableEntries(source, ["sources", name], definition.naming))
        for (const [column, mask] of isMapping(options.mask) ? Object.entries(options.mask) : [])
          if (mask === "hash")
            problems.add(
              [...path, "mask", column],
              "`hash` needs a key.",
              "Add `mask_key: ${HIGHWATER_MASK_KEY}` at the top level, and a secret of that name: `openssl rand -hex 32` makes one."
            );
}
function checkKey(written, environment, problems) {
  const name = typeof written === "string" ? soleReference(written) : null;
  const value = name === null ? "" : environment[name] ?? "";
  if (value === "" || value.length >= LEAST_KEY) return;
  problems.add(
    ["mask_key"],
    `the value of ${name} is shorter than ${LEAST_KEY} characters.`,
    "A short key can be guessed. `openssl rand -hex 32` makes a good one."
  );
}

// src/config/load/load.ts
var MOST_PROBLEMS = 100;
async function loadConfig(file, environment, definitions, destinations = READING, needs = WHOLE) {
  return loadConfigText(file, await readText(file), environment, definitions, destinations, needs);
}
var READING = { definitions: [], required: false };
var WHOLE = { notify: true };
async function loadConfigText(file, text2, environment, definitions, destinations = READING, needs = WHOLE) {
  const shape = configShape(definitions, destinations.definitions);
  const parsed = parseFile(file, text2);
  const { problems, locate } = parsed;
  refuse(parsed);
  const filled = fill(
    parsed.tree,
    text2,
    shape,
    environment,
    problems,
    ([part]) => part === "destinations" && !destinations.required || part === "notify" && !needs.notify
  );
  await checkShape(filled, shape, problems);
  checkRules(filled.root, definitions, problems);
  checkExportRules(filled.root, definitions, problems);
  checkMasks(filled.root, definitions, environment, problems);
  checkChecks(filled.root, definitions, problems);
  checkNotify(filled.root, needs.notify ? environment : null, problems);
  await checkFilters(filled, definitions, problems);
  refuse(parsed);
  const completed = complete(filled.root, shape, environment);
  const document = completed.document;
  const { secrets } = completed;
  const parts = { problems, locator: parsed, secrets };
  const sources = buildSources(document, definitions, parts);
  const written = {
    destinations: buildDestinations(document, destinations, parts),
    exports: await buildExports(document, file, parts)
  };
  refuse(parsed);
  return {
    file,
    sources,
    ...written,
    state: document.state ?? null,
    output: buildOutput(document),
    run: buildRun(document),
    notify: buildNotify(document.notify ?? [], isMapping(filled.root) ? filled.root.notify ?? null : null, locate),
    maskKey: document.mask_key ?? null,
    secrets,
    environment: [...filled.variables].sort(),
    warnings: placed([...sourceWarnings(document, definitions), ...lineBreakWarnings(completed)], parsed),
    locate: (path) => locate(path)
  };
}
function lineBreakWarnings({ lineBreaks }) {
  return lineBreaks.map(({ path, variable }) => ({
    path,
    message: `the value of ${variable} ends with a line break, which is sent as part of it. Save it with \`printf\`, not \`echo\`, to avoid that.`
  }));
}
function placed(warnings3, locator) {
  return warnings3.map(({ path, message }) => {
    const { file, line, column, path: where } = locator.locate(path, "key");
    return `${file}:${line}:${column} ${where}: ${message}`;
  });
}
async function checkShape({ root, variablesAt, unfilled }, shape, problems) {
  const errors = (await check(root, shape)).filter(({ instancePath }) => !unfilled.has(instancePath));
  for (const error of errors) {
    const found = explain(error, variablesAt);
    if (found !== null && !problems.has(found.path)) problems.add(found.path, found.message, found.hint, found.spot);
  }
  const [first] = errors;
  if (first !== void 0 && problems.count === 0) {
    problems.add(fromPointer(first.instancePath), "this is not valid.", "Compare it with the example in the README.");
  }
}
function refuse({ problems }) {
  const all = problems.list();
  if (all.length === 0) return;
  const rest = all.length - MOST_PROBLEMS;
  if (rest <= 0) throw new ConfigError(all);
  const more = { code: "CONFIG_INVALID", message: `and ${rest} more problems.`, hint: "Fix those above first." };
  throw new ConfigError([...all.slice(0, MOST_PROBLEMS), more]);
}
async function readText(file) {
  let bytes;
  try {
    bytes = await (0, import_promises2.readFile)(file);
  } catch (error) {
    throw unreadable(file, error.code ?? String(error));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const location = { file, line: 1, column: 1, path: "" };
    const hint = 'Save it as UTF-8 (in Windows editors: "UTF-8", not "Unicode").';
    throw new ConfigError([{ code: "CONFIG_INVALID", message: "the file is not UTF-8 text.", hint, location }]);
  }
}
function unreadable(file, reason) {
  const what = reason === "ENOENT" ? "does not exist" : reason === "EISDIR" ? "is a directory" : `can't be read (${reason})`;
  const message = `The configuration file ${file} ${what}.`;
  const hint = "Paths are relative to the working directory. In a workflow, actions/checkout must run before this step. Use the input `config` (on the command line: --config) for another file. `highwater init` writes a first one.";
  return new ConfigError([{ code: "CONFIG_NOT_FOUND", message, hint }], "CONFIG_NOT_FOUND");
}

// src/runtime/masking.ts
var MIN_PIECE = 6;
var MIN_SECRET = 2;
var SECRET_MEMBER = /key|secret|token|password|credential/i;
function maskForms(secret2) {
  const forms = [...plainForms(secret2), ...memberForms(secret2)];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
function plainForms(secret2) {
  const text2 = secret2.trim();
  const escaped = JSON.stringify(text2).slice(1, -1);
  const url = encodeURIComponent(text2.toWellFormed());
  const whole = [secret2, text2, escaped, url, url.replaceAll("%20", "+")].filter((f) => isOneLine(f) && f.length >= MIN_SECRET);
  return isOneLine(text2) || isJson(text2) ? whole : [...whole, ...secretLines(text2)];
}
function secretLines(text2) {
  const lines = text2.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line.length >= MIN_PIECE && !/^-----.*-----$/.test(line));
}
function memberForms(secret2) {
  const document = parse(secret2);
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([name, value]) => {
    if (typeof value === "object" && value !== null) return memberForms(JSON.stringify(value));
    return typeof value === "string" && SECRET_MEMBER.test(name) && value.length >= MIN_PIECE ? plainForms(value) : [];
  });
}
function isJson(text2) {
  return parse(text2) !== void 0;
}
function parse(text2) {
  if (!/^\s*[{[]/.test(text2)) return void 0;
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}
function isOneLine(text2) {
  return !/[\r\n]/.test(text2);
}
function createRedactor(announce = () => void 0) {
  let forms = [];
  return {
    add(secret2) {
      const added = maskForms(secret2).filter((form) => !forms.includes(form));
      for (const form of added) announce(form);
      forms = [...forms, ...added].sort((a, b) => b.length - a.length);
    },
    redact: (text2) => forms.reduce((rest, form) => rest.replaceAll(form, "***"), text2)
  };
}

// src/model/source-setup.ts
function plainValue(key, variable, label) {
  return { key, variable, label, secret: false };
}
function secretValue(key, variable, label) {
  return { key, variable, label, secret: true };
}
function secretFile(key, variable, label, file) {
  return { key, variable, label, secret: true, file };
}
function optionalValue(credential) {
  return { ...credential, optional: true };
}

// src/sources/dynamics/setup.ts
var USUAL = ["account", "contact", "lead", "opportunity", "incident", "systemuser", "transactioncurrency"];
var TENANT = plainValue("tenant_id", "AZURE_TENANT_ID", "Directory (tenant) ID");
var CLIENT = plainValue("client_id", "AZURE_CLIENT_ID", "Application (client) ID");
var CLIENT_SECRET = secretValue("client_secret", "AZURE_CLIENT_SECRET", "the client secret's Value");
var address = {
  message: "The environment's address (its Environment URL in the Power Platform admin center)",
  example: "https://org123.crm12.dynamics.com",
  parse: (pasted) => serviceAddress(pasted)?.origin ?? null
};
var setup = {
  label: "Microsoft Dynamics 365 / Dataverse",
  hint: "Sales, Customer Service, Power Apps",
  usualName: "erp",
  options: [
    { name: "url", value: "address", description: "the Dataverse environment" },
    { name: "authority", value: "address", description: "Dynamics: where to sign in, in national clouds" }
  ],
  example: "--url https://mycompany.crm.dynamics.com --yes",
  flows: [
    {
      flow: "client_secret",
      title: "Client secret",
      hint: "an app registration with an application user",
      credentials: [TENANT, CLIENT, CLIENT_SECRET],
      here: true
    },
    {
      flow: "github_oidc",
      title: "GitHub's own token (federated credential)",
      hint: "no secret at all; works in the workflow only",
      credentials: [TENANT, CLIENT],
      here: false,
      needsIdToken: true
    },
    {
      flow: "certificate",
      title: "Certificate",
      hint: "instead of a secret",
      credentials: [TENANT, CLIENT, secretFile("certificate", "AZURE_CERTIFICATE", "certificate and private key (PEM)", "pem")],
      here: true
    },
    {
      flow: "refresh_token",
      title: "Sign in with the browser, once",
      hint: "you sign in as yourself; the refresh token does it from then on",
      credentials: [
        TENANT,
        CLIENT,
        optionalValue(CLIENT_SECRET),
        secretValue("refresh_token", "AZURE_REFRESH_TOKEN", "the refresh token")
      ],
      here: true
    }
  ],
  async ask(_flow, interview) {
    const objection = (answer) => address.parse(answer) === null ? `An address such as ${address.example}.` : null;
    const given = await interview.text({ ...address, option: "url", objection });
    const url = address.parse(given) ?? given;
    const authority = interview.given("authority") ?? nationalAuthority(url);
    return { connection: { url }, auth: authority === null ? {} : { authority }, groups: [] };
  },
  tables: {
    usual: USUAL,
    example: USUAL.slice(0, 3).join(", "),
    patterns: () => [],
    keepsGlobs: true,
    countsRows: false,
    suggest
  },
  signIn: {
    description: "Signs in to Microsoft Entra for a Dataverse environment.",
    help: `
The app registration needs the redirect URI http://localhost of the platform "Mobile and desktop applications" and the API permission
Dynamics CRM > user_impersonation; for --device also "Allow public client flows".`,
    options: [
      { name: "tenant-id", value: "id", description: "the Directory (tenant) ID" },
      { name: "authority", value: "address", description: "where to sign in, in national clouds" }
    ],
    address: { ...address, message: "The environment's address" },
    port: 0,
    async signIn(how, { url, auth }, context) {
      const { signInByBrowser, signInByDevice } = await import("./sources-dynamics-connect-browser-sign-in.js");
      const app = {
        resource: organisationOrigin(url),
        authority: auth.authority ?? "https://login.microsoftonline.com",
        tenant: auth.tenant_id ?? "",
        clientId: auth.client_id ?? "",
        clientSecret: auth.client_secret ? new Secret(auth.client_secret) : null
      };
      return (how === "device" ? signInByDevice : signInByBrowser)(app, context);
    }
  }
};
function nationalAuthority(url) {
  const { hostname } = new URL(url);
  if (/\.(microsoftdynamics|appsplatform)\.us$/.test(hostname)) return "https://login.microsoftonline.us";
  if (/\.dynamics\.cn$/.test(hostname)) return "https://login.partner.microsoftonline.cn";
  return null;
}
async function suggest(table) {
  const { ref, schema } = table;
  const label = ref.label === ref.name ? "" : ref.label;
  const [options, words] = schema.cursor === null ? [{}, "no cursor: read whole in each run"] : await isTracked(table) ? [{ deletes_by: "change_tracking" }, "deletes are seen in every run"] : [{}, ""];
  return { pattern: ref.name, options, comment: [label, words].filter((part) => part !== "").join("; ") };
}
async function isTracked({ describe }) {
  try {
    await describe({ deletesBy: "change_tracking" });
    return true;
  } catch (error) {
    if (error instanceof ChangeTrackingOff) return false;
    throw error;
  }
}

// src/sources/dynamics/index.ts
var dynamics = {
  type: "dynamics",
  schema: dynamicsSource,
  deletesBy: "full",
  naming: {
    canonical: (written) => written,
    target: (name) => name,
    ignoresCase: true,
    lists: [],
    computed: () => []
  },
  connection: ({ tables: _, exclude: __, ...options }) => ({ options }),
  address: ({ url }) => organisationOrigin(url),
  checkFilter: async (condition) => (await import("./sources-dynamics-plan-odata-filter.js")).checkFilter(condition),
  warnings: () => [],
  setup,
  create: async (options, context) => new (await import("./sources-dynamics-source.js")).DynamicsSource(options, context)
};

// src/sources/postgres/connect/url.ts
function parseUrl(text2) {
  const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.:-]*):\/\/([\s\S]*)$/.exec(text2) ?? [];
  if (scheme === void 0) throw notUrl(text2);
  if (scheme !== "postgres" && scheme !== "postgresql") throw otherScheme(scheme);
  if (/[\s#]/.test(rest)) throw new UrlProblem("it contains a space, a line break or a #", URL_ENCODING);
  const [, before = "", query2 = ""] = /^([^?]*)(?:\?([\s\S]*))?$/.exec(rest) ?? [];
  const [, user = "", password, server = "", database = ""] = /^(?:([^:@/]*)(?::([^@/]*))?@)?([^/]*)(?:\/([\s\S]*))?$/.exec(before) ?? [];
  const { host, port } = hostOf(server);
  const { overrides, ...parameters } = urlParameters(query2);
  const decodedPassword = overrides.password ?? (password === void 0 ? null : decoded(password));
  const parts = {
    ...parameters,
    host: overrides.host ?? decoded(host),
    port: overrides.port ?? port,
    database: overrides.dbname ?? (decoded(database) || overrides.user || decoded(user)),
    user: overrides.user ?? decoded(user),
    password: decodedPassword === "" ? null : decodedPassword,
    secrets: [password, decodedPassword, overrides.password].filter((s) => typeof s === "string" && s !== "")
  };
  if (parts.user === "") throw new UrlProblem("it has no user", `Write ${URL_FORM}.`);
  if (parts.host === "") throw new UrlProblem("it has no host", `Write ${URL_FORM}.`);
  return parts;
}
function hostOf(server) {
  if (server.includes("@")) throw new UrlProblem("it contains several @", URL_ENCODING);
  if (server.includes(",")) {
    throw new UrlProblem("it names several servers", "Name one: a run reads from a single server.");
  }
  const [, six, host = "", port = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(server) ?? [];
  return { host: six ?? host, port: portOf(port) };
}
function notUrl(text2) {
  if (/^\s*\w+\s*=/.test(text2)) {
    return new UrlProblem(
      "it is a list of keywords (host=… dbname=…), not a URL",
      `Write ${URL_FORM}, or \`host\`, \`port\`, \`database\` and \`auth\` in place of \`url\`.`
    );
  }
  return new UrlProblem("it is not a connection string", `Write ${URL_FORM}, without quotes around it.`);
}
function otherScheme(scheme) {
  const form = /^(jdbc:)?postgres(ql)?(\+\w+)?$/.test(scheme) ? "is the form of another client" : "is not PostgreSQL";
  return new UrlProblem(`it begins with ${scheme}://, which ${form}`, `Write ${URL_FORM}.`);
}
var UrlProblem = class extends Error {
  hint;
  constructor(message, hint) {
    super(message);
    this.name = "UrlProblem";
    this.hint = hint;
  }
};
var PASSED_OVER = new Set(
  [
    "application_name fallback_application_name connect_timeout client_encoding keepalives keepalives_idle keepalives_interval keepalives_count",
    "tcp_user_timeout gssencmode gsslib krbsrvname sslcompression sslsni channel_binding target_session_attrs load_balance_hosts",
    // Prisma, Rails, Django, SQLAlchemy, node-postgres, Supabase and Vercel
    "pgbouncer connection_limit pool_timeout pool socket_timeout schema statement_cache_size prepared_statements sslaccept",
    "uselibpqcompat statement_timeout query_timeout idle_in_transaction_session_timeout lock_timeout encoding supa workaround max_connections pool_max_conns"
  ].flatMap((names) => names.split(" "))
);
var FILES = { sslrootcert: "ca", sslcert: "cert", sslkey: "key" };
var OTHER_MODES = { "no-verify": "require" };
function urlParameters(query2) {
  const overrides = {};
  let sslMode = null;
  let startup = null;
  const files = [];
  for (const pair of query2.split("&").filter((p) => p !== "")) {
    const [name, value] = nameAndValue(pair);
    if (name === "sslmode") sslMode = modeOf(value);
    else if (name === "ssl") sslMode ??= value === "true" || value === "1" ? "require" : null;
    else if (name === "options") startup = value;
    else if (name === "sslrootcert" && value === "system") sslMode = "verify-full";
    else if (isFile(name)) files.push(FILES[name]);
    else if (!override(overrides, name, value) && !PASSED_OVER.has(name)) throw unknownParameter(name);
  }
  return { sslMode, startup, files, overrides };
}
function nameAndValue(pair) {
  const [, name = "", value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(pair) ?? [];
  if (value === void 0)
    throw new UrlProblem("a parameter in it has no value", "Parameters follow a question mark: ?sslmode=verify-full&options=…");
  return [decoded(name), decoded(value)];
}
function isFile(name) {
  return Object.hasOwn(FILES, name);
}
function override(overrides, name, value) {
  if (name === "port") overrides.port = portOf(value);
  else if (name === "host" || name === "dbname" || name === "user" || name === "password") overrides[name] = value;
  else return false;
  return true;
}
function modeOf(value) {
  const mode = SSL_MODES.find((m) => m === value) ?? OTHER_MODES[value];
  if (mode !== void 0) return mode;
  throw new UrlProblem("its sslmode does not exist in PostgreSQL", `Modes: ${SSL_MODES.join(", ")}.`);
}
function unknownParameter(name) {
  const shown2 = /^[a-z][a-z_]{2,30}$/.test(name) ? ` ${name}` : "";
  return new UrlProblem(
    `it contains a parameter${shown2} that PostgreSQL does not have`,
    "Remove it, or check its spelling. Highwater uses sslmode, sslrootcert=system, options, host, port, dbname, user and password."
  );
}
var URL_ENCODING = "In user and password write these characters percent-encoded: @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25.";
var URL_FORM = "postgresql://user:password@host:5432/database";
function portOf(text2) {
  if (text2 === "") return 5432;
  const port = Number(text2);
  if (/^\d+$/.test(text2) && port >= 1 && port <= 65535) return port;
  throw new UrlProblem("the text after the host and colon is not a port", `Write ${URL_FORM}. ${URL_ENCODING}`);
}
function decoded(text2) {
  try {
    return decodeURIComponent(text2);
  } catch {
    throw new UrlProblem("it contains a % that does not start an encoded character", URL_ENCODING);
  }
}
function connectionOptions(entry) {
  const { tables: _, url, ...options } = entry;
  if (url === void 0) {
    const { database = "", auth } = options;
    if (auth === void 0) throw new Error("the configuration was built before it was checked");
    return { ...options, database, auth };
  }
  const parts = parseUrl(url.reveal());
  if (parts.password === null && options.ssl.cert === void 0) {
    throw new UrlProblem(
      "it has no password",
      "Add it: postgresql://user:password@host:5432/database. PGPASSWORD and ~/.pgpass are not read."
    );
  }
  return {
    ...options,
    host: parts.host,
    port: parts.port,
    database: parts.database,
    auth: { flow: "password", user: parts.user, password: new Secret(parts.password ?? "") },
    ssl: withMode(options.ssl, parts),
    ...parts.startup === null ? {} : { startup: parts.startup }
  };
}
function secretsIn(url) {
  const { secrets, user, password } = parseUrl(url);
  const both = password === null ? [] : [`${user}:${password}`];
  return [...secrets, ...both].map((text2) => new Secret(text2));
}
function withMode(ssl, { sslMode, files }) {
  const missing = files.filter((name) => ssl[name] === void 0);
  if (missing.length > 0) {
    const names = missing.map((name) => `\`ssl.${name}\``).join(", ");
    throw new UrlProblem("it names TLS files, which are not read", `Remove them from it and put the PEM texts into ${names}.`);
  }
  if (sslMode === null) return ssl;
  const stricter = SSL_MODES.indexOf(ssl.mode) > SSL_MODES.indexOf(sslMode);
  const mode = ssl.mode !== "prefer" && stricter ? ssl.mode : sslMode;
  if (mode === "verify-ca" && ssl.ca === void 0) {
    throw new UrlProblem(
      "its sslmode verify-ca needs an authority",
      "Put its PEM text into `ssl.ca`, or use sslmode=verify-full, which knows the public authorities."
    );
  }
  return { ...ssl, mode };
}

// src/sources/postgres/setup.ts
var FEW_ROWS = 2e5;
var CHANGED = /^(updated|modified|changed|last_?(updated|modified|changed|update|change))(_?(at|on|date|time|timestamp))?$|^(system_?modstamp|write_date|mtime)$/i;
var SSL_CA = optionalValue(secretFile("ca", "PG_CA", "the certificate authority's certificate (PEM)", "pem"));
var setup2 = {
  label: "PostgreSQL",
  hint: "also Cloud SQL, RDS, Supabase, Neon…",
  usualName: "db",
  options: [
    { name: "host", value: "host", description: "PostgreSQL" },
    { name: "port", value: "port", description: "PostgreSQL (default: 5432)" },
    { name: "database", value: "name", description: "PostgreSQL" },
    { name: "ssl-mode", value: "mode", description: "PostgreSQL: libpq's modes (default: verify-full)" },
    { name: "instance", value: "name", description: "Cloud SQL: project:region:name" }
  ],
  example: '--host db.example.com --database sales --tables "deals,accounts"',
  flows: [
    {
      flow: "password",
      title: "User and password",
      hint: "a user with SELECT alone is enough",
      credentials: [plainValue("user", "PGUSER", "user"), secretValue("password", "PGPASSWORD", "password")],
      here: true
    },
    {
      flow: "cloudsql_service_account",
      title: "Google Cloud SQL with a service account",
      hint: "no open port needed",
      credentials: [secretFile("credentials", "GCP_SA_KEY", "the service account's key", "json")],
      here: true
    }
  ],
  ask: ({ flow }, interview) => flow === "cloudsql_service_account" ? askCloudSql(interview) : askServer(interview),
  tables: {
    usual: [],
    example: "deals, accounts",
    patterns: () => [{ value: "*", label: "all tables of the schema public" }],
    // Each table has its own cursor.
    keepsGlobs: false,
    countsRows: true,
    suggest: async (table) => suggest2(table)
  }
};
async function askCloudSql(interview) {
  const database = await askDatabase(interview);
  const instance = await interview.text({
    option: "instance",
    message: "The instance's connection name (Cloud SQL > the instance > Overview)",
    example: "project:region:name",
    objection: (answer) => /^[^\s:]+(:[^\s:]+){2,3}$/.test(answer) ? null : "Write it as project:region:name."
  });
  return { connection: { database }, auth: { instance }, groups: [] };
}
async function askServer(interview) {
  const host = await interview.text({
    option: "host",
    message: "Host",
    example: "db.example.com",
    objection: (answer) => /^[^\s/@:]+$|^[0-9A-Fa-f:.]+$|^\//.test(answer) ? null : "Enter a host name or address, without a port or user."
  });
  const written = await interview.text({
    option: "port",
    message: "Port",
    example: "5432",
    usual: "5432",
    objection: (answer) => /^\d{1,5}$/.test(answer) && Number(answer) > 0 && Number(answer) < 65536 ? null : "Enter a number from 1 to 65535."
  });
  const port = Number(written);
  const database = await askDatabase(interview);
  const ssl = await askSsl(interview, host);
  return {
    connection: { host, ...port === 5432 ? {} : { port }, database },
    auth: {},
    groups: ssl === null ? [] : [ssl]
  };
}
function askDatabase(interview) {
  const objection = (answer) => answer === "" ? "This is required." : null;
  return interview.text({ option: "database", message: "Database", example: "sales", objection });
}
async function askSsl(interview, host) {
  const given = interview.given("ssl-mode");
  if (given === void 0 && isLoopbackHost(host)) return null;
  const hasCa = (interview.env[SSL_CA.variable] ?? "") !== "";
  const chosen = await interview.choose({
    option: "ssl-mode",
    values: SSL_MODES,
    message: "How is the connection encrypted?",
    usual: hasCa ? "ca" : "verify-full",
    choices: [
      { value: "verify-full", label: "verify-full", hint: "recommended: checks the server's certificate" },
      {
        value: "ca",
        label: "verify-full, with your own certificate authority",
        hint: "RDS, Azure or private; asks for its certificate file"
      },
      { value: "require", label: "require", hint: "encrypted, but anyone could pose as the server" },
      { value: "disable", label: "disable", hint: "not encrypted" }
    ]
  });
  const mode = chosen === "ca" ? "verify-full" : chosen;
  const wantsCa = chosen === "ca" || given !== void 0 && hasCa && mode.startsWith("verify-");
  return { key: "ssl", fields: { mode }, credentials: wantsCa ? [SSL_CA] : [] };
}
function isLoopbackHost(host) {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
function suggest2({ ref, schema, rows }) {
  const { key } = schema;
  const pattern2 = ref.name;
  if (key.length === 0)
    return {
      pattern: pattern2,
      options: {},
      comment: `${ref.kind === "table" ? "no primary key" : ref.kind}: every run reads all of it; name the columns that identify a row with \`key: …\``
    };
  const cursor = schema.columns.find((c) => CHANGED.test(c.name) && c.nativeType === "timestamp with time zone")?.name;
  const deletes = rows !== null && rows <= FEW_ROWS ? { deletes_by: "keys" } : {};
  const by = `key ${key.join(", ")}`;
  if (cursor === void 0) return { pattern: pattern2, options: { cursor: "xmin", ...deletes }, comment: by };
  return {
    pattern: pattern2,
    options: { cursor, ...deletes },
    comment: `${by}; every write must set ${cursor}; else \`cursor: xmin\``
  };
}

// src/sources/postgres/index.ts
var postgres = {
  type: "postgres",
  schema: postgresSource,
  deletesBy: "full",
  naming: {
    canonical: canonicalName,
    target: targetOf,
    // `Deals` and `deals` are two tables.
    ignoresCase: false,
    lists: [],
    computed: () => []
  },
  connection,
  address: databaseAddress,
  // Only where there is a condition: the parser takes its time to load.
  checkFilter: async (condition) => (await import("./sources-postgres-plan-filter.js")).checkFilter(condition),
  warnings,
  setup: setup2,
  create: async (options, context) => {
    const [{ PostgresSource }, { createLogin }] = await Promise.all([import("./sources-postgres-source.js"), import("./sources-postgres-connect-login.js")]);
    return new PostgresSource(options, context, createLogin(options, context.mask));
  }
};
function connection(entry) {
  try {
    const secrets = entry.url === void 0 ? [] : secretsIn(entry.url.reveal());
    return { options: connectionOptions(entry), secrets };
  } catch (error) {
    if (!(error instanceof UrlProblem)) throw error;
    return { problem: { path: ["url"], message: `the connection string is not valid: ${error.message}.`, hint: error.hint } };
  }
}
function warnings({ ssl, host }) {
  const socket = host?.startsWith("/") === true;
  if (ssl.ca === void 0 || !socket && ssl.mode !== "disable") return [];
  const why = socket ? "a local socket is not encrypted" : "mode disable asks for no encryption";
  return [{ path: ["ssl", "ca"], message: `${why}, so \`ca\` has no effect.${socket ? "" : " Use verify-full."}` }];
}

// src/sources/salesforce/setup.ts
var USUAL2 = ["Account", "Contact", "Lead", "Opportunity", "OpportunityLineItem", "Campaign", "Case", "Task", "Event", "User"];
var CONSUMER_KEY = plainValue("client_id", "SF_CLIENT_ID", "the app's Consumer Key");
var CONSUMER_SECRET = secretValue("client_secret", "SF_CLIENT_SECRET", "the app's Consumer Secret");
var address2 = {
  message: `The org's address ("Current My Domain URL" of Setup > My Domain)`,
  example: "https://mycompany.my.salesforce.com",
  parse(pasted) {
    const url = serviceAddress(pasted);
    return url === null ? null : `${url.protocol}//${myDomain(url.host)}`;
  }
};
var setup3 = {
  label: "Salesforce",
  hint: "Sales Cloud, Service Cloud, custom objects",
  usualName: "crm",
  options: [{ name: "url", value: "address", description: "Salesforce's My Domain" }],
  example: "--url https://mycompany.my.salesforce.com --yes",
  flows: [
    {
      flow: "client_credentials",
      title: "Client credentials",
      hint: "the app signs in as its run-as user; recommended",
      credentials: [CONSUMER_KEY, CONSUMER_SECRET],
      here: true
    },
    {
      flow: "jwt_bearer",
      title: "JWT bearer",
      hint: "a certificate instead of a secret",
      credentials: [
        CONSUMER_KEY,
        plainValue("username", "SF_USERNAME", "user name to sign in as"),
        secretFile("private_key", "SF_PRIVATE_KEY", "the private key (PEM)", "pem")
      ],
      here: true
    },
    {
      flow: "refresh_token",
      title: "Sign in with the browser, once",
      hint: "you sign in as yourself; the refresh token does it from then on",
      credentials: [
        CONSUMER_KEY,
        optionalValue(CONSUMER_SECRET),
        secretValue("refresh_token", "SF_REFRESH_TOKEN", "the refresh token")
      ],
      here: true
    }
  ],
  async ask(_flow, interview) {
    const objection = (answer) => address2.parse(answer) === null ? `An address such as ${address2.example}.` : null;
    const given = await interview.text({ ...address2, option: "url", objection });
    return { connection: { url: address2.parse(given) ?? given }, auth: {}, groups: [] };
  },
  tables: {
    usual: USUAL2,
    example: USUAL2.slice(0, 3).join(", "),
    patterns: customObjects,
    keepsGlobs: true,
    countsRows: false,
    suggest: async (table) => suggest3(table)
  },
  signIn: {
    description: "Signs in to Salesforce.",
    help: `
The app (Setup > External Client App Manager) needs the Callback URL http://localhost:1717/OauthRedirect and the OAuth scopes "Manage user
data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)". With "Refresh Token Rotation" the runs need a
state-encryption-key, to keep the newest token with. If the app
requires its secret, set SF_CLIENT_SECRET for this command.`,
    options: [],
    address: { ...address2, message: "The org's address (Current My Domain URL)" },
    // Salesforce takes a callback address only as it stands in the app; see CALLBACK_PATH in connect/browser-sign-in.ts.
    port: 1717,
    async signIn(how, { url, auth }, context) {
      const { signInByBrowser, signInByDevice } = await import("./sources-salesforce-connect-browser-sign-in.js");
      const clientSecret = auth.client_secret ? new Secret(auth.client_secret) : null;
      const app = { login: auth.login_url ?? url, clientId: auth.client_id ?? "", clientSecret };
      return (how === "device" ? signInByDevice : signInByBrowser)(app, context);
    }
  }
};
function myDomain(host) {
  return host.replace(/\.lightning\.force\.com$/, ".my.salesforce.com").replace(/\.my\.salesforce-setup\.com$/, ".my.salesforce.com");
}
function customObjects(tables) {
  const custom = tables.some((t) => t.name.endsWith("__c"));
  return custom ? [{ value: "*__c", label: "all custom objects (*__c)", hint: "also those that will be made later" }] : [];
}
function suggest3({ ref, schema }) {
  const label = ref.label === ref.name ? "" : ref.label;
  const cursor = schema.cursor === null ? "no cursor: read whole in each run" : "";
  return { pattern: ref.name, options: {}, comment: [label, cursor].filter((part) => part !== "").join("; ") };
}

// src/sources/salesforce/index.ts
var salesforce = {
  type: "salesforce",
  schema: salesforceSource,
  deletesBy: "counts",
  naming: {
    canonical: (written) => written,
    target: (name) => name,
    ignoresCase: true,
    lists: [
      { field: "standard_objects", category: "Standard Objects" },
      { field: "custom_objects", category: "Custom Objects" }
    ],
    computed: ({ documents }) => documents === true ? [{ target: "documents", words: "the table that `documents: true` fills" }] : []
  },
  connection: ({ tables: _, standard_objects: __, custom_objects: ___, exclude: ____, ...options }) => ({ options }),
  address: organisationAddress,
  checkFilter: async (condition) => (await import("./sources-salesforce-plan-filter.js")).checkFilter(condition),
  warnings: warnings2,
  setup: setup3,
  create: async (options, context) => {
    const [{ SalesforceSource }, { TUNING }] = await Promise.all([import("./sources-salesforce-source.js"), import("./sources-salesforce-connect-tuning.js")]);
    return new SalesforceSource(options, context, TUNING);
  }
};
function warnings2({ tables = {} }) {
  return Object.entries(tables).flatMap(([written, options]) => {
    const { content, documents, feeds } = options ?? {};
    return [
      ...content !== void 0 && documents !== true ? [{ path: ["tables", written, "content"], message: "`content` has no effect without `documents: true`." }] : [],
      ...feeds === true && !isGlob(written) && written !== "Case" ? [{ path: ["tables", written, "feeds"], message: "`feeds` is known for Case only and has no effect here." }] : []
    ];
  });
}

// src/sources/registry.ts
var SOURCES = [salesforce, dynamics, postgres];

// src/destinations/dynamics/options.ts
var dynamicsTarget = group(dynamicsConnection, { title: "Microsoft Dynamics 365 / Dataverse" });
var loaded = build_default.Object(dynamicsConnection);

// src/destinations/dynamics/index.ts
var dynamicsDestination = {
  type: "dynamics",
  schema: dynamicsTarget,
  connection: (options) => ({ options }),
  create: async (options, context) => new (await import("./destinations-dynamics-destination.js")).DynamicsDestination(options, context)
};

// src/destinations/salesforce/options.ts
var salesforceTarget = group(salesforceConnection, { title: "Salesforce" });
var loaded2 = build_default.Object(salesforceConnection);

// src/destinations/salesforce/index.ts
var salesforceDestination = {
  type: "salesforce",
  schema: salesforceTarget,
  connection: (options) => ({ options }),
  create: async (options, context) => new (await import("./destinations-salesforce-destination.js")).SalesforceDestination(options, context)
};

// src/destinations/registry.ts
var DESTINATIONS = [salesforceDestination, dynamicsDestination];

// src/app/session.ts
function openSession(face) {
  const redactor = createRedactor(face.mask);
  const { signal, release } = stopOnSignals(process, face.onStop, face.onStopAgain);
  return { ...face, redactor, signal, release, log: (line) => face.log(redactor.redact(line)) };
}
async function loadConfiguration({ env, redactor }, file, { destinations = false, notify = false } = {}) {
  const config = await loadConfig(file, env, SOURCES, { definitions: DESTINATIONS, required: destinations }, { notify });
  for (const secret2 of config.secrets) redactor.add(secret2.reveal());
  return config;
}
function dependencies({ redactor, signal, idToken }, place, observe = () => void 0) {
  return {
    workDirectory: place?.workDirectory ?? "",
    vaults: place?.vaults ?? null,
    signal,
    observe,
    mask: (secret2) => redactor.add(secret2),
    redact: redactor.redact,
    now: () => /* @__PURE__ */ new Date(),
    version: VERSION,
    ...idToken === void 0 ? {} : { idToken }
  };
}
function failureOf(thrown, redact) {
  const error = toHighwaterError(thrown);
  const problems = (error instanceof ConfigError ? error.problems : [error.report()]).map((problem) => ({
    ...problem,
    message: redact(problem.message),
    hint: redact(problem.hint)
  }));
  const isBug = error.family === "bug" && error.cause instanceof Error;
  return { error, problems, stack: isBug ? redact(error.cause.stack ?? "") : null };
}

export {
  require_picocolors,
  endProcess,
  isFullwidth,
  isWide,
  stringWidth,
  wantsColors,
  width,
  shorten,
  alignLeft,
  alignRight,
  wrap,
  tableLines,
  SOURCE_NAME,
  defaultTableOptions,
  RESERVED_SCHEMAS,
  loadConfigText,
  createRedactor,
  SOURCES,
  openSession,
  loadConfiguration,
  dependencies,
  failureOf
};
