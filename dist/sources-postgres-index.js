import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  giveWaySeconds,
  grantName,
  id,
  parseName,
  qualified,
  targetName,
  text2 as text,
  writtenName
} from "./lib-typebox.js";
import "./model-table.js";
import "./model-loopback.js";
import {
  require_mod
} from "./lib-fastest-levenshtein.js";
import {
  STAGING_FILE_BYTES
} from "./model-staging.js";
import {
  NOTHING_HELD,
  earlier,
  heldBackTo,
  later,
  toMicros
} from "./model-watermark.js";
import {
  HighwaterError,
  InterruptedError
} from "./model-errors.js";
import {
  __commonJS,
  __require,
  __toESM
} from "./shared.js";

// node_modules/postgres-array/index.js
var require_postgres_array = __commonJS({
  "node_modules/postgres-array/index.js"(exports) {
    "use strict";
    exports.parse = function(source, transform) {
      return new ArrayParser(source, transform).parse();
    };
    var ArrayParser = class _ArrayParser {
      constructor(source, transform) {
        this.source = source;
        this.transform = transform || identity2;
        this.position = 0;
        this.entries = [];
        this.recorded = [];
        this.dimension = 0;
      }
      isEof() {
        return this.position >= this.source.length;
      }
      nextCharacter() {
        var character = this.source[this.position++];
        if (character === "\\") {
          return {
            value: this.source[this.position++],
            escaped: true
          };
        }
        return {
          value: character,
          escaped: false
        };
      }
      record(character) {
        this.recorded.push(character);
      }
      newEntry(includeEmpty) {
        var entry;
        if (this.recorded.length > 0 || includeEmpty) {
          entry = this.recorded.join("");
          if (entry === "NULL" && !includeEmpty) {
            entry = null;
          }
          if (entry !== null) entry = this.transform(entry);
          this.entries.push(entry);
          this.recorded = [];
        }
      }
      consumeDimensions() {
        if (this.source[0] === "[") {
          while (!this.isEof()) {
            var char = this.nextCharacter();
            if (char.value === "=") break;
          }
        }
      }
      parse(nested) {
        var character, parser, quote;
        this.consumeDimensions();
        while (!this.isEof()) {
          character = this.nextCharacter();
          if (character.value === "{" && !quote) {
            this.dimension++;
            if (this.dimension > 1) {
              parser = new _ArrayParser(this.source.substr(this.position - 1), this.transform);
              this.entries.push(parser.parse(true));
              this.position += parser.position - 2;
            }
          } else if (character.value === "}" && !quote) {
            this.dimension--;
            if (!this.dimension) {
              this.newEntry();
              if (nested) return this.entries;
            }
          } else if (character.value === '"' && !character.escaped) {
            if (quote) this.newEntry(true);
            quote = !quote;
          } else if (character.value === "," && !quote) {
            this.newEntry();
          } else {
            this.record(character.value);
          }
        }
        if (this.dimension !== 0) {
          throw new Error("array dimension not balanced");
        }
        return this.entries;
      }
    };
    function identity2(value) {
      return value;
    }
  }
});

// node_modules/pg-types/lib/arrayParser.js
var require_arrayParser = __commonJS({
  "node_modules/pg-types/lib/arrayParser.js"(exports, module) {
    var array = require_postgres_array();
    module.exports = {
      create: function(source, transform) {
        return {
          parse: function() {
            return array.parse(source, transform);
          }
        };
      }
    };
  }
});

// node_modules/postgres-date/index.js
var require_postgres_date = __commonJS({
  "node_modules/postgres-date/index.js"(exports, module) {
    "use strict";
    var DATE_TIME = /(\d{1,})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(\.\d{1,})?.*?( BC)?$/;
    var DATE = /^(\d{1,})-(\d{2})-(\d{2})( BC)?$/;
    var TIME_ZONE = /([Z+-])(\d{2})?:?(\d{2})?:?(\d{2})?/;
    var INFINITY = /^-?infinity$/;
    module.exports = function parseDate(isoDate) {
      if (INFINITY.test(isoDate)) {
        return Number(isoDate.replace("i", "I"));
      }
      var matches = DATE_TIME.exec(isoDate);
      if (!matches) {
        return getDate(isoDate) || null;
      }
      var isBC = !!matches[8];
      var year = parseInt(matches[1], 10);
      if (isBC) {
        year = bcYearToNegativeYear(year);
      }
      var month = parseInt(matches[2], 10) - 1;
      var day = matches[3];
      var hour = parseInt(matches[4], 10);
      var minute = parseInt(matches[5], 10);
      var second = parseInt(matches[6], 10);
      var ms = matches[7];
      ms = ms ? 1e3 * parseFloat(ms) : 0;
      var date;
      var offset = timeZoneOffset(isoDate);
      if (offset != null) {
        date = new Date(Date.UTC(year, month, day, hour, minute, second, ms));
        if (is0To99(year)) {
          date.setUTCFullYear(year);
        }
        if (offset !== 0) {
          date.setTime(date.getTime() - offset);
        }
      } else {
        date = new Date(year, month, day, hour, minute, second, ms);
        if (is0To99(year)) {
          date.setFullYear(year);
        }
      }
      return date;
    };
    function getDate(isoDate) {
      var matches = DATE.exec(isoDate);
      if (!matches) {
        return;
      }
      var year = parseInt(matches[1], 10);
      var isBC = !!matches[4];
      if (isBC) {
        year = bcYearToNegativeYear(year);
      }
      var month = parseInt(matches[2], 10) - 1;
      var day = matches[3];
      var date = new Date(year, month, day);
      if (is0To99(year)) {
        date.setFullYear(year);
      }
      return date;
    }
    function timeZoneOffset(isoDate) {
      if (isoDate.endsWith("+00")) {
        return 0;
      }
      var zone = TIME_ZONE.exec(isoDate.split(" ")[1]);
      if (!zone) return;
      var type = zone[1];
      if (type === "Z") {
        return 0;
      }
      var sign = type === "-" ? -1 : 1;
      var offset = parseInt(zone[2], 10) * 3600 + parseInt(zone[3] || 0, 10) * 60 + parseInt(zone[4] || 0, 10);
      return offset * sign * 1e3;
    }
    function bcYearToNegativeYear(year) {
      return -(year - 1);
    }
    function is0To99(num) {
      return num >= 0 && num < 100;
    }
  }
});

// node_modules/xtend/mutable.js
var require_mutable = __commonJS({
  "node_modules/xtend/mutable.js"(exports, module) {
    module.exports = extend;
    var hasOwnProperty = Object.prototype.hasOwnProperty;
    function extend(target) {
      for (var i = 1; i < arguments.length; i++) {
        var source = arguments[i];
        for (var key in source) {
          if (hasOwnProperty.call(source, key)) {
            target[key] = source[key];
          }
        }
      }
      return target;
    }
  }
});

// node_modules/postgres-interval/index.js
var require_postgres_interval = __commonJS({
  "node_modules/postgres-interval/index.js"(exports, module) {
    "use strict";
    var extend = require_mutable();
    module.exports = PostgresInterval;
    function PostgresInterval(raw) {
      if (!(this instanceof PostgresInterval)) {
        return new PostgresInterval(raw);
      }
      extend(this, parse(raw));
    }
    var properties = ["seconds", "minutes", "hours", "days", "months", "years"];
    PostgresInterval.prototype.toPostgres = function() {
      var filtered = properties.filter(this.hasOwnProperty, this);
      if (this.milliseconds && filtered.indexOf("seconds") < 0) {
        filtered.push("seconds");
      }
      if (filtered.length === 0) return "0";
      return filtered.map(function(property) {
        var value = this[property] || 0;
        if (property === "seconds" && this.milliseconds) {
          value = (value + this.milliseconds / 1e3).toFixed(6).replace(/\.?0+$/, "");
        }
        return value + " " + property;
      }, this).join(" ");
    };
    var propertiesISOEquivalent = {
      years: "Y",
      months: "M",
      days: "D",
      hours: "H",
      minutes: "M",
      seconds: "S"
    };
    var dateProperties = ["years", "months", "days"];
    var timeProperties = ["hours", "minutes", "seconds"];
    PostgresInterval.prototype.toISOString = PostgresInterval.prototype.toISO = function() {
      var datePart = dateProperties.map(buildProperty, this).join("");
      var timePart = timeProperties.map(buildProperty, this).join("");
      return "P" + datePart + "T" + timePart;
      function buildProperty(property) {
        var value = this[property] || 0;
        if (property === "seconds" && this.milliseconds) {
          value = (value + this.milliseconds / 1e3).toFixed(6).replace(/0+$/, "");
        }
        return value + propertiesISOEquivalent[property];
      }
    };
    var NUMBER = "([+-]?\\d+)";
    var YEAR = NUMBER + "\\s+years?";
    var MONTH = NUMBER + "\\s+mons?";
    var DAY2 = NUMBER + "\\s+days?";
    var TIME = "([+-])?([\\d]*):(\\d\\d):(\\d\\d)\\.?(\\d{1,6})?";
    var INTERVAL = new RegExp([YEAR, MONTH, DAY2, TIME].map(function(regexString) {
      return "(" + regexString + ")?";
    }).join("\\s*"));
    var positions = {
      years: 2,
      months: 4,
      days: 6,
      hours: 9,
      minutes: 10,
      seconds: 11,
      milliseconds: 12
    };
    var negatives = ["hours", "minutes", "seconds", "milliseconds"];
    function parseMilliseconds(fraction) {
      var microseconds = fraction + "000000".slice(fraction.length);
      return parseInt(microseconds, 10) / 1e3;
    }
    function parse(interval2) {
      if (!interval2) return {};
      var matches = INTERVAL.exec(interval2);
      var isNegative = matches[8] === "-";
      return Object.keys(positions).reduce(function(parsed2, property) {
        var position = positions[property];
        var value = matches[position];
        if (!value) return parsed2;
        value = property === "milliseconds" ? parseMilliseconds(value) : parseInt(value, 10);
        if (!value) return parsed2;
        if (isNegative && ~negatives.indexOf(property)) {
          value *= -1;
        }
        parsed2[property] = value;
        return parsed2;
      }, {});
    }
  }
});

// node_modules/postgres-bytea/index.js
var require_postgres_bytea = __commonJS({
  "node_modules/postgres-bytea/index.js"(exports, module) {
    "use strict";
    var bufferFrom = Buffer.from || Buffer;
    module.exports = function parseBytea(input) {
      if (/^\\x/.test(input)) {
        return bufferFrom(input.substr(2), "hex");
      }
      var output = "";
      var i = 0;
      while (i < input.length) {
        if (input[i] !== "\\") {
          output += input[i];
          ++i;
        } else {
          if (/[0-7]{3}/.test(input.substr(i + 1, 3))) {
            output += String.fromCharCode(parseInt(input.substr(i + 1, 3), 8));
            i += 4;
          } else {
            var backslashes = 1;
            while (i + backslashes < input.length && input[i + backslashes] === "\\") {
              backslashes++;
            }
            for (var k = 0; k < Math.floor(backslashes / 2); ++k) {
              output += "\\";
            }
            i += Math.floor(backslashes / 2) * 2;
          }
        }
      }
      return bufferFrom(output, "binary");
    };
  }
});

// node_modules/pg-types/lib/textParsers.js
var require_textParsers = __commonJS({
  "node_modules/pg-types/lib/textParsers.js"(exports, module) {
    var array = require_postgres_array();
    var arrayParser = require_arrayParser();
    var parseDate = require_postgres_date();
    var parseInterval = require_postgres_interval();
    var parseByteA = require_postgres_bytea();
    function allowNull(fn) {
      return function nullAllowed(value) {
        if (value === null) return value;
        return fn(value);
      };
    }
    function parseBool(value) {
      if (value === null) return value;
      return value === "TRUE" || value === "t" || value === "true" || value === "y" || value === "yes" || value === "on" || value === "1";
    }
    function parseBoolArray(value) {
      if (!value) return null;
      return array.parse(value, parseBool);
    }
    function parseBaseTenInt(string) {
      return parseInt(string, 10);
    }
    function parseIntegerArray(value) {
      if (!value) return null;
      return array.parse(value, allowNull(parseBaseTenInt));
    }
    function parseBigIntegerArray(value) {
      if (!value) return null;
      return array.parse(value, allowNull(function(entry) {
        return parseBigInteger(entry).trim();
      }));
    }
    var parsePointArray = function(value) {
      if (!value) {
        return null;
      }
      var p = arrayParser.create(value, function(entry) {
        if (entry !== null) {
          entry = parsePoint(entry);
        }
        return entry;
      });
      return p.parse();
    };
    var parseFloatArray = function(value) {
      if (!value) {
        return null;
      }
      var p = arrayParser.create(value, function(entry) {
        if (entry !== null) {
          entry = parseFloat(entry);
        }
        return entry;
      });
      return p.parse();
    };
    var parseStringArray = function(value) {
      if (!value) {
        return null;
      }
      var p = arrayParser.create(value);
      return p.parse();
    };
    var parseDateArray = function(value) {
      if (!value) {
        return null;
      }
      var p = arrayParser.create(value, function(entry) {
        if (entry !== null) {
          entry = parseDate(entry);
        }
        return entry;
      });
      return p.parse();
    };
    var parseIntervalArray = function(value) {
      if (!value) {
        return null;
      }
      var p = arrayParser.create(value, function(entry) {
        if (entry !== null) {
          entry = parseInterval(entry);
        }
        return entry;
      });
      return p.parse();
    };
    var parseByteAArray = function(value) {
      if (!value) {
        return null;
      }
      return array.parse(value, allowNull(parseByteA));
    };
    var parseInteger = function(value) {
      return parseInt(value, 10);
    };
    var parseBigInteger = function(value) {
      var valStr = String(value);
      if (/^\d+$/.test(valStr)) {
        return valStr;
      }
      return value;
    };
    var parseJsonArray = function(value) {
      if (!value) {
        return null;
      }
      return array.parse(value, allowNull(JSON.parse));
    };
    var parsePoint = function(value) {
      if (value[0] !== "(") {
        return null;
      }
      value = value.substring(1, value.length - 1).split(",");
      return {
        x: parseFloat(value[0]),
        y: parseFloat(value[1])
      };
    };
    var parseCircle = function(value) {
      if (value[0] !== "<" && value[1] !== "(") {
        return null;
      }
      var point = "(";
      var radius = "";
      var pointParsed = false;
      for (var i = 2; i < value.length - 1; i++) {
        if (!pointParsed) {
          point += value[i];
        }
        if (value[i] === ")") {
          pointParsed = true;
          continue;
        } else if (!pointParsed) {
          continue;
        }
        if (value[i] === ",") {
          continue;
        }
        radius += value[i];
      }
      var result = parsePoint(point);
      result.radius = parseFloat(radius);
      return result;
    };
    var init = function(register) {
      register(20, parseBigInteger);
      register(21, parseInteger);
      register(23, parseInteger);
      register(26, parseInteger);
      register(700, parseFloat);
      register(701, parseFloat);
      register(16, parseBool);
      register(1082, parseDate);
      register(1114, parseDate);
      register(1184, parseDate);
      register(600, parsePoint);
      register(651, parseStringArray);
      register(718, parseCircle);
      register(1e3, parseBoolArray);
      register(1001, parseByteAArray);
      register(1005, parseIntegerArray);
      register(1007, parseIntegerArray);
      register(1028, parseIntegerArray);
      register(1016, parseBigIntegerArray);
      register(1017, parsePointArray);
      register(1021, parseFloatArray);
      register(1022, parseFloatArray);
      register(1231, parseFloatArray);
      register(1014, parseStringArray);
      register(1015, parseStringArray);
      register(1008, parseStringArray);
      register(1009, parseStringArray);
      register(1040, parseStringArray);
      register(1041, parseStringArray);
      register(1115, parseDateArray);
      register(1182, parseDateArray);
      register(1185, parseDateArray);
      register(1186, parseInterval);
      register(1187, parseIntervalArray);
      register(17, parseByteA);
      register(114, JSON.parse.bind(JSON));
      register(3802, JSON.parse.bind(JSON));
      register(199, parseJsonArray);
      register(3807, parseJsonArray);
      register(3907, parseStringArray);
      register(2951, parseStringArray);
      register(791, parseStringArray);
      register(1183, parseStringArray);
      register(1270, parseStringArray);
    };
    module.exports = {
      init
    };
  }
});

// node_modules/pg-int8/index.js
var require_pg_int8 = __commonJS({
  "node_modules/pg-int8/index.js"(exports, module) {
    "use strict";
    var BASE = 1e6;
    function readInt8(buffer) {
      var high = buffer.readInt32BE(0);
      var low = buffer.readUInt32BE(4);
      var sign = "";
      if (high < 0) {
        high = ~high + (low === 0);
        low = ~low + 1 >>> 0;
        sign = "-";
      }
      var result = "";
      var carry;
      var t;
      var digits;
      var pad;
      var l;
      var i;
      {
        carry = high % BASE;
        high = high / BASE >>> 0;
        t = 4294967296 * carry + low;
        low = t / BASE >>> 0;
        digits = "" + (t - BASE * low);
        if (low === 0 && high === 0) {
          return sign + digits + result;
        }
        pad = "";
        l = 6 - digits.length;
        for (i = 0; i < l; i++) {
          pad += "0";
        }
        result = pad + digits + result;
      }
      {
        carry = high % BASE;
        high = high / BASE >>> 0;
        t = 4294967296 * carry + low;
        low = t / BASE >>> 0;
        digits = "" + (t - BASE * low);
        if (low === 0 && high === 0) {
          return sign + digits + result;
        }
        pad = "";
        l = 6 - digits.length;
        for (i = 0; i < l; i++) {
          pad += "0";
        }
        result = pad + digits + result;
      }
      {
        carry = high % BASE;
        high = high / BASE >>> 0;
        t = 4294967296 * carry + low;
        low = t / BASE >>> 0;
        digits = "" + (t - BASE * low);
        if (low === 0 && high === 0) {
          return sign + digits + result;
        }
        pad = "";
        l = 6 - digits.length;
        for (i = 0; i < l; i++) {
          pad += "0";
        }
        result = pad + digits + result;
      }
      {
        carry = high % BASE;
        t = 4294967296 * carry + low;
        digits = "" + t % BASE;
        return sign + digits + result;
      }
    }
    module.exports = readInt8;
  }
});

// node_modules/pg-types/lib/binaryParsers.js
var require_binaryParsers = __commonJS({
  "node_modules/pg-types/lib/binaryParsers.js"(exports, module) {
    var parseInt64 = require_pg_int8();
    var parseBits = function(data, bits, offset, invert, callback) {
      offset = offset || 0;
      invert = invert || false;
      callback = callback || function(lastValue, newValue, bits2) {
        return lastValue * Math.pow(2, bits2) + newValue;
      };
      var offsetBytes = offset >> 3;
      var inv = function(value) {
        if (invert) {
          return ~value & 255;
        }
        return value;
      };
      var mask = 255;
      var firstBits = 8 - offset % 8;
      if (bits < firstBits) {
        mask = 255 << 8 - bits & 255;
        firstBits = bits;
      }
      if (offset) {
        mask = mask >> offset % 8;
      }
      var result = 0;
      if (offset % 8 + bits >= 8) {
        result = callback(0, inv(data[offsetBytes]) & mask, firstBits);
      }
      var bytes = bits + offset >> 3;
      for (var i = offsetBytes + 1; i < bytes; i++) {
        result = callback(result, inv(data[i]), 8);
      }
      var lastBits = (bits + offset) % 8;
      if (lastBits > 0) {
        result = callback(result, inv(data[bytes]) >> 8 - lastBits, lastBits);
      }
      return result;
    };
    var parseFloatFromBits = function(data, precisionBits, exponentBits) {
      var bias = Math.pow(2, exponentBits - 1) - 1;
      var sign = parseBits(data, 1);
      var exponent = parseBits(data, exponentBits, 1);
      if (exponent === 0) {
        return 0;
      }
      var precisionBitsCounter = 1;
      var parsePrecisionBits = function(lastValue, newValue, bits) {
        if (lastValue === 0) {
          lastValue = 1;
        }
        for (var i = 1; i <= bits; i++) {
          precisionBitsCounter /= 2;
          if ((newValue & 1 << bits - i) > 0) {
            lastValue += precisionBitsCounter;
          }
        }
        return lastValue;
      };
      var mantissa = parseBits(data, precisionBits, exponentBits + 1, false, parsePrecisionBits);
      if (exponent == Math.pow(2, exponentBits + 1) - 1) {
        if (mantissa === 0) {
          return sign === 0 ? Infinity : -Infinity;
        }
        return NaN;
      }
      return (sign === 0 ? 1 : -1) * Math.pow(2, exponent - bias) * mantissa;
    };
    var parseInt16 = function(value) {
      if (parseBits(value, 1) == 1) {
        return -1 * (parseBits(value, 15, 1, true) + 1);
      }
      return parseBits(value, 15, 1);
    };
    var parseInt32 = function(value) {
      if (parseBits(value, 1) == 1) {
        return -1 * (parseBits(value, 31, 1, true) + 1);
      }
      return parseBits(value, 31, 1);
    };
    var parseFloat32 = function(value) {
      return parseFloatFromBits(value, 23, 8);
    };
    var parseFloat64 = function(value) {
      return parseFloatFromBits(value, 52, 11);
    };
    var parseNumeric = function(value) {
      var sign = parseBits(value, 16, 32);
      if (sign == 49152) {
        return NaN;
      }
      var weight = Math.pow(1e4, parseBits(value, 16, 16));
      var result = 0;
      var digits = [];
      var ndigits = parseBits(value, 16);
      for (var i = 0; i < ndigits; i++) {
        result += parseBits(value, 16, 64 + 16 * i) * weight;
        weight /= 1e4;
      }
      var scale = Math.pow(10, parseBits(value, 16, 48));
      return (sign === 0 ? 1 : -1) * Math.round(result * scale) / scale;
    };
    var parseDate = function(isUTC, value) {
      var sign = parseBits(value, 1);
      var rawValue = parseBits(value, 63, 1);
      var result = new Date((sign === 0 ? 1 : -1) * rawValue / 1e3 + 9466848e5);
      if (!isUTC) {
        result.setTime(result.getTime() + result.getTimezoneOffset() * 6e4);
      }
      result.usec = rawValue % 1e3;
      result.getMicroSeconds = function() {
        return this.usec;
      };
      result.setMicroSeconds = function(value2) {
        this.usec = value2;
      };
      result.getUTCMicroSeconds = function() {
        return this.usec;
      };
      return result;
    };
    var parseArray = function(value) {
      var dim = parseBits(value, 32);
      var flags = parseBits(value, 32, 32);
      var elementType = parseBits(value, 32, 64);
      var offset = 96;
      var dims = [];
      for (var i = 0; i < dim; i++) {
        dims[i] = parseBits(value, 32, offset);
        offset += 32;
        offset += 32;
      }
      var parseElement = function(elementType2) {
        var length = parseBits(value, 32, offset);
        offset += 32;
        if (length == 4294967295) {
          return null;
        }
        var result;
        if (elementType2 == 23 || elementType2 == 20) {
          result = parseBits(value, length * 8, offset);
          offset += length * 8;
          return result;
        } else if (elementType2 == 25) {
          result = value.toString(this.encoding, offset >> 3, (offset += length << 3) >> 3);
          return result;
        } else {
          console.log("ERROR: ElementType not implemented: " + elementType2);
        }
      };
      var parse = function(dimension, elementType2) {
        var array = [];
        var i2;
        if (dimension.length > 1) {
          var count = dimension.shift();
          for (i2 = 0; i2 < count; i2++) {
            array[i2] = parse(dimension, elementType2);
          }
          dimension.unshift(count);
        } else {
          for (i2 = 0; i2 < dimension[0]; i2++) {
            array[i2] = parseElement(elementType2);
          }
        }
        return array;
      };
      return parse(dims, elementType);
    };
    var parseText = function(value) {
      return value.toString("utf8");
    };
    var parseBool = function(value) {
      if (value === null) return null;
      return parseBits(value, 8) > 0;
    };
    var init = function(register) {
      register(20, parseInt64);
      register(21, parseInt16);
      register(23, parseInt32);
      register(26, parseInt32);
      register(1700, parseNumeric);
      register(700, parseFloat32);
      register(701, parseFloat64);
      register(16, parseBool);
      register(1114, parseDate.bind(null, false));
      register(1184, parseDate.bind(null, true));
      register(1e3, parseArray);
      register(1007, parseArray);
      register(1016, parseArray);
      register(1008, parseArray);
      register(1009, parseArray);
      register(25, parseText);
    };
    module.exports = {
      init
    };
  }
});

// node_modules/pg-types/lib/builtins.js
var require_builtins = __commonJS({
  "node_modules/pg-types/lib/builtins.js"(exports, module) {
    module.exports = {
      BOOL: 16,
      BYTEA: 17,
      CHAR: 18,
      INT8: 20,
      INT2: 21,
      INT4: 23,
      REGPROC: 24,
      TEXT: 25,
      OID: 26,
      TID: 27,
      XID: 28,
      CID: 29,
      JSON: 114,
      XML: 142,
      PG_NODE_TREE: 194,
      SMGR: 210,
      PATH: 602,
      POLYGON: 604,
      CIDR: 650,
      FLOAT4: 700,
      FLOAT8: 701,
      ABSTIME: 702,
      RELTIME: 703,
      TINTERVAL: 704,
      CIRCLE: 718,
      MACADDR8: 774,
      MONEY: 790,
      MACADDR: 829,
      INET: 869,
      ACLITEM: 1033,
      BPCHAR: 1042,
      VARCHAR: 1043,
      DATE: 1082,
      TIME: 1083,
      TIMESTAMP: 1114,
      TIMESTAMPTZ: 1184,
      INTERVAL: 1186,
      TIMETZ: 1266,
      BIT: 1560,
      VARBIT: 1562,
      NUMERIC: 1700,
      REFCURSOR: 1790,
      REGPROCEDURE: 2202,
      REGOPER: 2203,
      REGOPERATOR: 2204,
      REGCLASS: 2205,
      REGTYPE: 2206,
      UUID: 2950,
      TXID_SNAPSHOT: 2970,
      PG_LSN: 3220,
      PG_NDISTINCT: 3361,
      PG_DEPENDENCIES: 3402,
      TSVECTOR: 3614,
      TSQUERY: 3615,
      GTSVECTOR: 3642,
      REGCONFIG: 3734,
      REGDICTIONARY: 3769,
      JSONB: 3802,
      REGNAMESPACE: 4089,
      REGROLE: 4096
    };
  }
});

// node_modules/pg-types/index.js
var require_pg_types = __commonJS({
  "node_modules/pg-types/index.js"(exports) {
    var textParsers = require_textParsers();
    var binaryParsers = require_binaryParsers();
    var arrayParser = require_arrayParser();
    var builtinTypes = require_builtins();
    exports.getTypeParser = getTypeParser;
    exports.setTypeParser = setTypeParser;
    exports.arrayParser = arrayParser;
    exports.builtins = builtinTypes;
    var typeParsers = {
      text: {},
      binary: {}
    };
    function noParse(val) {
      return String(val);
    }
    function getTypeParser(oid, format) {
      format = format || "text";
      if (!typeParsers[format]) {
        return noParse;
      }
      return typeParsers[format][oid] || noParse;
    }
    function setTypeParser(oid, format, parseFn) {
      if (typeof format == "function") {
        parseFn = format;
        format = "text";
      }
      typeParsers[format][oid] = parseFn;
    }
    textParsers.init(function(oid, converter) {
      typeParsers.text[oid] = converter;
    });
    binaryParsers.init(function(oid, converter) {
      typeParsers.binary[oid] = converter;
    });
  }
});

// node_modules/pg/lib/defaults.js
var require_defaults = __commonJS({
  "node_modules/pg/lib/defaults.js"(exports, module) {
    "use strict";
    var user;
    try {
      user = process.platform === "win32" ? process.env.USERNAME : process.env.USER;
    } catch {
    }
    module.exports = {
      // database host. defaults to localhost
      host: "localhost",
      // database user's name
      user,
      // name of database to connect
      database: void 0,
      // database user's password
      password: null,
      // a Postgres connection string to be used instead of setting individual connection items
      // NOTE:  Setting this value will cause it to override any other value (such as database or user) defined
      // in the defaults object.
      connectionString: void 0,
      // database port
      port: 5432,
      // number of rows to return at a time from a prepared statement's
      // portal. 0 will return all rows at once
      rows: 0,
      // binary result mode
      binary: false,
      // Connection pool options - see https://github.com/brianc/node-pg-pool
      // number of connections to use in connection pool
      // 0 will disable connection pooling
      max: 10,
      // max milliseconds a client can go unused before it is removed
      // from the pool and destroyed
      idleTimeoutMillis: 3e4,
      client_encoding: "",
      ssl: false,
      // SSL negotiation style: 'postgres' (traditional SSLRequest) or 'direct'
      sslnegotiation: void 0,
      application_name: void 0,
      fallback_application_name: void 0,
      options: void 0,
      parseInputDatesAsUTC: false,
      // max milliseconds any query using this connection will execute for before timing out in error.
      // false=unlimited
      statement_timeout: false,
      // Abort any statement that waits longer than the specified duration in milliseconds while attempting to acquire a lock.
      // false=unlimited
      lock_timeout: false,
      // Terminate any session with an open transaction that has been idle for longer than the specified duration in milliseconds
      // false=unlimited
      idle_in_transaction_session_timeout: false,
      // max milliseconds to wait for query to complete (client side)
      query_timeout: false,
      connect_timeout: 0,
      keepalives: 1,
      keepalives_idle: 0
    };
    var pgTypes = require_pg_types();
    var parseBigInteger = pgTypes.getTypeParser(20, "text");
    var parseBigIntegerArray = pgTypes.getTypeParser(1016, "text");
    module.exports.__defineSetter__("parseInt8", function(val) {
      pgTypes.setTypeParser(20, "text", val ? pgTypes.getTypeParser(23, "text") : parseBigInteger);
      pgTypes.setTypeParser(1016, "text", val ? pgTypes.getTypeParser(1007, "text") : parseBigIntegerArray);
    });
  }
});

