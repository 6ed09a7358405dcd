import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/sources/dynamics/address.ts
var API_PATH = "/api/data/v9.2/";
function organisationOrigin(url) {
  const { protocol, host, hostname } = new URL(url);
  const labels = host.split(".");
  const isApi = labels[1] === "api" && isNamed(hostname);
  return `${protocol}//${(isApi ? [labels[0], ...labels.slice(2)] : labels).join(".")}`;
}
function apiTwin(origin) {
  const { protocol, host, hostname } = new URL(origin);
  if (!isNamed(hostname)) return null;
  const [first, ...rest] = host.split(".");
  return `${protocol}//${[first, "api", ...rest].join(".")}`;
}
function isNamed(hostname) {
  return hostname.includes(".") && !/^[\d.]+$/.test(hostname) && !hostname.startsWith("[");
}

export {
  API_PATH,
  organisationOrigin,
  apiTwin
};
