// The program that runs CloudFront functions, in a sandbox as Lambda's functions have them: a process of its own, with its memory and time, without
// credentials. In it, each run has a realm of its own (node:vm) with nothing but JavaScript's own objects, a console, and the modules that AWS's runtime
// has; code cannot be made of text. What goes in and out of the realm is text. So a function keeps nothing from one viewer to the next, and what breaks
// out of its realm is where any customer's function is.
// AWS: "JavaScript runtime 2.0 features for CloudFront Functions".

/** The module "index.mjs" of the runner's package. */
export const RUNNER_SOURCE = String.raw`
import { createHash, createHmac } from "node:crypto";
import vm from "node:vm";

// What a run may take of real time before its first wait; all of it is bounded by the sandbox.
const MOST_SYNCHRONOUS_MS = 250;
const scripts = new Map();

const bytesOf = (text, encoding) => Buffer.from(text, encoding === "base64url" ? "base64url" : encoding);

export async function handler({ code, event }) {
  const logs = [];
  const host = {
    log: (text) => void (logs.length < 100 && logs.push(String(text).slice(0, 2000))),
    digest(algorithm, key, data) {
      if (!["md5", "sha1", "sha256"].includes(algorithm)) return undefined;
      const bytes = bytesOf(data, "latin1");
      const hash = key === undefined ? createHash(algorithm) : createHmac(algorithm, bytesOf(key, "latin1"));
      return hash.update(bytes).digest("latin1");
    },
    recode: (text, from, to) => bytesOf(text, from).toString(to),
  };
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  const startedMs = performance.now();
  const took = () => performance.now() - startedMs;
  try {
    vm.runInContext(PRELUDE, context, { timeout: MOST_SYNCHRONOUS_MS })(host);
    let script = scripts.get(code);
    if (script === undefined) {
      const source = Buffer.from(code, "base64").toString("utf8").replace(IMPORT, 'const $1 = require("$2");');
      scripts.clear();
      scripts.set(code, (script = new vm.Script(source, { filename: "function.js" })));
    }
    script.runInContext(context, { timeout: MOST_SYNCHRONOUS_MS });
    const run = "(async (text) => JSON.stringify(await handler(JSON.parse(text))))(" + JSON.stringify(event) + ")";
    const output = await vm.runInContext(run, context, { timeout: MOST_SYNCHRONOUS_MS });
    return { output: typeof output === "string" ? output : "null", logs, took: took() };
  } catch (error) {
    let message = "The function failed.";
    try {
      message = String(error);
    } catch {}
    return { error: message.slice(0, 2000), logs, took: took() };
  }
}

const IMPORT = /^[ \t]*import\s+(\w+)\s+from\s+["']([\w:]+)["'];?/gm;

// Runs inside of the realm. "host" is seen by these functions alone, and takes and gives text.
const PRELUDE = ${"`"}(function (host) {
  "use strict";
  const show = (value) => {
    if (typeof value === "string") return value;
    try { return JSON.stringify(value) ?? String(value); } catch { return String(value); }
  };
  const log = (...values) => host.log(values.map(show).join(" "));
  globalThis.console = { log, error: log, warn: log, info: log, debug: log };
  const text = (bytes) => { let made = ""; for (const byte of bytes) made += String.fromCharCode(byte); return made; };
  const latin = (data, encoding) => typeof data === "string" ? host.recode(data, encoding ?? "utf8", "latin1") : text(data);
  class Buffer extends Uint8Array {
    static from(value, encoding) {
      if (typeof value !== "string") return new Buffer(value);
      const raw = latin(value, encoding);
      const made = new Buffer(raw.length);
      for (let at = 0; at < raw.length; at++) made[at] = raw.charCodeAt(at);
      return made;
    }
    static alloc(size) { return new Buffer(size); }
    static isBuffer(value) { return value instanceof Buffer; }
    static byteLength(value, encoding) { return Buffer.from(value, encoding).length; }
    static concat(list) { return Buffer.from(list.flatMap((each) => [...each])); }
    toString(encoding) { return host.recode(text(this), "latin1", encoding ?? "utf8"); }
    equals(other) { return text(this) === text(other); }
  }
  globalThis.Buffer = Buffer;
  globalThis.atob = (value) => host.recode(String(value), "base64", "latin1");
  globalThis.btoa = (value) => host.recode(String(value), "latin1", "base64");
  const hashing = (algorithm, key) => {
    let data = "";
    return {
      update(more, encoding) { data += latin(more, encoding); return this; },
      digest(encoding) {
        const made = host.digest(String(algorithm).toLowerCase(), key, data);
        if (made === undefined) throw new Error("Unsupported digest algorithm: " + algorithm);
        return encoding === undefined ? Buffer.from(made, "latin1") : host.recode(made, "latin1", encoding);
      },
    };
  };
  const crypto = { createHash: (algorithm) => hashing(algorithm), createHmac: (algorithm, key) => hashing(algorithm, latin(key)) };
  const querystring = {
    escape: encodeURIComponent,
    unescape: decodeURIComponent,
    parse(value, separator = "&", equals = "=") {
      const made = {};
      for (const part of String(value).split(separator)) {
        if (part === "") continue;
        const at = part.indexOf(equals);
        const plain = (piece) => decodeURIComponent(piece.replace(/[+]/g, " "));
        const name = plain(at === -1 ? part : part.slice(0, at));
        const item = at === -1 ? "" : plain(part.slice(at + equals.length));
        made[name] = name in made ? [].concat(made[name], item) : item;
      }
      return made;
    },
    stringify(value, separator = "&", equals = "=") {
      return Object.entries(value)
        .flatMap(([name, items]) => [].concat(items).map((item) => encodeURIComponent(name) + equals + encodeURIComponent(item)))
        .join(separator);
    },
  };
  querystring.decode = querystring.parse;
  querystring.encode = querystring.stringify;
  const modules = { crypto, querystring, buffer: { Buffer } };
  globalThis.require = (name) => {
    if (!Object.hasOwn(modules, name)) throw new Error("The module " + name + " is not there.");
    return modules[name];
  };
})${"`"};
`;