// node_modules/pg/lib/utils.js
var require_utils = __commonJS({
  "node_modules/pg/lib/utils.js"(exports, module) {
    "use strict";
    var defaults2 = require_defaults();
    var nodeUtils = __require("util");
    var { isDate } = __require("util/types");
    var invalidDateDeprecationNotice = nodeUtils.deprecate(
      () => {
      },
      "Sending an invalid date to Postgres is deprecated and will throw an error in the next major version of pg. Ensure any Date object passed as a query parameter is valid.",
      "PG_INVALID_DATE"
    );
    function escapeElement(elementRepresentation) {
      const escaped = elementRepresentation.replace(/\\/g, "\\\\").replace(/"/g, '\\"');
      return '"' + escaped + '"';
    }
    function arrayString(val) {
      let result = "{";
      for (let i = 0; i < val.length; i++) {
        if (i > 0) {
          result += ",";
        }
        let item = val[i];
        if (item == null) {
          result += "NULL";
        } else if (Array.isArray(item)) {
          result += arrayString(item);
        } else if (ArrayBuffer.isView(item)) {
          if (!(item instanceof Buffer)) {
            item = Buffer.from(item.buffer, item.byteOffset, item.byteLength);
          }
          result += "\\\\x" + item.toString("hex");
        } else {
          result += escapeElement(prepareValue(item));
        }
      }
      result += "}";
      return result;
    }
    var prepareValue = function(val, seen) {
      if (val == null) {
        return null;
      }
      if (typeof val === "object") {
        if (val instanceof Buffer) {
          return val;
        }
        if (ArrayBuffer.isView(val)) {
          return Buffer.from(val.buffer, val.byteOffset, val.byteLength);
        }
        if (isDate(val)) {
          if (isNaN(val.getTime())) {
            invalidDateDeprecationNotice();
          }
          if (defaults2.parseInputDatesAsUTC) {
            return dateToStringUTC(val);
          } else {
            return dateToString(val);
          }
        }
        if (Array.isArray(val)) {
          return arrayString(val);
        }
        return prepareObject(val, seen);
      }
      return val.toString();
    };
    function prepareObject(val, seen) {
      if (val && typeof val.toPostgres === "function") {
        seen = seen || [];
        if (seen.indexOf(val) !== -1) {
          throw new Error('circular reference detected while preparing "' + val + '" for query');
        }
        seen.push(val);
        return prepareValue(val.toPostgres(prepareValue), seen);
      }
      return JSON.stringify(val);
    }
    function dateToString(date) {
      let offset = -date.getTimezoneOffset();
      let year = date.getFullYear();
      const isBCYear = year < 1;
      if (isBCYear) year = Math.abs(year) + 1;
      let ret = String(year).padStart(4, "0") + "-" + String(date.getMonth() + 1).padStart(2, "0") + "-" + String(date.getDate()).padStart(2, "0") + "T" + String(date.getHours()).padStart(2, "0") + ":" + String(date.getMinutes()).padStart(2, "0") + ":" + String(date.getSeconds()).padStart(2, "0") + "." + String(date.getMilliseconds()).padStart(3, "0");
      if (offset < 0) {
        ret += "-";
        offset *= -1;
      } else {
        ret += "+";
      }
      ret += String(Math.floor(offset / 60)).padStart(2, "0") + ":" + String(offset % 60).padStart(2, "0");
      if (isBCYear) ret += " BC";
      return ret;
    }
    function dateToStringUTC(date) {
      let year = date.getUTCFullYear();
      const isBCYear = year < 1;
      if (isBCYear) year = Math.abs(year) + 1;
      let ret = String(year).padStart(4, "0") + "-" + String(date.getUTCMonth() + 1).padStart(2, "0") + "-" + String(date.getUTCDate()).padStart(2, "0") + "T" + String(date.getUTCHours()).padStart(2, "0") + ":" + String(date.getUTCMinutes()).padStart(2, "0") + ":" + String(date.getUTCSeconds()).padStart(2, "0") + "." + String(date.getUTCMilliseconds()).padStart(3, "0");
      ret += "+00:00";
      if (isBCYear) ret += " BC";
      return ret;
    }
    function normalizeQueryConfig(config, values, callback) {
      config = typeof config === "string" ? { text: config } : cloneQueryConfig(config);
      if (values) {
        if (typeof values === "function") {
          config.callback = values;
        } else {
          config.values = values;
        }
      }
      if (callback) {
        config.callback = callback;
      }
      return config;
    }
    function cloneQueryConfig(config) {
      if (config == null) {
        return config;
      }
      return Object.defineProperties(Object.create(Object.getPrototypeOf(config)), Object.getOwnPropertyDescriptors(config));
    }
    var escapeIdentifier2 = function(str) {
      return '"' + str.replace(/"/g, '""') + '"';
    };
    var escapeLiteral2 = function(str) {
      let hasBackslash = false;
      let escaped = "'";
      if (str == null) {
        return "''";
      }
      if (typeof str !== "string") {
        return "''";
      }
      for (let i = 0; i < str.length; i++) {
        const c = str[i];
        if (c === "'") {
          escaped += c + c;
        } else if (c === "\\") {
          escaped += c + c;
          hasBackslash = true;
        } else {
          escaped += c;
        }
      }
      escaped += "'";
      if (hasBackslash === true) {
        escaped = " E" + escaped;
      }
      return escaped;
    };
    module.exports = {
      prepareValue: function prepareValueWrapper(value) {
        return prepareValue(value);
      },
      normalizeQueryConfig,
      escapeIdentifier: escapeIdentifier2,
      escapeLiteral: escapeLiteral2
    };
  }
});

// node_modules/pg/lib/crypto/utils.js
var require_utils2 = __commonJS({
  "node_modules/pg/lib/crypto/utils.js"(exports, module) {
    var nodeCrypto = __require("crypto");
    module.exports = {
      postgresMd5PasswordHash,
      randomBytes,
      deriveKey,
      sha256,
      hashByName,
      hmacSha256,
      md5
    };
    var webCrypto = nodeCrypto.webcrypto || globalThis.crypto;
    var subtleCrypto = webCrypto.subtle;
    var textEncoder = new TextEncoder();
    function randomBytes(length) {
      return webCrypto.getRandomValues(Buffer.alloc(length));
    }
    async function md5(string) {
      try {
        return nodeCrypto.createHash("md5").update(string, "utf-8").digest("hex");
      } catch (e) {
        const data = typeof string === "string" ? textEncoder.encode(string) : string;
        const hash = await subtleCrypto.digest("MD5", data);
        return Array.from(new Uint8Array(hash)).map((b) => b.toString(16).padStart(2, "0")).join("");
      }
    }
    async function postgresMd5PasswordHash(user, password, salt) {
      const inner = await md5(password + user);
      const outer = await md5(Buffer.concat([Buffer.from(inner), salt]));
      return "md5" + outer;
    }
    async function sha256(text2) {
      return await subtleCrypto.digest("SHA-256", text2);
    }
    async function hashByName(hashName, text2) {
      return await subtleCrypto.digest(hashName, text2);
    }
    async function hmacSha256(keyBuffer, msg) {
      const key = await subtleCrypto.importKey("raw", keyBuffer, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      return await subtleCrypto.sign("HMAC", key, textEncoder.encode(msg));
    }
    async function deriveKey(password, salt, iterations) {
      const key = await subtleCrypto.importKey("raw", textEncoder.encode(password), "PBKDF2", false, ["deriveBits"]);
      const params = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
      return await subtleCrypto.deriveBits(params, key, 32 * 8, ["deriveBits"]);
    }
  }
});

// node_modules/pg/lib/crypto/cert-signatures.js
var require_cert_signatures = __commonJS({
  "node_modules/pg/lib/crypto/cert-signatures.js"(exports, module) {
    function x509Error(msg, cert) {
      return new Error("SASL channel binding: " + msg + " when parsing public certificate " + cert.toString("base64"));
    }
    function readASN1Length(data, index) {
      let length = data[index++];
      if (length < 128) return { length, index };
      const lengthBytes = length & 127;
      if (lengthBytes > 4) throw x509Error("bad length", data);
      length = 0;
      for (let i = 0; i < lengthBytes; i++) {
        length = length << 8 | data[index++];
      }
      return { length, index };
    }
    function readASN1OID(data, index) {
      if (data[index++] !== 6) throw x509Error("non-OID data", data);
      const { length: OIDLength, index: indexAfterOIDLength } = readASN1Length(data, index);
      index = indexAfterOIDLength;
      const lastIndex = index + OIDLength;
      const byte1 = data[index++];
      let oid = (byte1 / 40 >> 0) + "." + byte1 % 40;
      while (index < lastIndex) {
        let value = 0;
        while (index < lastIndex) {
          const nextByte = data[index++];
          value = value << 7 | nextByte & 127;
          if (nextByte < 128) break;
        }
        oid += "." + value;
      }
      return { oid, index };
    }
    function expectASN1Seq(data, index) {
      if (data[index++] !== 48) throw x509Error("non-sequence data", data);
      return readASN1Length(data, index);
    }
    function signatureAlgorithmHashFromCertificate(data, index) {
      if (index === void 0) index = 0;
      index = expectASN1Seq(data, index).index;
      const { length: certInfoLength, index: indexAfterCertInfoLength } = expectASN1Seq(data, index);
      index = indexAfterCertInfoLength + certInfoLength;
      index = expectASN1Seq(data, index).index;
      const { oid, index: indexAfterOID } = readASN1OID(data, index);
      switch (oid) {
        // RSA
        case "1.2.840.113549.1.1.4":
          return "MD5";
        case "1.2.840.113549.1.1.5":
          return "SHA-1";
        case "1.2.840.113549.1.1.11":
          return "SHA-256";
        case "1.2.840.113549.1.1.12":
          return "SHA-384";
        case "1.2.840.113549.1.1.13":
          return "SHA-512";
        case "1.2.840.113549.1.1.14":
          return "SHA-224";
        case "1.2.840.113549.1.1.15":
          return "SHA512-224";
        case "1.2.840.113549.1.1.16":
          return "SHA512-256";
        // ECDSA
        case "1.2.840.10045.4.1":
          return "SHA-1";
        case "1.2.840.10045.4.3.1":
          return "SHA-224";
        case "1.2.840.10045.4.3.2":
          return "SHA-256";
        case "1.2.840.10045.4.3.3":
          return "SHA-384";
        case "1.2.840.10045.4.3.4":
          return "SHA-512";
        // RSASSA-PSS: hash is indicated separately
        case "1.2.840.113549.1.1.10": {
          index = indexAfterOID;
          index = expectASN1Seq(data, index).index;
          if (data[index++] !== 160) throw x509Error("non-tag data", data);
          index = readASN1Length(data, index).index;
          index = expectASN1Seq(data, index).index;
          const { oid: hashOID } = readASN1OID(data, index);
          switch (hashOID) {
            // standalone hash OIDs
            case "1.2.840.113549.2.5":
              return "MD5";
            case "1.3.14.3.2.26":
              return "SHA-1";
            case "2.16.840.1.101.3.4.2.1":
              return "SHA-256";
            case "2.16.840.1.101.3.4.2.2":
              return "SHA-384";
            case "2.16.840.1.101.3.4.2.3":
              return "SHA-512";
          }
          throw x509Error("unknown hash OID " + hashOID, data);
        }
        // Ed25519 -- see https://github.com/openssl/openssl/issues/15477
        case "1.3.101.110":
        case "1.3.101.112":
          return "SHA-512";
        // Ed448 -- still not in pg 17.2 (if supported, digest would be SHAKE256 x 64 bytes)
        case "1.3.101.111":
        case "1.3.101.113":
          throw x509Error("Ed448 certificate channel binding is not currently supported by Postgres");
      }
      throw x509Error("unknown OID " + oid, data);
    }
    module.exports = { signatureAlgorithmHashFromCertificate };
  }
});

// node_modules/pg/lib/crypto/sasl.js
var require_sasl = __commonJS({
  "node_modules/pg/lib/crypto/sasl.js"(exports, module) {
    "use strict";
    var crypto = require_utils2();
    var { signatureAlgorithmHashFromCertificate } = require_cert_signatures();
    function saslprep(password) {
      const nonAsciiSpace = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g;
      const mappedToNothing = /[\u00AD\u034F\u1806\u180B\u180C\u180D\u200C\u200D\u2060\uFE00-\uFE0F\uFEFF]/g;
      return password.replace(nonAsciiSpace, " ").replace(mappedToNothing, "").normalize("NFKC");
    }
    var DEFAULT_MAX_SCRAM_ITERATIONS = 1e5;
    function startSession(mechanisms, stream, scramMaxIterations = DEFAULT_MAX_SCRAM_ITERATIONS) {
      const candidates = ["SCRAM-SHA-256"];
      if (stream) candidates.unshift("SCRAM-SHA-256-PLUS");
      const mechanism = candidates.find((candidate) => mechanisms.includes(candidate));
      if (!mechanism) {
        throw new Error("SASL: Only mechanism(s) " + candidates.join(" and ") + " are supported");
      }
      if (mechanism === "SCRAM-SHA-256-PLUS" && typeof stream.getPeerCertificate !== "function") {
        throw new Error("SASL: Mechanism SCRAM-SHA-256-PLUS requires a certificate");
      }
      const clientNonce = crypto.randomBytes(18).toString("base64");
      const gs2Header = mechanism === "SCRAM-SHA-256-PLUS" ? "p=tls-server-end-point" : stream ? "y" : "n";
      return {
        mechanism,
        clientNonce,
        response: gs2Header + ",,n=*,r=" + clientNonce,
        message: "SASLInitialResponse",
        scramMaxIterations
      };
    }
    async function continueSession(session, password, serverData, stream) {
      if (session.message !== "SASLInitialResponse") {
        throw new Error("SASL: Last message was not SASLInitialResponse");
      }
      if (typeof password !== "string") {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string");
      }
      if (password === "") {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string");
      }
      if (typeof serverData !== "string") {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: serverData must be a string");
      }
      const sv = parseServerFirstMessage(serverData);
      if (!sv.nonce.startsWith(session.clientNonce)) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce does not start with client nonce");
      } else if (sv.nonce.length === session.clientNonce.length) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce is too short");
      }
      const scramMaxIterations = typeof session.scramMaxIterations === "number" ? session.scramMaxIterations : DEFAULT_MAX_SCRAM_ITERATIONS;
      if (scramMaxIterations !== 0 && sv.iteration > scramMaxIterations) {
        throw new Error(
          "SASL: SCRAM-SERVER-FIRST-MESSAGE: iteration count " + sv.iteration + " exceeds scramMaxIterations of " + scramMaxIterations
        );
      }
      const clientFirstMessageBare = "n=*,r=" + session.clientNonce;
      const serverFirstMessage = "r=" + sv.nonce + ",s=" + sv.salt + ",i=" + sv.iteration;
      let channelBinding = stream ? "eSws" : "biws";
      if (session.mechanism === "SCRAM-SHA-256-PLUS") {
        const peerCert = stream.getPeerCertificate().raw;
        let hashName = signatureAlgorithmHashFromCertificate(peerCert);
        if (hashName === "MD5" || hashName === "SHA-1") hashName = "SHA-256";
        const certHash = await crypto.hashByName(hashName, peerCert);
        const bindingData = Buffer.concat([Buffer.from("p=tls-server-end-point,,"), Buffer.from(certHash)]);
        channelBinding = bindingData.toString("base64");
      }
      const clientFinalMessageWithoutProof = "c=" + channelBinding + ",r=" + sv.nonce;
      const authMessage = clientFirstMessageBare + "," + serverFirstMessage + "," + clientFinalMessageWithoutProof;
      const saltBytes = Buffer.from(sv.salt, "base64");
      const saltedPassword = await crypto.deriveKey(saslprep(password), saltBytes, sv.iteration);
      const clientKey = await crypto.hmacSha256(saltedPassword, "Client Key");
      const storedKey = await crypto.sha256(clientKey);
      const clientSignature = await crypto.hmacSha256(storedKey, authMessage);
      const clientProof = xorBuffers(Buffer.from(clientKey), Buffer.from(clientSignature)).toString("base64");
      const serverKey = await crypto.hmacSha256(saltedPassword, "Server Key");
      const serverSignatureBytes = await crypto.hmacSha256(serverKey, authMessage);
      session.message = "SASLResponse";
      session.serverSignature = Buffer.from(serverSignatureBytes).toString("base64");
      session.response = clientFinalMessageWithoutProof + ",p=" + clientProof;
    }
    function finalizeSession(session, serverData) {
      if (session.message !== "SASLResponse") {
        throw new Error("SASL: Last message was not SASLResponse");
      }
      if (typeof serverData !== "string") {
        throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: serverData must be a string");
      }
      const { serverSignature } = parseServerFinalMessage(serverData);
      if (serverSignature !== session.serverSignature) {
        throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match");
      }
    }
    function isPrintableChars(text2) {
      if (typeof text2 !== "string") {
        throw new TypeError("SASL: text must be a string");
      }
      return text2.split("").map((_, i) => text2.charCodeAt(i)).every((c) => c >= 33 && c <= 43 || c >= 45 && c <= 126);
    }
    function isBase64(text2) {
      return /^(?:[a-zA-Z0-9+/]{4})*(?:[a-zA-Z0-9+/]{2}==|[a-zA-Z0-9+/]{3}=)?$/.test(text2);
    }
    function parseAttributePairs(text2) {
      if (typeof text2 !== "string") {
        throw new TypeError("SASL: attribute pairs text must be a string");
      }
      return new Map(
        text2.split(",").map((attrValue) => {
          if (!/^.=/.test(attrValue)) {
            throw new Error("SASL: Invalid attribute pair entry");
          }
          const name = attrValue[0];
          const value = attrValue.substring(2);
          return [name, value];
        })
      );
    }
    function parseServerFirstMessage(data) {
      const attrPairs = parseAttributePairs(data);
      const nonce = attrPairs.get("r");
      if (!nonce) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: nonce missing");
      } else if (!isPrintableChars(nonce)) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: nonce must only contain printable characters");
      }
      const salt = attrPairs.get("s");
      if (!salt) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: salt missing");
      } else if (!isBase64(salt)) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: salt must be base64");
      }
      const iterationText = attrPairs.get("i");
      if (!iterationText) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: iteration missing");
      } else if (!/^[1-9][0-9]*$/.test(iterationText)) {
        throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: invalid iteration count");
      }
      const iteration = parseInt(iterationText, 10);
      return {
        nonce,
        salt,
        iteration
      };
    }
    function parseServerFinalMessage(serverData) {
      const attrPairs = parseAttributePairs(serverData);
      const error = attrPairs.get("e");
      const serverSignature = attrPairs.get("v");
      if (error) {
        throw new Error(`SASL: SCRAM-SERVER-FINAL-MESSAGE: server returned error: "${error}"`);
      }
      if (!serverSignature) {
        throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature is missing");
      } else if (!isBase64(serverSignature)) {
        throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature must be base64");
      }
      return {
        serverSignature
      };
    }
    function xorBuffers(a, b) {
      if (!Buffer.isBuffer(a)) {
        throw new TypeError("first argument must be a Buffer");
      }
      if (!Buffer.isBuffer(b)) {
        throw new TypeError("second argument must be a Buffer");
      }
      if (a.length !== b.length) {
        throw new Error("Buffer lengths must match");
      }
      if (a.length === 0) {
        throw new Error("Buffers cannot be empty");
      }
      return Buffer.from(a.map((_, i) => a[i] ^ b[i]));
    }
    module.exports = {
      startSession,
      continueSession,
      finalizeSession,
      DEFAULT_MAX_SCRAM_ITERATIONS
    };
  }
});

// node_modules/pg/lib/type-overrides.js
var require_type_overrides = __commonJS({
  "node_modules/pg/lib/type-overrides.js"(exports, module) {
    "use strict";
    var types2 = require_pg_types();
    function TypeOverrides2(userTypes) {
      this._types = userTypes || types2;
      this.text = {};
      this.binary = {};
    }
    TypeOverrides2.prototype.getOverrides = function(format) {
      switch (format) {
        case "text":
          return this.text;
        case "binary":
          return this.binary;
        default:
          return {};
      }
    };
    TypeOverrides2.prototype.setTypeParser = function(oid, format, parseFn) {
      if (typeof format === "function") {
        parseFn = format;
        format = "text";
      }
      this.getOverrides(format)[oid] = parseFn;
    };
    TypeOverrides2.prototype.getTypeParser = function(oid, format) {
      format = format || "text";
      return this.getOverrides(format)[oid] || this._types.getTypeParser(oid, format);
    };
    module.exports = TypeOverrides2;
  }
});

// node_modules/pg-connection-string/index.js
var require_pg_connection_string = __commonJS({
  "node_modules/pg-connection-string/index.js"(exports, module) {
    "use strict";
    function parse(str, options = {}) {
      if (str.charAt(0) === "/") {
        const config2 = str.split(" ");
        return { host: config2[0], database: config2[1] };
      }
      const config = /* @__PURE__ */ Object.create(null);
      let result;
      let dummyHost = false;
      if (/ |%[^a-f0-9]|%[a-f0-9][^a-f0-9]/i.test(str)) {
        str = encodeURI(str).replace(/%25(\d\d)/g, "%$1");
      }
      try {
        try {
          result = new URL(str, "postgres://base");
        } catch (e) {
          result = new URL(str.replace("@/", "@___DUMMY___/"), "postgres://base");
          dummyHost = true;
        }
      } catch (err) {
        err.input && (err.input = "*****REDACTED*****");
        throw err;
      }
      for (const entry of result.searchParams.entries()) {
        config[entry[0]] = entry[1];
      }
      config.user = config.user || decodeURIComponent(result.username);
      config.password = config.password || decodeURIComponent(result.password);
      if (result.protocol == "socket:") {
        config.host = decodeURI(result.pathname);
        config.database = result.searchParams.get("db");
        config.client_encoding = result.searchParams.get("encoding");
        return config;
      }
      const hostname = (dummyHost ? "" : result.hostname).replace(/^\[(.+)\]$/, "$1");
      if (!config.host) {
        config.host = decodeURIComponent(hostname);
      } else if (hostname && /^%2f/i.test(hostname)) {
        result.pathname = hostname + result.pathname;
      }
      if (!config.port) {
        config.port = result.port;
      }
      const pathname = result.pathname.slice(1) || null;
      config.database = pathname ? decodeURI(pathname) : null;
      if (config.ssl === "true" || config.ssl === "1") {
        config.ssl = true;
      }
      if (config.ssl === "0") {
        config.ssl = false;
      }
      if (config.sslcert || config.sslkey || config.sslrootcert || config.sslmode) {
        config.ssl = {};
      }
      if (config.sslnegotiation === "direct" && config.ssl === void 0) {
        config.ssl = true;
      }
      const fs = config.sslcert || config.sslkey || config.sslrootcert ? __require("fs") : null;
      if (config.sslcert) {
        config.ssl.cert = fs.readFileSync(config.sslcert).toString();
      }
      if (config.sslkey) {
        config.ssl.key = fs.readFileSync(config.sslkey).toString();
      }
      if (config.sslrootcert) {
        config.ssl.ca = fs.readFileSync(config.sslrootcert).toString();
      }
      if (options.useLibpqCompat && config.uselibpqcompat) {
        throw new Error("Both useLibpqCompat and uselibpqcompat are set. Please use only one of them.");
      }
      if (config.uselibpqcompat === "true" || options.useLibpqCompat) {
        switch (config.sslmode) {
          case "disable": {
            config.ssl = false;
            break;
          }
          case "prefer": {
            config.ssl.rejectUnauthorized = false;
            break;
          }
          case "require": {
            if (config.sslrootcert) {
              config.ssl.checkServerIdentity = function() {
              };
            } else {
              config.ssl.rejectUnauthorized = false;
            }
            break;
          }
          case "verify-ca": {
            if (!config.ssl.ca) {
              throw new Error(
                "SECURITY WARNING: Using sslmode=verify-ca requires specifying a CA with sslrootcert. If a public CA is used, verify-ca allows connections to a server that somebody else may have registered with the CA, making you vulnerable to Man-in-the-Middle attacks. Either specify a custom CA certificate with sslrootcert parameter or use sslmode=verify-full for proper security."
              );
            }
            config.ssl.checkServerIdentity = function() {
            };
            break;
          }
          case "verify-full": {
            break;
          }
        }
      } else {
        switch (config.sslmode) {
          case "disable": {
            config.ssl = false;
            break;
          }
          case "prefer":
          case "require":
          case "verify-ca":
          case "verify-full": {
            if (config.sslmode !== "verify-full") {
              deprecatedSslModeWarning(config.sslmode);
            }
            break;
          }
          case "no-verify": {
            config.ssl.rejectUnauthorized = false;
            break;
          }
        }
      }
      return config;
    }
    function toConnectionOptions(sslConfig) {
      const connectionOptions = Object.entries(sslConfig).reduce((c, [key, value]) => {
        if (value !== void 0 && value !== null) {
          c[key] = value;
        }
        return c;
      }, /* @__PURE__ */ Object.create(null));
      return connectionOptions;
    }
    function toClientConfig(config) {
      const poolConfig = Object.entries(config).reduce((c, [key, value]) => {
        if (key === "ssl") {
          const sslConfig = value;
          if (typeof sslConfig === "boolean") {
            c[key] = sslConfig;
          }
          if (typeof sslConfig === "object") {
            c[key] = toConnectionOptions(sslConfig);
          }
        } else if (value !== void 0 && value !== null) {
          if (key === "port") {
            if (value !== "") {
              const v = parseInt(value, 10);
              if (isNaN(v)) {
                throw new Error(`Invalid ${key}: ${value}`);
              }
              c[key] = v;
            }
          } else {
            c[key] = value;
          }
        }
        return c;
      }, /* @__PURE__ */ Object.create(null));
      return poolConfig;
    }
    function parseIntoClientConfig(str) {
      return toClientConfig(parse(str));
    }
    function deprecatedSslModeWarning(sslmode) {
      if (!deprecatedSslModeWarning.warned && typeof process !== "undefined" && process.emitWarning) {
        deprecatedSslModeWarning.warned = true;
        process.emitWarning(`SECURITY WARNING: The SSL modes 'prefer', 'require', and 'verify-ca' are treated as aliases for 'verify-full'.
In the next major version (pg-connection-string v3.0.0 and pg v9.0.0), these modes will adopt standard libpq semantics, which have weaker security guarantees.

To prepare for this change:
- If you want the current behavior, explicitly use 'sslmode=verify-full'
- If you want libpq compatibility now, use 'uselibpqcompat=true&sslmode=${sslmode}'

See https://www.postgresql.org/docs/current/libpq-ssl.html for libpq SSL mode definitions.`);
      }
    }
    module.exports = parse;
    parse.parse = parse;
    parse.toClientConfig = toClientConfig;
    parse.parseIntoClientConfig = parseIntoClientConfig;
  }
});

// node_modules/pg/lib/connection-parameters.js
var require_connection_parameters = __commonJS({
  "node_modules/pg/lib/connection-parameters.js"(exports, module) {
    "use strict";
    var dns2 = __require("dns");
    var defaults2 = require_defaults();
    var parse = require_pg_connection_string().parse;
    var val = function(key, config, envVar) {
      if (config[key]) {
        return config[key];
      }
      if (envVar === void 0) {
        envVar = process.env["PG" + key.toUpperCase()];
      } else if (envVar === false) {
      } else {
        envVar = process.env[envVar];
      }
      return envVar || defaults2[key];
    };
    var readSSLConfigFromEnvironment = function() {
      switch (process.env.PGSSLMODE) {
        case "disable":
          return false;
        case "prefer":
        case "require":
        case "verify-ca":
        case "verify-full":
          return true;
        case "no-verify":
          return { rejectUnauthorized: false };
      }
      return defaults2.ssl;
    };
    var quoteParamValue = function(value) {
      return "'" + ("" + value).replace(/\\/g, "\\\\").replace(/'/g, "\\'") + "'";
    };
    var add = function(params, config, paramName) {
      const value = config[paramName];
      if (value !== void 0 && value !== null) {
        params.push(paramName + "=" + quoteParamValue(value));
      }
    };
    var ConnectionParameters = class {
      constructor(config) {
        config = typeof config === "string" ? parse(config) : config || {};
        if (config.connectionString) {
          config = Object.assign({}, config, parse(config.connectionString));
        }
        this.user = val("user", config);
        this.database = val("database", config);
        if (this.database === void 0) {
          this.database = this.user;
        }
        this.port = parseInt(val("port", config), 10);
        this.host = val("host", config);
        Object.defineProperty(this, "password", {
          configurable: true,
          enumerable: false,
          writable: true,
          value: val("password", config)
        });
        this.binary = val("binary", config);
        this.options = val("options", config);
        this.ssl = typeof config.ssl === "undefined" ? readSSLConfigFromEnvironment() : config.ssl;
        if (typeof this.ssl === "string") {
          if (this.ssl === "true") {
            this.ssl = true;
          }
        }
        if (this.ssl === "no-verify") {
          this.ssl = { rejectUnauthorized: false };
        }
        if (this.ssl && this.ssl.key) {
          Object.defineProperty(this.ssl, "key", {
            enumerable: false
          });
        }
        this.sslnegotiation = val("sslnegotiation", config, "PGSSLNEGOTIATION");
        if (this.sslnegotiation !== void 0 && this.sslnegotiation !== "postgres" && this.sslnegotiation !== "direct") {
          throw new Error(
            `Invalid sslnegotiation value: "${this.sslnegotiation}". Valid values are "postgres" and "direct".`
          );
        }
        if (this.sslnegotiation === "direct" && !this.ssl) {
          throw new Error("sslnegotiation=direct requires SSL to be enabled");
        }
        this.client_encoding = val("client_encoding", config);
        this.replication = val("replication", config);
        this.isDomainSocket = !(this.host || "").indexOf("/");
        this.application_name = val("application_name", config, "PGAPPNAME");
        this.fallback_application_name = val("fallback_application_name", config, false);
        this.statement_timeout = val("statement_timeout", config, false);
        this.lock_timeout = val("lock_timeout", config, false);
        this.idle_in_transaction_session_timeout = val("idle_in_transaction_session_timeout", config, false);
        this.query_timeout = val("query_timeout", config, false);
        if (config.connectionTimeoutMillis === void 0) {
          this.connect_timeout = process.env.PGCONNECT_TIMEOUT || 0;
        } else {
          this.connect_timeout = Math.floor(config.connectionTimeoutMillis / 1e3);
        }
        if (config.keepAlive === false) {
          this.keepalives = 0;
        } else if (config.keepAlive === true) {
          this.keepalives = 1;
        }
        if (typeof config.keepAliveInitialDelayMillis === "number") {
          this.keepalives_idle = Math.floor(config.keepAliveInitialDelayMillis / 1e3);
        }
      }
      getLibpqConnectionString(cb) {
        const params = [];
        add(params, this, "user");
        add(params, this, "password");
        add(params, this, "port");
        add(params, this, "application_name");
        add(params, this, "fallback_application_name");
        add(params, this, "connect_timeout");
        add(params, this, "options");
        const ssl = typeof this.ssl === "object" ? this.ssl : this.ssl ? { sslmode: this.ssl } : {};
        add(params, ssl, "sslmode");
        add(params, ssl, "sslca");
        add(params, ssl, "sslkey");
        add(params, ssl, "sslcert");
        add(params, ssl, "sslrootcert");
        add(params, this, "sslnegotiation");
        if (this.database) {
          params.push("dbname=" + quoteParamValue(this.database));
        }
        if (this.replication) {
          params.push("replication=" + quoteParamValue(this.replication));
        }
        if (this.host) {
          params.push("host=" + quoteParamValue(this.host));
        }
        if (this.isDomainSocket) {
          return cb(null, params.join(" "));
        }
        if (this.client_encoding) {
          params.push("client_encoding=" + quoteParamValue(this.client_encoding));
        }
        dns2.lookup(this.host, function(err, address) {
          if (err) return cb(err, null);
          params.push("hostaddr=" + quoteParamValue(address));
          return cb(null, params.join(" "));
        });
      }
    };
    module.exports = ConnectionParameters;
  }
});

// node_modules/pg/lib/result.js
var require_result = __commonJS({
  "node_modules/pg/lib/result.js"(exports, module) {
    "use strict";
    var types2 = require_pg_types();
    var matchRegexp = /^([A-Za-z]+)(?: (\d+))?(?: (\d+))?/;
    var Result2 = class {
      constructor(rowMode, types3) {
        this.command = null;
        this.rowCount = null;
        this.oid = null;
        this.rows = [];
        this.fields = [];
        this._parsers = void 0;
        this._types = types3;
        this.RowCtor = null;
        this.rowAsArray = rowMode === "array";
        if (this.rowAsArray) {
          this.parseRow = this._parseRowAsArray;
        }
        this._prebuiltEmptyResultObject = null;
      }
      // adds a command complete message
      addCommandComplete(msg) {
        let match;
        if (msg.text) {
          match = matchRegexp.exec(msg.text);
        } else {
          match = matchRegexp.exec(msg.command);
        }
        if (match) {
          this.command = match[1];
          if (match[3]) {
            this.oid = parseInt(match[2], 10);
            this.rowCount = parseInt(match[3], 10);
          } else if (match[2]) {
            this.rowCount = parseInt(match[2], 10);
          }
        }
      }
      _parseRowAsArray(rowData) {
        const row = new Array(rowData.length);
        for (let i = 0, len = rowData.length; i < len; i++) {
          const rawValue = rowData[i];
          if (rawValue !== null) {
            row[i] = this._parsers[i](rawValue);
          } else {
            row[i] = null;
          }
        }
        return row;
      }
      parseRow(rowData) {
        const row = { ...this._prebuiltEmptyResultObject };
        for (let i = 0, len = rowData.length; i < len; i++) {
          const rawValue = rowData[i];
          const field = this.fields[i].name;
          if (rawValue !== null) {
            const v = this.fields[i].format === "binary" ? Buffer.from(rawValue) : rawValue;
            row[field] = this._parsers[i](v);
          } else {
            row[field] = null;
          }
        }
        return row;
      }
      addRow(row) {
        this.rows.push(row);
      }
      addFields(fieldDescriptions) {
        this.fields = fieldDescriptions;
        if (this.fields.length) {
          this._parsers = new Array(fieldDescriptions.length);
        }
        const row = /* @__PURE__ */ Object.create(null);
        for (let i = 0; i < fieldDescriptions.length; i++) {
          const desc = fieldDescriptions[i];
          row[desc.name] = null;
          if (this._types) {
            this._parsers[i] = this._types.getTypeParser(desc.dataTypeID, desc.format || "text");
          } else {
            this._parsers[i] = types2.getTypeParser(desc.dataTypeID, desc.format || "text");
          }
        }
        this._prebuiltEmptyResultObject = { ...row };
      }
    };
    module.exports = Result2;
  }
});

// node_modules/pg/lib/query.js
var require_query = __commonJS({
  "node_modules/pg/lib/query.js"(exports, module) {
    "use strict";
    var { EventEmitter } = __require("events");
    var Result2 = require_result();
    var utils = require_utils();
    var Query2 = class extends EventEmitter {
      constructor(config, values, callback) {
        super();
        config = utils.normalizeQueryConfig(config, values, callback);
        this.text = config.text;
        this.values = config.values;
        this.rows = config.rows;
        this.types = config.types;
        this.name = config.name;
        this.queryMode = config.queryMode;
        this.binary = config.binary;
        this.portal = config.portal || "";
        this.callback = config.callback;
        this._rowMode = config.rowMode;
        if (process.domain && config.callback) {
          this.callback = process.domain.bind(config.callback);
        }
        this._result = new Result2(this._rowMode, this.types);
        this._results = this._result;
        this._canceledDueToError = false;
      }
      requiresPreparation() {
        if (this.queryMode === "extended") {
          return true;
        }
        if (this.name) {
          return true;
        }
        if (this.rows) {
          return true;
        }
        if (!this.text) {
          return false;
        }
        if (!this.values) {
          return false;
        }
        return this.values.length > 0;
      }
      _checkForMultirow() {
        if (this._result.command) {
          if (!Array.isArray(this._results)) {
            this._results = [this._result];
          }
          this._result = new Result2(this._rowMode, this._result._types);
          this._results.push(this._result);
        }
      }
      // associates row metadata from the supplied
      // message with this query object
      // metadata used when parsing row results
      handleRowDescription(msg) {
        this._checkForMultirow();
        this._result.addFields(msg.fields);
        this._accumulateRows = this.callback || !this.listeners("row").length;
      }
      handleDataRow(msg) {
        let row;
        if (this._canceledDueToError) {
          return;
        }
        try {
          row = this._result.parseRow(msg.fields);
        } catch (err) {
          this._canceledDueToError = err;
          return;
        }
        this.emit("row", row, this._result);
        if (this._accumulateRows) {
          this._result.addRow(row);
        }
      }
      handleCommandComplete(msg, connection) {
        this._checkForMultirow();
        this._result.addCommandComplete(msg);
        if (this.rows) {
          connection.sync();
        }
      }
      // if a named prepared statement is created with empty query text
      // the backend will send an emptyQuery message but *not* a command complete message
      // since we pipeline sync immediately after execute we don't need to do anything here
      // unless we have rows specified, in which case we did not pipeline the initial sync call
      handleEmptyQuery(connection) {
        if (this.rows) {
          connection.sync();
        }
      }
      handleError(err, connection) {
        if (this._canceledDueToError) {
          err = this._canceledDueToError;
          this._canceledDueToError = false;
        }
        if (this.callback) {
          return this.callback(err);
        }
        this.emit("error", err);
      }
      handleReadyForQuery(con) {
        if (this._canceledDueToError) {
          return this.handleError(this._canceledDueToError, con);
        }
        if (this.callback) {
          try {
            this.callback(null, this._results);
          } catch (err) {
            process.nextTick(() => {
              throw err;
            });
          }
        }
        this.emit("end", this._results);
      }
      submit(connection) {
        if (typeof this.text !== "string" && typeof this.name !== "string") {
          return new Error("A query must have either text or a name. Supplying neither is unsupported.");
        }
        const previous = connection.parsedStatements[this.name] || connection.submittedNamedStatements[this.name];
        if (this.text && previous && this.text !== previous) {
          return new Error(`Prepared statements must be unique - '${this.name}' was used for a different statement`);
        }
        if (this.values && !Array.isArray(this.values)) {
          return new Error("Query values must be an array");
        }
        if (this.requiresPreparation()) {
          connection.stream.cork && connection.stream.cork();
          try {
            this.prepare(connection);
          } finally {
            connection.stream.uncork && connection.stream.uncork();
          }
        } else {
          connection.query(this.text);
        }
        return null;
      }
      hasBeenParsed(connection) {
        return this.name && (connection.parsedStatements[this.name] !== void 0 || connection.submittedNamedStatements[this.name] !== void 0);
      }
      handlePortalSuspended(connection) {
        this._getRows(connection, this.rows);
      }
      _getRows(connection, rows) {
        connection.execute({
          portal: this.portal,
          rows
        });
        if (!rows) {
          connection.sync();
        } else {
          connection.flush();
        }
      }
      // http://developer.postgresql.org/pgdocs/postgres/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
      prepare(connection) {
        if (!this.hasBeenParsed(connection)) {
          connection.parse({
            text: this.text,
            name: this.name,
            types: this.types
          });
          if (this.name) {
            connection.submittedNamedStatements[this.name] = this.text;
          }
        }
        try {
          connection.bind({
            portal: this.portal,
            statement: this.name,
            values: this.values,
            binary: this.binary,
            valueMapper: utils.prepareValue
          });
        } catch (err) {
          connection.close({ type: "S", name: this.name });
          connection.sync();
          this.handleError(err, connection);
          return;
        }
        connection.describe({
          type: "P",
          name: this.portal || ""
        });
        this._getRows(connection, this.rows);
      }
      handleCopyInResponse(connection) {
        connection.sendCopyFail("No source stream defined");
      }
      handleCopyData(msg, connection) {
      }
    };
    module.exports = Query2;
  }
});

// node_modules/pg-protocol/dist/messages.js
var require_messages = __commonJS({
  "node_modules/pg-protocol/dist/messages.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.NoticeMessage = exports.DataRowMessage = exports.CommandCompleteMessage = exports.ReadyForQueryMessage = exports.NotificationResponseMessage = exports.BackendKeyDataMessage = exports.AuthenticationMD5Password = exports.ParameterStatusMessage = exports.ParameterDescriptionMessage = exports.RowDescriptionMessage = exports.Field = exports.CopyResponse = exports.CopyDataMessage = exports.DatabaseError = exports.copyDone = exports.emptyQuery = exports.replicationStart = exports.portalSuspended = exports.noData = exports.closeComplete = exports.bindComplete = exports.parseComplete = void 0;
    exports.parseComplete = {
      name: "parseComplete",
      length: 5
    };
    exports.bindComplete = {
      name: "bindComplete",
      length: 5
    };
    exports.closeComplete = {
      name: "closeComplete",
      length: 5
    };
    exports.noData = {
      name: "noData",
      length: 5
    };
    exports.portalSuspended = {
      name: "portalSuspended",
      length: 5
    };
    exports.replicationStart = {
      name: "replicationStart",
      length: 4
    };
    exports.emptyQuery = {
      name: "emptyQuery",
      length: 4
    };
    exports.copyDone = {
      name: "copyDone",
      length: 4
    };
    var DatabaseError2 = class extends Error {
      constructor(message, length, name) {
        super(message);
        this.length = length;
        this.name = name;
      }
    };
    exports.DatabaseError = DatabaseError2;
    var CopyDataMessage = class {
      constructor(length, chunk) {
        this.length = length;
        this.chunk = chunk;
        this.name = "copyData";
      }
    };
    exports.CopyDataMessage = CopyDataMessage;
    var CopyResponse = class {
      constructor(length, name, binary, columnCount) {
        this.length = length;
        this.name = name;
        this.binary = binary;
        this.columnTypes = new Array(columnCount);
      }
    };
    exports.CopyResponse = CopyResponse;
    var Field = class {
      constructor(name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, format) {
        this.name = name;
        this.tableID = tableID;
        this.columnID = columnID;
        this.dataTypeID = dataTypeID;
        this.dataTypeSize = dataTypeSize;
        this.dataTypeModifier = dataTypeModifier;
        this.format = format;
      }
    };
    exports.Field = Field;
    var RowDescriptionMessage = class {
      constructor(length, fieldCount) {
        this.length = length;
        this.fieldCount = fieldCount;
        this.name = "rowDescription";
        this.fields = new Array(this.fieldCount);
      }
    };
    exports.RowDescriptionMessage = RowDescriptionMessage;
    var ParameterDescriptionMessage = class {
      constructor(length, parameterCount) {
        this.length = length;
        this.parameterCount = parameterCount;
        this.name = "parameterDescription";
        this.dataTypeIDs = new Array(this.parameterCount);
      }
    };
    exports.ParameterDescriptionMessage = ParameterDescriptionMessage;
    var ParameterStatusMessage = class {
      constructor(length, parameterName, parameterValue) {
        this.length = length;
        this.parameterName = parameterName;
        this.parameterValue = parameterValue;
        this.name = "parameterStatus";
      }
    };
    exports.ParameterStatusMessage = ParameterStatusMessage;
    var AuthenticationMD5Password = class {
      constructor(length, salt) {
        this.length = length;
        this.salt = salt;
        this.name = "authenticationMD5Password";
      }
    };
    exports.AuthenticationMD5Password = AuthenticationMD5Password;
    var BackendKeyDataMessage = class {
      constructor(length, processID, secretKey) {
        this.length = length;
        this.processID = processID;
        this.secretKey = secretKey;
        this.name = "backendKeyData";
      }
    };
    exports.BackendKeyDataMessage = BackendKeyDataMessage;
    var NotificationResponseMessage = class {
      constructor(length, processId, channel, payload) {
        this.length = length;
        this.processId = processId;
        this.channel = channel;
        this.payload = payload;
        this.name = "notification";
      }
    };
    exports.NotificationResponseMessage = NotificationResponseMessage;
    var ReadyForQueryMessage = class {
      constructor(length, status) {
        this.length = length;
        this.status = status;
        this.name = "readyForQuery";
      }
    };
    exports.ReadyForQueryMessage = ReadyForQueryMessage;
    var CommandCompleteMessage = class {
      constructor(length, text2) {
        this.length = length;
        this.text = text2;
        this.name = "commandComplete";
      }
    };
    exports.CommandCompleteMessage = CommandCompleteMessage;
    var DataRowMessage = class {
      constructor(length, fields) {
        this.length = length;
        this.fields = fields;
        this.name = "dataRow";
        this.fieldCount = fields.length;
      }
    };
    exports.DataRowMessage = DataRowMessage;
    var NoticeMessage = class {
      constructor(length, message) {
        this.length = length;
        this.message = message;
        this.name = "notice";
      }
    };
    exports.NoticeMessage = NoticeMessage;
  }
});

// node_modules/pg-protocol/dist/buffer-writer.js
var require_buffer_writer = __commonJS({
  "node_modules/pg-protocol/dist/buffer-writer.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Writer = void 0;
    var Writer = class {
      constructor(size = 256) {
        this.size = size;
        this.offset = 5;
        this.headerPosition = 0;
        this.buffer = Buffer.allocUnsafe(size);
      }
      ensure(size) {
        const remaining = this.buffer.length - this.offset;
        if (remaining < size) {
          const oldBuffer = this.buffer;
          const newSize = oldBuffer.length + (oldBuffer.length >> 1) + size;
          this.buffer = Buffer.allocUnsafe(newSize);
          oldBuffer.copy(this.buffer, 0, 0, this.offset);
        }
      }
      addInt32(num) {
        this.ensure(4);
        this.buffer[this.offset++] = num >>> 24 & 255;
        this.buffer[this.offset++] = num >>> 16 & 255;
        this.buffer[this.offset++] = num >>> 8 & 255;
        this.buffer[this.offset++] = num >>> 0 & 255;
        return this;
      }
      addInt16(num) {
        this.ensure(2);
        this.buffer[this.offset++] = num >>> 8 & 255;
        this.buffer[this.offset++] = num >>> 0 & 255;
        return this;
      }
      addCString(string) {
        if (!string) {
          this.ensure(1);
        } else {
          const len = Buffer.byteLength(string);
          this.ensure(len + 1);
          this.buffer.write(string, this.offset, "utf-8");
          this.offset += len;
        }
        this.buffer[this.offset++] = 0;
        return this;
      }
      addString(string = "") {
        const len = Buffer.byteLength(string);
        this.ensure(len);
        this.buffer.write(string, this.offset);
        this.offset += len;
        return this;
      }
      // Write an Int32 byte-length prefix immediately followed by the string's UTF-8
      // bytes. Postgres' Bind wire format prefixes every parameter with its length,
      // and doing it in one method computes Buffer.byteLength ONCE — the previous
      // `addInt32(Buffer.byteLength(s)).addString(s)` pairing scanned the string
      // three times (byteLength for the prefix, byteLength again inside addString,
      // then the encode), which is costly for large text parameters.
      addInt32PrefixedString(string) {
        const len = Buffer.byteLength(string);
        this.ensure(4 + len);
        const buffer = this.buffer;
        let offset = this.offset;
        buffer[offset++] = len >>> 24 & 255;
        buffer[offset++] = len >>> 16 & 255;
        buffer[offset++] = len >>> 8 & 255;
        buffer[offset++] = len >>> 0 & 255;
        buffer.write(string, offset, "utf-8");
        this.offset = offset + len;
        return this;
      }
      add(otherBuffer) {
        this.ensure(otherBuffer.length);
        otherBuffer.copy(this.buffer, this.offset);
        this.offset += otherBuffer.length;
        return this;
      }
      /**
       * Appends an uninitialized block of {@link size} bytes to the buffer and returns its offset.
       */
      reserveUnsafe(size) {
        const offset = this.offset;
        this.ensure(size);
        this.offset += size;
        return offset;
      }
      join(code) {
        if (code) {
          this.buffer[this.headerPosition] = code;
          const length = this.offset - (this.headerPosition + 1);
          this.buffer.writeInt32BE(length, this.headerPosition + 1);
        }
        return this.buffer.slice(code ? 0 : 5, this.offset);
      }
      flush(code) {
        const result = this.join(code);
        this.offset = 5;
        this.headerPosition = 0;
        this.buffer = Buffer.allocUnsafe(this.size);
        return result;
      }
      clear() {
        this.offset = 5;
        this.headerPosition = 0;
      }
    };
    exports.Writer = Writer;
  }
});

