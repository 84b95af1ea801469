// The program of a Node sandbox. It boots without knowing whom it will serve and waits on descriptor 3; the host then
// sends one SPECIALISE frame (environment, code, handler), and INVOKE frames one at a time. Frames: src/sandbox/frames.ts. The
// log has a descriptor of its own (log.mjs).
//
// AWS: the programming model of the Node runtimes ("Define Lambda function handler in Node.js", "Log and monitor
// Node.js Lambda functions") as the open runtime interface client behaves.

import dns from "node:dns";
import Module, { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { Writable } from "node:stream";
import { RuntimeFault, describe, isError } from "./faults.mjs";
import { importFromLayers, load } from "./loading.mjs";
import { patchConsole, written } from "./log.mjs";
import { redirectResponses } from "./response-url.mjs";

const CHANNEL_DESCRIPTOR = 3;
const SPECIALISE = 1;
const INVOKE = 2;
const BOOTED = 10;
const READY = 11;
const INIT_ERROR = 12;
const RESPONSE = 13;
const ERROR = 14;
const STREAM_BEGIN = 15;
const STREAM_CHUNK = 16;
const INSPECTOR = 17;

// Kept aside: functions may replace the globals that they see.
const { stringify, parse } = JSON;
const now = Date.now;
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

const channel = new net.Socket({ fd: CHANNEL_DESCRIPTOR, readable: true, writable: true });
let requestId;
/** The invocation that runs: { finish, onEmptyLoop }. */
let current;
let handler;
let spec;

// ---- names below localhost

/**
 * RFC 6761: names below "localhost" are this machine. Many resolvers do not know that, and the yard's APIs have such
 * names (API_ID.execute-api.localhost).
 */
function resolveLocalNames() {
  const resolve = (hostname) => {
    if (typeof hostname !== "string") return hostname;
    if (hostname.toLowerCase().endsWith(".localhost")) return "localhost";
    // AWS: "Telemetry API": where extensions listen for it. Internal ones do so in this process.
    return hostname === "sandbox.localdomain" ? process.env.AWS_LAMBDA_RUNTIME_API.split(":")[0] : hostname;
  };
  const { lookup } = dns;
  const { lookup: lookupPromise } = dns.promises;
  dns.lookup = (hostname, ...others) => lookup(resolve(hostname), ...others);
  dns.promises.lookup = (hostname, ...others) => lookupPromise(resolve(hostname), ...others);
}

resolveLocalNames();

// ---- the channel

function send(kind, header, payload, done) {
  const json = Buffer.from(stringify(header));
  const body = payload === undefined ? Buffer.alloc(0) : Buffer.from(payload);
  const frame = Buffer.allocUnsafe(9 + json.length + body.length);
  frame.writeUInt32BE(5 + json.length + body.length, 0);
  frame.writeUInt8(kind, 4);
  frame.writeUInt32BE(json.length, 5);
  json.copy(frame, 9);
  body.copy(frame, 9 + json.length);
  channel.write(frame, done);
}

let received = Buffer.alloc(0);
let pieces = [];
let collected = 0;
let needed = 5;

channel.on("data", (chunk) => {
  pieces.push(chunk);
  collected += chunk.length;
  while (collected >= needed) {
    received = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    pieces = [received];
    needed = 4 + received.readUInt32BE(0);
    if (collected < needed) return;
    const headerEnd = 9 + received.readUInt32BE(5);
    const kind = received.readUInt8(4);
    const header = parse(received.toString("utf8", 9, headerEnd));
    const payload = received.toString("utf8", headerEnd, needed);
    const rest = received.subarray(needed);
    pieces = rest.length === 0 ? [] : [rest];
    collected = rest.length;
    needed = 5;
    if (kind === SPECIALISE) void specialise(header);
    else if (kind === INVOKE) invokeAfterIdling(header, payload);
  }
});
// The host is gone, or has no more work: nobody is left to run for.
channel.on("end", () => process.exit(0));
channel.on("error", () => process.exit(0));

// ---- errors

/** As the runtime logs it: the members of `describe`, the error's own, and "stack" for the trace. */
function logError(title, value) {
  const error = isError(value) ? value : new Error(value);
  const members = (cause) => {
    const { errorType, errorMessage, trace } = describe(cause);
    return { errorType, errorMessage, ...cause, stack: trace };
  };
  let text;
  try {
    text = stringify(members(error), (_, inner) => (inner instanceof Error ? members(inner) : inner));
  } catch {
    text = stringify(describe(error));
  }
  if (process.env.AWS_LAMBDA_LOG_FORMAT === "JSON") console.error(error);
  else console.error(title, `\t${text}`);
}

process.on("uncaughtException", (error) => {
  logError("Uncaught Exception", error);
  fail(error, 129);
});
process.on("unhandledRejection", (reason, promise) => {
  const error = new RuntimeFault("UnhandledPromiseRejection", reason?.toString());
  Object.assign(error, { reason, promise });
  logError("Unhandled Promise Rejection", error);
  fail(error, 128);
});

/** Reports an error that this process does not outlive. */
function fail(error, exitCode) {
  const kind = handler === undefined ? INIT_ERROR : ERROR;
  channel.ref();
  send(kind, { requestId, written, isFatal: true, ...describe(error) }, stringify(describe(error)), () =>
    process.exit(exitCode),
  );
}

// ---- specialising: from any Node process to this function's

async function specialise(header) {
  spec = header;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, spec.environment);
  if (wantsSourceMaps(process.env.NODE_OPTIONS)) process.setSourceMapsEnabled(true);
  patchConsole(process.env, () => requestId);
  Module._initPaths();
  process.chdir(spec.taskRoot);
  try {
    importFromLayers(spec);
    if (spec.inspect !== undefined) await inspect(spec);
    handler = await load(spec.taskRoot, spec.handler, spec.environment.AWS_EXECUTION_ENV);
    send(READY, {});
  } catch (error) {
    logError("Uncaught Exception", error);
    fail(error, 1);
  }
}

