// HTTP bindings, compiled once per operation: which members live in the path, the query, headers, the status or the
// body. restJson1 and restXml share this and differ in how they write a body.

import type { Readable } from "node:stream";
import type { Member, OperationModel, Shape, StructureShape } from "../model/model.ts";
import { compileEventStream, EVENT_STREAM_TYPE } from "./event-stream.ts";
import {
  formatTimestamp,
  encodeBase64,
  decodeBase64,
  parseBoolean,
  parseNumber,
  parseTimestamp,
  toBuffer,
} from "./text-values.ts";
import { HTTP_STATUS, type HttpRequest, type HttpResponse } from "./wire.ts";
import { OLDER_BINDINGS } from "./older-bindings.ts";
import { serializationError } from "./wire-errors.ts";

/** How a protocol writes structures into a body. */
export interface BodyFormat {
  readonly contentType: string;
  /** Compiles reading the members that `includes` accepts from a body that is not empty. */
  bodyDecoder(shape: StructureShape, includes: (member: Member) => boolean): (body: Uint8Array) => Values;
  /** Compiles writing them; `hasMembers` tells whether any member is in the body at all. */
  bodyEncoder(shape: StructureShape, includes: (member: Member) => boolean): (output: Values) => string;
  /** Compiles a body that is one member (httpPayload): a structure, list, map or document. */
  payloadDecoder(member: Member): (body: Uint8Array) => unknown;
  payloadEncoder(member: Member): (value: unknown) => string;
}

export type Values = Record<string, unknown>;
type SetMember = (input: Values, request: HttpRequest) => void;

/**
 * Whether a member is outside the body, on the way in or out. Shapes are shared: a member with the trait httpQuery is
 * in the body of an answer, and one with httpResponseCode in that of a request.
 */
export function isBound({ traits }: Member, direction: "in" | "out"): boolean {
  if (traits.httpHeader !== undefined || traits.httpPrefixHeaders !== undefined || traits.httpPayload === true)
    return true;
  if (direction === "out") return traits.httpResponseCode === true;
  return traits.httpLabel === true || traits.httpQuery !== undefined || traits.httpQueryParams === true;
}

/** Compiles reading an operation's input from a request. */
export function compileInput(operation: OperationModel, format: BodyFormat): (request: HttpRequest) => Values {
  const members = [...operation.input.members.values()];
  const steps: SetMember[] = [];
  if (OLDER_BINDINGS[operation.service]?.some((older) => older.operation === operation.name) === true)
    steps.push(olderQueryReader(operation, members));
  const labels = labelReader(operation, members);
  if (labels !== undefined) steps.push(labels);
  const query = queryReader(operation, members);
  if (query !== undefined) steps.push(query);
  for (const member of members) {
    const { httpHeader, httpPrefixHeaders, httpPayload } = member.traits;
    if (httpHeader !== undefined) steps.push(headerReader(member, httpHeader.toLowerCase()));
    if (httpPrefixHeaders !== undefined) steps.push(prefixHeaderReader(member, httpPrefixHeaders.toLowerCase()));
    if (httpPayload === true) steps.push(payloadReader(member, format));
  }
  if (members.some((member) => !isBound(member, "in"))) steps.push(bodyReader(operation.input, format));
  return (request) => {
    const input: Values = {};
    for (const step of steps) step(input, request);
    return input;
  };
}