// node_modules/pg-protocol/dist/serializer.js
var require_serializer = __commonJS({
  "node_modules/pg-protocol/dist/serializer.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.serialize = void 0;
    var buffer_writer_1 = require_buffer_writer();
    var writer = new buffer_writer_1.Writer();
    var startup = (opts) => {
      writer.addInt16(3).addInt16(0);
      for (const key of Object.keys(opts)) {
        writer.addCString(key).addCString(opts[key]);
      }
      writer.addCString("client_encoding").addCString("UTF8");
      const bodyBuffer = writer.addCString("").flush();
      const length = bodyBuffer.length + 4;
      return new buffer_writer_1.Writer().addInt32(length).add(bodyBuffer).flush();
    };
    var requestSsl = () => {
      const response = Buffer.allocUnsafe(8);
      response.writeInt32BE(8, 0);
      response.writeInt32BE(80877103, 4);
      return response;
    };
    var password = (password2) => {
      return writer.addCString(password2).flush(
        112
        /* code.startup */
      );
    };
    var sendSASLInitialResponseMessage = function(mechanism, initialResponse) {
      writer.addCString(mechanism).addInt32PrefixedString(initialResponse);
      return writer.flush(
        112
        /* code.startup */
      );
    };
    var sendSCRAMClientFinalMessage = function(additionalData) {
      return writer.addString(additionalData).flush(
        112
        /* code.startup */
      );
    };
    var query = (text2) => {
      return writer.addCString(text2).flush(
        81
        /* code.query */
      );
    };
    var emptyArray = [];
    var parse = (query2) => {
      const name = query2.name || "";
      if (name.length > 63) {
        console.error("Warning! Postgres only supports 63 characters for query names.");
        console.error("You supplied %s (%s)", name, name.length);
        console.error("This can cause conflicts and silent errors executing queries");
      }
      const types2 = query2.types || emptyArray;
      const len = types2.length;
      const buffer = writer.addCString(name).addCString(query2.text).addInt16(len);
      for (let i = 0; i < len; i++) {
        buffer.addInt32(types2[i]);
      }
      return writer.flush(
        80
        /* code.parse */
      );
    };
    var writeValues = function(values, valueMapper, formatsOffset) {
      const len = values.length;
      for (let i = 0; i < len; i++) {
        const mappedVal = valueMapper ? valueMapper(values[i], i) : values[i];
        let formatByte = 0;
        if (mappedVal == null) {
          writer.addInt32(-1);
        } else if (mappedVal instanceof Buffer) {
          formatByte = 1;
          writer.addInt32(mappedVal.length);
          writer.add(mappedVal);
        } else {
          writer.addInt32PrefixedString(mappedVal);
        }
        const buf = writer.buffer;
        buf[formatsOffset++] = 0;
        buf[formatsOffset++] = formatByte;
      }
    };
    var bind = (config = {}) => {
      const portal = config.portal || "";
      const statement = config.statement || "";
      const binary = config.binary || false;
      const values = config.values || emptyArray;
      const len = values.length;
      writer.addCString(portal).addCString(statement);
      writer.addInt16(len);
      const formatsOffset = writer.reserveUnsafe(len * 2);
      writer.addInt16(len);
      try {
        writeValues(values, config.valueMapper, formatsOffset);
      } catch (err) {
        writer.clear();
        throw err;
      }
      writer.addInt16(1);
      writer.addInt16(
        binary ? 1 : 0
        /* ParamType.STRING */
      );
      return writer.flush(
        66
        /* code.bind */
      );
    };
    var emptyExecute = Buffer.from([69, 0, 0, 0, 9, 0, 0, 0, 0, 0]);
    var execute = (config) => {
      if (!config || !config.portal && !config.rows) {
        return emptyExecute;
      }
      const portal = config.portal || "";
      const rows = config.rows || 0;
      const portalLength = Buffer.byteLength(portal);
      const len = 4 + portalLength + 1 + 4;
      const buff = Buffer.allocUnsafe(1 + len);
      buff[0] = 69;
      buff.writeInt32BE(len, 1);
      buff.write(portal, 5, "utf-8");
      buff[portalLength + 5] = 0;
      buff.writeUInt32BE(rows, buff.length - 4);
      return buff;
    };
    var cancel = (processID, secretKey) => {
      const buffer = Buffer.allocUnsafe(16);
      buffer.writeInt32BE(16, 0);
      buffer.writeInt16BE(1234, 4);
      buffer.writeInt16BE(5678, 6);
      buffer.writeInt32BE(processID, 8);
      buffer.writeInt32BE(secretKey, 12);
      return buffer;
    };
    var cstringMessage = (code, string) => {
      const stringLen = Buffer.byteLength(string);
      const len = 4 + stringLen + 1;
      const buffer = Buffer.allocUnsafe(1 + len);
      buffer[0] = code;
      buffer.writeInt32BE(len, 1);
      buffer.write(string, 5, "utf-8");
      buffer[len] = 0;
      return buffer;
    };
    var emptyDescribePortal = writer.addCString("P").flush(
      68
      /* code.describe */
    );
    var emptyDescribeStatement = writer.addCString("S").flush(
      68
      /* code.describe */
    );
    var describe = (msg) => {
      return msg.name ? cstringMessage(68, `${msg.type}${msg.name || ""}`) : msg.type === "P" ? emptyDescribePortal : emptyDescribeStatement;
    };
    var close = (msg) => {
      const text2 = `${msg.type}${msg.name || ""}`;
      return cstringMessage(67, text2);
    };
    var copyData = (chunk) => {
      return writer.add(chunk).flush(
        100
        /* code.copyFromChunk */
      );
    };
    var copyFail = (message) => {
      return cstringMessage(102, message);
    };
    var codeOnlyBuffer = (code) => Buffer.from([code, 0, 0, 0, 4]);
    var flushBuffer = codeOnlyBuffer(
      72
      /* code.flush */
    );
    var syncBuffer = codeOnlyBuffer(
      83
      /* code.sync */
    );
    var endBuffer = codeOnlyBuffer(
      88
      /* code.end */
    );
    var copyDoneBuffer = codeOnlyBuffer(
      99
      /* code.copyDone */
    );
    var serialize = {
      startup,
      password,
      requestSsl,
      sendSASLInitialResponseMessage,
      sendSCRAMClientFinalMessage,
      query,
      parse,
      bind,
      execute,
      describe,
      close,
      flush: () => flushBuffer,
      sync: () => syncBuffer,
      end: () => endBuffer,
      copyData,
      copyDone: () => copyDoneBuffer,
      copyFail,
      cancel
    };
    exports.serialize = serialize;
  }
});

// node_modules/pg-protocol/dist/buffer-reader.js
var require_buffer_reader = __commonJS({
  "node_modules/pg-protocol/dist/buffer-reader.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.BufferReader = void 0;
    var BufferReader = class {
      constructor(offset = 0) {
        this.offset = offset;
        this.buffer = Buffer.allocUnsafe(0);
        this.encoding = "utf-8";
      }
      setBuffer(offset, buffer) {
        this.offset = offset;
        this.buffer = buffer;
      }
      int16() {
        const result = this.buffer.readInt16BE(this.offset);
        this.offset += 2;
        return result;
      }
      byte() {
        const result = this.buffer[this.offset];
        this.offset++;
        return result;
      }
      int32() {
        const result = this.buffer.readInt32BE(this.offset);
        this.offset += 4;
        return result;
      }
      uint32() {
        const result = this.buffer.readUInt32BE(this.offset);
        this.offset += 4;
        return result;
      }
      string(length) {
        const result = this.buffer.toString(this.encoding, this.offset, this.offset + length);
        this.offset += length;
        return result;
      }
      cstring() {
        const start = this.offset;
        let end = start;
        while (this.buffer[end++]) {
        }
        this.offset = end;
        return this.buffer.toString(this.encoding, start, end - 1);
      }
      bytes(length) {
        const result = this.buffer.slice(this.offset, this.offset + length);
        this.offset += length;
        return result;
      }
    };
    exports.BufferReader = BufferReader;
  }
});

// node_modules/pg-protocol/dist/parser.js
var require_parser = __commonJS({
  "node_modules/pg-protocol/dist/parser.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Parser = void 0;
    var messages_1 = require_messages();
    var buffer_reader_1 = require_buffer_reader();
    var CODE_LENGTH = 1;
    var LEN_LENGTH = 4;
    var HEADER_LENGTH = CODE_LENGTH + LEN_LENGTH;
    var LATEINIT_LENGTH = -1;
    var emptyBuffer = Buffer.allocUnsafe(0);
    var Parser = class {
      constructor(opts) {
        this.buffer = emptyBuffer;
        this.bufferLength = 0;
        this.bufferOffset = 0;
        this.reader = new buffer_reader_1.BufferReader();
        if ((opts === null || opts === void 0 ? void 0 : opts.mode) === "binary") {
          throw new Error("Binary mode not supported yet");
        }
        this.mode = (opts === null || opts === void 0 ? void 0 : opts.mode) || "text";
      }
      parse(buffer, callback) {
        this.mergeBuffer(buffer);
        const bufferFullLength = this.bufferOffset + this.bufferLength;
        let offset = this.bufferOffset;
        while (offset + HEADER_LENGTH <= bufferFullLength) {
          const code = this.buffer[offset];
          const length = this.buffer.readUInt32BE(offset + CODE_LENGTH);
          const fullMessageLength = CODE_LENGTH + length;
          if (fullMessageLength + offset <= bufferFullLength) {
            const message = this.handlePacket(offset + HEADER_LENGTH, code, length, this.buffer);
            callback(message);
            offset += fullMessageLength;
          } else {
            break;
          }
        }
        if (offset === bufferFullLength) {
          this.buffer = emptyBuffer;
          this.bufferLength = 0;
          this.bufferOffset = 0;
        } else {
          this.bufferLength = bufferFullLength - offset;
          this.bufferOffset = offset;
        }
      }
      mergeBuffer(buffer) {
        if (this.bufferLength > 0) {
          const newLength = this.bufferLength + buffer.byteLength;
          const newFullLength = newLength + this.bufferOffset;
          if (newFullLength > this.buffer.byteLength) {
            let newBuffer;
            if (newLength <= this.buffer.byteLength && this.bufferOffset >= this.bufferLength) {
              newBuffer = this.buffer;
            } else {
              let newBufferLength = this.buffer.byteLength * 2;
              while (newLength >= newBufferLength) {
                newBufferLength *= 2;
              }
              newBuffer = Buffer.allocUnsafe(newBufferLength);
            }
            this.buffer.copy(newBuffer, 0, this.bufferOffset, this.bufferOffset + this.bufferLength);
            this.buffer = newBuffer;
            this.bufferOffset = 0;
          }
          buffer.copy(this.buffer, this.bufferOffset + this.bufferLength);
          this.bufferLength = newLength;
        } else {
          this.buffer = buffer;
          this.bufferOffset = 0;
          this.bufferLength = buffer.byteLength;
        }
      }
      handlePacket(offset, code, length, bytes) {
        const { reader } = this;
        reader.setBuffer(offset, bytes);
        let message;
        switch (code) {
          case 50:
            message = messages_1.bindComplete;
            break;
          case 49:
            message = messages_1.parseComplete;
            break;
          case 51:
            message = messages_1.closeComplete;
            break;
          case 110:
            message = messages_1.noData;
            break;
          case 115:
            message = messages_1.portalSuspended;
            break;
          case 99:
            message = messages_1.copyDone;
            break;
          case 87:
            message = messages_1.replicationStart;
            break;
          case 73:
            message = messages_1.emptyQuery;
            break;
          case 68:
            message = parseDataRowMessage(reader);
            break;
          case 67:
            message = parseCommandCompleteMessage(reader);
            break;
          case 90:
            message = parseReadyForQueryMessage(reader);
            break;
          case 65:
            message = parseNotificationMessage(reader);
            break;
          case 82:
            message = parseAuthenticationResponse(reader, length);
            break;
          case 83:
            message = parseParameterStatusMessage(reader);
            break;
          case 75:
            message = parseBackendKeyData(reader);
            break;
          case 69:
            message = parseErrorMessage(reader, "error");
            break;
          case 78:
            message = parseErrorMessage(reader, "notice");
            break;
          case 84:
            message = parseRowDescriptionMessage(reader);
            break;
          case 116:
            message = parseParameterDescriptionMessage(reader);
            break;
          case 71:
            message = parseCopyInMessage(reader);
            break;
          case 72:
            message = parseCopyOutMessage(reader);
            break;
          case 100:
            message = parseCopyData(reader, length);
            break;
          default:
            return new messages_1.DatabaseError("received invalid response: " + code.toString(16), length, "error");
        }
        reader.setBuffer(0, emptyBuffer);
        message.length = length;
        return message;
      }
    };
    exports.Parser = Parser;
    var parseReadyForQueryMessage = (reader) => {
      const status = reader.string(1);
      return new messages_1.ReadyForQueryMessage(LATEINIT_LENGTH, status);
    };
    var parseCommandCompleteMessage = (reader) => {
      const text2 = reader.cstring();
      return new messages_1.CommandCompleteMessage(LATEINIT_LENGTH, text2);
    };
    var parseCopyData = (reader, length) => {
      const chunk = reader.bytes(length - 4);
      return new messages_1.CopyDataMessage(LATEINIT_LENGTH, chunk);
    };
    var parseCopyInMessage = (reader) => parseCopyMessage(reader, "copyInResponse");
    var parseCopyOutMessage = (reader) => parseCopyMessage(reader, "copyOutResponse");
    var parseCopyMessage = (reader, messageName) => {
      const isBinary = reader.byte() !== 0;
      const columnCount = reader.int16();
      const message = new messages_1.CopyResponse(LATEINIT_LENGTH, messageName, isBinary, columnCount);
      for (let i = 0; i < columnCount; i++) {
        message.columnTypes[i] = reader.int16();
      }
      return message;
    };
    var parseNotificationMessage = (reader) => {
      const processId = reader.int32();
      const channel = reader.cstring();
      const payload = reader.cstring();
      return new messages_1.NotificationResponseMessage(LATEINIT_LENGTH, processId, channel, payload);
    };
    var parseRowDescriptionMessage = (reader) => {
      const fieldCount = reader.int16();
      const message = new messages_1.RowDescriptionMessage(LATEINIT_LENGTH, fieldCount);
      for (let i = 0; i < fieldCount; i++) {
        message.fields[i] = parseField(reader);
      }
      return message;
    };
    var parseField = (reader) => {
      const name = reader.cstring();
      const tableID = reader.uint32();
      const columnID = reader.int16();
      const dataTypeID = reader.uint32();
      const dataTypeSize = reader.int16();
      const dataTypeModifier = reader.int32();
      const mode = reader.int16() === 0 ? "text" : "binary";
      return new messages_1.Field(name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, mode);
    };
    var parseParameterDescriptionMessage = (reader) => {
      const parameterCount = reader.int16();
      const message = new messages_1.ParameterDescriptionMessage(LATEINIT_LENGTH, parameterCount);
      for (let i = 0; i < parameterCount; i++) {
        message.dataTypeIDs[i] = reader.uint32();
      }
      return message;
    };
    var parseDataRowMessage = (reader) => {
      const fieldCount = reader.int16();
      const fields = new Array(fieldCount);
      for (let i = 0; i < fieldCount; i++) {
        const len = reader.int32();
        fields[i] = len === -1 ? null : reader.string(len);
      }
      return new messages_1.DataRowMessage(LATEINIT_LENGTH, fields);
    };
    var parseParameterStatusMessage = (reader) => {
      const name = reader.cstring();
      const value = reader.cstring();
      return new messages_1.ParameterStatusMessage(LATEINIT_LENGTH, name, value);
    };
    var parseBackendKeyData = (reader) => {
      const processID = reader.int32();
      const secretKey = reader.int32();
      return new messages_1.BackendKeyDataMessage(LATEINIT_LENGTH, processID, secretKey);
    };
    var parseAuthenticationResponse = (reader, length) => {
      const code = reader.int32();
      const message = {
        name: "authenticationOk",
        length
      };
      switch (code) {
        case 0:
          break;
        case 3:
          if (message.length === 8) {
            message.name = "authenticationCleartextPassword";
          }
          break;
        case 5:
          if (message.length === 12) {
            message.name = "authenticationMD5Password";
            const salt = reader.bytes(4);
            return new messages_1.AuthenticationMD5Password(LATEINIT_LENGTH, salt);
          }
          break;
        case 10:
          {
            message.name = "authenticationSASL";
            message.mechanisms = [];
            let mechanism;
            do {
              mechanism = reader.cstring();
              if (mechanism) {
                message.mechanisms.push(mechanism);
              }
            } while (mechanism);
          }
          break;
        case 11:
          message.name = "authenticationSASLContinue";
          message.data = reader.string(length - 8);
          break;
        case 12:
          message.name = "authenticationSASLFinal";
          message.data = reader.string(length - 8);
          break;
        default:
          throw new Error("Unknown authenticationOk message type " + code);
      }
      return message;
    };
    var parseErrorMessage = (reader, name) => {
      const fields = {};
      let fieldType = reader.string(1);
      while (fieldType !== "\0") {
        fields[fieldType] = reader.cstring();
        fieldType = reader.string(1);
      }
      const messageValue = fields.M;
      const message = name === "notice" ? new messages_1.NoticeMessage(LATEINIT_LENGTH, messageValue) : new messages_1.DatabaseError(messageValue, LATEINIT_LENGTH, name);
      message.severity = fields.S;
      message.code = fields.C;
      message.detail = fields.D;
      message.hint = fields.H;
      message.position = fields.P;
      message.internalPosition = fields.p;
      message.internalQuery = fields.q;
      message.where = fields.W;
      message.schema = fields.s;
      message.table = fields.t;
      message.column = fields.c;
      message.dataType = fields.d;
      message.constraint = fields.n;
      message.file = fields.F;
      message.line = fields.L;
      message.routine = fields.R;
      return message;
    };
  }
});

// node_modules/pg-protocol/dist/index.js
var require_dist = __commonJS({
  "node_modules/pg-protocol/dist/index.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.DatabaseError = exports.serialize = void 0;
    exports.parse = parse;
    var messages_1 = require_messages();
    Object.defineProperty(exports, "DatabaseError", { enumerable: true, get: function() {
      return messages_1.DatabaseError;
    } });
    var serializer_1 = require_serializer();
    Object.defineProperty(exports, "serialize", { enumerable: true, get: function() {
      return serializer_1.serialize;
    } });
    var parser_1 = require_parser();
    function parse(stream, callback) {
      const parser = new parser_1.Parser();
      stream.on("data", (buffer) => parser.parse(buffer, callback));
      return new Promise((resolve) => stream.on("end", () => resolve()));
    }
  }
});

// node_modules/pg-cloudflare/dist/empty.js
var require_empty = __commonJS({
  "node_modules/pg-cloudflare/dist/empty.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.default = {};
  }
});

// node_modules/pg/lib/stream.js
var require_stream = __commonJS({
  "node_modules/pg/lib/stream.js"(exports, module) {
    var { getStream, getSecureStream } = getStreamFuncs();
    module.exports = {
      /**
       * Get a socket stream compatible with the current runtime environment.
       * @returns {Duplex}
       */
      getStream,
      /**
       * Get a TLS secured socket, compatible with the current environment,
       * using the socket and other settings given in `options`.
       * @returns {Duplex}
       */
      getSecureStream
    };
    function getNodejsStreamFuncs() {
      function getStream2(ssl) {
        const net = __require("net");
        return new net.Socket();
      }
      function getSecureStream2(options) {
        const tls = __require("tls");
        return tls.connect(options);
      }
      return {
        getStream: getStream2,
        getSecureStream: getSecureStream2
      };
    }
    function getCloudflareStreamFuncs() {
      function getStream2(ssl) {
        const { CloudflareSocket } = require_empty();
        return new CloudflareSocket(ssl);
      }
      function getSecureStream2(options) {
        options.socket.startTls(options);
        return options.socket;
      }
      return {
        getStream: getStream2,
        getSecureStream: getSecureStream2
      };
    }
    function isCloudflareRuntime() {
      if (typeof navigator === "object" && navigator !== null && typeof navigator.userAgent === "string") {
        return navigator.userAgent === "Cloudflare-Workers";
      }
      if (typeof Response === "function") {
        const resp = new Response(null, { cf: { thing: true } });
        if (typeof resp.cf === "object" && resp.cf !== null && resp.cf.thing) {
          return true;
        }
      }
      return false;
    }
    function getStreamFuncs() {
      if (isCloudflareRuntime()) {
        return getCloudflareStreamFuncs();
      }
      return getNodejsStreamFuncs();
    }
  }
});

// node_modules/pg/lib/connection.js
var require_connection = __commonJS({
  "node_modules/pg/lib/connection.js"(exports, module) {
    "use strict";
    var EventEmitter = __require("events").EventEmitter;
    var { parse, serialize } = require_dist();
    var stream = require_stream();
    var { getStream } = stream;
    var flushBuffer = serialize.flush();
    var syncBuffer = serialize.sync();
    var endBuffer = serialize.end();
    var Connection2 = class extends EventEmitter {
      constructor(config) {
        super();
        config = config || {};
        this.stream = config.stream || getStream(config.ssl);
        if (typeof this.stream === "function") {
          this.stream = this.stream(config);
        }
        this._keepAlive = config.keepAlive;
        this._keepAliveInitialDelayMillis = config.keepAliveInitialDelayMillis;
        this.parsedStatements = {};
        this.submittedNamedStatements = {};
        this.ssl = config.ssl || false;
        this.sslNegotiation = config.sslNegotiation || "postgres";
        this._ending = false;
        this._emitMessage = false;
        const self = this;
        this.on("newListener", function(eventName) {
          if (eventName === "message") {
            self._emitMessage = true;
          }
        });
      }
      connect(port, host) {
        const self = this;
        this._connecting = true;
        this.stream.setNoDelay(true);
        this.stream.connect(port, host);
        this.stream.once("connect", function() {
          if (self._keepAlive) {
            self.stream.setKeepAlive(true, self._keepAliveInitialDelayMillis);
          }
          self.emit("connect");
        });
        const reportStreamError = function(error) {
          if (self._ending && (error.code === "ECONNRESET" || error.code === "EPIPE")) {
            return;
          }
          self.emit("error", error);
        };
        this.stream.on("error", reportStreamError);
        this.stream.on("close", function() {
          self.emit("end");
        });
        if (!this.ssl) {
          return this.attachListeners(this.stream);
        }
        if (this.sslNegotiation === "direct") {
          return this.stream.once("connect", function() {
            self.upgradeToSSL(host, reportStreamError);
          });
        }
        this.stream.once("data", function(buffer) {
          const responseCode = buffer.toString("utf8");
          switch (responseCode) {
            case "S":
              break;
            case "N":
              self.stream.end();
              return self.emit("error", new Error("The server does not support SSL connections"));
            default:
              self.stream.end();
              return self.emit("error", new Error("There was an error establishing an SSL connection"));
          }
          self.upgradeToSSL(host, reportStreamError);
        });
      }
      upgradeToSSL(host, reportStreamError) {
        const self = this;
        const options = {
          socket: self.stream,
          // tls.connect checks the server identity against `servername`, falling
          // back to `host` and then to 'localhost'. `servername` must stay unset
          // for IP addresses (see below), so `host` is needed to keep certificate
          // validation working when connecting to an IP address.
          host
        };
        if (self.ssl !== true) {
          Object.assign(options, self.ssl);
          if ("key" in self.ssl) {
            options.key = self.ssl.key;
          }
        }
        if (self.sslNegotiation === "direct") {
          options.ALPNProtocols = ["postgresql"];
        }
        const net = __require("net");
        if (net.isIP && net.isIP(host) === 0) {
          options.servername = host;
        }
        try {
          self.stream = stream.getSecureStream(options);
        } catch (err) {
          return self.emit("error", err);
        }
        self.attachListeners(self.stream);
        self.stream.on("error", reportStreamError);
        self.emit("sslconnect");
      }
      attachListeners(stream2) {
        parse(stream2, (msg) => {
          const eventName = msg.name === "error" ? "errorMessage" : msg.name;
          if (this._emitMessage) {
            this.emit("message", msg);
          }
          this.emit(eventName, msg);
        });
      }
      requestSsl() {
        this.stream.write(serialize.requestSsl());
      }
      startup(config) {
        this.stream.write(serialize.startup(config));
      }
      cancel(processID, secretKey) {
        this._send(serialize.cancel(processID, secretKey));
      }
      password(password) {
        this._send(serialize.password(password));
      }
      sendSASLInitialResponseMessage(mechanism, initialResponse) {
        this._send(serialize.sendSASLInitialResponseMessage(mechanism, initialResponse));
      }
      sendSCRAMClientFinalMessage(additionalData) {
        this._send(serialize.sendSCRAMClientFinalMessage(additionalData));
      }
      _send(buffer) {
        if (!this.stream.writable) {
          return false;
        }
        return this.stream.write(buffer);
      }
      query(text2) {
        this._send(serialize.query(text2));
      }
      // send parse message
      parse(query) {
        this._send(serialize.parse(query));
      }
      // send bind message
      bind(config) {
        this._send(serialize.bind(config));
      }
      // send execute message
      execute(config) {
        this._send(serialize.execute(config));
      }
      flush() {
        if (this.stream.writable) {
          this.stream.write(flushBuffer);
        }
      }
      sync() {
        this._send(syncBuffer);
      }
      ref() {
        this.stream.ref();
      }
      unref() {
        this.stream.unref();
      }
      end() {
        this._ending = true;
        if (!this._connecting || !this.stream.writable) {
          this.stream.end();
          return;
        }
        return this.stream.write(endBuffer, () => {
          this.stream.end();
        });
      }
      close(msg) {
        this._send(serialize.close(msg));
      }
      describe(msg) {
        this._send(serialize.describe(msg));
      }
      sendCopyFromChunk(chunk) {
        this._send(serialize.copyData(chunk));
      }
      endCopyFrom() {
        this._send(serialize.copyDone());
      }
      sendCopyFail(msg) {
        this._send(serialize.copyFail(msg));
      }
    };
    module.exports = Connection2;
  }
});

// node_modules/split2/index.js
var require_split2 = __commonJS({
  "node_modules/split2/index.js"(exports, module) {
    "use strict";
    var { Transform } = __require("stream");
    var { StringDecoder } = __require("string_decoder");
    var kLast = /* @__PURE__ */ Symbol("last");
    var kDecoder = /* @__PURE__ */ Symbol("decoder");
    function transform(chunk, enc, cb) {
      let list;
      if (this.overflow) {
        const buf = this[kDecoder].write(chunk);
        list = buf.split(this.matcher);
        if (list.length === 1) return cb();
        list.shift();
        this.overflow = false;
      } else {
        this[kLast] += this[kDecoder].write(chunk);
        list = this[kLast].split(this.matcher);
      }
      this[kLast] = list.pop();
      for (let i = 0; i < list.length; i++) {
        try {
          push(this, this.mapper(list[i]));
        } catch (error) {
          return cb(error);
        }
      }
      this.overflow = this[kLast].length > this.maxLength;
      if (this.overflow && !this.skipOverflow) {
        cb(new Error("maximum buffer reached"));
        return;
      }
      cb();
    }
    function flush(cb) {
      this[kLast] += this[kDecoder].end();
      if (this[kLast]) {
        try {
          push(this, this.mapper(this[kLast]));
        } catch (error) {
          return cb(error);
        }
      }
      cb();
    }
    function push(self, val) {
      if (val !== void 0) {
        self.push(val);
      }
    }
    function noop(incoming) {
      return incoming;
    }
    function split(matcher, mapper, options) {
      matcher = matcher || /\r?\n/;
      mapper = mapper || noop;
      options = options || {};
      switch (arguments.length) {
        case 1:
          if (typeof matcher === "function") {
            mapper = matcher;
            matcher = /\r?\n/;
          } else if (typeof matcher === "object" && !(matcher instanceof RegExp) && !matcher[Symbol.split]) {
            options = matcher;
            matcher = /\r?\n/;
          }
          break;
        case 2:
          if (typeof matcher === "function") {
            options = mapper;
            mapper = matcher;
            matcher = /\r?\n/;
          } else if (typeof mapper === "object") {
            options = mapper;
            mapper = noop;
          }
      }
      options = Object.assign({}, options);
      options.autoDestroy = true;
      options.transform = transform;
      options.flush = flush;
      options.readableObjectMode = true;
      const stream = new Transform(options);
      stream[kLast] = "";
      stream[kDecoder] = new StringDecoder("utf8");
      stream.matcher = matcher;
      stream.mapper = mapper;
      stream.maxLength = options.maxLength;
      stream.skipOverflow = options.skipOverflow || false;
      stream.overflow = false;
      stream._destroy = function(err, cb) {
        this._writableState.errorEmitted = false;
        cb(err);
      };
      return stream;
    }
    module.exports = split;
  }
});

