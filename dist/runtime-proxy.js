import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/runtime/proxy.ts
var NONE = { env: {}, words: "" };
var chosen = NONE;
function useProxies(env, nodeVersion) {
  chosen = proxyChoice(env, nodeVersion);
}
function chosenProxy() {
  return chosen;
}
function proxyChoice(env, nodeVersion) {
  const named = env.https_proxy || env.HTTPS_PROXY || "";
  if (named === "") return NONE;
  const url = parse(named.includes("://") ? named : `http://${named}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    return { env: {}, words: "HTTPS_PROXY is ignored: it is not the address of an http or https proxy" };
  if (!supports(nodeVersion)) return { env: {}, words: `HTTPS_PROXY is not used: Node.js ${nodeVersion} can't, 24.5 can` };
  const except = env.no_proxy || env.NO_PROXY || "";
  return {
    env: { HTTPS_PROXY: url.href, ...except === "" ? {} : { NO_PROXY: except } },
    words: `HTTPS_PROXY is ${url.host}`
  };
}
function parse(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
function supports(nodeVersion) {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  return major > 24 || major === 24 && minor >= 5 || major === 22 && minor >= 21;
}

export {
  useProxies,
  chosenProxy
};