/** Opens the inspector; where the function is to stop at its start, waits for a debugger before any of its code is loaded. */
async function inspect({ inspect: { host, breaks }, taskRoot, handler: handlerName }) {
  const inspector = await import("node:inspector");
  inspector.open(0, host);
  send(INSPECTOR, { host, port: Number(new URL(inspector.url()).port) });
  if (!breaks) return;
  // The first statement of the handler's own module is where it stops, not one of this file.
  const session = new inspector.Session();
  session.connect();
  session.post("Debugger.enable");
  const file = path.join(taskRoot, handlerName.replace(/[.][^/]*$/, "")).replaceAll(/[^\w/-]/g, ".");
  session.post("Debugger.setBreakpointByUrl", { lineNumber: 0, urlRegex: `^(file://)?${file}([.][cm]?js)?$` });
  // The frame must leave before this process stands still.
  await new Promise((resolve) => channel.write("", resolve));
  inspector.waitForDebugger();
}

/** The one option that does not need a process of its own: those booted ahead do what Node does at its start. */
function wantsSourceMaps(options) {
  return options !== undefined && options.split(/\s+/).includes("--enable-source-maps");
}

// ---- invoking

// While the process was stopped, peers may have closed kept-alive connections. The function should not be the one who
// finds out: a turn of the event loop reads what has ended, another one closes it.
const LONG_IDLE_MS = 500;
let idleSinceMs = now();

function invokeAfterIdling(header, payload) {
  if (now() - idleSinceMs < LONG_IDLE_MS) invoke(header, payload);
  else setImmediate(() => setImmediate(() => invoke(header, payload)));
}

function invoke(header, payload) {
  requestId = header.requestId;
  if (header.traceId === undefined) delete process.env._X_AMZN_TRACE_ID;
  else process.env._X_AMZN_TRACE_ID = header.traceId;
  let isDone = false;
  const finish = (error, result) => {
    if (isDone) return;
    isDone = true;
    current = undefined;
    idleSinceMs = now();
    channel.ref();
    if (error !== undefined && error !== null) {
      logError("Invoke Error", error);
      send(ERROR, { requestId: header.requestId, written, ...describe(error) }, stringify(describe(error)));
      return;
    }
    let text;
    try {
      text = typeof result === "function" ? "null" : (stringify(result) ?? "null");
    } catch (cause) {
      finishUnserializable(header.requestId, cause);
      return;
    }
    send(RESPONSE, { requestId: header.requestId, written }, text);
  };
  current = {
    onEmptyLoop: () => finish(...(handler.constructor?.name === "AsyncFunction" ? [neverSettled()] : [null, null])),
  };
  // While the function works, only its own work keeps the process alive: an empty event loop is then noticed.
  channel.unref();
  try {
    redirectResponses(payload);
    const event = parse(payload);
    if (handler[STREAMING]) runStreaming(event, header, finish);
    else runBuffered(event, header, finish);
  } catch (error) {
    finish(error);
  }
}

function finishUnserializable(id, cause) {
  const error = new RuntimeFault("UnserializableResponse", `Unable to stringify response body: ${cause?.message}`);
  logError("Invoke Error", error);
  send(ERROR, { requestId: id, written, ...describe(error) }, stringify(describe(error)));
}