// node_modules/pgpass/lib/helper.js
var require_helper = __commonJS({
  "node_modules/pgpass/lib/helper.js"(exports, module) {
    "use strict";
    var path = __require("path");
    var Stream = __require("stream").Stream;
    var split = require_split2();
    var util = __require("util");
    var defaultPort = 5432;
    var isWin = process.platform === "win32";
    var warnStream = process.stderr;
    var S_IRWXG = 56;
    var S_IRWXO = 7;
    var S_IFMT = 61440;
    var S_IFREG = 32768;
    function isRegFile(mode) {
      return (mode & S_IFMT) == S_IFREG;
    }
    var fieldNames = ["host", "port", "database", "user", "password"];
    var nrOfFields = fieldNames.length;
    var passKey = fieldNames[nrOfFields - 1];
    function warn() {
      var isWritable = warnStream instanceof Stream && true === warnStream.writable;
      if (isWritable) {
        var args = Array.prototype.slice.call(arguments).concat("\n");
        warnStream.write(util.format.apply(util, args));
      }
    }
    Object.defineProperty(module.exports, "isWin", {
      get: function() {
        return isWin;
      },
      set: function(val) {
        isWin = val;
      }
    });
    module.exports.warnTo = function(stream) {
      var old = warnStream;
      warnStream = stream;
      return old;
    };
    module.exports.getFileName = function(rawEnv) {
      var env = rawEnv || process.env;
      var file = env.PGPASSFILE || (isWin ? path.join(env.APPDATA || "./", "postgresql", "pgpass.conf") : path.join(env.HOME || "./", ".pgpass"));
      return file;
    };
    module.exports.usePgPass = function(stats, fname) {
      if (Object.prototype.hasOwnProperty.call(process.env, "PGPASSWORD")) {
        return false;
      }
      if (isWin) {
        return true;
      }
      fname = fname || "<unkn>";
      if (!isRegFile(stats.mode)) {
        warn('WARNING: password file "%s" is not a plain file', fname);
        return false;
      }
      if (stats.mode & (S_IRWXG | S_IRWXO)) {
        warn('WARNING: password file "%s" has group or world access; permissions should be u=rw (0600) or less', fname);
        return false;
      }
      return true;
    };
    var matcher = module.exports.match = function(connInfo, entry) {
      return fieldNames.slice(0, -1).reduce(function(prev, field, idx) {
        if (idx == 1) {
          if (Number(connInfo[field] || defaultPort) === Number(entry[field])) {
            return prev && true;
          }
        }
        return prev && (entry[field] === "*" || entry[field] === connInfo[field]);
      }, true);
    };
    module.exports.getPassword = function(connInfo, stream, cb) {
      var pass;
      var lineStream = stream.pipe(split());
      function onLine(line) {
        var entry = parseLine(line);
        if (entry && isValidEntry(entry) && matcher(connInfo, entry)) {
          pass = entry[passKey];
          lineStream.end();
        }
      }
      var onEnd = function() {
        stream.destroy();
        cb(pass);
      };
      var onErr = function(err) {
        stream.destroy();
        warn("WARNING: error on reading file: %s", err);
        cb(void 0);
      };
      stream.on("error", onErr);
      lineStream.on("data", onLine).on("end", onEnd).on("error", onErr);
    };
    var parseLine = module.exports.parseLine = function(line) {
      if (line.length < 11 || line.match(/^\s+#/)) {
        return null;
      }
      var curChar = "";
      var prevChar = "";
      var fieldIdx = 0;
      var startIdx = 0;
      var endIdx = 0;
      var obj = {};
      var isLastField = false;
      var addToObj = function(idx, i0, i1) {
        var field = line.substring(i0, i1);
        if (!Object.hasOwnProperty.call(process.env, "PGPASS_NO_DEESCAPE")) {
          field = field.replace(/\\([:\\])/g, "$1");
        }
        obj[fieldNames[idx]] = field;
      };
      for (var i = 0; i < line.length - 1; i += 1) {
        curChar = line.charAt(i + 1);
        prevChar = line.charAt(i);
        isLastField = fieldIdx == nrOfFields - 1;
        if (isLastField) {
          addToObj(fieldIdx, startIdx);
          break;
        }
        if (i >= 0 && curChar == ":" && prevChar !== "\\") {
          addToObj(fieldIdx, startIdx, i + 1);
          startIdx = i + 2;
          fieldIdx += 1;
        }
      }
      obj = Object.keys(obj).length === nrOfFields ? obj : null;
      return obj;
    };
    var isValidEntry = module.exports.isValidEntry = function(entry) {
      var rules = {
        // host
        0: function(x) {
          return x.length > 0;
        },
        // port
        1: function(x) {
          if (x === "*") {
            return true;
          }
          x = Number(x);
          return isFinite(x) && x > 0 && x < 9007199254740992 && Math.floor(x) === x;
        },
        // database
        2: function(x) {
          return x.length > 0;
        },
        // username
        3: function(x) {
          return x.length > 0;
        },
        // password
        4: function(x) {
          return x.length > 0;
        }
      };
      for (var idx = 0; idx < fieldNames.length; idx += 1) {
        var rule = rules[idx];
        var value = entry[fieldNames[idx]] || "";
        var res = rule(value);
        if (!res) {
          return false;
        }
      }
      return true;
    };
  }
});

// node_modules/pgpass/lib/index.js
var require_lib = __commonJS({
  "node_modules/pgpass/lib/index.js"(exports, module) {
    "use strict";
    var path = __require("path");
    var fs = __require("fs");
    var helper = require_helper();
    module.exports = function(connInfo, cb) {
      var file = helper.getFileName();
      fs.stat(file, function(err, stat) {
        if (err || !helper.usePgPass(stat, file)) {
          return cb(void 0);
        }
        var st = fs.createReadStream(file);
        helper.getPassword(connInfo, st, cb);
      });
    };
    module.exports.warnTo = helper.warnTo;
  }
});

// node_modules/pg/lib/client.js
var require_client = __commonJS({
  "node_modules/pg/lib/client.js"(exports, module) {
    var EventEmitter = __require("events").EventEmitter;
    var utils = require_utils();
    var nodeUtils = __require("util");
    var sasl = require_sasl();
    var TypeOverrides2 = require_type_overrides();
    var ConnectionParameters = require_connection_parameters();
    var Query2 = require_query();
    var defaults2 = require_defaults();
    var Connection2 = require_connection();
    var crypto = require_utils2();
    var activeQueryDeprecationNotice = nodeUtils.deprecate(
      () => {
      },
      "Client.activeQuery is deprecated and will be removed in pg@9.0"
    );
    var queryQueueDeprecationNotice = nodeUtils.deprecate(
      () => {
      },
      "Client.queryQueue is deprecated and will be removed in pg@9.0."
    );
    var pgPassDeprecationNotice = nodeUtils.deprecate(
      () => {
      },
      "pgpass support is deprecated and will be removed in pg@9.0. You can provide an async function as the password property to the Client/Pool constructor that returns a password instead. Within this function you can call the pgpass module in your own code."
    );
    var byoPromiseDeprecationNotice = nodeUtils.deprecate(
      () => {
      },
      "Passing a custom Promise implementation to the Client/Pool constructor is deprecated and will be removed in pg@9.0."
    );
    var queryQueueLengthDeprecationNotice = nodeUtils.deprecate(
      () => {
      },
      "Calling client.query() when the client is already executing a query is deprecated and will be removed in pg@9.0. Use async/await or an external async flow control mechanism instead."
    );
    function coerceNumberOrDefault(value, defaultValue) {
      if (typeof value === "number") {
        return Number.isFinite(value) ? value : defaultValue;
      }
      if (typeof value === "string" && value.trim() !== "") {
        const n = Number(value);
        return Number.isFinite(n) ? n : defaultValue;
      }
      return defaultValue;
    }
    var Client2 = class extends EventEmitter {
      constructor(config) {
        super();
        this.connectionParameters = new ConnectionParameters(config);
        this.user = this.connectionParameters.user;
        this.database = this.connectionParameters.database;
        this.port = this.connectionParameters.port;
        this.host = this.connectionParameters.host;
        Object.defineProperty(this, "password", {
          configurable: true,
          enumerable: false,
          writable: true,
          value: this.connectionParameters.password
        });
        this.replication = this.connectionParameters.replication;
        const c = config || {};
        if (c.Promise) {
          byoPromiseDeprecationNotice();
        }
        this._Promise = c.Promise || global.Promise;
        this._types = new TypeOverrides2(c.types);
        this._ending = false;
        this._ended = false;
        this._connecting = false;
        this._connected = false;
        this._connectionError = false;
        this._queryable = true;
        this._activeQuery = null;
        this._txStatus = null;
        this.enableChannelBinding = Boolean(c.enableChannelBinding);
        this.scramMaxIterations = coerceNumberOrDefault(c.scramMaxIterations, sasl.DEFAULT_MAX_SCRAM_ITERATIONS);
        this.connection = c.connection || new Connection2({
          stream: c.stream,
          ssl: this.connectionParameters.ssl,
          sslNegotiation: this.connectionParameters.sslnegotiation,
          keepAlive: c.keepAlive || false,
          keepAliveInitialDelayMillis: c.keepAliveInitialDelayMillis || 0,
          encoding: this.connectionParameters.client_encoding || "utf8"
        });
        this._queryQueue = [];
        this._sentQueryQueue = [];
        this.pipeline = Boolean(c.pipeline);
        this.binary = c.binary || defaults2.binary;
        this.processID = null;
        this.secretKey = null;
        this.ssl = this.connectionParameters.ssl || false;
        this.sslNegotiation = this.connectionParameters.sslnegotiation || "postgres";
        if (this.ssl && this.ssl.key) {
          Object.defineProperty(this.ssl, "key", {
            enumerable: false
          });
        }
        this._connectionTimeoutMillis = c.connectionTimeoutMillis || 0;
      }
      get activeQuery() {
        activeQueryDeprecationNotice();
        return this._activeQuery;
      }
      set activeQuery(val) {
        activeQueryDeprecationNotice();
        this._activeQuery = val;
      }
      _getActiveQuery() {
        return this._activeQuery;
      }
      _errorAllQueries(err) {
        const enqueueError = (query) => {
          process.nextTick(() => {
            query.handleError(err, this.connection);
          });
        };
        const activeQuery = this._getActiveQuery();
        if (activeQuery) {
          enqueueError(activeQuery);
          this._activeQuery = null;
        }
        this._sentQueryQueue.forEach(enqueueError);
        this._sentQueryQueue.length = 0;
        this._queryQueue.forEach(enqueueError);
        this._queryQueue.length = 0;
      }
      _connect(callback) {
        const self = this;
        const con = this.connection;
        this._connectionCallback = callback;
        if (this._connecting || this._connected) {
          const err = new Error("Client has already been connected. You cannot reuse a client.");
          process.nextTick(() => {
            callback(err);
          });
          return;
        }
        this._connecting = true;
        if (this._connectionTimeoutMillis > 0) {
          this.connectionTimeoutHandle = setTimeout(() => {
            con._ending = true;
            con.stream.destroy(new Error("timeout expired"));
          }, this._connectionTimeoutMillis);
          if (this.connectionTimeoutHandle.unref) {
            this.connectionTimeoutHandle.unref();
          }
        }
        if (this.host && this.host.indexOf("/") === 0) {
          con.connect(this.host + "/.s.PGSQL." + this.port);
        } else {
          con.connect(this.port, this.host);
        }
        con.on("connect", function() {
          if (self.ssl) {
            if (self.sslNegotiation !== "direct") {
              con.requestSsl();
            }
          } else {
            con.startup(self.getStartupConf());
          }
        });
        con.on("sslconnect", function() {
          con.startup(self.getStartupConf());
        });
        this._attachListeners(con);
        con.once("end", () => {
          const error = this._ending ? new Error("Connection terminated") : new Error("Connection terminated unexpectedly");
          clearTimeout(this.connectionTimeoutHandle);
          this._errorAllQueries(error);
          this._ended = true;
          if (!this._ending) {
            if (this._connecting && !this._connectionError) {
              if (this._connectionCallback) {
                this._connectionCallback(error);
              } else {
                this._handleErrorEvent(error);
              }
            } else if (!this._connectionError) {
              this._handleErrorEvent(error);
            }
          }
          process.nextTick(() => {
            this.emit("end");
          });
        });
      }
      connect(callback) {
        if (callback) {
          this._connect(callback);
          return;
        }
        return new this._Promise((resolve, reject) => {
          this._connect((error) => {
            if (error) {
              reject(error);
            } else {
              resolve(this);
            }
          });
        });
      }
      _attachListeners(con) {
        con.on("authenticationCleartextPassword", this._handleAuthCleartextPassword.bind(this));
        con.on("authenticationMD5Password", this._handleAuthMD5Password.bind(this));
        con.on("authenticationSASL", this._handleAuthSASL.bind(this));
        con.on("authenticationSASLContinue", this._handleAuthSASLContinue.bind(this));
        con.on("authenticationSASLFinal", this._handleAuthSASLFinal.bind(this));
        con.on("backendKeyData", this._handleBackendKeyData.bind(this));
        con.on("error", this._handleErrorEvent.bind(this));
        con.on("errorMessage", this._handleErrorMessage.bind(this));
        con.on("readyForQuery", this._handleReadyForQuery.bind(this));
        con.on("notice", this._handleNotice.bind(this));
        con.on("rowDescription", this._handleRowDescription.bind(this));
        con.on("dataRow", this._handleDataRow.bind(this));
        con.on("portalSuspended", this._handlePortalSuspended.bind(this));
        con.on("emptyQuery", this._handleEmptyQuery.bind(this));
        con.on("commandComplete", this._handleCommandComplete.bind(this));
        con.on("parseComplete", this._handleParseComplete.bind(this));
        con.on("copyInResponse", this._handleCopyInResponse.bind(this));
        con.on("copyData", this._handleCopyData.bind(this));
        con.on("notification", this._handleNotification.bind(this));
      }
      _getPassword(cb) {
        const con = this.connection;
        if (typeof this.password === "function") {
          this._Promise.resolve().then(() => this.password(this.connectionParameters)).then((pass) => {
            if (pass !== void 0) {
              if (typeof pass !== "string") {
                con.emit("error", new TypeError("Password must be a string"));
                return;
              }
              this.connectionParameters.password = this.password = pass;
            } else {
              this.connectionParameters.password = this.password = null;
            }
            cb();
          }).catch((err) => {
            con.emit("error", err);
          });
        } else if (this.password !== null) {
          cb();
        } else {
          try {
            const pgPass = require_lib();
            pgPass(this.connectionParameters, (pass) => {
              if (void 0 !== pass) {
                pgPassDeprecationNotice();
                this.connectionParameters.password = this.password = pass;
              }
              cb();
            });
          } catch (e) {
            this.emit("error", e);
          }
        }
      }
      _handleAuthCleartextPassword(msg) {
        this._getPassword(() => {
          this.connection.password(this.password);
        });
      }
      _handleAuthMD5Password(msg) {
        this._getPassword(async () => {
          try {
            const hashedPassword = await crypto.postgresMd5PasswordHash(this.user, this.password, msg.salt);
            this.connection.password(hashedPassword);
          } catch (e) {
            this.emit("error", e);
          }
        });
      }
      _handleAuthSASL(msg) {
        this._getPassword(() => {
          try {
            this.saslSession = sasl.startSession(
              msg.mechanisms,
              this.enableChannelBinding && this.connection.stream,
              this.scramMaxIterations
            );
            this.connection.sendSASLInitialResponseMessage(this.saslSession.mechanism, this.saslSession.response);
          } catch (err) {
            this.connection.emit("error", err);
          }
        });
      }
      async _handleAuthSASLContinue(msg) {
        try {
          await sasl.continueSession(
            this.saslSession,
            this.password,
            msg.data,
            this.enableChannelBinding && this.connection.stream
          );
          this.connection.sendSCRAMClientFinalMessage(this.saslSession.response);
        } catch (err) {
          this.connection.emit("error", err);
        }
      }
      _handleAuthSASLFinal(msg) {
        try {
          sasl.finalizeSession(this.saslSession, msg.data);
          this.saslSession = null;
        } catch (err) {
          this.connection.emit("error", err);
        }
      }
      _handleBackendKeyData(msg) {
        this.processID = msg.processID;
        this.secretKey = msg.secretKey;
      }
      _handleReadyForQuery(msg) {
        if (this._connecting) {
          this._connecting = false;
          this._connected = true;
          clearTimeout(this.connectionTimeoutHandle);
          if (this._connectionCallback) {
            this._connectionCallback(null, this);
            this._connectionCallback = null;
          }
          this.emit("connect");
        }
        const activeQuery = this._getActiveQuery();
        this._activeQuery = null;
        this._txStatus = msg?.status ?? null;
        this.readyForQuery = true;
        if (activeQuery) {
          activeQuery.handleReadyForQuery(this.connection);
        }
        this._pulseQueryQueue();
      }
      // if we receive an error event or error message
      // during the connection process we handle it here
      _handleErrorWhileConnecting(err) {
        if (this._connectionError) {
          return;
        }
        this._connectionError = true;
        clearTimeout(this.connectionTimeoutHandle);
        if (this._connectionCallback) {
          return this._connectionCallback(err);
        }
        this.emit("error", err);
      }
      // if we're connected and we receive an error event from the connection
      // this means the socket is dead - do a hard abort of all queries and emit
      // the socket error on the client as well
      _handleErrorEvent(err) {
        if (this._connecting) {
          return this._handleErrorWhileConnecting(err);
        }
        this._queryable = false;
        this._errorAllQueries(err);
        this.emit("error", err);
      }
      // handle error messages from the postgres backend
      _handleErrorMessage(msg) {
        if (this._connecting) {
          return this._handleErrorWhileConnecting(msg);
        }
        const activeQuery = this._getActiveQuery();
        if (!activeQuery) {
          this._handleErrorEvent(msg);
          return;
        }
        this._activeQuery = null;
        if (activeQuery.name) {
          delete this.connection.submittedNamedStatements[activeQuery.name];
        }
        activeQuery.handleError(msg, this.connection);
      }
      _handleRowDescription(msg) {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected rowDescription message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        activeQuery.handleRowDescription(msg);
      }
      _handleDataRow(msg) {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected dataRow message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        activeQuery.handleDataRow(msg);
      }
      _handlePortalSuspended(msg) {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected portalSuspended message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        activeQuery.handlePortalSuspended(this.connection);
      }
      _handleEmptyQuery(msg) {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected emptyQuery message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        activeQuery.handleEmptyQuery(this.connection);
      }
      _handleCommandComplete(msg) {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected commandComplete message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        activeQuery.handleCommandComplete(msg, this.connection);
      }
      _handleParseComplete() {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected parseComplete message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        if (activeQuery.name) {
          this.connection.parsedStatements[activeQuery.name] = activeQuery.text;
          delete this.connection.submittedNamedStatements[activeQuery.name];
        }
      }
      _handleCopyInResponse(msg) {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected copyInResponse message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        activeQuery.handleCopyInResponse(this.connection);
      }
      _handleCopyData(msg) {
        const activeQuery = this._getActiveQuery();
        if (activeQuery == null) {
          const error = new Error("Received unexpected copyData message from backend.");
          this._handleErrorEvent(error);
          return;
        }
        activeQuery.handleCopyData(msg, this.connection);
      }
      _handleNotification(msg) {
        this.emit("notification", msg);
      }
      _handleNotice(msg) {
        this.emit("notice", msg);
      }
      getStartupConf() {
        const params = this.connectionParameters;
        const data = {
          user: params.user,
          database: params.database
        };
        const appName = params.application_name || params.fallback_application_name;
        if (appName) {
          data.application_name = appName;
        }
        if (params.replication) {
          data.replication = "" + params.replication;
        }
        if (params.statement_timeout) {
          data.statement_timeout = String(parseInt(params.statement_timeout, 10));
        }
        if (params.lock_timeout) {
          data.lock_timeout = String(parseInt(params.lock_timeout, 10));
        }
        if (params.idle_in_transaction_session_timeout) {
          data.idle_in_transaction_session_timeout = String(parseInt(params.idle_in_transaction_session_timeout, 10));
        }
        if (params.options) {
          data.options = params.options;
        }
        return data;
      }
      cancel(client, query) {
        if (client.activeQuery === query) {
          const con = this.connection;
          if (this.host && this.host.indexOf("/") === 0) {
            con.connect(this.host + "/.s.PGSQL." + this.port);
          } else {
            con.connect(this.port, this.host);
          }
          con.on("connect", function() {
            con.cancel(client.processID, client.secretKey);
          });
        } else if (client._queryQueue.indexOf(query) !== -1) {
          client._queryQueue.splice(client._queryQueue.indexOf(query), 1);
        } else if (client._sentQueryQueue.indexOf(query) !== -1) {
          query.callback = () => {
          };
        }
      }
      setTypeParser(oid, format, parseFn) {
        return this._types.setTypeParser(oid, format, parseFn);
      }
      getTypeParser(oid, format) {
        return this._types.getTypeParser(oid, format);
      }
      // escapeIdentifier and escapeLiteral moved to utility functions & exported
      // on PG
      // re-exported here for backwards compatibility
      escapeIdentifier(str) {
        return utils.escapeIdentifier(str);
      }
      escapeLiteral(str) {
        return utils.escapeLiteral(str);
      }
      _pulseQueryQueue() {
        if (this.pipeline) {
          this._pulsePipelinedQueryQueue();
          return;
        }
        if (this.readyForQuery === true) {
          this._activeQuery = this._queryQueue.shift();
          const activeQuery = this._getActiveQuery();
          if (activeQuery) {
            this.readyForQuery = false;
            this.hasExecuted = true;
            const queryError = activeQuery.submit(this.connection);
            if (queryError) {
              process.nextTick(() => {
                activeQuery.handleError(queryError, this.connection);
                this.readyForQuery = true;
                this._pulseQueryQueue();
              });
            }
          } else if (this.hasExecuted) {
            this._activeQuery = null;
            this.emit("drain");
          }
        }
      }
      _pulsePipelinedQueryQueue() {
        if (!this._connected || !this._queryable) {
          return;
        }
        while (this._queryQueue.length > 0) {
          const query = this._queryQueue.shift();
          this.hasExecuted = true;
          const queryError = query.submit(this.connection);
          if (queryError) {
            process.nextTick(() => {
              query.handleError(queryError, this.connection);
            });
            continue;
          }
          this._sentQueryQueue.push(query);
        }
        if (this.readyForQuery && !this._activeQuery && this._sentQueryQueue.length > 0) {
          this._activeQuery = this._sentQueryQueue.shift();
          this.readyForQuery = false;
        }
        if (!this._activeQuery && this._sentQueryQueue.length === 0 && this._queryQueue.length === 0 && this.hasExecuted) {
          this.emit("drain");
        }
      }
      query(config, values, callback) {
        let query;
        let result;
        if (config == null) {
          throw new TypeError("Client was passed a null or undefined query");
        }
        if (typeof config.submit === "function") {
          result = query = config;
          if (!query.callback) {
            if (typeof values === "function") {
              query.callback = values;
            } else if (callback) {
              query.callback = callback;
            }
          }
        } else {
          query = new Query2(config, values, callback);
          if (!query.callback) {
            result = new this._Promise((resolve, reject) => {
              query.callback = (err, res) => err ? reject(err) : resolve(res);
            }).catch((err) => {
              Error.captureStackTrace(err);
              throw err;
            });
          } else if (typeof query.callback !== "function") {
            throw new TypeError("callback is not a function");
          }
        }
        const readTimeout = config.query_timeout || this.connectionParameters.query_timeout;
        if (readTimeout) {
          const queryCallback = query.callback || (() => {
          });
          const readTimeoutTimer = setTimeout(() => {
            const error = new Error("Query read timeout");
            process.nextTick(() => {
              query.handleError(error, this.connection);
            });
            queryCallback(error);
            query.callback = () => {
            };
            const index = this._queryQueue.indexOf(query);
            if (index > -1) {
              this._queryQueue.splice(index, 1);
            } else if (this.pipeline) {
              this.connection.stream.destroy();
              return;
            }
            this._pulseQueryQueue();
          }, readTimeout);
          query.callback = (err, res) => {
            clearTimeout(readTimeoutTimer);
            queryCallback(err, res);
          };
        }
        if (this.binary && !query.binary) {
          query.binary = true;
        }
        if (query._result && !query._result._types) {
          query._result._types = this._types;
        }
        if (this.pipeline) {
          const portalQuery = typeof config.submit === "function" && !(query instanceof Query2) ? "Custom query classes such as pg-cursor and pg-query-stream are" : query.rows ? "The `rows` option is" : null;
          if (portalQuery) {
            process.nextTick(() => {
              query.handleError(new Error(`${portalQuery} not supported in pipeline mode`), this.connection);
            });
            return result;
          }
        }
        if (!this._queryable) {
          process.nextTick(() => {
            query.handleError(new Error("Client has encountered a connection error and is not queryable"), this.connection);
          });
          return result;
        }
        if (this._ending) {
          process.nextTick(() => {
            query.handleError(new Error("Client was closed and is not queryable"), this.connection);
          });
          return result;
        }
        if (this._queryQueue.length > 0 && !this.pipeline) {
          queryQueueLengthDeprecationNotice();
        }
        this._queryQueue.push(query);
        this._pulseQueryQueue();
        return result;
      }
      ref() {
        this.connection.ref();
      }
      unref() {
        this.connection.unref();
      }
      getTransactionStatus() {
        return this._txStatus;
      }
      end(cb) {
        this._ending = true;
        if (!this.connection._connecting || this._ended) {
          if (cb) {
            cb();
            return;
          } else {
            return this._Promise.resolve();
          }
        }
        if (!this._queryable) {
          this.connection.stream.destroy();
        } else if (this.pipeline && (this._getActiveQuery() || this._sentQueryQueue.length > 0 || this._queryQueue.length > 0)) {
          this.once("drain", () => this.connection.end());
        } else if (this._getActiveQuery()) {
          this.connection.stream.destroy();
        } else {
          this.connection.end();
        }
        if (cb) {
          this.connection.once("end", cb);
        } else {
          return new this._Promise((resolve) => {
            this.connection.once("end", resolve);
          });
        }
      }
      get queryQueue() {
        queryQueueDeprecationNotice();
        return this._queryQueue;
      }
    };
    Client2.Query = Query2;
    module.exports = Client2;
  }
});

// node_modules/pg-pool/index.js
var require_pg_pool = __commonJS({
  "node_modules/pg-pool/index.js"(exports, module) {
    "use strict";
    var EventEmitter = __require("events").EventEmitter;
    var NOOP = function() {
    };
    var removeWhere = (list, predicate) => {
      const i = list.findIndex(predicate);
      return i === -1 ? void 0 : list.splice(i, 1)[0];
    };
    var IdleItem = class {
      constructor(client, idleListener, timeoutId) {
        this.client = client;
        this.idleListener = idleListener;
        this.timeoutId = timeoutId;
      }
    };
    var PendingItem = class {
      constructor(callback) {
        this.callback = callback;
      }
    };
    function throwOnDoubleRelease() {
      throw new Error("Release called on client which has already been released to the pool.");
    }
    function promisify(Promise2, callback) {
      if (callback) {
        return { callback, result: void 0 };
      }
      let rej;
      let res;
      const cb = function(err, client) {
        err ? rej(err) : res(client);
      };
      const result = new Promise2(function(resolve, reject) {
        res = resolve;
        rej = reject;
      }).catch((err) => {
        Error.captureStackTrace(err);
        throw err;
      });
      return { callback: cb, result };
    }
    function makeIdleListener(pool, client) {
      return function idleListener(err) {
        err.client = client;
        client.removeListener("error", idleListener);
        client.on("error", () => {
          pool.log("additional client error after disconnection due to error", err);
        });
        pool._remove(client);
        pool.emit("error", err, client);
      };
    }
    var Pool2 = class extends EventEmitter {
      constructor(options, Client2) {
        super();
        this.options = Object.assign({}, options);
        if (options != null && "password" in options) {
          Object.defineProperty(this.options, "password", {
            configurable: true,
            enumerable: false,
            writable: true,
            value: options.password
          });
        }
        if (options != null && options.ssl && options.ssl.key) {
          Object.defineProperty(this.options.ssl, "key", {
            enumerable: false
          });
        }
        this.options.max = this.options.max || this.options.poolSize || 10;
        this.options.min = this.options.min || 0;
        this.options.maxUses = this.options.maxUses || Infinity;
        this.options.allowExitOnIdle = this.options.allowExitOnIdle || false;
        this.options.maxLifetimeSeconds = this.options.maxLifetimeSeconds || 0;
        this.log = this.options.log || function() {
        };
        this.Client = this.options.Client || Client2 || require_lib2().Client;
        this.Promise = this.options.Promise || global.Promise;
        if (typeof this.options.idleTimeoutMillis === "undefined") {
          this.options.idleTimeoutMillis = 1e4;
        }
        this._clients = [];
        this._idle = [];
        this._expired = /* @__PURE__ */ new WeakSet();
        this._pendingQueue = [];
        this._endCallback = void 0;
        this.ending = false;
        this.ended = false;
      }
      _promiseTry(f) {
        const Promise2 = this.Promise;
        if (typeof Promise2.try === "function") {
          return Promise2.try(f);
        }
        return new Promise2((resolve) => resolve(f()));
      }
      _isFull() {
        return this._clients.length >= this.options.max;
      }
      _isAboveMin() {
        return this._clients.length > this.options.min;
      }
      _pulseQueue() {
        this.log("pulse queue");
        if (this.ended) {
          this.log("pulse queue ended");
          return;
        }
        if (this.ending) {
          this.log("pulse queue on ending");
          if (this._idle.length) {
            this._idle.slice().map((item) => {
              this._remove(item.client);
            });
          }
          if (!this._clients.length) {
            this.ended = true;
            this._endCallback();
          }
          return;
        }
        if (!this._pendingQueue.length) {
          this.log("no queued requests");
          return;
        }
        if (!this._idle.length && this._isFull()) {
          return;
        }
        const pendingItem = this._pendingQueue.shift();
        if (this._idle.length) {
          const idleItem = this._idle.pop();
          clearTimeout(idleItem.timeoutId);
          const client = idleItem.client;
          client.ref && client.ref();
          const idleListener = idleItem.idleListener;
          return this._acquireClient(client, pendingItem, idleListener, false);
        }
        if (!this._isFull()) {
          return this.newClient(pendingItem);
        }
        throw new Error("unexpected condition");
      }
      _remove(client, callback) {
        const removed = removeWhere(this._idle, (item) => item.client === client);
        if (removed !== void 0) {
          clearTimeout(removed.timeoutId);
        }
        this._clients = this._clients.filter((c) => c !== client);
        const context = this;
        client.end(() => {
          context.emit("remove", client);
          if (typeof callback === "function") {
            callback();
          }
        });
      }
      connect(cb) {
        if (this.ending) {
          const err = new Error("Cannot use a pool after calling end on the pool");
          return cb ? cb(err) : this.Promise.reject(err);
        }
        const response = promisify(this.Promise, cb);
        const result = response.result;
        if (this._isFull() || this._idle.length) {
          if (this._idle.length) {
            process.nextTick(() => this._pulseQueue());
          }
          if (!this.options.connectionTimeoutMillis) {
            this._pendingQueue.push(new PendingItem(response.callback));
            return result;
          }
          const queueCallback = (err, res, done) => {
            clearTimeout(tid);
            response.callback(err, res, done);
          };
          const pendingItem = new PendingItem(queueCallback);
          const tid = setTimeout(() => {
            removeWhere(this._pendingQueue, (i) => i.callback === queueCallback);
            pendingItem.timedOut = true;
            response.callback(new Error("timeout exceeded when trying to connect"));
          }, this.options.connectionTimeoutMillis);
          if (tid.unref) {
            tid.unref();
          }
          this._pendingQueue.push(pendingItem);
          return result;
        }
        this.newClient(new PendingItem(response.callback));
        return result;
      }
      newClient(pendingItem) {
        const client = new this.Client(this.options);
        this._clients.push(client);
        const idleListener = makeIdleListener(this, client);
        this.log("checking client timeout");
        let tid;
        let timeoutHit = false;
        if (this.options.connectionTimeoutMillis) {
          tid = setTimeout(() => {
            if (client.connection) {
              this.log("ending client due to timeout");
              timeoutHit = true;
              client.connection.stream.destroy();
            } else if (!client.isConnected()) {
              this.log("ending client due to timeout");
              timeoutHit = true;
              client.end();
            }
          }, this.options.connectionTimeoutMillis);
        }
        this.log("connecting new client");
        client.connect((err) => {
          if (tid) {
            clearTimeout(tid);
          }
          client.on("error", idleListener);
          if (err) {
            this.log("client failed to connect", err);
            this._clients = this._clients.filter((c) => c !== client);
            if (timeoutHit) {
              err = new Error("Connection terminated due to connection timeout", { cause: err });
            }
            this._pulseQueue();
            if (!pendingItem.timedOut) {
              pendingItem.callback(err, void 0, NOOP);
            }
          } else {
            this.log("new client connected");
            if (this.options.onConnect) {
              this._promiseTry(() => this.options.onConnect(client)).then(
                () => {
                  this._afterConnect(client, pendingItem, idleListener);
                },
                (hookErr) => {
                  this._clients = this._clients.filter((c) => c !== client);
                  client.end(() => {
                    this._pulseQueue();
                    if (!pendingItem.timedOut) {
                      pendingItem.callback(hookErr, void 0, NOOP);
                    }
                  });
                }
              );
              return;
            }
            return this._afterConnect(client, pendingItem, idleListener);
          }
        });
      }
      _afterConnect(client, pendingItem, idleListener) {
        if (this.options.maxLifetimeSeconds !== 0) {
          const maxLifetimeTimeout = setTimeout(() => {
            this.log("ending client due to expired lifetime");
            this._expired.add(client);
            const idleIndex = this._idle.findIndex((idleItem) => idleItem.client === client);
            if (idleIndex !== -1) {
              this._acquireClient(
                client,
                new PendingItem((err, client2, clientRelease) => clientRelease()),
                idleListener,
                false
              );
            }
          }, this.options.maxLifetimeSeconds * 1e3);
          maxLifetimeTimeout.unref();
          client.once("end", () => clearTimeout(maxLifetimeTimeout));
        }
        return this._acquireClient(client, pendingItem, idleListener, true);
      }
      // acquire a client for a pending work item
      _acquireClient(client, pendingItem, idleListener, isNew) {
        if (isNew) {
          this.emit("connect", client);
        }
        this.emit("acquire", client);
        client.release = this._releaseOnce(client, idleListener);
        client.removeListener("error", idleListener);
        if (!pendingItem.timedOut) {
          if (isNew && this.options.verify) {
            this.options.verify(client, (err) => {
              if (err) {
                client.release(err);
                return pendingItem.callback(err, void 0, NOOP);
              }
              pendingItem.callback(void 0, client, client.release);
            });
          } else {
            pendingItem.callback(void 0, client, client.release);
          }
        } else {
          if (isNew && this.options.verify) {
            this.options.verify(client, client.release);
          } else {
            client.release();
          }
        }
      }
      // returns a function that wraps _release and throws if called more than once
      _releaseOnce(client, idleListener) {
        let released = false;
        return (err) => {
          if (released) {
            throwOnDoubleRelease();
          }
          released = true;
          this._release(client, idleListener, err);
        };
      }
      // release a client back to the poll, include an error
      // to remove it from the pool
      _release(client, idleListener, err) {
        client.on("error", idleListener);
        client._poolUseCount = (client._poolUseCount || 0) + 1;
        this.emit("release", err, client);
        if (err || this.ending || !client._queryable || client._ending || client._poolUseCount >= this.options.maxUses) {
          if (client._poolUseCount >= this.options.maxUses) {
            this.log("remove expended client");
          }
          return this._remove(client, this._pulseQueue.bind(this));
        }
        const isExpired = this._expired.has(client);
        if (isExpired) {
          this.log("remove expired client");
          this._expired.delete(client);
          return this._remove(client, this._pulseQueue.bind(this));
        }
        let tid;
        if (this.options.idleTimeoutMillis && this._isAboveMin()) {
          tid = setTimeout(() => {
            if (this._isAboveMin()) {
              this.log("remove idle client");
              this._remove(client, this._pulseQueue.bind(this));
            }
          }, this.options.idleTimeoutMillis);
          if (this.options.allowExitOnIdle) {
            tid.unref();
          }
        }
        if (this.options.allowExitOnIdle) {
          client.unref();
        }
        this._idle.push(new IdleItem(client, idleListener, tid));
        this._pulseQueue();
      }
      query(text2, values, cb) {
        if (typeof text2 === "function") {
          const response2 = promisify(this.Promise, text2);
          setImmediate(function() {
            return response2.callback(new Error("Passing a function as the first parameter to pool.query is not supported"));
          });
          return response2.result;
        }
        if (typeof values === "function") {
          cb = values;
          values = void 0;
        }
        const response = promisify(this.Promise, cb);
        cb = response.callback;
        this.connect((err, client) => {
          if (err) {
            return cb(err);
          }
          let clientReleased = false;
          const onError = (err2) => {
            if (clientReleased) {
              return;
            }
            clientReleased = true;
            client.release(err2);
            cb(err2);
          };
          client.once("error", onError);
          this.log("dispatching query");
          try {
            client.query(text2, values, (err2, res) => {
              this.log("query dispatched");
              client.removeListener("error", onError);
              if (clientReleased) {
                return;
              }
              clientReleased = true;
              client.release(err2);
              if (err2) {
                return cb(err2);
              }
              return cb(void 0, res);
            });
          } catch (err2) {
            client.release(err2);
            return cb(err2);
          }
        });
        return response.result;
      }
      end(cb) {
        this.log("ending");
        if (this.ending) {
          const err = new Error("Called end on pool more than once");
          return cb ? cb(err) : this.Promise.reject(err);
        }
        this.ending = true;
        const promised = promisify(this.Promise, cb);
        this._endCallback = promised.callback;
        this._pulseQueue();
        return promised.result;
      }
      get waitingCount() {
        return this._pendingQueue.length;
      }
      get idleCount() {
        return this._idle.length;
      }
      get expiredCount() {
        return this._clients.reduce((acc, client) => acc + (this._expired.has(client) ? 1 : 0), 0);
      }
      get totalCount() {
        return this._clients.length;
      }
    };
    module.exports = Pool2;
  }
});

// node_modules/pg/lib/native/query.js
var require_query2 = __commonJS({
  "node_modules/pg/lib/native/query.js"(exports, module) {
    "use strict";
    var EventEmitter = __require("events").EventEmitter;
    var util = __require("util");
    var utils = require_utils();
    var NativeQuery = module.exports = function(config, values, callback) {
      EventEmitter.call(this);
      config = utils.normalizeQueryConfig(config, values, callback);
      this.text = config.text;
      this.values = config.values;
      this.name = config.name;
      this.queryMode = config.queryMode;
      this.callback = config.callback;
      this.state = "new";
      this._arrayMode = config.rowMode === "array";
      this._emitRowEvents = false;
      this.on(
        "newListener",
        function(event) {
          if (event === "row") this._emitRowEvents = true;
        }.bind(this)
      );
    };
    util.inherits(NativeQuery, EventEmitter);
    var errorFieldMap = {
      sqlState: "code",
      statementPosition: "position",
      messagePrimary: "message",
      messageDetail: "detail",
      messageHint: "hint",
      context: "where",
      schemaName: "schema",
      tableName: "table",
      columnName: "column",
      dataTypeName: "dataType",
      constraintName: "constraint",
      sourceFile: "file",
      sourceLine: "line",
      sourceFunction: "routine"
    };
    NativeQuery.prototype.handleError = function(err) {
      const fields = this.native && this.native.pq.resultErrorFields();
      if (fields) {
        for (const key in fields) {
          const normalizedFieldName = errorFieldMap[key] || key;
          err[normalizedFieldName] = fields[key];
        }
      }
      if (this.callback) {
        this.callback(err);
      } else {
        this.emit("error", err);
      }
      this.state = "error";
    };
    NativeQuery.prototype.then = function(onSuccess, onFailure) {
      return this._getPromise().then(onSuccess, onFailure);
    };
    NativeQuery.prototype.catch = function(callback) {
      return this._getPromise().catch(callback);
    };
    NativeQuery.prototype._getPromise = function() {
      if (this._promise) return this._promise;
      this._promise = new Promise(
        function(resolve, reject) {
          this._once("end", resolve);
          this._once("error", reject);
        }.bind(this)
      );
      return this._promise;
    };
    NativeQuery.prototype.submit = function(client) {
      this.state = "running";
      const self = this;
      this.native = client.native;
      client.native.arrayMode = this._arrayMode;
      let after = function(err, rows, results) {
        client.native.arrayMode = false;
        setImmediate(function() {
          self.emit("_done");
        });
        if (err) {
          return self.handleError(err);
        }
        if (self._emitRowEvents) {
          if (results.length > 1) {
            rows.forEach((rowOfRows, i) => {
              rowOfRows.forEach((row) => {
                self.emit("row", row, results[i]);
              });
            });
          } else {
            rows.forEach(function(row) {
              self.emit("row", row, results);
            });
          }
        }
        self.state = "end";
        self.emit("end", results);
        if (self.callback) {
          self.callback(null, results);
        }
      };
      if (process.domain) {
        after = process.domain.bind(after);
      }
      if (this.name) {
        if (this.name.length > 63) {
          console.error("Warning! Postgres only supports 63 characters for query names.");
          console.error("You supplied %s (%s)", this.name, this.name.length);
          console.error("This can cause conflicts and silent errors executing queries");
        }
        const values = (this.values || []).map(utils.prepareValue);
        if (client.namedQueries[this.name] !== void 0) {
          if (this.text && client.namedQueries[this.name] !== this.text) {
            const err = new Error(`Prepared statements must be unique - '${this.name}' was used for a different statement`);
            return after(err);
          }
          return client.native.execute(this.name, values, after);
        }
        return client.native.prepare(this.name, this.text, values.length, function(err) {
          if (err) return after(err);
          client.namedQueries[self.name] = self.text;
          return self.native.execute(self.name, values, after);
        });
      } else if (this.values) {
        if (!Array.isArray(this.values)) {
          const err = new Error("Query values must be an array");
          return after(err);
        }
        const vals = this.values.map(utils.prepareValue);
        client.native.query(this.text, vals, after);
      } else if (this.queryMode === "extended") {
        client.native.query(this.text, [], after);
      } else {
        client.native.query(this.text, after);
      }
    };
  }
});

// node_modules/pg/lib/native/client.js
var require_client2 = __commonJS({
  "node_modules/pg/lib/native/client.js"(exports, module) {
    var nodeUtils = __require("util");
    var Native;
    try {
      Native = __require("pg-native");
    } catch (e) {
      throw e;
    }
    var TypeOverrides2 = require_type_overrides();
    var EventEmitter = __require("events").EventEmitter;
    var util = __require("util");
    var ConnectionParameters = require_connection_parameters();
    var NativeQuery = require_query2();
    var queryQueueLengthDeprecationNotice = nodeUtils.deprecate(
      () => {
      },
      "Calling client.query() when the client is already executing a query is deprecated and will be removed in pg@9.0. Use async/await or an external async flow control mechanism instead."
    );
    var Client2 = module.exports = function(config) {
      EventEmitter.call(this);
      config = config || {};
      this._Promise = config.Promise || global.Promise;
      this._types = new TypeOverrides2(config.types);
      this.native = new Native({
        types: this._types
      });
      this._queryQueue = [];
      this._ending = false;
      this._connecting = false;
      this._connected = false;
      this._queryable = true;
      this.pipeline = Boolean(config.pipeline);
      this._pipelineInFlight = false;
      const cp = this.connectionParameters = new ConnectionParameters(config);
      if (config.nativeConnectionString) cp.nativeConnectionString = config.nativeConnectionString;
      this.user = cp.user;
      Object.defineProperty(this, "password", {
        configurable: true,
        enumerable: false,
        writable: true,
        value: cp.password
      });
      this.database = cp.database;
      this.host = cp.host;
      this.port = cp.port;
      this.namedQueries = {};
    };
    Client2.Query = NativeQuery;
    util.inherits(Client2, EventEmitter);
    Client2.prototype._errorAllQueries = function(err) {
      const enqueueError = (query) => {
        process.nextTick(() => {
          query.native = this.native;
          query.handleError(err);
        });
      };
      if (this._hasActiveQuery()) {
        enqueueError(this._activeQuery);
        this._activeQuery = null;
      }
      this._queryQueue.forEach(enqueueError);
      this._queryQueue.length = 0;
    };
    Client2.prototype._connect = function(cb) {
      const self = this;
      if (this._connecting) {
        process.nextTick(() => cb(new Error("Client has already been connected. You cannot reuse a client.")));
        return;
      }
      this._connecting = true;
      this.connectionParameters.getLibpqConnectionString(function(err, conString) {
        if (self.connectionParameters.nativeConnectionString) conString = self.connectionParameters.nativeConnectionString;
        if (err) return cb(err);
        self.native.connect(conString, function(err2) {
          if (err2) {
            self.native.end();
            return cb(err2);
          }
          self._connected = true;
          self.native.on("error", function(err3) {
            self._queryable = false;
            self._errorAllQueries(err3);
            self.emit("error", err3);
          });
          self.native.on("notification", function(msg) {
            self.emit("notification", {
              channel: msg.relname,
              payload: msg.extra
            });
          });
          self.emit("connect");
          self._pulseQueryQueue(true);
          cb(null, this);
        });
      });
    };
    Client2.prototype.connect = function(callback) {
      if (callback) {
        this._connect(callback);
        return;
      }
      return new this._Promise((resolve, reject) => {
        this._connect((error) => {
          if (error) {
            reject(error);
          } else {
            resolve(this);
          }
        });
      });
    };
    Client2.prototype.query = function(config, values, callback) {
      let query;
      let result;
      let readTimeout;
      let readTimeoutTimer;
      let queryCallback;
      if (config === null || config === void 0) {
        throw new TypeError("Client was passed a null or undefined query");
      } else if (typeof config.submit === "function") {
        readTimeout = config.query_timeout || this.connectionParameters.query_timeout;
        result = query = config;
        if (typeof values === "function") {
          config.callback = values;
        }
      } else {
        readTimeout = config.query_timeout || this.connectionParameters.query_timeout;
        query = new NativeQuery(config, values, callback);
        if (!query.callback) {
          let resolveOut, rejectOut;
          result = new this._Promise((resolve, reject) => {
            resolveOut = resolve;
            rejectOut = reject;
          }).catch((err) => {
            Error.captureStackTrace(err);
            throw err;
          });
          query.callback = (err, res) => err ? rejectOut(err) : resolveOut(res);
        }
      }
      if (readTimeout) {
        queryCallback = query.callback || (() => {
        });
        readTimeoutTimer = setTimeout(() => {
          const error = new Error("Query read timeout");
          process.nextTick(() => {
            query.handleError(error, this.connection);
          });
          queryCallback(error);
          query.callback = () => {
          };
          const index = this._queryQueue.indexOf(query);
          if (index > -1) {
            this._queryQueue.splice(index, 1);
          }
          this._pulseQueryQueue();
        }, readTimeout);
        query.callback = (err, res) => {
          clearTimeout(readTimeoutTimer);
          queryCallback(err, res);
        };
      }
      if (!this._queryable) {
        query.native = this.native;
        process.nextTick(() => {
          query.handleError(new Error("Client has encountered a connection error and is not queryable"));
        });
        return result;
      }
      if (this._ending) {
        query.native = this.native;
        process.nextTick(() => {
          query.handleError(new Error("Client was closed and is not queryable"));
        });
        return result;
      }
      if (this._queryQueue.length > 0 && !this.pipeline) {
        queryQueueLengthDeprecationNotice();
      }
      this._queryQueue.push(query);
      this._pulseQueryQueue();
      return result;
    };
    Client2.prototype.end = function(cb) {
      const self = this;
      this._ending = true;
      if (this._connecting && !this._connected) {
        this.once("connect", () => {
          this.end(() => {
          });
        });
      }
      let result;
      if (!cb) {
        result = new this._Promise(function(resolve, reject) {
          cb = (err) => err ? reject(err) : resolve();
        });
      }
      const doEnd = function() {
        self.native.end(function() {
          self._connected = false;
          self._errorAllQueries(new Error("Connection terminated"));
          process.nextTick(() => {
            self.emit("end");
            if (cb) cb();
          });
        });
      };
      if (this.pipeline && (this._pipelineInFlight || this._queryQueue.length > 0)) {
        this.once("drain", doEnd);
      } else {
        doEnd();
      }
      return result;
    };
    Client2.prototype._hasActiveQuery = function() {
      return this._activeQuery && this._activeQuery.state !== "error" && this._activeQuery.state !== "end";
    };
    Client2.prototype._pulseQueryQueue = function(initialConnection) {
      if (!this._connected) {
        return;
      }
      if (this.pipeline && !initialConnection) {
        return this._pulsePipelinedQueryQueue();
      }
      if (this._hasActiveQuery()) {
        return;
      }
      const query = this._queryQueue.shift();
      if (!query) {
        if (!initialConnection) {
          this.emit("drain");
        }
        return;
      }
      this._activeQuery = query;
      query.submit(this);
      const self = this;
      query.once("_done", function() {
        self._pulseQueryQueue();
      });
    };
    Client2.prototype._pulsePipelinedQueryQueue = function() {
      if (!this._connected || this._pipelineInFlight) {
        return;
      }
      if (this._queryQueue.length === 0) {
        if (this.hasExecuted) {
          this.emit("drain");
        }
        return;
      }
      this._pipelineInFlight = true;
      const self = this;
      const queries = [];
      const nativeQueries = [];
      const utils = require_utils();
      while (this._queryQueue.length > 0) {
        const query = this._queryQueue.shift();
        this.hasExecuted = true;
        nativeQueries.push(query);
        const values = query.values ? query.values.map(utils.prepareValue) : null;
        const pipelineEntry = { text: query.text, name: query.name, arrayMode: query._arrayMode };
        if (values) {
          pipelineEntry.values = values;
        }
        if (query.name && this.namedQueries[query.name]) {
          pipelineEntry._alreadyPrepared = true;
        }
        queries.push(pipelineEntry);
      }
      this.native.pipeline(queries, function(err, results) {
        self._pipelineInFlight = false;
        if (err) {
          self._connected = false;
          self._queryable = false;
          for (let i = 0; i < nativeQueries.length; i++) {
            const q = nativeQueries[i];
            q.native = self.native;
            q.handleError(err);
          }
          self._errorAllQueries(err);
          self.emit("error", err);
          self.emit("end");
          return;
        }
        for (let i = 0; i < nativeQueries.length; i++) {
          const q = nativeQueries[i];
          const r = results[i];
          q.native = self.native;
          if (r.err) {
            q.handleError(r.err);
          } else {
            if (q.name) {
              self.namedQueries[q.name] = q.text;
            }
            q.state = "end";
            q.emit("end", r.result);
            if (q.callback) {
              q.callback(null, r.result);
            }
          }
          setImmediate(function() {
            q.emit("_done");
          });
        }
        self._pulsePipelinedQueryQueue();
      });
    };
    Client2.prototype.cancel = function(query) {
      if (this._activeQuery === query) {
        this.native.cancel(function() {
        });
      } else if (this._queryQueue.indexOf(query) !== -1) {
        this._queryQueue.splice(this._queryQueue.indexOf(query), 1);
      }
    };
    Client2.prototype.ref = function() {
    };
    Client2.prototype.unref = function() {
    };
    Client2.prototype.setTypeParser = function(oid, format, parseFn) {
      return this._types.setTypeParser(oid, format, parseFn);
    };
    Client2.prototype.getTypeParser = function(oid, format) {
      return this._types.getTypeParser(oid, format);
    };
    Client2.prototype.isConnected = function() {
      return this._connected;
    };
    Client2.prototype.getTransactionStatus = function() {
      return this.native.getTransactionStatus();
    };
  }
});

// node_modules/pg/lib/native/index.js
var require_native = __commonJS({
  "node_modules/pg/lib/native/index.js"(exports, module) {
    "use strict";
    module.exports = require_client2();
  }
});

// node_modules/pg/lib/index.js
var require_lib2 = __commonJS({
  "node_modules/pg/lib/index.js"(exports, module) {
    "use strict";
    var Client2 = require_client();
    var defaults2 = require_defaults();
    var Connection2 = require_connection();
    var Result2 = require_result();
    var utils = require_utils();
    var Pool2 = require_pg_pool();
    var TypeOverrides2 = require_type_overrides();
    var { DatabaseError: DatabaseError2 } = require_dist();
    var { escapeIdentifier: escapeIdentifier2, escapeLiteral: escapeLiteral2 } = require_utils();
    var poolFactory = (Client3) => {
      return class BoundPool extends Pool2 {
        constructor(options) {
          super(options, Client3);
        }
      };
    };
    var PG = function(clientConstructor2) {
      this.defaults = defaults2;
      this.Client = clientConstructor2;
      this.Query = this.Client.Query;
      this.Pool = poolFactory(this.Client);
      this._pools = [];
      this.Connection = Connection2;
      this.types = require_pg_types();
      this.DatabaseError = DatabaseError2;
      this.TypeOverrides = TypeOverrides2;
      this.escapeIdentifier = escapeIdentifier2;
      this.escapeLiteral = escapeLiteral2;
      this.Result = Result2;
      this.utils = utils;
    };
    var clientConstructor = Client2;
    var forceNative = false;
    try {
      forceNative = !!process.env.NODE_PG_FORCE_NATIVE;
    } catch {
    }
    if (forceNative) {
      clientConstructor = require_native();
    }
    module.exports = new PG(clientConstructor);
    Object.defineProperty(module.exports, "native", {
      configurable: true,
      enumerable: false,
      get() {
        let native = null;
        try {
          native = new PG(require_native());
        } catch (err) {
          if (err.code !== "MODULE_NOT_FOUND") {
            throw err;
          }
        }
        Object.defineProperty(module.exports, "native", {
          value: native
        });
        return native;
      }
    });
  }
});

// src/sources/postgres/auth.ts
import dns from "node:dns";

// node_modules/pg/esm/index.mjs
var import_lib = __toESM(require_lib2(), 1);
var Client = import_lib.default.Client;
var Pool = import_lib.default.Pool;
var Connection = import_lib.default.Connection;
var types = import_lib.default.types;
var Query = import_lib.default.Query;
var DatabaseError = import_lib.default.DatabaseError;
var escapeIdentifier = import_lib.default.escapeIdentifier;
var escapeLiteral = import_lib.default.escapeLiteral;
var Result = import_lib.default.Result;
var TypeOverrides = import_lib.default.TypeOverrides;
var defaults = import_lib.default.defaults;
var esm_default = import_lib.default;

// src/sources/postgres/pg-client.ts
var CONNECT_TIMEOUT = 3e4;
function wireOf(client) {
  return client.connection;
}
function announcedPid(client) {
  return client.processID;
}
function identity(user, password) {
  return {
    user,
    // A function, or node-postgres would look for PGPASSWORD and ~/.pgpass.
    password: () => password?.reveal() ?? "",
    application_name: "highwater",
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    // Shorter than the patience of load balancers with a connection that is silent while a query computes.
    keepAliveInitialDelayMillis: 6e4
  };
}
async function openClient(config) {
  const client = new esm_default.Client(config);
  client.on("error", () => void 0);
  try {
    await client.connect();
  } catch (error) {
    wireOf(client).stream.destroy();
    throw error;
  }
  return client;
}

// src/sources/postgres/cloudsql.ts
var SCOPES = ["https://www.googleapis.com/auth/sqlservice.admin", "https://www.googleapis.com/auth/sqlservice.login"];
function cloudSqlLogin(options, auth, mask, overrides) {
  const account = auth.credentials.reveal();
  const iam = auth.password === void 0;
  const user = () => auth.user ?? iamUser(account);
  let connector = null;
  let established = null;
  return {
    server: auth.instance,
    user,
    local: true,
    connect: async () => {
      connector ??= createConnector(account, mask, overrides);
      const google = await connector;
      const { stream } = await google.getOptions({
        instanceConnectionName: auth.instance,
        ipType: auth.ip_type.toUpperCase(),
        authType: iam ? "IAM" : "PASSWORD"
      }).catch((error) => {
        throw explained(error, auth.instance);
      });
      established = google;
      return openClient({
        ...identity(user(), auth.password),
        host: auth.instance,
        database: options.database,
        ssl: false,
        stream
      });
    },
    // One that never got its instance has nothing to close, and would end the process by an unhandled rejection (1.10.0).
    close: () => established?.close()
  };
}
async function createConnector(account, mask, overrides) {
  const credentials = parsed(account);
  const [{ Connector }, { GoogleAuth }] = await Promise.all([
    import("./lib-google-cloud-cloud-sql-connector.js"),
    import("./lib-google-auth-library.js")
  ]);
  const auth = new GoogleAuth({ credentials, scopes: SCOPES });
  try {
    const client = await auth.getClient();
    client.on("tokens", ({ access_token: token }) => {
      if (typeof token === "string") mask(token);
    });
  } catch {
  }
  return new Connector({ auth, ...overrides });
}
function iamUser(account) {
  return (parsed(account).client_email ?? "").replace(/\.gserviceaccount\.com$/, "");
}
function parsed(account) {
  try {
    const value = JSON.parse(account);
    if (typeof value === "object" && value !== null) return value;
  } catch {
  }
  throw new HighwaterError(
    "SIGN_IN_REFUSED",
    "The Cloud SQL `credentials` are no JSON.",
    "Store the whole key file of the service account (IAM & Admin, Service Accounts, Keys, JSON) in the secret."
  );
}
function explained(error, instance) {
  const { code, status, message = "" } = error;
  const found = GOOGLE_FAULTS.find((fault) => fault.when.test(`${status ?? ""} ${code ?? ""} ${message}`));
  return found === void 0 ? error : new HighwaterError(found.code, found.says(instance), found.hint, { cause: error });
}
var GOOGLE_FAULTS = [
  {
    when: /\b401\b|invalid_grant|invalid_client|Invalid JWT|DECODER|unsupported/i,
    code: "SIGN_IN_REFUSED",
    says: () => "Google refused the service account's key.",
    hint: "The key was deleted, disabled or is not whole: make a new one (IAM & Admin, Service Accounts, Keys) and store the JSON file in the secret."
  },
  {
    when: /\b403\b/,
    code: "SIGN_IN_REFUSED",
    says: (instance) => `The service account may not connect to the Cloud SQL instance ${instance}, or the Cloud SQL Admin API is off in its project.`,
    hint: "Give it the role Cloud SQL Client (roles/cloudsql.client) and, for IAM login, Cloud SQL Instance User (roles/cloudsql.instanceUser); turn on sqladmin.googleapis.com."
  },
  {
    when: /\b404\b|ENOSQLADMIN\b|EBADSQLADMINREGION|EBADCONNECTIONNAME/,
    code: "SOURCE_UNREACHABLE",
    says: (instance) => `There is no Cloud SQL instance ${instance}.`,
    hint: "Copy the connection name (project:region:name) from the instance's overview page to `auth.instance`."
  },
  {
    when: /SQLADMINIPADDRESS/,
    code: "SOURCE_UNREACHABLE",
    says: (instance) => `The Cloud SQL instance ${instance} has no address of the wanted kind.`,
    hint: "Set `auth.ip_type` to public, private or psc, as the instance's Connections page shows."
  }
];

// src/sources/postgres/receive-socket.ts
import { Socket } from "node:net";
var BLOCK_BYTES = 1024 * 1024;
var LEAST_ROOM = 64 * 1024;
var BLOCKS_KEPT = 8;
var ReceiveSocket = class extends Socket {
  /** Takes what is received instead of the listeners for `data`. */
  taker = null;
  constructor() {
    const blocks = new Blocks();
    const onread = {
      buffer: () => blocks.room(),
      callback: (count, room) => {
        this.#hand(blocks.received(count, room));
        return true;
      }
    };
    super({ onread });
  }
  #hand(received) {
    if (this.taker !== null) {
      this.taker(received);
      return;
    }
    this.emit("data", Buffer.from(received.bytes));
    received.release();
  }
};
var Blocks = class {
  #free = [];
  #current = { memory: Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0, lent: 0 };
  /** Where the next bytes go. */
  room() {
    if (BLOCK_BYTES - this.#current.used < LEAST_ROOM) {
      const full = this.#current;
      this.#current = this.#free.pop() ?? { memory: Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0, lent: 0 };
      this.#keep(full);
    }
    return this.#current.memory.subarray(this.#current.used);
  }
  /** The first `count` bytes of the `room` that was given last. */
  received(count, room) {
    const block = this.#current;
    const bytes = block.memory.subarray(block.used, block.used + count);
    block.used += count;
    block.lent += 1;
    const release = () => {
      block.lent -= 1;
      this.#keep(block);
    };
    return { bytes, full: count === room.byteLength, release };
  }
  #keep(block) {
    if (block === this.#current || block.lent > 0) return;
    block.used = 0;
    if (this.#free.length < BLOCKS_KEPT) this.#free.push(block);
  }
};

// src/sources/postgres/ssl.ts
import { checkServerIdentity } from "node:tls";

// src/sources/postgres/data-fault-table.ts
var ENCODING = "Repair the text at its origin, leave the column out with `columns`, or read a view that converts it, for example convert_from(convert(convert_to(name, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII') AS name in a SQL_ASCII database whose texts are LATIN1.";
var CAST = "Let only convertible texts through: CASE WHEN code ~ '^[0-9]+$' THEN code::int END.";
var REGEXP = "Check the pattern after ~, SIMILAR TO or LIKE, and of regexp_ functions.";
var JSON_PATH = "Write the path in lax mode, or use jsonb_path_query with silent => true.";
var XML = "Ask xml_is_well_formed(text) before the text is used as XML.";
var LESS = "Keep the arguments within what the function takes, for example with CASE or NULLIF.";
var CONDITIONS = {
  "22000": ["data_exception", "a value is not what an expression needs"],
  "22001": ["string_data_right_truncation", "a text is longer than its type allows"],
  "22003": [
    "numeric_value_out_of_range",
    "a number is too large or too small for its type",
    "Compute in a wider type: amount::numeric * 100."
  ],
  "22004": ["null_value_not_allowed", "a NULL stands where a value is needed", "Replace it: coalesce(value, 0)."],
  "22007": [
    "invalid_datetime_format",
    "a text is no date or time",
    "Write dates as '2026-01-31'; of texts in a column let only those through that are dates."
  ],
  "22008": [
    "datetime_field_overflow",
    "a date or time is outside of what its type holds, or has a month or day that does not exist"
  ],
  "22009": ["invalid_time_zone_displacement_value", "a time zone offset is not possible"],
  "2200B": ["escape_character_conflict", "the escape character of a pattern is one of its own signs", REGEXP],
  "2200D": ["invalid_escape_octet", "an escaped byte is not valid"],
  "2200F": ["zero_length_character_string", "a text is empty where it must not be"],
  "2200L": ["not_an_xml_document", "a text is no XML document", XML],
  "2200M": ["invalid_xml_document", "an XML document is not well-formed", XML],
  "2200N": ["invalid_xml_content", "an XML text is not well-formed", XML],
  "22010": ["invalid_indicator_parameter_value", "a parameter of a function is not valid", LESS],
  "22011": ["substring_error", "substring() got a negative length", "Use greatest(length, 0) as its length."],
  "22012": [
    "division_by_zero",
    "an expression divides by zero",
    "Make the divisor NULL where it is 0: amount / NULLIF(units, 0)."
  ],
  "22013": ["invalid_preceding_or_following_size", "the frame of a window function has a negative size"],
  "22014": ["invalid_argument_for_ntile_function", "ntile() got an argument that is not positive", LESS],
  "22015": ["interval_field_overflow", "an interval is too long for its type"],
  "22016": ["invalid_argument_for_nth_value_function", "nth_value() got an argument that is not positive", LESS],
  "22018": ["invalid_character_value_for_cast", "a text can't be converted to another type", CAST],
  "22019": ["invalid_escape_character", "the escape character of a pattern is not one character", REGEXP],
  "2201B": ["invalid_regular_expression", "a regular expression is not valid", REGEXP],
  "2201E": [
    "invalid_argument_for_logarithm",
    "ln() or log() got zero or a negative number",
    "Make other arguments NULL: ln(CASE WHEN value > 0 THEN value END)."
  ],
  "2201F": ["invalid_argument_for_power_function", "a root or power has no real result", LESS],
  "2201G": ["invalid_argument_for_width_bucket_function", "width_bucket() got bounds that are not possible", LESS],
  "2201W": ["invalid_row_count_in_limit_clause", "a LIMIT is negative"],
  "2201X": ["invalid_row_count_in_result_offset_clause", "an OFFSET is negative"],
  "22021": [
    "character_not_in_repertoire",
    "a text holds bytes that are no UTF-8 (the database stores texts unchecked, as SQL_ASCII does, or a function built one from bytes)",
    ENCODING
  ],
  "22022": ["indicator_overflow", "a number of a function's parameter is too large", LESS],
  "22023": [
    "invalid_parameter_value",
    "a function got an argument that it does not take, such as an unknown time zone or unit",
    LESS
  ],
  "22024": ["unterminated_c_string", "a text has no end"],
  "22025": [
    "invalid_escape_sequence",
    "a pattern or text ends in its escape character, or escapes what can't be escaped",
    REGEXP
  ],
  "22026": ["string_data_length_mismatch", "a text or bit string has another length than its type"],
  "22027": ["trim_error", "trim() got more than one character"],
  "2202E": ["array_subscript_error", "an array has no such subscript, or too many dimensions"],
  "2202G": ["invalid_tablesample_repeat", "REPEATABLE of a TABLESAMPLE got an argument that it does not take"],
  "2202H": ["invalid_tablesample_argument", "a TABLESAMPLE got a share that is not from 0 to 100"],
  "22030": ["duplicate_json_object_key_value", "a JSON object has a key twice"],
  "22031": ["invalid_argument_for_sql_json_datetime_function", "a JSON value is no date or time", JSON_PATH],
  "22032": ["invalid_json_text", "a text is no JSON", "Ask text IS JSON (PostgreSQL 16) before the text is used as JSON."],
  "22033": ["invalid_sql_json_subscript", "a JSON path has a subscript that is not possible", JSON_PATH],
  "22034": ["more_than_one_sql_json_item", "a JSON path gives several values where one is needed", JSON_PATH],
  "22035": ["no_sql_json_item", "a JSON path gives no value where one is needed", JSON_PATH],
  "22036": ["non_numeric_sql_json_item", "a JSON value is no number", JSON_PATH],
  "22037": ["non_unique_keys_in_a_json_object", "a JSON object has a key twice"],
  "22038": ["singleton_sql_json_item_required", "a JSON path gives several values where one is needed", JSON_PATH],
  "22039": ["sql_json_array_not_found", "a JSON value is no array", JSON_PATH],
  "2203A": ["sql_json_member_not_found", "a JSON object has no such key", JSON_PATH],
  "2203B": ["sql_json_number_not_found", "a JSON value is no number", JSON_PATH],
  "2203C": ["sql_json_object_not_found", "a JSON value is no object", JSON_PATH],
  "2203D": ["too_many_json_array_elements", "a JSON array is too long"],
  "2203E": ["too_many_json_object_members", "a JSON object has too many keys"],
  "2203F": ["sql_json_scalar_required", "a JSON value is an array or object where a single value is needed", JSON_PATH],
  "2203G": ["sql_json_item_cannot_be_cast_to_target_type", "a JSON value can't be converted to another type", JSON_PATH],
  "22P01": ["floating_point_exception", "a floating-point operation failed"],
  "22P02": ["invalid_text_representation", "a text can't be read as a number, date, UUID or other type", CAST],
  "22P03": ["invalid_binary_representation", "bytes can't be read as a value of their type"],
  "22P05": ["untranslatable_character", "a text holds a character that the database's encoding has no UTF-8 for", ENCODING],
  P0001: [
    "raise_exception",
    "a function that the query calls ended with RAISE EXCEPTION",
    "The function, or a view that calls it, refuses these rows: ask its owner."
  ],
  P0002: ["no_data_found", "a function that the query calls found no row where it needs one"],
  P0003: ["too_many_rows", "a function that the query calls found several rows where it needs one"],
  P0004: ["assert_failure", "a function that the query calls ended with ASSERT"]
};
var FIND = "A condition (`where`), a view, a generated column or the text of a column is concerned. Run the query of `highwater plan` in psql: there PostgreSQL says which value it is.";
var dataError = (_, fault) => {
  const code = fault.code ?? "";
  const [name, meaning, advice2] = CONDITIONS[code] ?? ["", "PostgreSQL could not compute a value"];
  return {
    code: "QUERY_REFUSED",
    says: `${meaning} (SQLSTATE ${code}${name === "" ? "" : `, ${name}`})`,
    hint: advice2 === void 0 ? FIND : `${advice2} ${FIND}`
  };
};

// src/sources/postgres/filter-advice.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
var OPERATORS = "PostgreSQL has =, <>, >, >=, < and <=.";
var noOperator = (found) => `PostgreSQL has no operator ${found}`;
var OTHER_OPERATORS = {
  "==": "=",
  "===": "=",
  "!==": "<>",
  "=<": "<=",
  "=>": ">=",
  "><": "<>"
};
var PARSED = [
  {
    pattern: /[‘’“”„]/,
    says: (found) => `${found} is a typographic quote, which PostgreSQL takes for a letter`,
    hint: "Text stands in straight single quotes: stage = 'Closed Won'."
  },
  {
    pattern: /(?<![=<>!~@#%^&|`?+*/-])(?:===?|!==|=<|><)(?![=<>!~@#%^&|`?+*/-])/,
    says: noOperator,
    hint: OPERATORS
  },
  {
    pattern: /(?:<>|!=|=)\s*NULL\b/i,
    says: (found) => `${found} is never true, whatever the column holds`,
    hint: "Write IS NULL or IS NOT NULL."
  },
  {
    pattern: /(?<![\w.'])\d{4}-\d{1,2}-\d{1,2}(?![\w'])/,
    says: (found) => `${found} is a subtraction`,
    hint: "Dates stand in single quotes: created_at >= '2026-01-31'."
  }
];
var UNPARSED = [
  // An argument's name may stand before it.
  { pattern: /=>/, says: noOperator, hint: OPERATORS },
  {
    pattern: /`[^`]*`?/,
    says: (found) => `${found} is in backticks, which PostgreSQL does not have`,
    hint: `Names stand in double quotes: "OwnerId" = '7'.`
  },
  {
    pattern: /\b(?:eq|ne|gt|ge|lt|le)\b(?=\s+(?:['\d(-]|null|true|false))/i,
    says: (found) => `${found} is an operator of OData`,
    hint: OPERATORS
  },
  {
    pattern: /\b(?:(?:LAST|NEXT)_N_\w+:\d+|(?:LAST|NEXT|THIS)_\d+_DAYS)/i,
    says: (found) => `${found} is a date literal of Salesforce`,
    hint: "Write updated_at >= now() - interval '30 days'."
  },
  {
    pattern: /\[[^\]]*\]?/,
    says: (found) => `${found} is in square brackets`,
    hint: 'Names stand in double quotes, lists in parentheses: "OwnerId" IN (7, 8).'
  },
  {
    pattern: /&&|\bNOT\s+NULL\b|!(?![=~])/i,
    says: (found) => `${found} can't stand here`,
    hint: "PostgreSQL has AND, OR, NOT, IS NULL and IS NOT NULL."
  }
];
function habitIn(condition2, parsed2) {
  const bare = withoutTexts(condition2);
  const found = [...PARSED, ...parsed2 ? [] : UNPARSED].map((habit2) => ({ habit: habit2, match: habit2.pattern.exec(bare) })).find(({ match: match2 }) => match2 !== null);
  if (found === void 0 || found.match === null) return null;
  const { habit, match } = found;
  const instead = OTHER_OPERATORS[match[0]];
  const hint = instead === void 0 ? habit.hint : `Write ${instead}.`;
  return { message: habit.says(match[0]), hint, offset: match.index };
}
function withoutTexts(condition2) {
  const texts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;
  return condition2.replace(texts, (text2) => {
    const edges = /^(?:--|\/\*)/.test(text2) ? [" ", " "] : [text2[0], text2.at(-1)];
    return `${edges[0]}${" ".repeat(text2.length - 2)}${edges[1]}`;
  });
}
var DATES = {
  today: "current_date",
  yesterday: "current_date - 1",
  tomorrow: "current_date + 1",
  sysdate: "now()",
  getdate: "now()"
};
var USUAL = "Check the column names in `where`, `key` and `cursor`; a name with upper-case letters needs double quotes in `where`. If the table was altered while it was read, run again.";
function unknownColumn({ columns = [], where = "" }, { message }) {
  const name = /^column "?(?:[^"]*\.)?([^"]+?)"? does not exist/.exec(message)?.[1] ?? "";
  return { code: "COLUMN_NOT_FOUND", says: message, hint: `${meant(name, columns, where)}${USUAL}` };
}
function meant(name, columns, where) {
  const other = columns.find((c) => c.toLowerCase() === name.toLowerCase());
  if (other !== void 0) {
    return other === other.toLowerCase() ? `The column is called ${other}: write it without double quotes, or in lower case. ` : `The column is called ${other}: write ${id(other)}, with the double quotes, since PostgreSQL reads a name without them in lower case. `;
  }
  const near = [...columns].sort((a, b) => (0, import_fastest_levenshtein.distance)(a.toLowerCase(), name) - (0, import_fastest_levenshtein.distance)(b.toLowerCase(), name))[0];
  if (near !== void 0 && (0, import_fastest_levenshtein.distance)(near.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length / 4)) {
    return `The nearest name is ${near === near.toLowerCase() ? near : id(near)}. `;
  }
  if (where.includes(id(name)))
    return `Text stands in single quotes: '${name.replaceAll("'", "''")}'. Double quotes are for names of columns. `;
  return DATES[name] === void 0 ? "" : `Write ${DATES[name]}. `;
}
function wrongOperand(message) {
  const [, left, operator, right] = /^operator does not exist: (.+?) ([^\w\s]+) (.+)$/.exec(message) ?? [];
  if (/boolean/.test(`${left} ${right}`) && (operator === "&&" || operator === "||")) {
    return `Write ${operator === "&&" ? "AND" : "OR"}. `;
  }
  if (operator === "&&") return "Write AND between conditions; && compares arrays and ranges. ";
  if (/^(text|character varying|character|citext|uuid)$/.test(left ?? "") && /integer|numeric|bigint/.test(right ?? "")) {
    return "The column holds text: put the value into single quotes, as in id = '7'. ";
  }
  if (/date|timestamp/.test(left ?? "") && /integer|numeric/.test(right ?? ""))
    return "Dates stand in single quotes: '2026-01-31'. ";
  return "";
}

// src/sources/postgres/permission.ts
var GRANTS = {
  table: "SELECT ON",
  view: "SELECT ON",
  "materialized view": "SELECT ON",
  "foreign table": "SELECT ON",
  schema: "USAGE ON SCHEMA",
  function: "EXECUTE ON FUNCTION",
  "foreign server": "USAGE ON FOREIGN SERVER",
  database: "CONNECT ON DATABASE"
};
var RELATIONS = /^(table|view|materialized view|foreign table)$/;
var DENIED = new RegExp(`^permission denied for (${Object.keys(GRANTS).join("|")}) "?(.+?)"?$`);
var notPermitted = (scene, fault) => ({
  code: scene.table === void 0 ? "SIGN_IN_REFUSED" : "TABLE_NOT_READABLE",
  says: scene.table === void 0 ? `${scene.server} does not let ${scene.user} in: ${fault.message}` : `${scene.user} may not read it: ${fault.message}`,
  hint: advice(scene.user, scene.table, fault)
});
function advice(user, table, { message }) {
  const [, kind = "", name = ""] = DENIED.exec(message) ?? [];
  if (GRANTS[kind] === void 0) {
    return /row-level security/.test(message) ? `The user's own settings forbid PostgreSQL to leave rows out (row_security = off). ALTER ROLE ${id(user)} RESET row_security; lets the policies choose the rows.` : `Grant ${user} what the message names; \`highwater check\` shows what can be read.`;
  }
  const grant = `Its owner can allow it:
GRANT ${GRANTS[kind]} ${id(name)} TO ${id(user)};`;
  if (table === void 0 || !RELATIONS.test(kind)) return grant;
  return `${grant}
Where a view reads ${name}, it does so as the view's owner, who then needs this; as ${user} only WITH (security_invoker).`;
}
var noUserMapping = (scene, fault) => {
  const server = /server "(.+)"$/.exec(fault.message)?.[1];
  return {
    code: "TABLE_NOT_READABLE",
    says: `it is a foreign table, or reads one, and ${fault.message}`,
    hint: `The owner of the foreign server${server === void 0 ? " (\\des+ in psql shows it)" : ""} can add one:
CREATE USER MAPPING FOR ${id(scene.user)} SERVER ${server === void 0 ? "…" : id(server)} OPTIONS (user '…', password '…');`
  };
};

// src/sources/postgres/fault-table.ts
var SETTINGS = "Check `host`, `port` and `database` of the source.";
var READ_AGAIN = "The table is read again, with a new snapshot.";
var lost = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `the connection to ${scene.server} was lost`,
  hint: scene.table === void 0 ? `Check that \`port\` is that of a PostgreSQL server, and not of another service; where it is, the server's log, or that of a proxy before it, says why it hung up.` : `${READ_AGAIN} If it happens each time, look for a timeout of a firewall, proxy or pooler between this machine and the server.`,
  restartable: true
});
var unknownHost = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `no server of the name ${scene.server} is known`,
  hint: `${SETTINGS} A name that exists only inside a private network can't be resolved from elsewhere.`
});
var noAnswer = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `${scene.server} did not answer`,
  hint: `${SETTINGS} A firewall that drops connections looks like this: let this machine's address in (GitHub's hosted runners have changing ones; a self-hosted runner inside your network has none of these troubles).`
});
var noIPv6 = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `${scene.server} can be reached by IPv6 only, and this machine has no IPv6 (no firewall is in the way)`,
  hint: "GitHub's hosted runners have IPv4 only: give an address of the server, or of a pooler in front of it, that IPv4 reaches. Supabase: under *Connect* choose *Session pooler* and take its host, port 5432 and user (postgres.<project>), or add the project's IPv4 add-on. A self-hosted runner with IPv6 works too."
});
var withoutRoute = (scene, fault) => (fault.address?.includes(":") ? noIPv6 : noAnswer)(scene, fault);
var STATEMENT_MODE = /transaction blocks not allowed in statement pooling mode|long transactions not allowed/i;
var statementMode = (scene) => ({
  code: "QUERY_REFUSED",
  says: `${scene.server} is a connection pooler in statement mode, which allows no transactions, and Highwater reads in read-only transactions`,
  hint: "Give `host` and `port` of the server itself, or of a pooler in session mode (PgBouncer: `pool_mode = session` for this database or user)."
});
var CLIENT_CERTIFICATE = "Put the certificate and the private key that the administrator of the server made for this user, as PEM texts, into `ssl.cert` and `ssl.key`; `ssl.mode` must not be `disable` or `allow`.";
var signIn = (scene, fault) => ({
  code: "SIGN_IN_REFUSED",
  says: `${scene.server} refused to sign in ${scene.user}: ${fault.message}`,
  hint: /client certificate/.test(fault.message) ? CLIENT_CERTIFICATE : /pg_hba/.test(fault.message) ? 'The server lets nobody in this way: add a line for this user, database and address to its pg_hba.conf; where the message says "no encryption", set `ssl: { mode: require }`.' : "Check `auth.user` and the variable that holds the password."
});
var refused = (_, fault) => ({
  code: "QUERY_REFUSED",
  says: `PostgreSQL refused the query: ${fault.message}`,
  hint: `${wrongOperand(fault.message)}Check \`where\`, \`columns\`, \`key\` and \`cursor\` of the table; \`highwater plan\` prints the query.`
});
var serverFault = (_, fault) => ({
  code: "SOURCE_FAILED",
  says: `PostgreSQL failed: ${fault.message}`,
  hint: "The fault is the server's own; its log says more."
});
var tooMany = (scene, fault) => ({
  code: "TOO_MANY_CONNECTIONS",
  says: `${scene.server} has no connection left: ${fault.message}`,
  hint: "Lower `run.parallel`, or raise the user's or the server's connection limit.",
  restartable: true
});
var cancelled = (_, fault) => ({
  code: "READ_CANCELLED",
  says: `the server cancelled the reading: ${fault.message}`,
  hint: `${READ_AGAIN} On a standby, raise max_standby_streaming_delay or turn hot_standby_feedback on.`,
  restartable: true
});
var locked = () => ({
  code: "TABLE_LOCKED",
  says: "another session holds a lock on the table that does not let it be read",
  hint: "ALTER TABLE, TRUNCATE, VACUUM FULL, REINDEX or a migration is running: run again when it is done. pg_locks shows who."
});
var elsewhere = (_, fault) => ({
  code: "SOURCE_FAILED",
  says: `PostgreSQL has no connection to another server that it reads from: ${fault.message}`,
  hint: "A foreign table, or a view or function over one, leads there: check its server and user mapping (`\\des+` and `\\deu+` in psql).",
  // One that answered before may do so again.
  restartable: fault.code === "08006"
});
var onlyOnPrimary = () => ({
  code: "QUERY_REFUSED",
  says: "an unlogged table is empty on a standby, where it is not to be read",
  hint: "Read it from the primary, as a source of its own, or leave it out."
});
var notPopulated = (_, fault) => ({
  code: "QUERY_REFUSED",
  says: fault.message,
  hint: "Its owner fills it with REFRESH MATERIALIZED VIEW; until then it can't be read."
});
var FAULTS = {
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNREFUSED: (scene) => ({
    code: "SOURCE_UNREACHABLE",
    says: `nothing accepts connections at ${scene.server}`,
    hint: `${SETTINGS} The server may be down, or listen on another port or address only.`
  }),
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: withoutRoute,
  ENETUNREACH: withoutRoute,
  EADDRNOTAVAIL: withoutRoute,
  EAFNOSUPPORT: withoutRoute,
  IPV6_ONLY: noIPv6,
  ECONNRESET: lost,
  EPIPE: lost,
  "08": lost,
  "08P01": (scene, fault) => (STATEMENT_MODE.test(fault.message) ? statementMode : lost)(scene, fault),
  // Of a pooler that has no server, while signing in, the first is meant.
  "08001": (scene, fault) => (scene.table === void 0 ? lost : elsewhere)(scene, fault),
  "08006": (scene, fault) => (scene.table === void 0 ? lost : elsewhere)(scene, fault),
  "0A000": (scene, fault) => /unlogged relations during recovery/.test(fault.message) ? onlyOnPrimary(scene, fault) : refused(scene, fault),
  "22": dataError,
  "25006": () => ({
    code: "QUERY_REFUSED",
    says: "the query tries to write, and Highwater reads in read-only transactions",
    hint: "Use a condition (`where`) or a view that only reads."
  }),
  "28": signIn,
  "3D000": (scene) => ({
    code: "DATABASE_NOT_FOUND",
    says: `${scene.server} has no database ${scene.database}`,
    hint: "Check `database` of the source; upper and lower case count."
  }),
  "40": cancelled,
  "42": refused,
  "42501": notPermitted,
  "42704": (scene, fault) => /^user mapping/.test(fault.message) ? noUserMapping(scene, fault) : refused(scene, fault),
  "42P01": (scene, fault) => ({
    code: "TABLE_NOT_FOUND",
    says: fault.message,
    hint: `Check the names under \`tables\` and in \`where\`, or, of a foreign table, at its server; database ${scene.database}.`
  }),
  "42703": unknownColumn,
  "53": serverFault,
  "53300": tooMany,
  "55000": (scene, fault) => /has not been populated/.test(fault.message) ? notPopulated(scene, fault) : refused(scene, fault),
  "55P03": locked,
  "57": cancelled,
  "57014": (_, fault) => ({
    code: "READ_CANCELLED",
    says: `someone cancelled the query on the server: ${fault.message}`,
    hint: 'An administrator or a watchdog ended it. Run again, or ask them for an exception for application_name "highwater".'
  }),
  "57P03": (scene, fault) => ({
    code: "SOURCE_UNREACHABLE",
    says: `${scene.server} does not accept connections now: ${fault.message}`,
    hint: "It is starting, stopping or recovering. Run again in a few minutes.",
    restartable: true
  }),
  "57P04": (scene) => ({
    code: "DATABASE_NOT_FOUND",
    says: `the database ${scene.database} was dropped while it was read`,
    hint: "Check `database` of the source."
  }),
  "58": serverFault,
  "72000": cancelled,
  HV: serverFault,
  P0: dataError,
  XX: serverFault
};