function labelReader(operation: OperationModel, members: readonly Member[]): SetMember | undefined {
  const byName = new Map(members.map((member) => [member.name, member]));
  const pattern = (operation.http?.uri ?? "/").split("?")[0] ?? "/";
  const labels = pattern
    .split("/")
    .slice(1)
    .flatMap((segment, position) => {
      const match = /^\{([^+}]+)(\+?)\}$/.exec(segment);
      const member = match && byName.get(match[1] as string);
      return match && member ? [{ member, position, isGreedy: match[2] === "+", parse: simpleParser(member) }] : [];
    });
  const hasBucket = byName.get("Bucket")?.traits.httpLabel === true && !pattern.includes("{Bucket");
  if (labels.length === 0 && !hasBucket) return undefined;
  return (input, request) => {
    // S3's model leaves the bucket out of the path: the router has found it.
    if (hasBucket && request.bucket !== undefined) input["Bucket"] = request.bucket;
    if (labels.length === 0) return;
    const segments = request.path.split("/").slice(1);
    for (const { member, position, isGreedy, parse } of labels) {
      const raw = isGreedy ? segments.slice(position).join("/") : segments[position];
      if (raw !== undefined && raw !== "") input[member.name] = parse(decodeLabel(raw));
    }
  };
}

function decodeLabel(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch (cause) {
    throw serializationError("The request path has an invalid percent-encoding", cause);
  }
}

function queryReader(operation: OperationModel, members: readonly Member[]): SetMember | undefined {
  const bound = new Map<string, { member: Member; isList: boolean; parse: (text: string) => unknown }>();
  let rest: Member | undefined;
  for (const member of members) {
    if (member.traits.httpQueryParams === true) rest = member;
    if (member.traits.httpQuery === undefined) continue;
    const isList = member.shape.kind === "list";
    const parse = simpleParser(member.shape.kind === "list" ? member.shape.member : member);
    bound.set(member.traits.httpQuery, { member, isList, parse });
  }
  if (bound.size === 0 && rest === undefined) return undefined;
  // Constants of the URI pattern are no input.
  const constants = new Set((operation.http?.uri.split("?")[1] ?? "").split("&").map((part) => part.split("=")[0]));
  const isRestOfLists = rest?.shape.kind === "map" && rest.shape.value.shape.kind === "list";
  return (input, request) => {
    for (const [name, value] of request.query) {
      const binding = bound.get(name);
      if (binding === undefined) {
        if (rest !== undefined && !constants.has(name)) addToMap(input, rest.name, name, value, isRestOfLists);
        continue;
      }
      const { member, isList, parse } = binding;
      if (isList) ((input[member.name] ??= []) as unknown[]).push(parse(value));
      else if (input[member.name] === undefined) input[member.name] = parse(value);
    }
  };
}

/** Members that are in the body today, from the query of a client that knows an older binding. */
function olderQueryReader(operation: OperationModel, members: readonly Member[]): SetMember {
  const parsers = new Map(
    members
      .filter((member) => !isBound(member, "in") && isSimple(member.shape))
      .map((member) => [member.name, simpleParser(member)]),
  );
  return (input, request) => {
    if (request.method === operation.http?.method) return;
    for (const [name, value] of request.query) {
      const parse = parsers.get(name);
      if (parse !== undefined) input[name] = parse(value);
    }
  };
}

function addToMap(input: Values, member: string, key: string, value: string, isList: boolean): void {
  const map = (input[member] ??= {}) as Record<string, unknown>;
  if (Object.hasOwn(map, key)) {
    if (isList) (map[key] as unknown[]).push(value);
    return;
  }
  // Defined, not assigned: the client chooses the key, and "__proto__" is one like any other.
  const first = isList ? [value] : value;
  Object.defineProperty(map, key, { value: first, enumerable: true, configurable: true, writable: true });
}

function headerReader(member: Member, header: string): SetMember {
  if (member.shape.kind === "list") {
    const element = member.shape.member;
    const parse = simpleParser(element);
    const split = element.shape.kind === "timestamp" ? splitHttpDates : splitHeaderList;
    return (input, request) => {
      const text = request.headers[header];
      if (text !== undefined && text !== "") input[member.name] = split(text).map(parse);
    };
  }
  const parse = simpleParser(member);
  return (input, request) => {
    const text = request.headers[header];
    if (text !== undefined) input[member.name] = parse(text);
  };
}

