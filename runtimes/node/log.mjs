// The log: the console, in the frames of AWS's telemetry contract, and how much was written, which the host waits for.

import fs from "node:fs";
import util from "node:util";

const LOG_DESCRIPTOR = 4;

// Kept aside: functions may replace the globals that they see.
const { stringify } = JSON;
const now = Date.now;

/** Bytes written to stdout, stderr and the log so far: the host waits for them before it ends the invocation's log. */
export const written = [0, 0, 0];

function writeLog(message) {
  const bytes = Buffer.byteLength(message);
  const frame = Buffer.allocUnsafe(16 + bytes);
  frame.writeUInt32BE(0xa55a0003, 0);
  frame.writeUInt32BE(bytes, 4);
  frame.writeBigUInt64BE(BigInt(now()) * 1000n, 8);
  frame.write(message, 16);
  for (let at = 0; at < frame.length;) {
    try {
      at += fs.writeSync(LOG_DESCRIPTOR, frame, at);
    } catch (error) {
      if (error.code !== "EAGAIN") return;
    }
  }
  written[2] += frame.length;
}

/** The console as AWS's runtime has it; `requestId` gives the invocation that runs. */
export function patchConsole(environment, requestId) {
  const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
  const isJson = environment.AWS_LAMBDA_LOG_FORMAT === "JSON";
  const least = Math.max(0, levels.indexOf(environment.AWS_LAMBDA_LOG_LEVEL?.toUpperCase() ?? "TRACE"));
  const writer = (level) => {
    if (levels.indexOf(level) < least) return () => {};
    return (...parameters) => {
      const time = new Date(now()).toISOString();
      if (isJson) writeLog(`${jsonLine(time, level, requestId(), parameters)}\n`);
      else writeLog(`${time}\t${requestId()}\t${level}\t${util.format(...parameters)}\n`);
    };
  };
  console.trace = writer("TRACE");
  console.debug = writer("DEBUG");
  console.info = writer("INFO");
  console.log = console.info;
  console.warn = writer("WARN");
  console.error = writer("ERROR");
  console.fatal = writer("FATAL");
}

function jsonLine(timestamp, level, requestId, parameters) {
  const line = { timestamp, level, requestId };
  const errorMembers = (error) => ({
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  });
  if (parameters.length === 1) {
    try {
      return stringify({ ...line, message: parameters[0] }, (_, value) =>
        value instanceof Error ? Object.assign(errorMembers(value), value) : value,
      );
    } catch {
      // What JSON cannot hold (a circle, a BigInt) is formatted as text below.
    }
  }
  const error = parameters.find((parameter) => parameter instanceof Error);
  return stringify({
    ...line,
    message: util.format(...parameters),
    ...(error === undefined ? {} : errorMembers(error)),
  });
}

function countWrites(stream, index) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...rest) => {
    written[index] += typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.length;
    return write(chunk, ...rest);
  };
}
countWrites(process.stdout, 0);
countWrites(process.stderr, 1);