// src/sources/postgres/tls-fault-table.ts
var PEM = "The text begins with -----BEGIN …----- and keeps its line breaks: store it in the secret as it is.";
var untrusted = (scene, fault) => ({
  code: "CERTIFICATE_NOT_TRUSTED",
  // What Node adds in newer versions is advice for its own command line.
  says: `the certificate of ${scene.server} is not signed by an authority that is trusted here: ${fault.message.split(";")[0]}`,
  hint: "Put the PEM text of the server's authority into `ssl.ca` (managed databases offer it for download), for this very server."
});
var unusable = () => ({
  code: "CERTIFICATE_NOT_TRUSTED",
  says: "`ssl.cert` or `ssl.key` is no PEM text that can be read",
  hint: PEM
});
var locked2 = () => ({
  code: "CERTIFICATE_NOT_TRUSTED",
  says: "`ssl.key` is locked with a passphrase",
  hint: "Store the key without one: `openssl pkey -in client.key -out open.key` asks for the passphrase once."
});
var TLS_FAULTS = {
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: (scene) => ({
    code: "CERTIFICATE_NOT_TRUSTED",
    says: `the certificate of ${scene.server}, or of its authority, has expired`,
    hint: "Renew the server's certificate, or put the new authority into `ssl.ca`."
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: (scene, fault) => ({
    code: "CERTIFICATE_NOT_TRUSTED",
    says: `the certificate of ${scene.server} is for another name${fault.names === void 0 ? "" : ` (${fault.names})`}`,
    hint: "Write `host` as the certificate does, or, behind a tunnel, the name of the certificate as `ssl.server_name`; or use `ssl: { mode: verify-ca }`, which checks the authority but not the name."
  }),
  "does not support SSL": (scene) => ({
    code: "ENCRYPTION_NOT_POSSIBLE",
    says: `${scene.server} does not offer encryption, and \`ssl.mode\` or \`ssl.ca\` asks for it`,
    hint: "Turn ssl on at the server, or, inside a network that you trust, use `ssl: { mode: prefer }` without a `ca`."
  }),
  "establishing an SSL connection": (scene) => ({
    code: "ENCRYPTION_NOT_POSSIBLE",
    says: `${scene.server} refused to begin an encrypted connection`,
    hint: "Check that `port` is that of a PostgreSQL server; where it is, its log says why."
  }),
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: (scene) => ({
    code: "SIGN_IN_REFUSED",
    says: `${scene.server} does not trust the authority that signed the client certificate`,
    hint: CLIENT_CERTIFICATE
  }),
  ERR_SSL: (scene, fault) => ({
    code: "ENCRYPTION_NOT_POSSIBLE",
    says: `the encrypted connection to ${scene.server} could not be made: ${fault.message}`,
    hint: "Server and client share no TLS version or cipher, or the server asks for a client certificate (`ssl.cert`, `ssl.key`)."
  }),
  "key values mismatch": () => ({
    code: "CERTIFICATE_NOT_TRUSTED",
    says: "`ssl.key` is not the private key of the certificate in `ssl.cert`",
    hint: "Put both files of one pair into the secrets."
  }),
  "bad decrypt": locked2,
  INTERRUPTED_OR_CANCELLED: locked2,
  "PEM routines": unusable,
  "DECODER routines": unusable,
  "asn1 encoding routines": unusable
};

// src/sources/postgres/ssl.ts
function attempts(ssl, host) {
  const { mode, ca } = ssl;
  if (mode === "disable" || host.startsWith("/")) return [false];
  if (mode === "verify-ca" && ca === void 0) throw missingAuthority();
  if (ca !== void 0 && !/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(ca)) throw noCertificate();
  const verified = ca !== void 0 || mode === "verify-full";
  const name = ssl.server_name ?? host;
  const tls = {
    rejectUnauthorized: verified,
    ...ssl.server_name === void 0 ? {} : { servername: name },
    // Node would check the name against SNI, which an IP address does not have.
    checkServerIdentity: (_, certificate) => mode === "verify-full" ? checkServerIdentity(name, certificate) : void 0,
    ...ca === void 0 ? {} : { ca },
    ...ssl.cert === void 0 ? {} : { cert: ssl.cert },
    ...ssl.key === void 0 ? {} : { key: ssl.key.reveal() }
  };
  if (ca !== void 0) return [tls];
  if (mode === "allow") return [false, tls];
  return mode === "prefer" ? [tls, false] : [tls];
}
function worthAnotherWay(error) {
  const { code = "", message = "" } = error;
  if (/^28/.test(code)) return true;
  return /SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO|EPROTO/.test(`${code} ${message}`);
}
function isWithoutTls(error) {
  return /does not support SSL/.test(error?.message ?? "");
}
function noCertificate() {
  return new HighwaterError("CERTIFICATE_NOT_TRUSTED", "`ssl.ca` holds no certificate in PEM form.", PEM);
}
function missingAuthority() {
  return new HighwaterError(
    "CERTIFICATE_NOT_TRUSTED",
    "`ssl.mode: verify-ca` needs the authority to check against, and `ssl.ca` is not set.",
    "Put its PEM text into `ssl.ca`; or use verify-full, which knows the public authorities."
  );
}

// src/sources/postgres/auth.ts
function createLogin(options, mask, cloudSql = {}) {
  const { auth } = options;
  return auth.flow === "password" ? passwordLogin(options, auth) : cloudSqlLogin(options, auth, mask, cloudSql);
}
function passwordLogin(options, auth) {
  const { host = "", port, database, ssl, startup } = options;
  let ways = null;
  return {
    server: `${host}:${port}`,
    user: () => auth.user,
    local: host.startsWith("/") || ["localhost", "127.0.0.1", "::1"].includes(host),
    connect: async () => {
      ways ??= attempts(ssl, host);
      const to = ssl.server_name === void 0 || host.startsWith("/") ? host : (await dns.promises.lookup(host)).address;
      const made = await firstOf(
        ways,
        async (way) => openClient({
          ...identity(auth.user, auth.password),
          host: to,
          port,
          database,
          ...startup === void 0 ? {} : { options: startup },
          ...way === false ? { ssl: false, stream: () => new ReceiveSocket() } : { ssl: { ...way } }
        })
      );
      ways = [made.way];
      return made.client;
    },
    close: () => void 0
  };
}
async function firstOf(ways, open2) {
  const errors = [];
  for (const way of ways) {
    try {
      return { way, client: await open2(way) };
    } catch (error) {
      errors.push(error);
      if (!worthAnotherWay(error)) throw await withFamily(error);
    }
  }
  throw errors.find((error) => !isWithoutTls(error)) ?? errors[0];
}
async function withFamily(error) {
  const { code, hostname } = error;
  if (code !== "ENOTFOUND" && code !== "EAI_AGAIN" || hostname === void 0) return error;
  const resolver = new dns.promises.Resolver({ timeout: 2e3, tries: 1 });
  resolver.setServers(dns.getServers());
  const addresses = await resolver.resolve6(hostname).catch(() => []);
  return addresses.length === 0 ? error : Object.assign(new Error(`${hostname} has IPv6 addresses only`), { code: "IPV6_ONLY" });
}

// src/sources/postgres/parser.ts
import { setFlagsFromString } from "node:v8";
var NONE_IS_OPTIMIZED = "--wasm-tier-up-filter=0";
var ANY_MAY_BE = "--wasm-tier-up-filter=-1";
async function withParser(work) {
  setFlagsFromString(NONE_IS_OPTIMIZED);
  try {
    return await work(await import("./lib-libpg-query.js"));
  } finally {
    setFlagsFromString(ANY_MAY_BE);
  }
}

// src/sources/postgres/filter.ts
var BEFORE = "SELECT FROM t WHERE ";
var ONE_CONDITION = "Write one condition as it stands after WHERE, such as stage = 'Closed Won' AND amount > 0. Nothing may follow it: no ORDER BY, LIMIT, UNION or semicolon.";
var READS_ONLY = "A condition may only read and compute: Highwater changes nothing at a source.";
var PLAIN = /* @__PURE__ */ new Set(["fromClause", "whereClause", "limitOption", "op"]);
var CLAUSES = new Set("GROUP HAVING WINDOW ORDER LIMIT OFFSET FETCH FOR UNION INTERSECT EXCEPT".split(" "));
var WRITING = /* @__PURE__ */ new Set(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "intoClause", "lockingClause"]);
var ACTING = new RegExp(
  `^(${[
    "dblink.*|nextval|setval|set_config|lo_.*|txid_current|pg_current_xact_id",
    "(query|table|cursor|schema|database)_to_xml.*",
    "pg_(terminate|cancel)_backend|pg_(try_)?advisory.*|pg_notify|pg_sleep.*|pg_export_snapshot|pg_promote",
    "pg_(create|drop|copy|read|ls|file|logical|replication|sync|import|backup|start|stop|log|restore|clear)_.*",
    "pg_(reload_conf|rotate_logfile|switch_wal|wal_replay_(pause|resume)|truncate_visibility_map|stat_.*reset.*)",
    "brin_(summarize|desummarize)_.*|gin_clean_pending_list|heap_force_.*|postgres_fdw_disconnect.*"
  ].join("|")})$`
);
async function checkFilter(condition2) {
  return withParser(async (parser) => judge(condition2, parser));
}
async function judge(condition2, { parse, scan }) {
  let tree;
  try {
    tree = await parse(`${BEFORE}${condition2}
`);
  } catch (error) {
    return habitIn(condition2, false) ?? syntaxProblem(condition2, error);
  }
  const { tokens } = await scan(condition2);
  const further = furtherClause(tokens);
  if (further !== null) {
    return {
      message: `${further.text.toUpperCase()} is not part of a condition`,
      hint: ONE_CONDITION,
      offset: units(condition2, further.start)
    };
  }
  const statements = tree.stmts ?? [];
  const select3 = statements[0]?.stmt?.SelectStmt;
  const plain = statements.length === 1 && select3 !== void 0 && Object.keys(select3).every((key) => PLAIN.has(key));
  if (!plain || select3.op !== "SETOP_NONE") return { message: "this is more than one condition", hint: ONE_CONDITION, offset: 0 };
  const found = forbidden(select3.whereClause, -1);
  if (found === null) return habitIn(condition2, true);
  const offset = found.at < BEFORE.length ? 0 : units(condition2, found.at - BEFORE.length);
  return { message: found.message, hint: READS_ONLY, offset };
}
function furtherClause(tokens) {
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenName === "ASCII_40") depth += 1;
    else if (token.tokenName === "ASCII_41") depth -= 1;
    else if (token.tokenName === "ASCII_59" || depth === 0 && isClause(token)) return token;
  }
  return null;
}
function isClause(token) {
  return token.tokenName === "UNKNOWN" && CLAUSES.has(token.text.toUpperCase());
}
function syntaxProblem(condition2, error) {
  const { message, sqlDetails } = error;
  const at = Math.max(0, (sqlDetails?.cursorPosition ?? 0) - BEFORE.length);
  const offset = Math.min([...condition2].slice(0, at).join("").length, condition2.length);
  return { message: message.replace(/\s+"$/, '"'), hint: ONE_CONDITION, offset };
}
function forbidden(node, near) {
  if (typeof node !== "object" || node === null) return null;
  const own = node.location;
  const at = typeof own === "number" && own >= 0 ? own : near;
  for (const [key, value] of Object.entries(node)) {
    const inner = locationOf(value) ?? at;
    if (WRITING.has(key)) return { message: "the condition writes or locks", at: inner };
    if (key === "ParamRef") return { message: "a parameter ($1) has no value here", at: inner };
    if (key === "FuncCall" && ACTING.test(functionName(value)))
      return { message: `${functionName(value)}() acts on the server`, at: inner };
    const deeper = forbidden(value, at);
    if (deeper !== null) return deeper;
  }
  return null;
}
function locationOf(node) {
  const location = node?.location;
  return typeof location === "number" && location >= 0 ? location : void 0;
}
function functionName(call) {
  const parts = call.funcname ?? [];
  return parts.at(-1)?.String?.sval ?? "";
}
function units(condition2, bytes) {
  return Buffer.from(condition2).subarray(0, bytes).toString().length;
}

// src/sources/postgres/catalog.ts
var KINDS = {
  r: "table",
  p: "partitioned table",
  v: "view",
  m: "materialized view",
  f: "foreign table"
};
var OF_EXTENSION = `EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
    AND ((d.classid = 'pg_class'::regclass AND d.objid = c.oid) OR (d.classid = 'pg_namespace'::regclass AND d.objid = n.oid)))`;
var RELATION = `
  SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS table, c.relkind AS kind, c.relispartition AS partition,
    obj_description(c.oid, 'pg_class') AS comment, has_schema_privilege(n.oid, 'USAGE') AS usage,
    has_table_privilege(c.oid, 'SELECT') AS selectable, has_any_column_privilege(c.oid, 'SELECT') AS readable,
    c.reltuples::float8 AS "estimatedRows", c.relispopulated AS populated,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS "hasColumns", row_security_active(c.oid) AS "rowSecurity",
    ${OF_EXTENSION} AS "ofExtension"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')`;
async function allRelations(session) {
  return session.query(
    `${RELATION} AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' ORDER BY n.nspname <> 'public', n.nspname, c.relname`
  );
}
async function findRelation(session, name) {
  const rows = await session.query(`${RELATION} AND n.nspname = $1 AND c.relname = $2`, [name.schema, name.table]);
  return rows[0] ?? null;
}
async function columnsOf(session, oid) {
  return session.query(
    `SELECT a.attnum AS number, a.attname AS name, a.atttypid::text AS type, a.atttypmod AS typmod, format_type(a.atttypid, a.atttypmod) AS "nativeType",
       a.attndims::int AS dimensions, a.attnotnull AS "notNull", col_description(a.attrelid, a.attnum) AS comment,
       has_column_privilege(a.attrelid, a.attnum, 'SELECT') AS readable,
       (SELECT array_position(i.indkey::int2[], a.attnum) + 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary) AS "keyPosition",
       (SELECT json_build_object('schema', n.nspname, 'table', r.relname) FROM pg_constraint f
          JOIN pg_class r ON r.oid = f.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum] LIMIT 1) AS references
     FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [oid]
  );
}
async function typesOf(session, oid) {
  const rows = await session.query(
    `WITH RECURSIVE used(oid) AS (
       SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
       UNION SELECT u.oid FROM used p JOIN pg_type t ON t.oid = p.oid
         CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS u(oid) WHERE u.oid <> 0)
     SELECT t.oid::text AS oid, t.typname, t.typtype, t.typcategory, t.typlen, t.typelem::text AS typelem,
       t.typbasetype::text AS typbasetype, t.typtypmod, t.typndims,
       (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels
     FROM pg_type t JOIN used ON used.oid = t.oid`,
    [oid]
  );
  return new Map(rows.map((row) => [row.oid, row]));
}
async function uniqueKeys(session, oid) {
  const rows = await session.query(
    `SELECT json_agg(a.attname ORDER BY k.n) AS columns
     FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND k.n <= i.indnkeyatts
     GROUP BY i.indexrelid HAVING bool_and(a.attnotnull) ORDER BY count(*), i.indexrelid`,
    [oid]
  );
  return rows.map((r) => r.columns);
}

// src/sources/postgres/beneath.ts
var FORBIDDEN = `
  WITH RECURSIVE me(oid) AS (SELECT oid FROM pg_roles WHERE rolname = current_user),
  reads(oid, reader) AS (
    SELECT $1::oid, me.oid FROM me
    UNION SELECT d.refobjid, CASE WHEN coalesce((SELECT option_value::boolean FROM pg_options_to_table(v.reloptions) WHERE option_name = 'security_invoker'), false)
      THEN (SELECT oid FROM me) ELSE v.relowner END
    FROM reads r JOIN pg_class v ON v.oid = r.oid AND v.relkind = 'v' JOIN pg_rewrite w ON w.ev_class = v.oid
      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid)
  SELECT DISTINCT n.nspname AS schema, c.relname AS table, pg_get_userbyid(r.reader)::text AS role
  FROM reads r JOIN pg_class c ON c.oid = r.oid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT has_any_column_privilege(r.reader, c.oid, 'SELECT') ORDER BY 1, 2`;
async function checkBeneath(session, table, relation) {
  if (relation.kind !== "v") return;
  const found = await session.query(FORBIDDEN, [relation.oid]);
  if (found.length === 0) return;
  const names = found.map((f) => `${f.role} may not read ${f.schema}.${f.table}`);
  const grants = found.map((f) => `GRANT SELECT ON ${qualified(f)} TO ${id(f.role)};`);
  throw new HighwaterError(
    "TABLE_NOT_READABLE",
    `${table}: the view can't be read, since ${names.join(" and ")}.`,
    `A view reads as its owner, or WITH (security_invoker) as the user. The owner of what it reads can allow it:
${grants.join("\n")}`
  );
}

// src/sources/postgres/column-errors.ts
var import_fastest_levenshtein2 = __toESM(require_mod(), 1);
function namedColumn(table, options, setting, name, readable) {
  const found = readable.find((c) => c.name === name);
  if (found !== void 0) return found;
  const nearest = readable.map((c) => c.name).sort((a, b) => (0, import_fastest_levenshtein2.distance)(a, name) - (0, import_fastest_levenshtein2.distance)(b, name))[0];
  throw new HighwaterError(
    "COLUMN_NOT_FOUND",
    `${table}: \`${setting}\` names a column ${name} that does not exist or that this user may not read.`,
    nearest === void 0 ? "Leave it out." : `The nearest name is ${nearest}.`,
    { path: [...options.path, setting] }
  );
}
function refuseWithoutKey(table, options, candidates) {
  const wish = wishForKey(options);
  if (wish === null) return;
  const key = candidates[0];
  const advice2 = key === void 0 ? "Name the columns that identify a row: `key: id`, or `key: [a, b]`." : `It has a unique index that would do: \`key: ${key.length === 1 ? key[0] : `[${key.join(", ")}]`}\`.`;
  throw new HighwaterError(
    "KEY_REQUIRED",
    `${table}: ${wish} needs a key to tell rows apart, and there is no primary key that this user may read.`,
    `${advice2} Without a key, and without this setting, the table is read whole in each run.`,
    { path: [...options.path, "key"] }
  );
}
function wishForKey(options) {
  if (options.cursor !== void 0) return `\`cursor: ${options.cursor}\``;
  if (options.deletes === "mark") return "`deletes: mark`";
  return options.deletesBy === "keys" ? "`deletes_by: keys`" : null;
}

// src/sources/postgres/native-type.ts
var KINDS2 = { e: "enum", c: "composite", r: "range", m: "range" };
function resolveType(types2, oid, typmod, dimensions) {
  const row = types2.get(oid);
  if (row === void 0) return { name: "unknown", kind: "base", typmod: -1 };
  if (row.typtype === "d") return resolveType(types2, row.typbasetype, row.typtypmod, dimensions || row.typndims);
  if (isArray(row)) {
    const element = resolveType(types2, row.typelem, typmod, 0);
    return { name: element.name, kind: "array", typmod, element, dimensions: Math.max(1, dimensions) };
  }
  const kind = KINDS2[row.typtype] ?? "base";
  return { name: row.typname, kind, typmod, ...row.labels === null ? {} : { labels: row.labels } };
}
var VECTORS = /* @__PURE__ */ new Set(["int2vector", "oidvector"]);
function isArray(row) {
  return row.typcategory === "A" && row.typlen === -1 && row.typelem !== "0" && !VECTORS.has(row.typname);
}
function precisionAndScale(typmod) {
  if (typmod < 4) return null;
  const packed = typmod - 4;
  return { precision: packed >> 16 & 65535, scale: (packed & 2047 ^ 1024) - 1024 };
}

// src/sources/postgres/cursor.ts
var CURSOR_TYPES = ["timestamptz", "timestamp", "date"];
var ZONE_SECONDS = { earlier: 12 * 3600, later: 14 * 3600 };
function checkCursor(table, options, readable, types2, notes) {
  const column2 = options.cursor ?? "";
  if (column2 === "xmin") return { column: column2, kind: "xmin" };
  const row = namedColumn(table, options, "cursor", column2, readable);
  const type = cursorType(row, types2);
  if (type === null) throw notPossible(table, row, options);
  if (type !== "timestamptz") {
    const message = `the cursor ${column2} (${row.nativeType}) has no time zone: each incremental run reads 12 hours more, so that nothing is lost whatever the writers' zone`;
    notes.push({ kind: "plan", column: column2, message });
  }
  if (!row.notNull) {
    const message = `the cursor ${column2} may be empty (it is not declared NOT NULL): rows without it are read by every incremental run`;
    notes.push({ kind: "plan", column: column2, message });
  }
  return { column: column2, kind: "timestamp" };
}
function cursorType(row, types2) {
  const { name, kind } = resolveType(types2, row.type, row.typmod, row.dimensions);
  return kind === "base" ? CURSOR_TYPES.find((t) => t === name) ?? null : null;
}
function sinceCondition(column2, type, since, lookbackSeconds) {
  if (since === null) return `${id(column2)} >= '-infinity'::${type}`;
  if (type === "timestamptz") return `${id(column2)} >= '${earlier(since, lookbackSeconds)}'::timestamptz`;
  const low = earlier(since, lookbackSeconds + ZONE_SECONDS.earlier);
  return type === "date" ? `${id(column2)} >= '${low.slice(0, 10)}'::date` : `${id(column2)} >= '${low.slice(0, -1)}'::timestamp`;
}
function xminCondition(since) {
  return `age(xmin) <= age('${BigInt(since) % 2n ** 32n}'::xid)`;
}
var XID_MARGIN = 50000000n;
function xminReason(since, next) {
  const distance3 = BigInt(next) - BigInt(since);
  if (distance3 < 0n) return "the server is behind the last import (restored, or another one)";
  return distance3 >= 2n ** 31n - XID_MARGIN ? "so many transactions have passed since the last import that their ids repeat" : null;
}
function notPossible(table, row, options) {
  return new HighwaterError(
    "CURSOR_NOT_POSSIBLE",
    `${table}: the column ${row.name} (${row.nativeType}) can't be a cursor.`,
    "A cursor is a date, timestamp or timestamptz column that every change sets to the current time; a serial number does not move when a row is edited. Without such a column use `cursor: xmin`: PostgreSQL itself then tells what changed.",
    { path: [...options.path, "cursor"] }
  );
}

// src/sources/postgres/array-type.ts
var TEXT_LIKE = /* @__PURE__ */ new Set(["text", "varchar", "bpchar", "citext", "name", "inet"]);
function arrayForm(type, element) {
  const depth = type.dimensions ?? 1;
  const inner = plainElement(type.name, element);
  const allowedTypes = inner.duckdbType === "VARCHAR" ? ["multipicklist", "string"] : ["string"];
  return {
    duckdbType: `${inner.duckdbType}${"[]".repeat(depth)}`,
    semanticType: "",
    allowedTypes,
    read: "VARCHAR",
    expression: fromJson(inner, depth),
    select: (column2) => select(column2, type, depth)
  };
}
function plainElement(name, element) {
  if (element.adaptive !== true && name !== "interval") return element;
  return { ...element, duckdbType: "VARCHAR", read: "VARCHAR", expression: "$" };
}
function select(column2, type, depth) {
  const bounds = Array.from({ length: depth }, (_, i) => `array_lower(${column2}, ${i + 1}) = 1`).join(" AND ");
  const builtin = type.element?.kind === "base" ? type.name : "";
  const asText = builtin === "money" ? `${column2}::numeric[]::text[]` : `${column2}::text[]`;
  const elements = TEXT_LIKE.has(builtin) || type.element?.kind === "enum" ? column2 : asText;
  return `CASE WHEN cardinality(${column2}) = 0 OR (array_ndims(${column2}) = ${depth} AND ${bounds}) THEN to_json(${elements})::text ELSE ${column2}::text END`;
}
function fromJson(element, depth) {
  const structure = `${"[".repeat(depth)}"VARCHAR"${"]".repeat(depth)}`;
  const list = `from_json_strict($, '${structure}')`;
  if (element.duckdbType === "VARCHAR") return list;
  if (element.expression === "$" && element.duckdbType !== "JSON")
    return `CAST(${list} AS ${element.duckdbType}${"[]".repeat(depth)})`;
  return transformed(list, element, depth);
}
function transformed(list, element, depth) {
  const variable = `e${depth}`;
  const cast = element.duckdbType === "JSON" ? `CAST(${variable} AS JSON)` : element.expression.replaceAll("$", () => variable);
  const body = depth === 1 ? cast : transformed(variable, element, depth - 1);
  return `list_transform(${list}, lambda ${variable}: ${body})`;
}

// src/sources/postgres/type-form.ts
var AS_IS = (column2) => column2;
function direct(duckdbType, allowedTypes) {
  return { duckdbType, semanticType: allowedTypes[0] ?? "", allowedTypes, read: duckdbType, expression: "$", select: AS_IS };
}
function converted(duckdbType, allowedTypes, expression, select3 = AS_IS) {
  return { ...direct(duckdbType, allowedTypes), read: "VARCHAR", expression, select: select3 };
}

// src/sources/postgres/types.ts
var AS_TEXT = ["string", "picklist", "multipicklist", "user"];
var AS_NUMBER = ["number", "amount", "percentage"];
var instant = (type) => `CASE WHEN suffix($, ' BC') THEN CAST(replace(replace($, ' BC', ''), ' ', ' (BC) ') AS ${type}) ELSE CAST($ AS ${type}) END`;
var interval = (column2) => `CASE WHEN isfinite(${column2}) THEN format('%s months %s days %s microseconds', extract(year from ${column2}) * 12 + extract(month from ${column2}), extract(day from ${column2}), extract(hour from ${column2})::numeric * 3600000000 + extract(minute from ${column2})::numeric * 60000000 + extract(microseconds from ${column2})::numeric) ELSE ${column2}::text END`;
var money = `CASE WHEN regexp_full_match($, '-?[0-9]+([.][0-9]{0,2}0*)?') THEN CAST($ AS DECIMAL(19,2)) ELSE CAST($ || ' is not exact' AS DECIMAL(19,2)) END`;
var MONEY = converted("DECIMAL(19,2)", ["amount"], money, (c) => `${c}::numeric`);
var BUILTIN = {
  int2: direct("SMALLINT", [...AS_NUMBER, "user"]),
  int4: direct("INTEGER", [...AS_NUMBER, "user"]),
  int8: direct("BIGINT", [...AS_NUMBER, "user"]),
  float4: direct("FLOAT", AS_NUMBER),
  float8: direct("DOUBLE", AS_NUMBER),
  money: MONEY,
  bool: direct("BOOLEAN", ["bool"]),
  text: direct("VARCHAR", AS_TEXT),
  varchar: direct("VARCHAR", AS_TEXT),
  bpchar: direct("VARCHAR", AS_TEXT),
  citext: direct("VARCHAR", AS_TEXT),
  name: direct("VARCHAR", ["string"]),
  char: direct("VARCHAR", ["string"]),
  bit: direct("VARCHAR", ["string"]),
  varbit: direct("VARCHAR", ["string"]),
  inet: direct("VARCHAR", ["string"]),
  cidr: direct("VARCHAR", ["string"]),
  macaddr: direct("VARCHAR", ["string"]),
  macaddr8: direct("VARCHAR", ["string"]),
  xml: direct("VARCHAR", ["string"]),
  uuid: direct("UUID", ["string", "object", "user"]),
  date: converted("DATE", ["date"], `CAST(replace($, ' BC', ' (BC)') AS DATE)`),
  timestamp: converted("TIMESTAMP", ["date"], instant("TIMESTAMP")),
  timestamptz: converted("TIMESTAMPTZ", ["date"], instant("TIMESTAMPTZ")),
  time: direct("TIME", []),
  timetz: direct("VARCHAR", []),
  interval: { ...converted("INTERVAL", [], "CAST($ AS INTERVAL)", interval), parquetType: "VARCHAR" },
  bytea: converted("BLOB", [], "unhex(substr($, 3))"),
  json: direct("JSON", []),
  jsonb: direct("JSON", []),
  oid: direct("UINTEGER", []),
  xid: direct("UINTEGER", []),
  cid: direct("UINTEGER", []),
  xid8: direct("UBIGINT", [])
};
var ENUM = direct("VARCHAR", AS_TEXT);
var OTHER = direct("VARCHAR", []);
var MAX_DIGITS = 38;
function typeForm(type, asked) {
  if (type.kind === "array") {
    const form2 = arrayForm(type, type.element === void 0 ? OTHER : scalarForm(type.element));
    return asked === "string" ? { ...keptAsText(form2), select: (c) => `${c}::text` } : form2;
  }
  if (type.name !== "json" && type.name !== "jsonb") return scalarForm(type);
  const form = { ...scalarForm(type), allowedTypes: ["string"] };
  return asked === "string" ? keptAsText(form) : form;
}
function widerForm(type) {
  if (type.kind === "base" && type.name === "numeric") return numericForm(-1);
  if (type.kind === "base" && type.name === "money") {
    const { select: select3, semanticType, allowedTypes } = MONEY;
    return { ...numericForm(-1), select: select3, semanticType, allowedTypes };
  }
  const form = typeForm(type);
  return { ...keptAsText(form), select: (c) => `${c}::text` };
}
function keptAsText(form) {
  return { ...direct("VARCHAR", form.allowedTypes), semanticType: form.semanticType };
}
function scalarForm(type) {
  if (type.kind === "enum") return ENUM;
  if (type.kind !== "base") return OTHER;
  return type.name === "numeric" ? numericForm(type.typmod) : BUILTIN[type.name] ?? OTHER;
}
function numericForm(typmod) {
  const declared = precisionAndScale(typmod);
  if (declared !== null) {
    const scale = Math.max(0, declared.scale);
    const precision = Math.max(scale, declared.precision - Math.min(0, declared.scale));
    if (precision <= MAX_DIGITS) return direct(`DECIMAL(${precision},${scale})`, AS_NUMBER);
  }
  return { ...direct("VARCHAR", AS_NUMBER), adaptive: true };
}

// src/sources/postgres/extent.ts
var TREE = `
  WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
  SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS table, c.relkind AS kind, c.reltuples::float8 AS "estimatedRows",
    coalesce(am.amname = 'heap', false) AS heap, has_table_privilege(c.oid, 'SELECT') AS selectable,
    CASE WHEN c.relkind IN ('r', 'm') THEN ceil(pg_relation_size(c.oid) / current_setting('block_size')::float8) ELSE 0 END AS pages,
    CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid)::float8 ELSE 0 END AS bytes,
    pg_relation_filenode(c.oid)::text AS file
  FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
  WHERE c.relkind <> 'p' ORDER BY c.oid`;
var COMPRESSED = /^_timescaledb/;
async function extentsOf(session, relation, where = "") {
  const members = await session.query(TREE, [relation.oid]);
  const tables = members.every((m) => (m.kind === "r" || m.kind === "m") && m.heap && !COMPRESSED.test(m.schema));
  const named = where.toLowerCase().includes(relation.schema.toLowerCase());
  const versioned = tables && members.some((m) => m.pages > 0);
  const direct2 = tables && !relation.rowSecurity && !named && members.every((m) => m.selectable);
  if (relation.kind === "p" && direct2 && members.length > 0) return members.map((m) => leaf(m, relation, versioned));
  return [
    {
      oid: relation.oid,
      from: qualified(relation),
      pages: tables ? Math.max(0, ...members.map((m) => m.pages)) : 0,
      bytes: members.reduce((sum, m) => sum + m.bytes, 0),
      estimatedRows: members.some((m) => m.estimatedRows < 0) ? -1 : members.reduce((sum, m) => sum + m.estimatedRows, 0),
      files: versioned ? members.map(fileOf) : []
    }
  ];
}
function leaf(member, parent, versioned) {
  const { oid, pages, bytes, estimatedRows } = member;
  return {
    oid,
    from: `ONLY ${qualified(member)} AS ${id(parent.table)}`,
    pages,
    bytes,
    estimatedRows,
    files: versioned ? [fileOf(member)] : []
  };
}
function fileOf({ oid, file }) {
  return `${oid}:${file ?? ""}`;
}
async function memberKinds(session, oid) {
  return (await membersOf(session, oid)).map((r) => r.kind);
}
async function membersOf(session, oid) {
  return session.query(
    `WITH RECURSIVE tree(oid) AS (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::oid
       UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT tree.oid::text AS oid, c.relkind AS kind, pg_relation_filenode(c.oid)::text AS file FROM tree JOIN pg_class c ON c.oid = tree.oid ORDER BY tree.oid`,
    [oid]
  );
}
async function memberLocks(session, oid) {
  const [row] = await session.query(
    `WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT EXISTS (SELECT FROM pg_locks l JOIN tree ON l.relation = tree.oid JOIN pg_database d ON d.oid = l.database
       WHERE NOT l.granted AND d.datname = current_database()) AS waits`,
    [oid]
  );
  return row?.waits === true;
}

// src/sources/postgres/xmin.ts
async function checkXmin(session, table, relation, options, user) {
  if (relation.kind === "v" || relation.kind === "f") throw noTransactionIds(`${table}: a ${KINDS[relation.kind]} has`, options);
  const [kinds, [row]] = await session.together(
    async () => Promise.all([
      memberKinds(session, relation.oid),
      session.query("SELECT has_column_privilege($1::oid, 'xmin', 'SELECT') AS readable", [relation.oid])
    ])
  );
  if (kinds.includes("f")) throw noTransactionIds(`${table}: some of its partitions are foreign tables, which have`, options);
  if (row?.readable === true) return;
  throw new HighwaterError(
    "TABLE_NOT_READABLE",
    `${table}: \`cursor: xmin\` needs the system column xmin, and ${user} may read only some columns, which do not include it.`,
    `Its owner can allow it:
GRANT SELECT (xmin) ON ${qualified(relation)} TO ${id(user)};`,
    { path: [...options.path, "cursor"] }
  );
}
function noTransactionIds(what, options) {
  return new HighwaterError(
    "CURSOR_NOT_POSSIBLE",
    `${what} no xmin to tell changed rows by.`,
    "Choose a column that every change sets to the current time (timestamptz is best), or leave `cursor` out: then the whole is read in each run.",
    { path: [...options.path, "cursor"] }
  );
}

// src/sources/postgres/describe.ts
async function describeRelation(session, ref, options, user, wider) {
  const relation = await readableRelation(session, ref.name, user);
  await checkBeneath(session, ref.name, relation);
  const [rows, types2] = await session.together(
    async () => Promise.all([columnsOf(session, relation.oid), typesOf(session, relation.oid)])
  );
  const readable = rows.filter((c) => c.readable);
  const notes = [...hiddenNote(relation, rows, user), ...securityNote(relation, user)];
  const key = chosenKey(ref.name, options, rows, notes);
  if (key.length === 0) refuseWithoutKey(ref.name, options, await uniqueKeys(session, relation.oid));
  const widened = wider.of(ref.name, new Map(readable.map((c) => [c.name, c.nativeType])));
  notes.push(...readable.filter((c) => widened.has(c.name)).map(widerNote));
  const checked = options.cursor === void 0 ? null : checkCursor(ref.name, options, readable, types2, notes);
  if (checked?.kind === "xmin") await checkXmin(session, ref.name, relation, options, user);
  const cursor = options.sync === "full" ? null : checked;
  return {
    ref,
    columns: readable.map((row) => column(row, types2, options, widened.has(row.name))),
    key,
    cursor,
    nameColumn: options.name === void 0 ? null : namedColumn(ref.name, options, "name", options.name, readable).name,
    notes
  };
}
async function readableRelation(session, written, user) {
  const name = parseName(written);
  const relation = name === null ? null : await findRelation(session, name);
  if (relation === null) {
    throw new HighwaterError(
      "TABLE_NOT_FOUND",
      `${written}: there is no such table or view in the database.`,
      "Names are taken as PostgreSQL stores them, upper and lower case alike; outside of the schema public write schema.table. `highwater discover` lists all."
    );
  }
  if (relation.usage && relation.readable) {
    if (!relation.populated) throw notPopulated2(written, relation);
    if (!relation.hasColumns) throw withoutColumns(written, relation);
    return relation;
  }
  const grants = [
    ...relation.usage ? [] : [`GRANT USAGE ON SCHEMA ${id(relation.schema)} TO ${id(user)};`],
    ...relation.readable ? [] : [`GRANT SELECT ON ${grantName(relation)} TO ${id(user)};`]
  ];
  throw new HighwaterError(
    "TABLE_NOT_READABLE",
    `${written}: the user ${user} may not read this ${KINDS[relation.kind]}.`,
    `Its owner can allow it:
${grants.join("\n")}`
  );
}
function notPopulated2(written, relation) {
  return new HighwaterError(
    "TABLE_NOT_READABLE",
    `${written}: the materialized view was never filled (WITH NO DATA).`,
    `Its owner can fill it:
REFRESH MATERIALIZED VIEW ${qualified(relation)};`
  );
}
function withoutColumns(written, relation) {
  return new HighwaterError(
    "TABLE_NOT_READABLE",
    `${written}: the ${KINDS[relation.kind]} has no columns.`,
    "There is nothing to read: leave it out until it has some."
  );
}
function refsOf(relations) {
  return relations.flatMap((relation) => {
    const kind = KINDS[relation.kind];
    const ref = { name: writtenName(relation), target: targetName(relation), label: relation.table, kind };
    const plain = relation.usage && relation.readable && relation.hasColumns && !relation.partition && !relation.ofExtension;
    const own = [plain ? ref : { ...ref, exactOnly: true }];
    return relation.schema === "public" ? [...own, { ...ref, name: `public.${ref.name}`, exactOnly: true }] : own;
  });
}
function column(row, types2, options, wider) {
  const type = resolveType(types2, row.type, row.typmod, row.dimensions);
  const form = wider ? widerForm(type) : typeForm(type, options.types[row.name]);
  const quoted = id(row.name);
  const labels = type.kind === "enum" ? type.labels : void 0;
  return {
    name: row.name,
    label: shortComment(row.comment) ?? row.name,
    nativeType: row.nativeType,
    semanticType: form.semanticType,
    allowedTypes: form.allowedTypes,
    duckdbType: form.duckdbType,
    load: { wire: wireName(row.number), read: form.read, expression: form.expression },
    select: form.select(quoted),
    ...form.adaptive === void 0 ? {} : { adaptive: form.adaptive },
    ...form.parquetType === void 0 ? {} : { parquetType: form.parquetType },
    ...labels === void 0 ? {} : { picklist: labels.map((value) => ({ value, label: value, active: true })) },
    ...row.references === null ? {} : { references: [writtenName(row.references)] }
  };
}
function wireName(number) {
  return `c${number}`;
}
function shortComment(comment) {
  return comment !== null && comment.length > 0 && comment.length <= 80 && !comment.includes("\n") ? comment : null;
}
function chosenKey(table, options, rows, notes) {
  if (options.key === void 0) {
    const primary = rows.filter((c) => c.keyPosition !== null).sort((a, b) => (a.keyPosition ?? 0) - (b.keyPosition ?? 0));
    return primary.every((c) => c.readable) ? primary.map((c) => c.name) : [];
  }
  const readable = rows.filter((c) => c.readable);
  const key = options.key.map((name) => namedColumn(table, options, "key", name, readable));
  for (const c of key.filter((k) => !k.notNull)) {
    const message = `the key column ${c.name} may be empty (it is not declared NOT NULL): a row without it fails the table`;
    notes.push({ kind: "schema", column: c.name, message });
  }
  return key.map((c) => c.name);
}
function widerNote(column2) {
  const message = `${column2.name} (${column2.nativeType}) holds values that its usual type can't carry exactly, so it is kept wider`;
  return { kind: "data", column: column2.name, message };
}
function hiddenNote(relation, rows, user) {
  const hidden = rows.filter((c) => !c.readable).map((c) => c.name);
  if (hidden.length === 0) return [];
  const grant = `GRANT SELECT (${hidden.map(id).join(", ")}) ON ${qualified(relation)} TO ${id(user)};`;
  return [{ kind: "access", message: `left out, since ${user} may not read them: ${hidden.join(", ")} (${grant})` }];
}
function securityNote(relation, user) {
  if (!relation.rowSecurity) return [];
  return [
    {
      kind: "access",
      message: `row-level security is on: only the rows that its policies show to ${user} are synced, and only these count as existing`
    }
  ];
}

// src/sources/postgres/access.ts
async function serverState(session, database) {
  const [row] = await session.query(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text, current_user::text AS user,
       extract(epoch FROM clock_timestamp())::float8 * 1000 AS clock, pg_is_in_recovery() AS standby, pg_backend_pid() AS pid, pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS stats,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS writes`
  );
  if (row === void 0) throw new Error("no answer");
  const seesTransactions = row.stats || row.writes;
  const facts = [
    ["database", database],
    ["encryption", session.encryption ?? "none"],
    ["server is", row.standby ? "a standby" : "a primary"],
    ["sees all transactions", seesTransactions ? "yes" : `no: GRANT pg_read_all_stats TO ${id(row.user)};`]
  ];
  if (row.writes) facts.push(["superuser", "yes: a user with SELECT alone is enough"]);
  const pooled = session.announcedPid !== row.pid;
  if (pooled) facts.push(["pooler", "yes: one connection a table"]);
  const { version, user, standby } = row;
  const versionText = row.text.split(" ")[0] ?? "";
  return { version, versionText, user, standby, seesTransactions, pooled, clockAheadMs: row.clock - Date.now(), facts };
}
async function tableAccess(session, { ref, options }, user, wider, explain) {
  const nothing = { ref, readable: false, rows: null, cursor: options.cursor ?? null, key: options.key ?? [], hidden: [] };
  let schema = null;
  try {
    const relation = await readableRelation(session, ref.name, user);
    schema = await describeRelation(session, ref, options, user, wider);
    const hidden = (await columnsOf(session, relation.oid)).filter((c) => !c.readable).map((c) => c.name);
    await judge2(session, relation, schema, options.where);
    const rows = relation.estimatedRows < 0 ? null : Math.round(relation.estimatedRows);
    return { ref, readable: true, rows, cursor: schema.cursor?.column ?? null, key: schema.key, hidden };
  } catch (thrown) {
    const error = explain(thrown, schema);
    if (!(error instanceof HighwaterError) || error.code === "INTERRUPTED") throw error;
    return { ...nothing, problem: { message: error.message, hint: error.hint } };
  }
}
async function judge2(session, relation, schema, where) {
  const columns = schema.columns.map((c) => c.select ?? "NULL").join(", ");
  const condition2 = where === void 0 ? "" : ` WHERE (${where}
)`;
  await session.query(`EXPLAIN SELECT ${columns} FROM ${qualified(relation)}${condition2}`);
}

// src/sources/postgres/session.ts
var SETTINGS2 = [
  ["client_encoding", "UTF8"],
  ["standard_conforming_strings", "on"],
  ["TimeZone", "UTC"],
  ["DateStyle", "ISO, YMD"],
  ["IntervalStyle", "postgres"],
  // Shortest exact text since PostgreSQL 12 (any value above 0), all digits before.
  ["extra_float_digits", "3"],
  ["bytea_output", "hex"],
  ["xmloption", "content"],
  ["statement_timeout", "0"],
  ["idle_in_transaction_session_timeout", "0"],
  ["transaction_timeout", "0", 17e4]
];
var Session = class {
  /** Round trips so far. */
  requests = 0;
  #client;
  #onRequest;
  #facts;
  #broken = false;
  #inTransaction = false;
  #gathered = null;
  constructor(client, facts, onRequest) {
    this.#client = client;
    this.#facts = facts;
    this.#onRequest = () => {
      this.requests += 1;
      onRequest();
    };
    client.on("error", () => {
      this.#broken = true;
    });
    client.on("end", () => {
      this.#broken = true;
    });
  }
  get broken() {
    return this.#broken;
  }
  get announcedPid() {
    return announcedPid(this.#client);
  }
  /** `TLSv1.3`, or null where the connection is not encrypted. */
  get encryption() {
    return wireOf(this.#client).stream.getProtocol?.() ?? null;
  }
  set facts(facts) {
    this.#facts = facts;
  }
  /** One statement; values go as parameters. */
  async query(sql, values = []) {
    if (this.#gathered !== null) return (await this.script([withLiterals(sql, values)]))[0] ?? [];
    this.#onRequest();
    const result = await this.#client.query(sql, [...values]);
    return result.rows;
  }
  /** Several statements in one round trip; the rows of each that gives some. */
  async script(statements) {
    const gathered = this.#gathered;
    if (gathered !== null)
      return new Promise((answer, fail) => gathered.push({ statements, answer, fail }));
    return rowsOf(await this.#send(statements));
  }
  async #send(statements) {
    this.#onRequest();
    const results = await this.#client.query(statements.join(";\n"));
    return Array.isArray(results) ? results : [results];
  }
  /**
   * One round trip for all that `ask` asks before it waits for anything: the beginning of a transaction, then several questions, say. They
   * are sent in that order, and where one fails all do.
   */
  async together(ask) {
    if (this.#gathered !== null) return ask();
    const gathered = [];
    this.#gathered = gathered;
    const asked = ask();
    this.#gathered = null;
    asked.catch(() => void 0);
    try {
      const results = gathered.length === 0 ? [] : [...await this.#send(gathered.flatMap((g) => g.statements))];
      for (const { statements, answer } of gathered) answer(rowsOf(results.splice(0, statements.length)));
    } catch (error) {
      for (const { fail } of gathered) fail(error);
    }
    return asked;
  }
  /** Begins the transaction, after the end of one that is open; the rows of what the further statements ask for. */
  async begin(options) {
    const before = this.#inTransaction ? ["ROLLBACK"] : [];
    this.#inTransaction = true;
    const { version, watchesClient: watchesClient2 } = this.#facts;
    const settings = SETTINGS2.filter(([, , since = 0]) => version >= since).map(
      ([name, value]) => `SET LOCAL ${name} = '${value}'`
    );
    return this.script([
      ...before,
      `BEGIN ISOLATION LEVEL ${options.isolation} READ ONLY`,
      // Must come before anything that reads.
      ...options.snapshot === void 0 ? [] : [`SET TRANSACTION SNAPSHOT '${options.snapshot}'`],
      ...settings,
      `SET LOCAL lock_timeout = '${options.lockSeconds ?? 30}s'`,
      ...watchesClient2 ? ["SET LOCAL client_connection_check_interval = '5s'"] : [],
      ...options.statements ?? []
    ]);
  }
  /** Ends the transaction, whatever state it is in. There is nothing to commit. */
  async end() {
    if (!this.#inTransaction || this.#broken) return;
    this.#inTransaction = false;
    await this.script(["ROLLBACK"]);
  }
  async transaction(work) {
    let result;
    try {
      result = await this.together(async () => {
        const begun = this.begin({ isolation: "READ COMMITTED" });
        return (await Promise.all([work(), begun]))[0];
      });
    } catch (error) {
      await this.end().catch(() => this.kill());
      throw error;
    }
    await this.end();
    return result;
  }
  /** Submits a COPY … TO STDOUT; read it to its end, or `kill` the session. */
  copy(copy) {
    this.#onRequest();
    this.#client.query(copy);
  }
  /** Cuts the connection at once; what runs on it fails. The server's process is ended by Connections. */
  kill() {
    this.#broken = true;
    wireOf(this.#client).stream.destroy();
  }
  async close() {
    if (this.#broken) return;
    this.#broken = true;
    await this.#client.end();
  }
};
function rowsOf(results) {
  return results.filter((r) => r.fields.length > 0).map((r) => r.rows);
}
function withLiterals(sql, values) {
  const literal = (value) => esm_default.escapeLiteral(Array.isArray(value) ? `{${value.join()}}` : String(value));
  return sql.replace(/\$(\d+)/g, (_, n) => literal(values[Number(n) - 1]));
}

// src/sources/postgres/client.ts
var TERMINATE_TIMEOUT = 5e3;
var Connections = class {
  #login;
  #signal;
  #idle = [];
  #busy = /* @__PURE__ */ new Set();
  #ending = /* @__PURE__ */ new Set();
  #facts = { version: 0, watchesClient: false };
  /** True behind a pooler, whose process ids mean nothing to the server. */
  pooled = false;
  requests = 0;
  constructor(login, signal) {
    this.#login = login;
    this.#signal = signal;
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }
  get facts() {
    return this.#facts;
  }
  set facts(facts) {
    this.#facts = facts;
    for (const session of [...this.#idle, ...this.#busy]) session.facts = facts;
  }
  #onAbort = () => {
    this.cut([...this.#busy]);
  };
  /** A connection of one's own until `release`. Throws what the login throws. */
  async acquire() {
    this.#signal.throwIfAborted();
    const kept = this.#idle.pop();
    if (kept !== void 0 && !kept.broken) return this.#lend(kept);
    if (kept !== void 0) return this.acquire();
    const session = new Session(await this.#login.connect(), this.#facts, () => {
      this.requests += 1;
    });
    if (this.#signal.aborted) {
      await session.close();
      this.#signal.throwIfAborted();
    }
    return this.#lend(session);
  }
  #lend(session) {
    this.#busy.add(session);
    return session;
  }
  /** Gives a connection back; its transaction is ended first, and a broken one is forgotten. */
  async release(session) {
    if (!this.#busy.has(session)) return;
    await session.end().catch(() => session.kill());
    this.#busy.delete(session);
    if (!session.broken) this.#idle.push(session);
  }
  /** Runs work on a connection in a read-only transaction. */
  async within(work) {
    const session = await this.acquire();
    try {
      return await session.transaction(async () => work(session));
    } finally {
      await this.release(session);
    }
  }
  /**
   * Cuts connections in the middle of whatever they do. A server process that is sending notices at its next byte; one that
   * computes or waits for a lock does not, so each is told to end, over a connection of its own.
   */
  cut(sessions) {
    const pids = [];
    for (const session of sessions) {
      this.#busy.delete(session);
      if (!session.broken && session.announcedPid !== null) pids.push(session.announcedPid);
      session.kill();
    }
    if (pids.length === 0 || this.pooled) return;
    const ending = this.#terminate(pids).catch(() => void 0);
    this.#ending.add(ending);
    void ending.then(() => this.#ending.delete(ending));
  }
  async #terminate(pids) {
    const client = await this.#login.connect();
    try {
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE pid = ANY($1::int[]) AND usename = current_user AND application_name = 'highwater'`,
        [pids]
      );
    } finally {
      await client.end();
    }
  }
  async close() {
    this.#signal.removeEventListener("abort", this.#onAbort);
    this.cut([...this.#busy]);
    const open2 = this.#idle.splice(0).map(async (session) => session.close());
    let timer;
    const timeout = new Promise((resolve) => {
      timer = setTimeout(resolve, TERMINATE_TIMEOUT);
    });
    await Promise.race([Promise.allSettled([...open2, ...this.#ending]), timeout]);
    clearTimeout(timer);
    this.#login.close();
  }
};

// src/sources/postgres/errors.ts
function translate(thrown, scene) {
  if (thrown instanceof HighwaterError || !(thrown instanceof Error)) return thrown;
  const { code: sent, cert, address, message: said } = telling(thrown);
  const fault = { message: said, code: sent, address, names: cert?.subjectaltname };
  const found = FAULTS[fault.code ?? ""] ?? TLS_FAULTS[fault.code ?? ""] ?? FAULTS[sqlstateClass(fault)] ?? byMessage(`${fault.code ?? ""} ${fault.message}`);
  if (found === void 0) return thrown;
  const { code, says, hint, restartable } = found(scene, fault);
  const message = scene.table === void 0 ? sentence(says, scene) : `${scene.table}: ${says.replace(/\.?$/, ".")}`;
  return new HighwaterError(code, message, hint, { cause: thrown, restartable: restartable ?? false });
}
function telling(thrown) {
  const errors = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return errors.find((e) => !e.address?.includes(":")) ?? errors[0] ?? thrown;
}
function sqlstateClass(fault) {
  return /^[0-9A-Z]{5}$/.test(fault.code ?? "") ? (fault.code ?? "").slice(0, 2) : "";
}
function byMessage(message) {
  if (/^(?!E)[0-9A-Z]{5} /.test(message)) return refused;
  if (/Connection terminated|Client has encountered a connection error|Client network socket disconnected/.test(message))
    return lost;
  if (/timeout expired|Connection terminated due to connection timeout/.test(message)) return noAnswer;
  return Object.entries(TLS_FAULTS).find(([key]) => message.includes(key))?.[1];
}
function sentence(says, scene) {
  if ([scene.server, scene.database, scene.user].some((name) => says.startsWith(`${name} `))) return says.replace(/\.?$/, ".");
  return `${says.charAt(0).toUpperCase()}${says.slice(1).replace(/\.?$/, ".")}`;
}
function codeOf(thrown) {
  const error = thrown instanceof HighwaterError ? thrown.cause : thrown;
  const code = error?.code;
  return typeof code === "string" ? code : "";
}

// src/sources/postgres/identity.ts
import { createHash as createHash2 } from "node:crypto";

// src/sources/postgres/meaning.ts
import { createHash } from "node:crypto";
var LONGEST = 16384;
var ROUNDED = ["bpchar", "bit", "timestamp", "timestamptz", "time", "timetz", "interval"];
var COLUMNS = `SELECT a.attnum, a.attname, a.atttypid,
    CASE WHEN a.attgenerated = 'v' THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END AS computed,
    CASE WHEN a.atttypid = ANY ('{${ROUNDED.join()}}'::regtype[]) THEN format_type(a.atttypid, a.atttypmod) END AS rounded
  FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped`;
var USED = `SELECT c.attnum, c.atttypid FROM columns c
  UNION SELECT u.attnum, x.oid FROM used u JOIN pg_type t ON t.oid = u.oid CROSS JOIN LATERAL (
    SELECT t.typbasetype UNION ALL SELECT t.typelem
    UNION ALL SELECT p.atttypid FROM pg_attribute p WHERE t.typrelid <> 0 AND p.attrelid = t.typrelid AND p.attnum > 0 AND NOT p.attisdropped
    UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = t.oid) AS x(oid) WHERE x.oid <> 0`;
var VIEWS = `SELECT $1::oid UNION SELECT d.refobjid FROM views v JOIN pg_rewrite r ON r.ev_class = v.oid
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass`;
var ATTRIBUTES = `SELECT string_agg(concat_ws(':', u.oid, p.attnum, p.atttypid), ',' ORDER BY u.oid, p.attnum)
  FROM used u JOIN pg_type t ON t.oid = u.oid JOIN pg_attribute p ON p.attrelid = t.typrelid
  WHERE u.attnum = c.attnum AND t.typtype = 'c' AND p.attnum > 0 AND NOT p.attisdropped`;
var MEANING = `
  WITH RECURSIVE columns AS (${COLUMNS}), used(attnum, oid) AS (${USED}), views(oid) AS (${VIEWS})
  SELECT
    (SELECT json_object_agg(c.attname, c.attnum || coalesce(':' || left(md5(nullif(concat(c.computed, c.rounded, (${ATTRIBUTES})), '')), 8), '')) FROM columns c) AS columns,
    (SELECT json_object_agg(a.attname, CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN format_type(t.oid, a.atttypmod) ELSE t.oid::text END)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped) AS types,
    (SELECT json_object_agg(e.oid, left(md5(e.enumlabel), 8)) FROM pg_enum e WHERE e.enumtypid IN (SELECT oid FROM used)) AS labels,
    (SELECT md5(string_agg(pg_get_viewdef(c.oid), '' ORDER BY c.oid)) FROM views v JOIN pg_class c ON c.oid = v.oid WHERE c.relkind IN ('v', 'm')) AS definition,
    CASE WHEN row_security_active($1::oid) THEN (SELECT md5(concat(current_user, string_agg(concat_ws(':', p.oid, p.polcmd, p.polpermissive, p.polroles,
      pg_get_expr(p.polqual, p.polrelid)), ',' ORDER BY p.oid))) FROM pg_policy p WHERE p.polrelid = $1::oid) END AS policies`;
async function meaningOf(session, oid) {
  const [row] = await session.query(MEANING, [oid]);
  const known = Object.entries(row ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(known.map(([part, value]) => [part, value === null ? "" : compact(value)]));
}
function compact(marks) {
  const text2 = JSON.stringify(marks);
  return text2.length > LONGEST ? createHash("sha256").update(text2).digest("base64") : marks;
}
function meaningReason(before, now) {
  const column2 = differing(before.columns, now.columns);
  if (column2 !== null) return `${column2} is another one than at the last import: made again, renamed or computed otherwise`;
  const retyped = differing(before.types, now.types, keepsValues);
  if (retyped !== null) return `${retyped} is of another type than at the last import`;
  if (differing(before.labels, now.labels) !== null) return "values of an enum were renamed since the last import";
  if (before.definition !== now.definition) return "the view's definition changed since the last import";
  return before.policies === now.policies ? null : "the policies that hide rows, or their user, changed since the last import";
}
function differing(before, now = {}, same = (a, b) => a === b) {
  if (before === void 0) return null;
  if (typeof before === "string" || typeof now === "string") return before === now ? null : "one of the columns";
  const name = Object.entries(before).find(([key, mark]) => now[key] !== void 0 && !same(mark, now[key]))?.[0];
  return name === void 0 ? null : `the column ${name}`;
}
var FAMILIES = [
  ["text", /^(?:text|character varying)(?:\((\d+)\))?$/, (length) => [length]],
  ["whole", /^smallint$/, () => [2]],
  ["whole", /^integer$/, () => [4]],
  ["whole", /^bigint$/, () => [8]],
  ["float", /^real$/, () => [4]],
  ["float", /^double precision$/, () => [8]],
  ["numeric", /^numeric(?:\((\d+),(-?\d+)\))?$/, (length, scale) => [length - scale, scale]]
];
function familyOf(type) {
  for (const [family, pattern, room] of FAMILIES) {
    const [found, length, scale] = pattern.exec(type) ?? [];
    if (found === void 0) continue;
    const unlimited = length === void 0;
    return {
      family,
      room: unlimited && family === "numeric" ? [Infinity, Infinity] : room(Number(length ?? Infinity), Number(scale ?? 0))
    };
  }
  return { family: type, room: [] };
}
function keepsValues(from, to) {
  const [old, now] = [familyOf(from), familyOf(to)];
  return old.family === now.family && old.room.every((room, i) => room <= (now.room[i] ?? 0));
}

// src/sources/postgres/identity.ts
var MEMBERS_LISTED = 4e3;
var FILES_LISTED = 1e3;
async function clusterIdentity(session) {
  try {
    return await session.transaction(async () => {
      const rows = await session.query(
        "SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system, (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline, CASE WHEN NOT pg_is_in_recovery() THEN txid_snapshot_xmax(txid_current_snapshot())::text END AS next"
      );
      return rows[0] ?? null;
    });
  } catch {
    return null;
  }
}
async function tableIdentity(session, relation, cluster) {
  const inherits = relation.kind === "p" || relation.kind === "r";
  const [[row], found, meaning] = await Promise.all([
    session.query(
      "SELECT oid::text AS database, pg_relation_filenode($1::oid)::text AS file FROM pg_database WHERE datname = current_database()",
      [relation.oid]
    ),
    inherits ? membersOf(session, relation.oid) : [],
    meaningOf(session, relation.oid)
  ]);
  const members = found.map((m) => m.oid);
  return {
    cluster,
    database: row?.database ?? "",
    relation: relation.oid,
    ...meaning,
    ...filesOf([{ oid: relation.oid, kind: relation.kind, file: row?.file ?? null }, ...found]),
    ...relation.kind !== "p" && members.length === 0 ? {} : { members: members.length <= MEMBERS_LISTED ? members : hashOf(members) }
  };
}
function filesOf(members) {
  const files = members.flatMap(({ oid, file }) => file === null ? [] : [[oid, file]]);
  if (files.length === 0) return {};
  return { files: files.length <= FILES_LISTED ? Object.fromEntries(files) : hashOf(files.flat()) };
}
function hashOf(members) {
  return createHash2("sha256").update(members.join()).digest("base64");
}
function identityReason(before, now) {
  if (before.cluster !== null && now.cluster !== null) {
    if (before.cluster.system !== now.cluster.system) return "the server is another one than at the last import";
    if (before.cluster.timeline !== now.cluster.timeline) {
      return `the server was restored or failed over since the last import (timeline ${before.cluster.timeline}, now ${now.cluster.timeline})`;
    }
  }
  if (isBehind(before.cluster, now.cluster))
    return "the server is behind the last import: its disk was restored to an earlier state";
  if (before.database !== now.database) return "the database was dropped and made again since the last import";
  if (before.relation !== now.relation) return "the table was dropped and made again, or exchanged, since the last import";
  const meaning = meaningReason(before, now);
  if (meaning !== null) return meaning;
  if (before.definition !== void 0 && rewritten(before, now))
    return "the materialized view was refreshed since the last import";
  const listed = Array.isArray(before.members) && Array.isArray(now.members);
  return !listed && before.members !== now.members ? "partitions, or tables that inherit from it, were added or removed since the last import" : null;
}
function isBehind(before, now) {
  return typeof before?.next === "string" && typeof now?.next === "string" && BigInt(now.next) < BigInt(before.next);
}
function goneReason(before, now) {
  if (before === null) return null;
  const { members } = now;
  if (Array.isArray(before.members) && Array.isArray(members)) {
    const gone2 = before.members.filter((oid) => !members.includes(oid)).length;
    if (gone2 > 0) return `${gone2} partition(s), or tables that inherited from it, were dropped or detached`;
  }
  return rewritten(before, now) ? "it was truncated or rewritten (TRUNCATE, VACUUM FULL, CLUSTER, ALTER TABLE)" : null;
}
function rewritten({ files: before }, { files: now }) {
  if (before === void 0 || now === void 0) return false;
  if (typeof before === "string" || typeof now === "string") return typeof before === typeof now && before !== now;
  return Object.entries(before).some(([oid, file]) => now[oid] !== void 0 && now[oid] !== file);
}
function newMembers(before, now) {
  if (before === null || !Array.isArray(before.members) || !Array.isArray(now.members)) return [];
  const known = new Set(before.members);
  return now.members.filter((oid) => !known.has(oid));
}
function newMembersReason(before, now, relation) {
  return relation.selectable || newMembers(before, now).length === 0 ? null : "partitions were added since the last import";
}
function parseIdentity(token) {
  if (token === void 0) return null;
  const value = JSON.parse(token);
  return value;
}

// src/sources/postgres/give-way.ts
var LONGEST_PAUSE_SECONDS = 10;
var GiveWay = class {
  #stop = new AbortController();
  /** Why the reading was ended; null as long as it was not. */
  error = null;
  /** `end` cuts what reads. `oid`: the relation; whoever waits for one of its partitions counts too. */
  constructor(connections, table, oid, seconds, end) {
    void this.#watch(connections, oid, seconds).then((waited) => {
      if (!waited) return;
      this.error = gaveWay(table, seconds);
      end();
    });
  }
  async #watch(connections, oid, seconds) {
    const { signal } = this.#stop;
    let since = null;
    while (!signal.aborted) {
      await pause(Math.min(LONGEST_PAUSE_SECONDS, seconds / 2) * 1e3, signal);
      if (signal.aborted) return false;
      const waits = await connections.within(async (session) => memberLocks(session, oid)).catch(() => false);
      since = waits ? since ?? Date.now() : null;
      if (since !== null && Date.now() - since >= seconds * 1e3) return !signal.aborted;
    }
    return false;
  }
  close() {
    this.#stop.abort();
  }
};
async function pause(ms, signal) {
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
function gaveWay(table, seconds) {
  return new HighwaterError(
    "TABLE_LOCKED",
    `${table}: the reading was ended, since another session had waited ${seconds} s for the table (ALTER TABLE, TRUNCATE or a migration).`,
    "The table keeps its previous rows, and is read again once the other session is done. `give_way_after` of the source says how long others wait.",
    { restartable: true }
  );
}

// src/sources/postgres/read.ts
import { open } from "node:fs/promises";

// src/sources/postgres/copy-out.ts
var COPY_DATA = 100;
var PASSED_OVER = new Set(Buffer.from("HcNSA"));
var HEADER = 5;
var FULL_READ = 64 * 1024;
var REST_MS = 1;
var REST_AFTER_BYTES = 1024 * 1024;
var QUEUE_BYTES = 2 * 1024 * 1024;
var KEPT_BY_NODE = () => void 0;
var CopyOut = class {
  text;
  /** Bytes of the longest row so far. */
  longestRow = 0;
  /** Rows according to COPY's tag; null until the end. */
  tag = null;
  #queue = [];
  #queued = 0;
  #received = 0;
  #rest = null;
  #stream = null;
  #parser = null;
  #onData = null;
  #failure = null;
  #ended = false;
  #wake = null;
  // Of the message being read: bytes of its header that have come, bytes of its body still to come.
  #header = Buffer.alloc(HEADER);
  #headerBytes = 0;
  #left = 0;
  #keep = false;
  constructor(text2) {
    this.text = text2;
  }
  /** The server has said its last word on it: the connection can be used again. */
  get over() {
    return this.#ended || this.#failure !== null;
  }
  /** The next bytes, at most to the first row end at or after `room`; null at the end. */
  async next(room) {
    for (; ; ) {
      const chunk = this.#queue[0];
      if (chunk !== void 0) {
        const piece = this.#scan(chunk, room);
        if (piece.bytes.length > 0 || piece.rows > 0) return piece;
        piece.release();
      } else if (this.#failure !== null) throw this.#failure;
      else if (this.#ended) return null;
      else
        await new Promise((resolve) => {
          this.#wake = resolve;
        });
    }
  }
  #scan(received, room) {
    const chunk = received.bytes;
    const end = chunk.length;
    let from = 0;
    let to = 0;
    let rows = 0;
    let endsRow = false;
    while (from < end) {
      if (this.#left > 0) {
        const n = Math.min(this.#left, end - from);
        if (this.#keep) {
          if (to !== from) chunk.copyWithin(to, from, from + n);
          to += n;
        }
        from += n;
        this.#left -= n;
        endsRow = this.#left === 0;
        if (endsRow && this.#keep) {
          rows += 1;
          if (to >= room) break;
        }
        continue;
      }
      from = this.#readHeader(chunk, from);
      if (from < 0) {
        return { bytes: chunk.subarray(0, to), rows, endsRow: true, release: received.release };
      }
    }
    const release = from === end ? received.release : KEPT_BY_NODE;
    this.#dequeue(received, from);
    return { bytes: chunk.subarray(0, to), rows, endsRow, release };
  }
  /** The offset after the header, or -1 where the message is not COPY's: then node-postgres has the socket again. */
  #readHeader(chunk, from) {
    if (this.#headerBytes === 0 && chunk[from] === COPY_DATA && from + HEADER <= chunk.length) {
      this.#beginRow(chunk.readUInt32BE(from + 1) - 4);
      return from + HEADER;
    }
    const n = Math.min(HEADER - this.#headerBytes, chunk.length - from);
    chunk.copy(this.#header, this.#headerBytes, from, from + n);
    this.#headerBytes += n;
    if (this.#headerBytes < HEADER) return from + n;
    const type = this.#header[0] ?? 0;
    if (type !== COPY_DATA && !PASSED_OVER.has(type)) {
      const rest = this.#queue.splice(0).map(({ bytes }) => bytes);
      this.#handBack([this.#header, chunk.subarray(from + n), ...rest.slice(1)]);
      return -1;
    }
    this.#headerBytes = 0;
    const length = this.#header.readUInt32BE(1) - 4;
    if (type === COPY_DATA) this.#beginRow(length);
    else {
      this.#keep = false;
      this.#left = length;
    }
    return from + n;
  }
  #beginRow(length) {
    this.#keep = true;
    this.#left = length;
    if (length > this.longestRow) this.longestRow = length;
  }
  #dequeue(received, read) {
    this.#queued -= read;
    if (read === received.bytes.length) this.#queue.shift();
    else this.#queue[0] = { ...received, bytes: received.bytes.subarray(read) };
    if (this.#rest === null) this.#resume();
  }
  #resume() {
    if (this.#queued < QUEUE_BYTES && this.#stream?.isPaused()) this.#stream.resume();
  }
  #take(stream, received) {
    this.#queue.push(received);
    this.#queued += received.bytes.length;
    this.#pauseIfDue(stream, received);
    this.#wakeUp();
  }
  #pauseIfDue(stream, { bytes, full }) {
    if (this.#queued >= QUEUE_BYTES) stream.pause();
    this.#received += bytes.length;
    if (full || this.#received < REST_AFTER_BYTES || "getProtocol" in stream || this.#rest !== null) return;
    stream.pause();
    this.#rest = setTimeout(() => {
      this.#rest = null;
      this.#resume();
    }, REST_MS);
  }
  // What follows is called by node-postgres.
  submit(connection) {
    const wire = connection;
    this.#stream = wire.stream;
    this.#parser = wire.stream.listeners("data")[0];
    this.#onData = (chunk) => {
      this.#take(wire.stream, { bytes: chunk, full: chunk.length >= FULL_READ, release: KEPT_BY_NODE });
    };
    wire.stream.off("data", this.#parser);
    if (wire.stream instanceof ReceiveSocket) wire.stream.taker = (received) => this.#take(wire.stream, received);
    else wire.stream.on("data", this.#onData);
    wire.query(this.text);
  }
  #handBack(rest) {
    const { stream, parser, onData } = { stream: this.#stream, parser: this.#parser, onData: this.#onData };
    this.#parser = null;
    if (stream === null || parser === null || onData === null) return;
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#stream = null;
    stream.off("data", onData);
    if (stream instanceof ReceiveSocket) stream.taker = null;
    stream.on("data", parser);
    for (const chunk of rest) if (chunk.length > 0) parser(Buffer.from(chunk));
    stream.resume();
  }
  handleCommandComplete(message) {
    this.tag = Number(/^COPY (\d+)$/.exec(message.text ?? "")?.[1] ?? Number.NaN);
  }
  handleReadyForQuery() {
    this.#ended = true;
    this.#wakeUp();
  }
  handleError(error) {
    this.#failure ??= error;
    this.#wakeUp();
  }
  #wakeUp() {
    this.#wake?.();
    this.#wake = null;
  }
};

// src/sources/postgres/read.ts
var FORMAT = { kind: "csv", header: false, nullText: "unquoted-empty", compression: "none" };
var WRITE_BYTES = 1024 * 1024;
async function copyToStaging(session, sql, content, staging, cut) {
  const copy = new CopyOut(sql);
  session.copy(copy);
  let rows = 0;
  let bytes = 0;
  let file = null;
  try {
    for (let piece = await copy.next(STAGING_FILE_BYTES); piece !== null; ) {
      file ??= await OpenFile.create(await staging.create(content, FORMAT));
      await file.write(piece);
      rows += piece.rows;
      bytes += piece.bytes.length;
      if (piece.endsRow && file.bytes >= STAGING_FILE_BYTES) {
        await file.done(copy.longestRow);
        file = null;
      }
      piece = await copy.next(STAGING_FILE_BYTES - (file?.bytes ?? 0));
    }
    await file?.done(copy.longestRow);
    file = null;
  } catch (error) {
    if (!copy.over) cut();
    await file?.discard();
    throw error;
  }
  if (copy.tag !== rows) throw countMismatch(rows, copy.tag);
  return { rows, bytes, requests: 1 };
}
var OpenFile = class _OpenFile {
  bytes = 0;
  #file;
  #handle;
  #rows = 0;
  #batch = [];
  #batchBytes = 0;
  #writing = Promise.resolve();
  constructor(file, handle) {
    this.#file = file;
    this.#handle = handle;
  }
  static async create(file) {
    return new _OpenFile(file, await open(file.path, "w"));
  }
  async write(piece) {
    this.#batch.push(piece);
    this.#batchBytes += piece.bytes.length;
    this.bytes += piece.bytes.length;
    this.#rows += piece.rows;
    if (this.#batchBytes >= WRITE_BYTES) await this.#flush();
  }
  async #flush() {
    await this.#writing;
    const [batch, total] = [this.#batch, this.#batchBytes];
    this.#batch = [];
    this.#batchBytes = 0;
    this.#writing = writeAll(this.#handle, batch, total);
    this.#writing.catch(() => void 0);
  }
  async done(longestRow) {
    await this.#flush();
    await this.#writing;
    await this.#handle.close();
    await this.#file.done(this.#rows, longestRow);
  }
  async discard() {
    await this.#writing.catch(() => void 0);
    await this.#handle.close().catch(() => void 0);
    await this.#file.discard();
  }
};
async function writeAll(handle, batch, total) {
  const parts = batch.map(({ bytes }) => bytes);
  const { bytesWritten } = await handle.writev(parts);
  if (bytesWritten < total) await handle.writeFile(Buffer.concat(parts).subarray(bytesWritten));
  for (const piece of batch) piece.release();
}
function countMismatch(rows, tag) {
  return new HighwaterError(
    "COUNT_MISMATCH",
    `PostgreSQL says that it sent ${tag} rows, ${rows} arrived.`,
    "The table keeps its previous rows and watermark. Run again; if it happens again, report it with this line."
  );
}

// src/sources/postgres/import.ts
var TOO_MANY_CONNECTIONS = "53300";
var LOCK_NOT_AVAILABLE = "55P03";
var NO_SUCH_SNAPSHOT = /* @__PURE__ */ new Set(["22023", "42704"]);
var SnapshotImport = class {
  watermark;
  heldBack;
  partitions;
  snapshot = true;
  notes;
  requests;
  resumed;
  #connections;
  #snapshot;
  #options;
  #sessions;
  #free;
  #waiting = [];
  #mayGrow;
  #giveWay;
  constructor(connections, coordinator, snapshot, options) {
    this.#connections = connections;
    this.#snapshot = snapshot;
    this.#options = options;
    this.#sessions = [coordinator];
    this.#free = [coordinator];
    this.#mayGrow = snapshot.name !== null;
    this.watermark = options.watermark;
    if (options.heldBack !== void 0) this.heldBack = options.heldBack;
    this.partitions = options.partitions;
    this.resumed = options.resumed;
    this.notes = options.notes;
    this.requests = options.requests;
    const { giveWaySeconds: seconds, table } = options;
    const end = () => connections.cut([...this.#sessions]);
    this.#giveWay = seconds === null ? null : new GiveWay(connections, table, snapshot.relation.oid, seconds, end);
  }
  fetch(keys2) {
    return this.#options.byKey(keys2);
  }
  async read(partition2, staging, signal) {
    const { content } = partition2.detail;
    let session = null;
    const cut = () => {
      if (session !== null) this.#connections.cut([session]);
    };
    try {
      signal.throwIfAborted();
      session = await this.#borrow(signal);
      signal.throwIfAborted();
      signal.addEventListener("abort", cut, { once: true });
      return await copyToStaging(session, partition2.query, content, staging, cut);
    } catch (error) {
      throw this.#giveWay?.error ?? this.#options.explain(error, signal);
    } finally {
      signal.removeEventListener("abort", cut);
      if (session !== null) this.#giveBack(session);
    }
  }
  async #borrow(signal) {
    const free = this.#free.pop();
    if (free !== void 0) return free;
    return await this.#join() ?? await this.#wait(signal);
  }
  #giveBack(session) {
    const next = this.#waiting.shift();
    if (next === void 0) this.#free.push(session);
    else next(session);
  }
  async #wait(signal) {
    const free = this.#free.pop();
    if (free !== void 0) return free;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(take2), 1);
        reject(signal.reason);
      };
      const take2 = (session) => {
        signal.removeEventListener("abort", onAbort);
        resolve(session);
      };
      this.#waiting.push(take2);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
  /** One more session under the same snapshot and lock; null where that can't be had. */
  async #join() {
    const { name, relation } = this.#snapshot;
    if (!this.#mayGrow || name === null) return null;
    let session = null;
    try {
      session = await this.#connections.acquire();
      await session.begin({
        isolation: "REPEATABLE READ",
        snapshot: name,
        // NOWAIT: whoever waits to alter the table stands before us in the queue, and waits for our own coordinator.
        statements: [`LOCK TABLE ${qualified(relation)} IN ACCESS SHARE MODE NOWAIT`]
      });
      this.#sessions.push(session);
      return session;
    } catch (error) {
      if (session !== null) await this.#connections.release(session);
      const reason = whyAlone(codeOf(error));
      if (reason === null) throw error;
      if (this.#mayGrow) this.#options.notice(`${this.#options.table}: ${reason}; it is read over fewer connections.`);
      this.#mayGrow = false;
      return null;
    }
  }
  async close() {
    this.#giveWay?.close();
    await Promise.all(this.#sessions.map(async (session) => this.#connections.release(session)));
  }
};
function whyAlone(code) {
  if (code === TOO_MANY_CONNECTIONS) return "the server has no further connection for this user";
  if (code === LOCK_NOT_AVAILABLE) return "another session waits to alter the table";
  if (NO_SUCH_SNAPSHOT.has(code)) return "other connections reach another server, which does not know the snapshot";
  return null;
}

// src/sources/postgres/window.ts
function windowOf(since, versioned) {
  const marks = marksOf(since);
  const low = marks?.unseen === true || toMicros(since.value) <= toMicros(NOTHING_HELD) ? null : since.value;
  const xmin = versioned ? marks?.xmin ?? null : null;
  return { clock: marks?.clock ?? since.value, low, xmin, overlap: marks?.overlap ?? null };
}
function marksOf(since) {
  if (since?.token === void 0 || since.kind !== "timestamp") return null;
  return JSON.parse(since.token).window ?? null;
}
function windowCondition(column2, type, { clock, low, xmin }, lookbackSeconds) {
  const from = (instant2) => sinceCondition(column2, type, instant2, lookbackSeconds);
  if (xmin === null || low === clock) return from(low);
  const changed2 = `(${from(clock)} OR ${xminCondition(xmin)})`;
  return low === null ? changed2 : `(${from(low)} AND ${changed2})`;
}

// src/sources/postgres/readings.ts
function readingsOf(plan, facts) {
  const rows = rowsOf2(plan);
  if (plan.mode === "full" || plan.since === null) return [rows];
  return [...changes(plan, facts, rows), ...goneReading(plan, facts, rows), ...sweep(plan, facts, rows)];
}
function rowsOf2(plan) {
  const { where } = plan.options;
  const conditions = where === void 0 ? [] : [`(${where}
)`];
  const columns = selection(plan);
  return { content: "rows", pass: "body", label: "rows", columns, conditions, divided: true, expectedRows: null };
}
function changes(plan, facts, rows) {
  const column2 = plan.schema.cursor?.column ?? "";
  const { cursor } = facts;
  const apart = usesIndex(facts);
  const estimated = [...estimateOf(plan, facts), ...rows.conditions];
  const since = { ...rows, divided: !apart, conditions: [changed(plan, facts, !apart), ...rows.conditions], estimated };
  if (!apart || cursor?.notNull === true) return [since];
  return [since, { ...rows, divided: false, label: "null-cursor", conditions: [`${id(column2)} IS NULL`, ...rows.conditions] }];
}
function usesIndex({ cursor, window, newMembers: newMembers2 }) {
  return cursor?.indexed === true && window?.low !== null && newMembers2.length === 0;
}
function estimateOf({ schema, options }, { cursor, window }) {
  if (cursor === null || window === null) return [];
  const from = window.xmin === null ? window.low : window.clock;
  return [sinceCondition(schema.cursor?.column ?? "", cursor.type, from, options.lookbackSeconds)];
}
function changed(plan, facts, withNulls) {
  const { since, options, schema } = plan;
  const column2 = schema.cursor?.column ?? "";
  const { cursor, window, newMembers: newMembers2 } = facts;
  const any = [
    cursor === null || window === null ? xminCondition(since?.value ?? "") : windowCondition(column2, cursor.type, window, options.lookbackSeconds)
  ];
  if (withNulls && cursor?.notNull === false) any.push(`${id(column2)} IS NULL`);
  if (newMembers2.length > 0) any.push(`tableoid = ANY('{${newMembers2.join()}}'::oid[])`);
  return any.length === 1 ? any[0] ?? "" : `(${any.join(" OR ")})`;
}
function goneReading(plan, facts, rows) {
  const { where, deletes, deletesBy } = plan.options;
  if (where === void 0 || deletes === "ignore" || deletesBy === "keys" || facts.sweep) return [];
  const conditions = [changed(plan, facts, true), `(${where}
) IS NOT TRUE`];
  return [{ ...rows, content: "gone", label: "gone", columns: keys(plan), conditions, divided: !usesIndex(facts) }];
}
function sweep(plan, facts, rows) {
  const { deletes, deletesBy } = plan.options;
  return deletesBy !== "keys" && !facts.sweep || deletes === "ignore" ? [] : [keysOf(plan, rows)];
}
function keysOf(plan, rows) {
  return { ...rows, content: "present", pass: "sweep", label: "present", columns: keys(plan) };
}
function keys(plan) {
  return loaded(plan.schema.columns).filter((c) => plan.schema.key.includes(c.name)).map(selected);
}
function loaded(columns) {
  return columns.filter((c) => c.load !== null);
}
function selection(plan) {
  return loaded(plan.schema.columns).map(selected);
}
function selected(column2) {
  return column2.select ?? id(column2.name);
}

// src/sources/postgres/by-keys.ts
var KEYS_PER_QUERY = 1e3;
var AS_TEXT2 = /^(SMALLINT|INTEGER|BIGINT|UINTEGER|UBIGINT|BOOLEAN|UUID|VARCHAR|DATE|TIMESTAMP|TIMESTAMPTZ|DECIMAL\(.*\))$/;
function keyPartitions(plan, relation, keys2) {
  const columns = plan.schema.key.flatMap((name) => plan.schema.columns.find((c) => c.name === name) ?? []);
  if (columns.length !== plan.schema.key.length || !columns.every(isAsText)) return null;
  if (keys2.some((key) => key.some((value, i) => columns[i]?.semanticType === "date" && value.includes("(BC)")))) return null;
  const chunks = Array.from(
    { length: Math.ceil(keys2.length / KEYS_PER_QUERY) },
    (_, i) => keys2.slice(i * KEYS_PER_QUERY, (i + 1) * KEYS_PER_QUERY)
  );
  return chunks.map((chunk, i) => partition(plan, relation, columns, chunk, i + 1));
}
function isAsText(column2) {
  return AS_TEXT2.test(column2.duckdbType) && column2.nativeType !== "money" && comparedType(column2) !== null;
}
function comparedType(column2) {
  const expression = selected(column2);
  if (expression.endsWith("::text")) return "text";
  return /^"(?:[^"]|"")+"$/.test(expression) ? column2.nativeType : null;
}
function partition(plan, relation, columns, keys2, number) {
  const rows = rowsOf2(plan);
  const conditions = [condition(columns, keys2), ...rows.conditions].join(" AND ");
  const detail = { content: "rows", ranges: [] };
  return {
    id: `rows by key ${number}`,
    pass: "sweep",
    query: `COPY (SELECT ${rows.columns.join(", ")} FROM ${qualified(relation)} WHERE ${conditions}) TO STDOUT (FORMAT csv)`,
    expectedRows: keys2.length,
    expectedRequests: 1,
    detail
  };
}
function condition(columns, keys2) {
  const arrays = columns.map((c, i) => `${arrayOf(keys2.map((key) => key[i] ?? ""))}::${comparedType(c) ?? "text"}[]`);
  const [first] = columns;
  if (columns.length === 1 && first !== void 0) return `${selected(first)} = ANY (${arrays.join()})`;
  return `(${columns.map(selected).join(", ")}) IN (SELECT * FROM unnest(${arrays.join(", ")}))`;
}
function arrayOf(values) {
  return text(`{${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`);
}

// src/sources/postgres/origin.ts
import { createHash as createHash3 } from "node:crypto";
function originOf({ schema }, { xmin, xmax }, identity2, extents) {
  const versioned = extents.length > 0 && extents.every((e) => e.files.length > 0);
  if (schema.key.length === 0 || !versioned || identity2.cluster === null) return null;
  return {
    xmin,
    xmax,
    identity: identity2,
    files: hashOf2(extents.flatMap((e) => e.files))
  };
}
function hashOf2(parts) {
  return createHash3("sha256").update(JSON.stringify(parts)).digest("base64");
}
function originReason(before, now) {
  if (before === null || now === null) return "its rows have no versions by which to tell what was read before";
  const identity2 = identityReason(before.identity, now.identity);
  if (identity2 !== null) return identity2;
  if (before.files !== now.files)
    return "its rows were moved or removed as a whole (TRUNCATE, VACUUM FULL, CLUSTER, ALTER TABLE), or partitions came or went";
  const behind = BigInt(now.xmin) < BigInt(before.xmin) || BigInt(now.xmax) < BigInt(before.xmax);
  return behind ? "the server is behind the one that was read before" : xminReason(before.xmin, now.xmax);
}

// src/sources/postgres/overlap.ts
var MANY_ROWS = 1e4;
async function compareOverlap(session, snapshot, plan, cursor, window, clock) {
  const { options, schema } = plan;
  const since = (at) => sinceCondition(schema.cursor?.column ?? "", cursor.type, at, options.lookbackSeconds);
  const [from, to, next] = [since(window.low), since(window.clock), since(clock)];
  const nothing = { same: false, next: null };
  if (window.low === null || from === to) return nothing;
  const conditions = [from, ...options.where === void 0 ? [] : [`(${options.where}
)`]].join(" AND ");
  const rows = `FROM ${qualified(snapshot.relation)} WHERE ${conditions}`;
  const [guess] = await session.query(
    `EXPLAIN (FORMAT JSON) SELECT 1 ${rows} AND NOT ${to}`
  );
  if ((guess?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0) < MANY_ROWS) return nothing;
  const hash = `hashtextextended(ROW(${selection(plan).join(", ")})::text, 0)`;
  const upTo = (edge) => `concat(count(*) FILTER (WHERE NOT ${edge}), ':', sum(${hash}) FILTER (WHERE NOT ${edge}))`;
  const [found] = await session.query(`SELECT ${upTo(to)} AS now, ${upTo(next)} AS next ${rows}`);
  if (found === void 0) return nothing;
  const { overlap } = window;
  const same = overlap !== null && overlap.from === from && overlap.to === to && overlap.hash === found.now;
  return { same, next: { from, to: next, hash: found.next } };
}

// src/sources/postgres/partition.ts
var SMALLEST_BYTES = 128 * 1024 * 1024;
var LARGEST_BYTES = 2 * 1024 * 1024 * 1024;
var PARTITIONS_PER_WORKER = 4;
var EXTENTS_PER_PARTITION = 100;
function partitionsOf(reading, extents, workers, smallestBytes = SMALLEST_BYTES) {
  const total = extents.reduce((sum, e) => sum + e.bytes, 0);
  const most = workers === 1 ? 1 : workers * PARTITIONS_PER_WORKER;
  const few = Math.min(most, Math.max(1, Math.floor(total / smallestBytes)));
  const wanted = reading.divided ? Math.max(few, Math.ceil(total / LARGEST_BYTES)) : 1;
  const share = Math.max(1, total / wanted);
  const groups = grouped(
    extents.flatMap((e) => ranges(e, share)),
    share
  );
  return groups.map((group) => partitionOf(reading, group, extents));
}
function ranges(extent, share) {
  const count = Math.min(Math.max(1, extent.pages), Math.max(1, Math.round(extent.bytes / share)));
  const step = Math.ceil(extent.pages / count);
  const starts = Array.from({ length: count }, (_, i) => i * step).filter((start) => start === 0 || start < extent.pages);
  return starts.map((from, i) => ({ oid: extent.oid, from, to: starts[i + 1] ?? null, bytes: extent.bytes / starts.length }));
}
function grouped(all, share) {
  const groups = [];
  let bytes = 0;
  for (const range of all) {
    const last = groups.at(-1);
    if (last !== void 0 && last.length < EXTENTS_PER_PARTITION && bytes + range.bytes <= share * 1.01) {
      last.push(range);
      bytes += range.bytes;
    } else {
      groups.push([range]);
      bytes = range.bytes;
    }
  }
  return groups;
}
function partitionOf(reading, group, extents) {
  const total = extents.reduce((sum, e) => sum + e.bytes, 0);
  const bytes = group.reduce((sum, r) => sum + r.bytes, 0);
  const rows = reading.expectedRows;
  const detail = { content: reading.content, ranges: group };
  const froms = new Map(extents.map((e) => [e.oid, e.from]));
  return {
    id: `${reading.label}:${group.map(idOf).join("+")}`,
    pass: reading.pass,
    query: `COPY (${group.map((r) => select2(reading, r, froms.get(r.oid) ?? "")).join("\nUNION ALL\n")}) TO STDOUT (FORMAT csv)`,
    expectedRows: rows === null ? null : Math.round(total > 0 ? rows * bytes / total : rows),
    expectedRequests: 1,
    detail
  };
}
function idOf({ oid, from, to }) {
  return from === 0 && to === null ? oid : `${oid}(${from}-${to ?? ""})`;
}
function select2(reading, { from, to }, relation) {
  const conditions = [
    ...from > 0 ? [`ctid >= '(${from},0)'`] : [],
    ...to === null ? [] : [`ctid < '(${to},0)'`],
    ...reading.conditions
  ];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  return `SELECT ${reading.columns.join(", ")} FROM ${relation}${where}`;
}

// src/sources/postgres/resume.ts
function continuationOf(plan, resume, now, rows, extents, divide) {
  const before = detailOf(resume.partitions[0])?.origin ?? null;
  const reason = originReason(before, now);
  if (before === null || reason !== null) return { reason: reason ?? "" };
  const body = resume.partitions.filter((p) => p.pass === "body").map((p) => rebuilt(p, rows, extents));
  const same = body.every((p, i) => p.query === resume.partitions[i]?.query && p.id === resume.partitions[i]?.id);
  if (!same) return { reason: "its rows are asked for in other words now (a name, or the version of Highwater)" };
  const done = new Set(resume.done);
  const changed2 = {
    ...rows,
    pass: "tail",
    label: "changed",
    conditions: [xminCondition(before.xmin), ...rows.conditions],
    expectedRows: null
  };
  const tail = body.filter((p) => done.has(p.id)).map((p) => rebuilt(p, changed2, extents));
  return { partitions: [...body, ...tail, ...divide(keysOf(plan, rows))] };
}
function rebuilt(partition2, reading, extents) {
  return partitionOf(reading, detailOf(partition2)?.ranges ?? [], extents);
}
function detailOf(partition2) {
  return partition2?.detail;
}
function remembering(partitions, origin) {
  const [first, ...others] = partitions;
  if (first === void 0 || origin === null) return partitions;
  const detail = { ...first.detail, origin };
  return [{ ...first, detail }, ...others];
}

// src/sources/postgres/snapshot.ts
import { isDeepStrictEqual } from "node:util";
var ATTEMPTS = 20;
async function knownRelation(session, { ref }) {
  const name = parseName(ref.name);
  const known = name === null ? null : await findRelation(session, name);
  if (known === null) throw gone(ref.name);
  return known;
}
async function beginSnapshot(session, known, schema, shared, further) {
  const table = schema.ref.name;
  const lockable = known.selectable && ["r", "p", "v"].includes(known.kind);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const begun = lockable ? await locked3(session, known, shared, further) : await unlocked(session, known, schema, further);
    if (begun !== null) {
      refuseChanged(begun.columns, schema);
      return begun;
    }
    await session.end();
  }
  throw new HighwaterError(
    "TABLE_LOCKED",
    `${table}: the ${KINDS[known.kind]} was rewritten ${ATTEMPTS} times while it was to be read.`,
    "Something refreshes or alters it all the time: run again when that is done."
  );
}
async function locked3(session, known, shared, further) {
  const all = async (relation2) => Promise.all([columnsOf(session, relation2.oid), further(relation2)]);
  const [taken, relation, [columns, more]] = await session.together(
    async () => Promise.all([take(session, known, true, shared), findRelation(session, known), all(known)])
  );
  if (relation === null) return null;
  if (isDeepStrictEqual(relation, known)) return { ...taken, relation, columns, further: more };
  const [ofThis, moreOfThis] = await session.together(async () => all(relation));
  return { ...taken, relation, columns: ofThis, further: moreOfThis };
}
async function unlocked(session, known, schema, further) {
  const taken = await take(session, known, false, false);
  const relation = await findRelation(session, known);
  if (relation === null || !await lockedByQuery(session, relation, schema)) return null;
  const [columns, more] = await session.together(async () => Promise.all([columnsOf(session, relation.oid), further(relation)]));
  return { ...taken, relation, columns, further: more };
}
async function take(session, relation, lockable, shared) {
  const rows = await session.begin({
    isolation: "REPEATABLE READ",
    statements: [
      ...lockable ? [`LOCK TABLE ${qualified(relation)} IN ACCESS SHARE MODE`] : [],
      `SELECT ${shared ? "pg_export_snapshot()" : "NULL"} AS name, txid_snapshot_xmin(txid_current_snapshot())::text AS xmin,
         txid_snapshot_xmax(txid_current_snapshot())::text AS xmax`
    ]
  });
  const [taken] = rows.flat();
  if (taken === void 0) throw new Error("no snapshot");
  return taken;
}
async function lockedByQuery(session, relation, schema) {
  const columns = schema.columns.map((c) => c.select ?? "NULL").join(", ");
  await session.query(`SELECT ${columns} FROM ${qualified(relation)} LIMIT 0`);
  const [row] = await session.query(
    `WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT bool_and(c.relfilenode IS NOT DISTINCT FROM pg_relation_filenode(c.oid)) AS same
     FROM tree JOIN pg_class c ON c.oid = tree.oid WHERE c.relkind IN ('r', 'm')`,
    [relation.oid]
  );
  return row?.same !== false;
}
function refuseChanged(columns, schema) {
  const now = new Map(columns.map((c) => [wireName(c.number), c]));
  const isSame = ({ select: select3, nativeType }, row) => row?.nativeType === nativeType && (select3 === void 0 || select3.includes(id(row.name)));
  const changed2 = schema.columns.filter((c) => c.load !== null && !isSame(c, now.get(c.load.wire))).map((c) => c.name);
  if (changed2.length === 0) return;
  throw new HighwaterError(
    "SCHEMA_CHANGED",
    `${schema.ref.name}: the table was altered while the run began (${changed2.join(", ")}).`,
    "The table keeps its previous rows. Run again: the next run sees the new columns."
  );
}
function gone(table) {
  return new HighwaterError(
    "TABLE_NOT_FOUND",
    `${table}: the table was dropped or renamed while the run began.`,
    "Run again, or remove it from the configuration."
  );
}

// src/sources/postgres/swept.ts
function sweptFor(plan, relation, before, now, loose) {
  const { deletes, deletesBy } = plan.options;
  if (plan.mode !== "incremental") return { sweep: false, notes: [] };
  const gone2 = goneReason(before, now);
  const notes = [];
  const ignored = deletes === "ignore";
  if (gone2 !== null) {
    const done = ignored ? "its rows are kept, as `deletes: ignore` says" : "all keys were compared";
    notes.push({ kind: "plan", message: `${gone2} since the last import: ${done}` });
  }
  for (const column2 of loose) {
    const done = ignored ? "under `deletes: ignore` the old spelling stays as a row of its own" : "so all keys are compared in each run";
    notes.push({
      kind: "plan",
      column: column2,
      message: `the key column ${column2} takes several spellings for one value, and here each is its own: ${done}`
    });
  }
  const sweep2 = gone2 !== null || loose.length > 0 || relation.kind === "m";
  return { sweep: sweep2 && deletesBy !== "keys" && !ignored, notes };
}
var LOOSE = `
  SELECT a.attname AS name FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
  WHERE a.attrelid = $1::oid AND a.attnum = ANY ($2::int2[]) AND (coalesce(b.typname, t.typname) = 'citext' OR NOT c.collisdeterministic)
  ORDER BY a.attnum`;
async function looseKeys(session, relation, { schema }) {
  const numbers = schema.columns.filter((c) => schema.key.includes(c.name)).flatMap((c) => c.load === null ? [] : [c.load.wire.slice(1)]);
  if (numbers.length === 0) return [];
  return (await session.query(LOOSE, [relation.oid, numbers])).map((r) => r.name);
}

// src/sources/postgres/held-back.ts
var DUCKDB = { timestamptz: "TIMESTAMPTZ", timestamp: "TIMESTAMP", date: "DATE" };
var DAY = 86400000000n;
function heldBackOf(column2, type, now) {
  const zoned = type === "timestamptz";
  return {
    type: DUCKDB[type],
    until: zoned ? now : later(now, ZONE_SECONDS.later),
    slackSeconds: zoned ? 0 : ZONE_SECONDS.earlier,
    describe: (newest) => farBehind(column2, newest, now)
  };
}
function farBehind(column2, newest, now) {
  if (newest === null || toMicros(now) - toMicros(newest) <= DAY) return [];
  const days = Number((toMicros(now) - toMicros(newest)) / DAY);
  const message = `the newest ${column2} is ${newest}, ${days} day${days === 1 ? "" : "s"} behind the database's clock. Incremental runs look for new rows from there on. One that arrives with an older ${column2} is found by the next full sync; \`cursor: xmin\` finds it at once`;
  return [{ kind: "plan", column: column2, message }];
}
function holdsCursor({ columns, cursor }) {
  return columns.some((c) => c.name === cursor?.column);
}
async function newestAtSource(session, { relation }, column2, type, { until }, where) {
  const c = id(column2);
  const at = type === "timestamptz" ? `max(${c}) AT TIME ZONE 'UTC'` : `max(${c})::timestamp`;
  const bounds = [`${c} <= '${until}'::timestamptz::${type}`, `isfinite(${c})`, ...where === void 0 ? [] : [`(${where}
)`]];
  const [row] = await session.query(
    `SELECT to_char(greatest(${at}, '1970-01-01'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS newest FROM ${qualified(relation)} WHERE ${bounds.join(" AND ")} HAVING count(*) > 0`
  );
  return row?.newest ?? null;
}

// src/sources/postgres/watermark.ts
var ISO = (instant2) => `to_char(${instant2} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
var RUNNING = `
  SELECT ${ISO("now()")} AS now, ${ISO("pg_postmaster_start_time()")} AS "serverStart", ${ISO("min(a.xact_start)")} AS oldest,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE l.pid IS NOT NULL), '[]') AS open,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.query = '<insufficient privilege>'), '[]') AS hidden,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.state = 'disabled'), '[]') AS untracked
  FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock'
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND coalesce(a.backend_type, '') NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
    AND NOT (a.application_name = 'highwater' AND a.usename IS NOT DISTINCT FROM current_user)`;
var PREPARED = `SELECT ${ISO("min(prepared)")} AS prepared, ${ISO("clock_timestamp()")} AS "listedAt"
  FROM pg_prepared_xacts WHERE database = current_database()`;
var REPLAYED = `SELECT ${ISO("now()")} AS now, ${ISO("pg_postmaster_start_time()")} AS "serverStart",
  ${ISO("coalesce(pg_last_xact_replay_timestamp(), to_timestamp(0))")} AS replayed`;
async function sampleOpen(session) {
  const asked = async () => Promise.all([session.query(RUNNING), session.query(PREPARED)]);
  return sampleOf(merged(await session.together(asked)));
}
async function databaseClock(session, standby, known) {
  const asked = standby ? [REPLAYED] : [RUNNING, PREPARED];
  const answer = merged(await session.begin({ isolation: "READ COMMITTED", statements: asked }));
  const { now, serverStart, oldest, replayed } = answer;
  const hidden = (answer.hidden ?? []).map((transaction) => known.startedAfter(transaction, now));
  if (!standby) known.add(sampleOf(answer));
  const candidates = [now, oldest, replayed, ...hidden].filter((t) => typeof t === "string");
  const safe = candidates.reduce((a, b) => toMicros(b) < toMicros(a) ? b : a);
  const unseen = unseenOf(answer, standby, hidden.filter((start) => start === null).length);
  const earliest = typeof answer.prepared === "string" ? NOTHING_HELD : serverStart;
  return { now, safe, earliest, unseen, notes: standby ? [] : openNote(now, safe) };
}
function merged(answers) {
  return Object.assign({}, ...answers.flat());
}
function sampleOf({ now, listedAt = now, open: open2 = [] }) {
  return { at: now, listedAt, open: open2 };
}
function unseenOf({ untracked = [], prepared }, standby, hidden) {
  if (standby) return "read from a standby, which does not show the transactions that run on the primary";
  const found = [
    ...hidden > 0 ? [`${hidden} transaction(s) of other users were open, and this user may not see since when`] : [],
    ...untracked.length > 0 ? [`${untracked.length} transaction(s) were open in sessions with track_activities = off, and nobody sees since when`] : [],
    ...typeof prepared === "string" ? [`a prepared transaction waits since ${prepared}, and nobody sees when it began`] : []
  ];
  return found.length === 0 ? null : found.join("; ");
}
var HOUR = 3600000000n;
function openNote(now, safe) {
  if (toMicros(now) - toMicros(safe) <= HOUR) return [];
  return [{ kind: "plan", message: `a transaction is open since ${safe}: until it ends, each incremental run reads from there` }];
}
function blindNote(user) {
  const message = `${user} may not see when other users' transactions began. What they commit late is not lost, but to find it a run may have to scan the whole table. To avoid that: GRANT pg_read_all_stats TO ${id(user)};`;
  return { kind: "access", message };
}