/** Splits "a, \"b,c\", d"; a quoted element loses its quotes. */
function splitHeaderList(text: string): string[] {
  const elements: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) throw serializationError("A header's list is not well-formed");
    elements.push(match[1] === undefined ? (match[2] ?? "").trim() : match[1].replace(/\\(.)/g, "$1"));
  }
  return elements;
}

/** HTTP dates have a comma of their own. */
function splitHttpDates(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  const dates: string[] = [];
  for (let at = 0; at < parts.length; at += 2) dates.push(parts.slice(at, at + 2).join(", "));
  return dates;
}

function prefixHeaderReader(member: Member, prefix: string): SetMember {
  return (input, request) => {
    for (const name in request.headers) {
      const value = request.headers[name];
      if (value !== undefined && name.startsWith(prefix))
        addToMap(input, member.name, name.slice(prefix.length), value, false);
    }
  };
}

function payloadReader(member: Member, format: BodyFormat): SetMember {
  const { name, shape } = member;
  if (shape.kind === "blob") {
    const isStreaming = member.traits.streaming === true;
    return (input, { body }) => {
      // Streaming members go on as they came. An empty body means no member, except for a stream, which is then empty.
      if (isStreaming || !(body instanceof Uint8Array) || body.length > 0) input[name] = body;
    };
  }
  if (shape.kind === "string") {
    return (input, request) => {
      const body = wholeBody(request.body);
      if (body.length > 0) input[name] = body.toString("utf8");
    };
  }
  const decode = format.payloadDecoder(member);
  return (input, request) => {
    const body = wholeBody(request.body);
    if (body.length > 0) input[name] = decode(body);
  };
}

function bodyReader(shape: StructureShape, format: BodyFormat): SetMember {
  const decode = format.bodyDecoder(shape, (member) => !isBound(member, "in"));
  return (input, request) => {
    const body = wholeBody(request.body);
    if (body.length > 0) Object.assign(input, decode(body));
  };
}

/** The bytes of a body that is known not to stream. */
export function wholeBody(body: Uint8Array | Readable): Buffer {
  if (body instanceof Uint8Array) return toBuffer(body);
  throw serializationError("This operation's body must be read whole");
}

/** Reads a simple value of a label, a query parameter or a header. */
function simpleParser({ shape }: Member): (text: string) => unknown {
  switch (shape.kind) {
    case "boolean":
      return (text) => parseBoolean(text) ?? refuse("Boolean");
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return (text) => parseNumber(text) ?? refuse("Number");
    case "timestamp":
      return (text) => parseTimestamp(text) ?? refuse("Timestamp");
    case "blob":
      return decodeBase64;
    default:
      return (text) => text;
  }
}

function refuse(expected: string): never {
  throw serializationError(`STRING_VALUE cannot be converted to ${expected}`);
}

// ---- output ----

interface Head {
  status: number;
  readonly headers: Record<string, string>;
}
type AddToHead = (output: Values, head: Head) => void;

/** Compiles writing the members that are bound to headers and to the status. */
export function compileHead(shape: StructureShape): AddToHead {
  const steps: AddToHead[] = [];
  for (const member of shape.members.values()) {
    const { name, traits } = member;
    if (traits.httpHeader !== undefined) steps.push(headerWriter(member, traits.httpHeader));
    // The models know one status an operation; HTTP asks for 206 where a part is sent.
    if (traits.httpHeader?.toLowerCase() === "content-range")
      steps.push((output, head) => {
        if (output[name] !== undefined) head.status = 206;
      });
    const prefix = traits.httpPrefixHeaders;
    if (prefix !== undefined)
      steps.push((output, { headers }) => {
        for (const [key, value] of Object.entries(output[name] ?? {}))
          headers[prefix + key] = headerText(String(value));
      });
    if (traits.httpResponseCode === true)
      steps.push((output, head) => {
        if (typeof output[name] === "number") head.status = output[name];
      });
  }
  return (output, head) => {
    for (const step of steps) step(output, head);
  };
}