function neverSettled() {
  return new RuntimeFault(
    "NodeJsExit",
    "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
  );
}

function runBuffered(event, header, finish) {
  let waitsForEmptyLoop = true;
  let isCalled = false;
  const once =
    (action) =>
    (...values) => {
      if (isCalled) return;
      isCalled = true;
      action(...values);
    };
  const done = once((error, result) => finish(error, result));
  const callback = once((error, result) => {
    if ((error !== undefined && error !== null) || !waitsForEmptyLoop) finish(error, result);
    else if (current !== undefined) current.onEmptyLoop = () => setImmediate(() => finish(null, result));
  });
  const context = Object.assign(
    {
      get callbackWaitsForEmptyEventLoop() {
        return waitsForEmptyLoop;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        waitsForEmptyLoop = value;
      },
    },
    { done, succeed: (result) => done(null, result), fail: (error) => done(error ?? "handled") },
  );
  const result = handler(event, describeContext(context, header), callback);
  if (typeof result?.then === "function") result.then(context.succeed, context.fail);
}

function describeContext(context, header) {
  const deadlineMs = now() + header.remainingMs;
  const { environment } = spec;
  return Object.assign(context, {
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: header.clientContext === undefined ? undefined : parse(header.clientContext),
    identity: undefined,
    invokedFunctionArn: header.invokedFunctionArn,
    awsRequestId: header.requestId,
    getRemainingTimeInMillis: () => deadlineMs - now(),
  });
}

// ---- response streaming
// AWS: "Writing response streaming-enabled Lambda functions".

const HTTP_RESPONSE_TYPE = "application/vnd.awslambda.http-integration-response";

globalThis.awslambda = {
  streamifyResponse: (streaming, options) =>
    Object.assign(streaming, { [STREAMING]: "response", [HIGH_WATER_MARK]: options?.highWaterMark }),
  HttpResponseStream: {
    from(stream, prelude) {
      stream.setContentType(HTTP_RESPONSE_TYPE);
      stream._onBeforeFirstWrite = (write) => {
        write(stringify(prelude));
        write(new Uint8Array(8));
      };
      return stream;
    },
  },
};

/** What a streaming handler writes to: sent on in pieces where the caller streams, else kept for one answer. */
class ResponseStream extends Writable {
  chunks = [];
  isBegun = false;
  #contentType = "application/octet-stream";
  #id;
  #isStreaming;

  constructor({ requestId: id, isStreaming }, highWaterMark) {
    super(highWaterMark === undefined ? {} : { highWaterMark });
    this.#id = id;
    this.#isStreaming = isStreaming;
  }

  setContentType(contentType) {
    if (this.isBegun) throw new RuntimeFault("InvalidStreamingOperation", "Cannot set content-type, too late.");
    this.#contentType = contentType;
  }

  begin() {
    if (this.isBegun) return;
    this.isBegun = true;
    if (this.#isStreaming) send(STREAM_BEGIN, { requestId: this.#id, contentType: this.#contentType });
    this._onBeforeFirstWrite?.((piece) => this.#take(Buffer.from(piece)));
  }

  #take(piece, done) {
    if (this.#isStreaming) send(STREAM_CHUNK, { requestId: this.#id }, piece, done);
    else {
      this.chunks.push(piece);
      done?.();
    }
  }

  _write(chunk, _encoding, done) {
    this.begin();
    this.#take(chunk, () => done());
  }

  _final(done) {
    this.begin();
    done();
  }
}

function runStreaming(event, header, finish) {
  const stream = new ResponseStream(header, handler[HIGH_WATER_MARK]);
  const ended = new Promise((resolve, reject) => stream.once("finish", resolve).once("error", reject));
  const result = handler(event, stream, describeContext({}, header));
  if (typeof result?.then !== "function")
    throw new RuntimeFault("StreamingOnlyAsync", "Streaming does not support non-async handlers.");
  Promise.all([result, ended])
    .then(() => {
      channel.ref();
      current = undefined;
      idleSinceMs = now();
      send(RESPONSE, { requestId: header.requestId, written }, Buffer.concat(stream.chunks));
    })
    .catch((error) => finish(error));
}

process.on("beforeExit", () => {
  const action = current?.onEmptyLoop;
  if (action !== undefined) action();
});

// ---- while nobody waits
// A process of the pool has time. What a function's first file would have to wait for - Node's loaders for both kinds of modules, and the
// code that sends a frame - is done once for nothing: two of the six milliseconds of a cold start.

createRequire(import.meta.url)("./warm.cjs");
void import("./layer-imports.mjs");
send(BOOTED, {});