// src/sources/postgres/timestamp-watermark.ts
async function timestampWatermark(session, plan, seen) {
  const { clock, cursor, snapshot, identity: identity2, overlap } = seen;
  const column2 = plan.schema.cursor?.column ?? "";
  const { marks, notes } = marksAfter(plan, seen);
  const token = JSON.stringify({ ...identity2, window: overlap === null ? marks : { ...marks, overlap } });
  const watermark = { kind: "timestamp", value: marks.clock, token };
  const heldBack = heldBackOf(column2, cursor.type, clock.now);
  if (holdsCursor(plan.schema)) return { watermark, heldBack, notes };
  const newest = await newestAtSource(session, snapshot, column2, cursor.type, heldBack, plan.options.where);
  return { watermark: heldBackTo(watermark, newest, heldBack.slackSeconds), notes: [...notes, ...heldBack.describe(newest)] };
}
function marksAfter(plan, { clock, snapshot, versioned, server }) {
  const plain = { clock: clock.safe, ...versioned ? { xmin: snapshot.xmin } : {} };
  const { unseen } = clock;
  const known = [...clock.notes, ...server.standby || server.seesTransactions ? [] : [blindNote(server.user)]];
  const notes = (message) => [...known, { kind: "plan", message }];
  if (unseen === null) return { marks: plain, notes: known };
  if (versioned) {
    return {
      marks: { ...plain, unseen: true },
      notes: notes(`${unseen}: the next run looks at the versions of all rows, so that nothing is lost that they commit`)
    };
  }
  if (server.standby) {
    const covered = `the lookback of ${plan.options.lookbackSeconds} s covers those shorter than that, and a full sync all`;
    return { marks: plain, notes: notes(`${unseen}: ${covered}`) };
  }
  const last = marksOf(plan.since);
  const before = last?.unseen === true ? clock.earliest : last?.clock ?? plan.since?.value ?? clock.earliest;
  const held = toMicros(before) < toMicros(clock.safe) ? before : clock.safe;
  return { marks: { clock: held }, notes: notes(`${unseen}: until a run sees none of them, each reads from ${held} on`) };
}

