import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/watermark.ts
var ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?Z$/;
function toMicros(value) {
  const m = ISO.exec(value);
  if (m === null) throw new RangeError(`not a UTC timestamp: ${value}`);
  const [, y, mo, d, h, mi, s, fraction = ""] = m;
  const millis = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
  return BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, "0"));
}
function fromMicros(micros) {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const rest = micros - millis * 1000n;
  const iso = new Date(Number(millis)).toISOString();
  return `${iso.slice(0, -1)}${rest.toString().padStart(3, "0")}Z`;
}
function earlier(value, seconds) {
  return fromMicros(toMicros(value) - BigInt(Math.round(seconds * 1e6)));
}
function later(value, seconds) {
  return earlier(value, -seconds);
}
var NOTHING_HELD = "1970-01-01T00:00:00.000000Z";
function heldBackTo(watermark, newest, slackSeconds) {
  const held = newest === null || toMicros(newest) <= toMicros(NOTHING_HELD) ? NOTHING_HELD : later(newest, slackSeconds);
  return toMicros(held) < toMicros(watermark.value) ? { ...watermark, value: held } : watermark;
}

export {
  toMicros,
  fromMicros,
  earlier,
  later,
  NOTHING_HELD,
  heldBackTo
};
