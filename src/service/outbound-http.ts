// HTTP requests to addresses that customers name: endpoints of topics, API destinations. Thinks as an attacker would: the
// address is somebody's input, and the request is made by the server's process, not by a sandbox.
//
// What such a request can do is what any program on this machine can do without credentials, and less:
// - it carries no key, signature or cookie of ours, so at the yard's own address it is an unsigned request: the control API, the
//   forks' administration and all signed operations are shut to it;
// - it follows no redirect, so an endpoint cannot send it elsewhere;
// - link-local addresses are refused, by number and after names were resolved: the metadata services of cloud machines give
//   credentials there to whoever asks (169.254.169.254, fd00:ec2::254);
// - answers are cut off, and callers do not hand them to customers;
// - of a fork it comes to the fork, where the address is its parent's, and a rehearsal reaches nothing but itself.

import { lookup as resolve } from "node:dns";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure, type RequestOptions as SecureRequestOptions } from "node:https";
import { BlockList, connect, isIP, type LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { moveAddresses } from "../kernel/local-address.ts";
import { realTimer } from "../kernel/real-time.ts";
import type { YardContext } from "./context.ts";

export interface OutboundRequest {
  readonly method: string;
  /** "http:" or "https:". */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Of real time, for the whole exchange. */
  readonly timeoutMs: number;
  /** How HTTPS endpoints are shown who asks, and whether theirs has to be shown to be right. */
  readonly secure?: {
    /** PEM. */
    readonly certificate?: { readonly certificate: string; readonly privateKey: string };
    readonly acceptsAnyCertificate?: boolean;
    /** The name that is asked for in the handshake, where it is not the URL's. */
    readonly serverName?: string;
  };
  /** Of the answer; MOST_ANSWER_BYTES unless given. */
  readonly mostAnswerBytes?: number;
}

/** What came of a request: an answer of whatever status, or none. */
export type OutboundResult =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** No more of it than was asked for. */
      readonly body: Uint8Array;
    }
  | { readonly kind: "no-answer"; readonly reason: string };

/** LIMIT: so much of an answer is kept; the rest is not read. */
const MOST_ANSWER_BYTES = 1_048_576;

const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet("169.254.0.0", 16, "ipv4");
FORBIDDEN.addSubnet("::ffff:169.254.0.0", 112, "ipv6");
FORBIDDEN.addSubnet("fe80::", 10, "ipv6");
FORBIDDEN.addAddress("fd00:ec2::254", "ipv6");

/** What came of a request whose answer is read as it comes. */
export type OutboundStream =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** To be read or destroyed. It fails where the other side falls silent, or goes away. */
      readonly body: Readable;
    }
  | { readonly kind: "no-answer"; readonly reason: string };

type Caller = Pick<YardContext, "address" | "inheritedOrigin" | "isQuiet">;

/** Sends one request. Never rejects. */
export async function sendOutbound(yard: Caller, request: OutboundRequest): Promise<OutboundResult> {
  const url = addressOf(yard, request.url);
  return typeof url === "string" ? { kind: "no-answer", reason: url } : exchange(url, request);
}

/**
 * Sends one request, and hands its answer over when that begins; `timeoutMs` is until then, and between two parts of the body. Never rejects.
 */
export async function openOutbound(
  yard: Caller,
  request: Omit<OutboundRequest, "mostAnswerBytes">,
): Promise<OutboundStream> {
  const url = addressOf(yard, request.url);
  if (typeof url === "string") return { kind: "no-answer", reason: url };
  const abort = new AbortController();
  const stopTimer = realTimer(request.timeoutMs, () => abort.abort());
  try {
    const answer = await begin(url, request, abort.signal, request.timeoutMs);
    return { kind: "answer", status: answer.statusCode ?? 0, headers: answer.headers, body: answer };
  } catch (error) {
    return { kind: "no-answer", reason: reasonOf(error, abort.signal, request.timeoutMs) };
  } finally {
    stopTimer();
  }
}

/** Where a request goes, or why it goes nowhere. */
function addressOf({ inheritedOrigin, address, isQuiet }: Caller, given: string): URL | string {
  const url = parseUrl(inheritedOrigin === undefined ? given : moveAddresses(given, inheritedOrigin, address));
  if (url === undefined) return "The address is not an HTTP URL.";
  if (isForbidden(hostOf(url))) return "Link-local addresses are not called.";
  if (isQuiet && !isAt(url, address)) return "A rehearsal does not call addresses outside of itself.";
  return url;
}

function parseUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "http:" || url?.protocol === "https:" ? url : undefined;
}

/** An address in a URL, without the brackets of IPv6. URLs have numbers of all notations in one form. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function isForbidden(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && FORBIDDEN.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** Whether the URL leads to the yard itself, under whatever name of this machine. */
function isAt(url: URL, address: string): boolean {
  const own = new URL(address);
  const isThisMachine = ["localhost", "127.0.0.1", "::1", own.hostname].includes(hostOf(url));
  return url.port === own.port && (isThisMachine || url.hostname.endsWith(".localhost"));
}

async function exchange(url: URL, request: OutboundRequest): Promise<OutboundResult> {
  const abort = new AbortController();
  const stopTimer = realTimer(request.timeoutMs, () => abort.abort());
  try {
    const answer = await begin(url, request, abort.signal);
    return await readAnswer(answer, request.mostAnswerBytes ?? MOST_ANSWER_BYTES);
  } catch (error) {
    return { kind: "no-answer", reason: reasonOf(error, abort.signal, request.timeoutMs) };
  } finally {
    stopTimer();
  }
}

/** Sends the request; resolves when the answer begins. The signal ends both, and so does a silence of `mostSilentMs`. */
function begin(
  url: URL,
  request: OutboundRequest,
  signal: AbortSignal,
  mostSilentMs?: number,
): Promise<IncomingMessage> {
  const { method, headers, body, secure } = request;
  const options: SecureRequestOptions = {
    method,
    headers,
    lookup,
    signal,
    agent: false,
    ...(mostSilentMs !== undefined && { timeout: mostSilentMs }),
    ...(secure?.certificate && { cert: secure.certificate.certificate, key: secure.certificate.privateKey }),
    ...(secure?.acceptsAnyCertificate === true && { rejectUnauthorized: false }),
    ...(secure?.serverName !== undefined && { servername: secure.serverName }),
  };
  return new Promise((resolveAnswer, reject) => {
    const outgoing = (url.protocol === "https:" ? requestSecure : requestPlain)(url, options, resolveAnswer);
    outgoing.once("error", reject);
    outgoing.once("timeout", () => outgoing.destroy(new Error(`Silent for ${mostSilentMs} ms.`)));
    outgoing.end(body);
  });
}

/** Whatever a socket, a name server or a certificate can fail with: there was no answer. */
function reasonOf(error: unknown, signal: AbortSignal, timeoutMs: number): string {
  if (signal.aborted) return `No answer within ${timeoutMs} ms.`;
  return error instanceof Error ? error.message || error.name : String(error);
}

async function readAnswer(answer: IncomingMessage, mostBytes: number): Promise<OutboundResult> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= mostBytes) break;
  }
  const body = Buffer.concat(chunks).subarray(0, mostBytes);
  return { kind: "answer", status: answer.statusCode ?? 0, headers: answer.headers, body };
}

/**
 * Opens a connection and closes it. Undefined if it could be opened, else the reason. Bound by the same rules as requests; never rejects.
 */
export async function connectOutbound(
  yard: Pick<YardContext, "address" | "isQuiet">,
  { host, port, timeoutMs }: { readonly host: string; readonly port: number; readonly timeoutMs: number },
): Promise<string | undefined> {
  if (isForbidden(host)) return "Link-local addresses are not called.";
  if (yard.isQuiet) return "A rehearsal does not call addresses outside of itself.";
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup });
    const end = (reason: string | undefined): void => {
      stopTimer();
      socket.destroy();
      resolve(reason);
    };
    const stopTimer = realTimer(timeoutMs, () => end(`No answer within ${timeoutMs} ms.`));
    socket.once("connect", () => end(undefined));
    socket.once("error", (error) => end(error.message));
  });
}

/** Resolves a name once, and connects to what was looked at: a second look could give another address. */
const lookup: LookupFunction = (hostname, options, callback) => {
  // Not every system resolves names below localhost.
  const name = hostname.endsWith(".localhost") ? "localhost" : hostname;
  resolve(name, { ...options, all: true }, (error, found) => {
    if (error !== null) {
      callback(error, "");
      return;
    }
    const [first] = found;
    if (first === undefined || found.some(({ address }) => isForbidden(address)))
      callback(new Error("Link-local addresses are not called."), "");
    else if (options.all === true) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