// src/sources/postgres/open.ts
var RANGE_SCANS_SINCE = 14e4;
async function openTable(session, plan, facts, resume) {
  const { schema, options } = plan;
  const [clock, known] = await session.together(async () => {
    const begun = schema.cursor?.kind === "timestamp" ? databaseClock(session, facts.standby, facts.transactions) : session.begin({ isolation: "READ COMMITTED" }).then(() => null);
    return Promise.all([begun, knownRelation(session, schema)]);
  });
  const { further, ...snapshot } = await beginSnapshot(
    session,
    known,
    schema,
    facts.shared,
    async (relation) => Promise.all([
      tableIdentity(session, relation, facts.cluster),
      divisible(session, relation, facts, options.where),
      cursorFacts(session, relation, schema),
      plan.mode === "incremental" ? looseKeys(session, relation, plan) : []
    ])
  );
  const [identity2, extents, cursor, loose] = further;
  const before = plan.mode === "incremental" ? parseIdentity(plan.since?.token) : null;
  refuseAnother(schema.ref.name, before, identity2);
  if (schema.cursor?.kind === "timestamp" && cursor === null)
    throw new Error(`the cursor ${schema.cursor.column} is not there any more`);
  const versioned = cursor?.xmin === true && extents.length > 0 && extents.every((e) => e.files.length > 0);
  const { window, overlap } = await windowToRead(session, plan, { clock, cursor, snapshot, versioned });
  const swept = sweptFor(plan, snapshot.relation, before, identity2, loose);
  const readings = readingsOf(plan, {
    cursor,
    window,
    newMembers: newMembers(before, identity2),
    sweep: swept.sweep
  });
  const dividable = snapshot.name !== null || facts.parallel === 1 && snapshot.relation.selectable;
  const readable = await session.together(
    async () => Promise.all(
      readings.map(async (reading) => {
        const expectedRows = await expected(session, snapshot, reading, extents);
        return { ...reading, divided: reading.divided && dividable, expectedRows };
      })
    )
  );
  const divide = (reading) => partitionsOf(reading, extents, snapshot.name === null ? 1 : facts.parallel, facts.partitionBytes);
  const end = clock === null || cursor === null ? { watermark: xminWatermark(schema, snapshot, identity2), notes: [] } : await timestampWatermark(session, plan, { clock, cursor, snapshot, identity: identity2, versioned, overlap, server: facts });
  const partitions = readable.flatMap(divide);
  const [rows] = readable;
  const byKey = (keys2) => keyPartitions(plan, snapshot.relation, keys2);
  const opened = { snapshot, ...end, notes: [...end.notes, ...swept.notes], partitions, resumed: false, byKey };
  if (plan.mode !== "full" || rows === void 0) return opened;
  const origin = originOf(plan, snapshot, identity2, extents);
  const afresh = { ...opened, partitions: remembering(partitions, origin) };
  return resume === null ? afresh : resumed(afresh, resume, continuationOf(plan, resume, origin, rows, extents, divide));
}
async function windowToRead(session, plan, { clock, cursor, snapshot, versioned }) {
  if (clock === null || cursor === null || plan.since === null) return { window: null, overlap: null };
  const window = windowOf(plan.since, versioned);
  if (window.xmin !== null) return { window, overlap: null };
  const { same, next } = await compareOverlap(session, snapshot, plan, cursor, window, clock.safe);
  return { window: same ? { ...window, low: window.clock } : window, overlap: next };
}
function xminWatermark({ cursor }, { xmin }, identity2) {
  return cursor === null ? null : { kind: cursor.kind, value: xmin, token: JSON.stringify(identity2) };
}
function refuseAnother(table, before, now) {
  const reason = before === null ? null : identityReason(before, now);
  if (reason === null) return;
  throw new HighwaterError(
    "SCHEMA_CHANGED",
    `${table}: while the run began, ${reason}.`,
    "The table keeps its previous rows. Run again.",
    {
      restartable: true
    }
  );
}
function resumed(afresh, resume, how) {
  const [read, all] = [resume.done.length, resume.partitions.filter((p) => p.pass === "body").length];
  const note = (message2) => ({ kind: "plan", message: message2 });
  if ("reason" in how) {
    const message2 = `an interrupted full sync had read ${read} of ${all} parts, but could not be gone on with: ${how.reason}; the table was read from its start`;
    return { ...afresh, notes: [...afresh.notes, note(message2)] };
  }
  const message = `went on with an interrupted full sync, which had read ${read} of ${all} parts: of these only what has changed since was read again, and all keys`;
  return { ...afresh, watermark: resume.watermark, partitions: how.partitions, resumed: true, notes: [note(message)] };
}
async function divisible(session, relation, facts, where) {
  const extents = await extentsOf(session, relation, where);
  return facts.version >= RANGE_SCANS_SINCE ? extents : extents.map((e) => ({ ...e, pages: 0 }));
}
var CURSOR = `SELECT a.attnotnull AS "notNull", a.atttypid::text AS type, a.atttypmod AS typmod, a.attndims::int AS dimensions,
    coalesce(has_column_privilege(a.attrelid, (-2)::smallint, 'SELECT'), false) AS xmin,
    EXISTS (SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
      WHERE i.indrelid = a.attrelid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL AND am.amname IN ('btree')) AS indexed
  FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attname = $2 AND a.attnum > 0 AND NOT a.attisdropped`;