/** Compiles writing an operation's output as a response. */
export function compileOutput(operation: OperationModel, format: BodyFormat): (output: Values) => HttpResponse {
  const addHead = compileHead(operation.output);
  const writeBody = bodyWriter(operation.output, format);
  const status = operation.http?.status ?? 200;
  return (output) => {
    const [contentType, body] = writeBody(output);
    const head: Head = { status, headers: {} };
    addHead(output, head);
    const stated = (output as { readonly [HTTP_STATUS]?: number })[HTTP_STATUS];
    if (stated !== undefined) head.status = stated;
    if (contentType !== undefined && !hasHeader(head.headers, "content-type"))
      head.headers["content-type"] = contentType;
    return { ...head, body };
  };
}

function hasHeader(headers: Record<string, string>, lowerName: string): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === lowerName);
}

function headerWriter(member: Member, header: string): AddToHead {
  const { name, shape } = member;
  if (shape.kind === "list") {
    const format = simpleFormatter(shape.member);
    const quoted = shape.member.shape.kind === "string";
    return (output, { headers }) => {
      const list = output[name] as unknown[] | undefined;
      if (list !== undefined && list !== null && list.length > 0)
        headers[header] = list.map((element) => (quoted ? quoteElement(format(element)) : format(element))).join(", ");
    };
  }
  const format = simpleFormatter(member);
  return (output, { headers }) => {
    const value = output[name];
    if (value !== undefined && value !== null) headers[header] = format(value);
  };
}

function quoteElement(text: string): string {
  return /[",]/.test(text) ? `"${text.replace(/(["\\])/g, "\\$1")}"` : text;
}

function simpleFormatter({ shape, traits }: Member): (value: unknown) => string {
  if (shape.kind === "timestamp") {
    const format = traits.timestampFormat ?? "http-date";
    return (value) => (value instanceof Date ? formatTimestamp(value, format) : String(value));
  }
  if (shape.kind === "blob") return encodeBase64;
  return (value) => headerText(String(value));
}

/**
 * Text that may go into a header: what Latin-1 cannot say goes as the bytes of its UTF-8, which is also how it came in,
 * and control characters, line ends above all, become spaces.
 */
function headerText(text: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text;
  return Buffer.from(text, "utf8")
    .toString("latin1")
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, " ");
}

type Body = readonly [contentType: string | undefined, body: HttpResponse["body"]];

function bodyWriter(shape: StructureShape, format: BodyFormat): (output: Values) => Body {
  const members = [...shape.members.values()];
  const payload = members.find((member) => member.traits.httpPayload === true);
  if (payload !== undefined) return payloadWriter(payload, format);
  if (members.every((member) => isBound(member, "out"))) return () => [undefined, ""];
  const encode = format.bodyEncoder(shape, (member) => !isBound(member, "out"));
  return (output) => [format.contentType, encode(output)];
}

function payloadWriter(member: Member, format: BodyFormat): (output: Values) => Body {
  const { name, shape } = member;
  if (shape.kind === "blob")
    return (output) => ["application/octet-stream", (output[name] ?? "") as HttpResponse["body"]];
  if (shape.kind === "string") return (output) => ["text/plain", (output[name] ?? "") as string];
  if (shape.kind === "union" && shape.traits.streaming === true) {
    const encode = compileEventStream(member, format);
    return (output) => [EVENT_STREAM_TYPE, encode(output[name] as AsyncIterable<Values>)];
  }
  const encode = format.payloadEncoder(member);
  return (output) => {
    const value = output[name];
    return value === undefined || value === null ? [undefined, ""] : [format.contentType, encode(value)];
  };
}

/** Whether a shape's value is text on the wire wherever it stands alone. */
export function isSimple(shape: Shape): boolean {
  return !["list", "map", "structure", "union"].includes(shape.kind);
}
