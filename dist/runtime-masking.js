import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/runtime/masking.ts
var MIN_PIECE = 6;
var MIN_SECRET = 2;
var SECRET_MEMBER = /key|secret|token|password|credential/i;
function maskForms(secret) {
  const forms = [...plainForms(secret), ...memberForms(secret)];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
function plainForms(secret) {
  const text = secret.trim();
  const escaped = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text.toWellFormed());
  const whole = [secret, text, escaped, url, url.replaceAll("%20", "+")].filter((f) => isOneLine(f) && f.length >= MIN_SECRET);
  return isOneLine(text) || isJson(text) ? whole : [...whole, ...secretLines(text)];
}
function secretLines(text) {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line.length >= MIN_PIECE && !/^-----.*-----$/.test(line));
}
function memberForms(secret) {
  const document = parse(secret);
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([name, value]) => {
    if (typeof value === "object" && value !== null) return memberForms(JSON.stringify(value));
    return typeof value === "string" && SECRET_MEMBER.test(name) && value.length >= MIN_PIECE ? plainForms(value) : [];
  });
}
function isJson(text) {
  return parse(text) !== void 0;
}
function parse(text) {
  if (!/^\s*[{[]/.test(text)) return void 0;
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function isOneLine(text) {
  return !/[\r\n]/.test(text);
}
function createRedactor(announce = () => void 0) {
  let forms = [];
  return {
    add(secret) {
      const added = maskForms(secret).filter((form) => !forms.includes(form));
      for (const form of added) announce(form);
      forms = [...forms, ...added].sort((a, b) => b.length - a.length);
    },
    redact: (text) => forms.reduce((rest, form) => rest.replaceAll(form, "***"), text)
  };
}

export {
  createRedactor
};