async function cursorFacts(session, relation, { cursor }) {
  if (cursor?.kind !== "timestamp") return null;
  const [[row], types2] = await Promise.all([
    session.query(CURSOR, [relation.oid, cursor.column]),
    typesOf(session, relation.oid)
  ]);
  const type = row === void 0 ? null : cursorType(row, types2);
  return row === void 0 || type === null ? null : { type, notNull: row.notNull, indexed: row.indexed, xmin: row.xmin };
}
async function expected(session, snapshot, reading, extents) {
  const conditions = reading.estimated ?? reading.conditions;
  if (reading.conditions.length === 0) {
    return extents.some((e) => e.estimatedRows < 0) ? null : Math.round(extents.reduce((sum, e) => sum + e.estimatedRows, 0));
  }
  if (conditions.length === 0 || conditions.some((c) => c.includes("age(xmin)"))) return null;
  const [row] = await session.query(
    `EXPLAIN (FORMAT JSON) SELECT ${reading.columns.join(", ")} FROM ${qualified(snapshot.relation)} WHERE ${conditions.join(" AND ")}`
  );
  return row?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? null;
}

// src/sources/postgres/open-transactions.ts
var KEPT = 20;
var OpenTransactions = class {
  #samples = [];
  add(sample) {
    this.#samples.push(sample);
    if (this.#samples.length > KEPT) this.#samples.splice(1, 1);
  }
  /** Not before this the transaction began; null where no sample shows that. `now`: when the caller's own sample was asked. */
  startedAfter(transaction, now) {
    const earlier2 = this.#samples.filter((s) => s.listedAt <= now && !s.open.includes(transaction)).map((s) => s.at);
    return earlier2.length === 0 ? null : earlier2.reduce((a, b) => a > b ? a : b);
  }
};

// src/sources/postgres/wider.ts
var WiderColumns = class {
  #memory;
  /** Native types of the columns as last described, by table. */
  #described = /* @__PURE__ */ new Map();
  constructor(memory) {
    this.#memory = memory;
  }
  /** Names of the columns of a table that are to be described wider. */
  of(table, nativeTypes) {
    this.#described.set(table, nativeTypes);
    const kept = Object.entries(this.#kept(table)).filter(([name, native]) => nativeTypes.get(name) === native);
    return new Set(kept.map(([name]) => name));
  }
  /** True where at least one of the columns was not known yet. */
  add(table, columns) {
    const described = this.#described.get(table);
    const kept = this.#kept(table);
    const added = columns.filter((name) => described?.has(name) === true && kept[name] !== described.get(name));
    for (const name of added) kept[name] = described?.get(name) ?? "";
    if (added.length > 0) this.#memory.set(keyOf(table), JSON.stringify(kept));
    return added.length > 0;
  }
  #kept(table) {
    return JSON.parse(this.#memory.get(keyOf(table)) ?? "{}");
  }
};
function keyOf(table) {
  return `wider ${table}`;
}

// src/sources/postgres/source.ts
var PostgresSource = class {
  name;
  address;
  #database;
  #context;
  #login;
  #connections;
  #partitionBytes;
  #giveWaySeconds;
  #wider;
  /** By a table's name. */
  #asked = /* @__PURE__ */ new Map();
  #clockAheadMs = null;
  #transactions = new OpenTransactions();
  #blindnessTold = false;
  #connected = null;
  /** `partitionBytes`: for tests, so that a small table has several partitions. */
  constructor(options, context, login, partitionBytes) {
    this.#partitionBytes = partitionBytes;
    this.#giveWaySeconds = giveWaySeconds(options);
    this.name = context.name;
    this.address = `${login.server}/${options.database}`;
    this.#database = options.database;
    this.#context = context;
    this.#login = login;
    this.#wider = new WiderColumns(context.memory);
    this.#connections = new Connections(login, context.signal);
  }
  async connect() {
    return this.#guard(void 0, async () => {
      const { state } = await this.#server();
      return {
        identity: state.user,
        server: `PostgreSQL ${state.versionText} at ${this.#login.server}`,
        facts: state.facts
      };
    });
  }
  async list() {
    return this.#guard(void 0, async () => this.#connections.within(async (s) => refsOf(await allRelations(s))));
  }
  async describe(ref, options) {
    const { state } = await this.#server();
    const schema = await this.#guard(
      ref.name,
      async () => this.#connections.within(async (s) => describeRelation(s, ref, options, state.user, this.#wider))
    );
    this.#asked.set(ref.name, askedOf(schema, options));
    return schema;
  }
  async access(tables) {
    const { state } = await this.#server();
    const found = [];
    for (const table of tables) {
      const explain = (error, schema) => {
        if (schema !== null) this.#asked.set(table.ref.name, askedOf(schema, table.options));
        return this.#explain(error, table.ref.name);
      };
      found.push(
        await this.#guard(
          table.ref.name,
          async () => this.#connections.within(async (s) => tableAccess(s, table, state.user, this.#wider, explain))
        )
      );
    }
    return found;
  }
  /** A watermark says nothing about another server, an earlier state of this one, or another table of the same name. */
  async canContinue(plan) {
    const { state, cluster } = await this.#server();
    return this.#guard(
      plan.ref.name,
      async () => this.#connections.within(async (s) => {
        const before = parseIdentity(plan.since?.token);
        const relation = await readableRelation(s, plan.ref.name, state.user);
        const [now, next] = await s.together(async () => Promise.all([tableIdentity(s, relation, cluster), nextTransaction(s)]));
        const reason = before === null ? null : identityReason(before, now) ?? newMembersReason(before, now, relation);
        if (reason !== null || plan.since === null) return reason;
        if (plan.since.kind === "xmin") return xminReason(plan.since.value, next);
        const xmin = marksOf(plan.since)?.xmin;
        return xmin === void 0 || state.standby && BigInt(next) < BigInt(xmin) ? null : xminReason(xmin, next);
      })
    );
  }
  refused(ref, columns) {
    return this.#wider.add(ref.name, columns);
  }
  /** Nothing is fetched ahead. */
  async open() {
    return { begin: async (plan, resume) => this.#begin(plan, resume) };
  }
  async #begin(plan, resume) {
    const { state, cluster } = await this.#server();
    const { parallel, notice } = this.#context;
    return this.#guard(plan.ref.name, async () => {
      const session = await this.#connections.acquire();
      try {
        const before = session.requests;
        const shared = parallel > 1 && !state.pooled;
        const facts = {
          ...state,
          shared,
          parallel,
          partitionBytes: this.#partitionBytes,
          cluster,
          transactions: this.#transactions
        };
        const { snapshot, ...opened } = await openTable(session, plan, facts, resume);
        return new SnapshotImport(this.#connections, session, snapshot, {
          ...opened,
          table: plan.ref.name,
          requests: session.requests - before,
          explain: (error, signal) => this.#explain(error, plan.ref.name, signal),
          notice: (message) => notice(message),
          giveWaySeconds: this.#giveWaySeconds
        });
      } catch (error) {
        await this.#connections.release(session);
        throw error;
      }
    });
  }
  usage() {
    return { requests: this.#connections.requests, quotas: [] };
  }
  clock() {
    return this.#clockAheadMs === null ? null : Date.now() + this.#clockAheadMs;
  }
  async close() {
    await this.#connections.close();
  }
  /** Signs in once, whoever asks first. */
  async #server() {
    this.#connected ??= this.#guard(void 0, async () => this.#signIn());
    return this.#connected;
  }
  async #signIn() {
    const session = await this.#connections.acquire();
    try {
      const state = await session.transaction(async () => serverState(session, this.#database));
      this.#connections.facts = { version: state.version, watchesClient: await watchesClient(session, state.version) };
      this.#connections.pooled = state.pooled;
      this.#clockAheadMs = state.clockAheadMs;
      this.#remark(state, session);
      if (!state.standby) this.#transactions.add(await session.transaction(async () => sampleOpen(session)));
      return { state, cluster: await clusterIdentity(session) };
    } finally {
      await this.#connections.release(session);
    }
  }
  #tellBlindness(state) {
    if (state.standby || state.seesTransactions || this.#blindnessTold) return;
    this.#blindnessTold = true;
    this.#context.notice(blindNote(state.user).message);
  }
  #remark(state, session) {
    const { server } = this.#login;
    if (state.pooled) {
      this.#context.notice(
        `${server} is a connection pooler: each table is read over one connection. Give the address of the server itself to read big tables faster.`
      );
    }
    if (session.encryption === null && !this.#login.local) {
      this.#context.notice(
        `The connection to ${server} is not encrypted: the server offers no TLS, or \`ssl.mode\` does not ask for it. verify-full is the mode that protects the data and the password.`
      );
    }
  }
  async #guard(table, work) {
    try {
      return await work();
    } catch (error) {
      throw this.#explain(error, table);
    }
  }
  #explain(error, table, signal) {
    if (signal?.aborted) return signal.reason;
    const { signal: run } = this.#context;
    if (run.aborted) return run.reason instanceof HighwaterError ? run.reason : new InterruptedError("it was asked to stop");
    const scene = { server: this.#login.server, database: this.#database, user: this.#login.user() };
    return translate(error, table === void 0 ? scene : { ...scene, table, ...this.#asked.get(table) });
  }
};
function askedOf({ columns }, { where }) {
  return { columns: columns.map((c) => c.name), ...where === void 0 ? {} : { where } };
}
async function nextTransaction(session) {
  const [row] = await session.query("SELECT txid_snapshot_xmax(txid_current_snapshot())::text AS next");
  return row?.next ?? "0";
}
async function watchesClient(session, version) {
  if (version < 14e4) return false;
  try {
    await session.transaction(async () => session.query("SET LOCAL client_connection_check_interval = '5s'"));
    return true;
  } catch {
    return false;
  }
}

// src/sources/postgres/index.ts
var postgres = {
  type: "postgres",
  create: (options, context) => new PostgresSource(options, context, createLogin(options, context.mask)),
  checkFilter
};
export {
  postgres
};
